import {
  accountAt,
  canonical,
  changedSince,
  defineConnector,
  defineStream,
  newSince,
  refusal,
  RETRY_AFTER,
  text,
  textsAt,
} from '@/lib/connectors/kit';
import { api, issues, listing, messages } from '@/lib/connectors/providers/pylon/walks';

export default defineConnector({
  type: 'pylon',
  name: 'Pylon',
  description: 'Support issues with their messages, the accounts and contacts they are about.',
  category: 'support',
  docs_url: 'https://docs.usepylon.com/pylon-docs/developer/api',
  source: 'docs.usepylon.com/pylon-docs/developer/api, 2026-08',
  keywords: ['support', 'tickets', 'b2b', 'helpdesk'],
  default_cadence: '30m',
  role_needed: 'a Pylon admin',
  promises: [
    'Reads only: no issue is answered, changed or closed.',
    'Revoking the token in Pylon ends the access at once.',
  ],
  hosts: ['api.usepylon.com', 'api.eu.usepylon.com'],

  auth: {
    method: 'api_key',
    fields: [
      {
        key: 'api_key',
        label: 'API token',
        placeholder: 'pylon_api_…',
        help: 'Made by an admin; it sees all of the organization. Data in the EU is found by itself.',
        where_to_find: [
          'Open Pylon as an admin and choose Settings, then API tokens.',
          'Choose Create token and copy it.',
        ],
        find_url: 'https://app.usepylon.com/settings/api-tokens',
      },
    ],
    apply: ({ api_key = '' }) => ({ authorization: `Bearer ${api_key}` }),
    account: {
      places: [{ host: 'api.usepylon.com' }, { host: 'api.eu.usepylon.com' }],
      request: (details) => ({ url: `${api(details)}/me` }),
      read: accountAt('data.id', 'data.name'),
    },
  },

  // Listed by endpoint, 30, 120 or 300 a minute and organization; the fewest is kept to for those
  // of which the number was not found.
  limits: [
    { name: 'issues', requests: 120, per_ms: 60_000, paths: /^\/issues/ },
    { name: 'others', requests: 30, per_ms: 60_000, except: /^\/issues/ },
  ],

  errors: [
    { when: { status: 401, json: true }, then: 'needs_reauth' },
    {
      when: { status: 403, json: true },
      then: 'missing_scope',
      message: 'This token may not see that in Pylon.',
    },
    { when: { status: 429 }, then: 'rate_limited', wait: [RETRY_AFTER, { ms: 60_000 }] },
    refusal('errors.0'),
    { ...refusal('message'), source: 'Seen by other clients, not in the documentation' },
  ],

  streams: [
    defineStream({
      name: 'issues',
      description: 'Support issues with state, requester, assignee and times',
      full: issues(),
      backfill: 'changes',
      incremental: changedSince('updated_at', { minutes: 5 }),
      canonical: canonical('tickets', 1, {
        subject: 'title',
        status: 'state',
        priority: 'custom_fields.priority.value',
      }),
    }),
    defineStream({
      name: 'messages',
      description: 'What was written in each issue, to the customer and among colleagues',
      full: messages(),
      incremental: newSince('timestamp', { minutes: 5 }),
      canonical: canonical('messages', 1, {
        from: (one) => text(one, 'author.name') ?? text(one, 'email_info.from_email'),
        to: (one) => textsAt(one, 'email_info.to_emails', ''),
        subject: null,
        text: 'message_html',
        sent_at: 'timestamp',
      }),
    }),
    defineStream({
      name: 'accounts',
      description: 'Customers',
      full: listing('accounts'),
      canonical: canonical('accounts', 1, {
        name: 'name',
        domain: (account) => text(account, 'primary_domain') ?? text(account, 'domain'),
      }),
    }),
    defineStream({
      name: 'contacts',
      description: 'People at customers',
      full: listing('contacts'),
      canonical: canonical('people', 1, {
        name: 'name',
        emails: (contact) => textsAt(contact, 'emails', ''),
        company: null,
      }),
    }),
    defineStream({
      name: 'users',
      description: 'Colleagues who answer',
      full: listing('users'),
      canonical: canonical('users', 1, { name: 'name', email: 'email' }),
    }),
    defineStream({
      name: 'teams',
      description: 'Teams issues are assigned to',
      full: listing('teams'),
      canonical: canonical('reference', 1, { name: 'name' }),
    }),
    defineStream({
      name: 'tags',
      description: 'Tags of issues and accounts',
      full: listing('tags'),
      canonical: canonical('reference', 1, { name: 'name' }),
    }),
  ],
});
