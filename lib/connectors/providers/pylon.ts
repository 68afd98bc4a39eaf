import {
  at,
  canonical,
  children,
  defineConnector,
  defineStream,
  listAt,
  pages,
  text,
} from '@/lib/connectors/kit';
import type { Answer, Bookmark, Canonical, Stream, Walk } from '@/lib/connectors/kit';
import type { Entity, Json } from '@/lib/contract/common';

const DOCS = 'docs.usepylon.com/pylon-docs/developer/api, 2026-08';
/** The most a search or a listing gives on a page. */
const PAGE = 999;
const BOOKMARK: Bookmark = { by: 'time', changed_at: 'updated_at', overlap_seconds: 300 };
/** Every issue has changed since then. */
const EVER = '1970-01-01T00:00:00Z';

export default defineConnector({
  type: 'pylon',
  name: 'Pylon',
  description: 'Support issues with their messages, the accounts and contacts they are about.',
  category: 'support',
  ownership: 'workspace',
  direction: 'inbound',
  instancing: 'multiple',
  version: '1.0.0',
  docs_url: 'https://docs.usepylon.com/pylon-docs/developer/api',
  logo: null,
  keywords: ['support', 'tickets', 'b2b', 'helpdesk'],
  default_cadence: '30m',
  puller: { status: 'live' },
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
        required: true,
        secret: true,
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
      read: ({ body }) => ({
        id: text(body, 'data.id') ?? '',
        label: text(body, 'data.name') ?? '',
      }),
    },
  },

  // Listed by endpoint, 30, 120 or 300 a minute and organization; the fewest is kept to for those
  // of which the number was not found.
  limits: [
    { name: 'issues', scope: 'connection', requests: 120, per_ms: 60_000, paths: /^\/issues/ },
    { name: 'others', scope: 'connection', requests: 30, per_ms: 60_000, except: /^\/issues/ },
  ],

  errors: [
    {
      when: { status: 401, json: true },
      then: 'needs_reauth',
      message: 'Pylon does not accept this API token.',
      source: DOCS,
    },
    {
      when: { status: 403, json: true },
      then: 'missing_scope',
      message: 'This token may not see that in Pylon.',
      source: DOCS,
    },
    {
      when: { status: 429 },
      then: 'rate_limited',
      message: 'Pylon asked us to slow down.',
      wait: [{ header: 'retry-after', form: 'retry_after' }, { ms: 60_000 }],
      source: DOCS,
    },
    {
      when: { status: [400, 404, 422], body: { 'errors.0': /\S/ } },
      then: 'fail',
      message: 'Pylon refused the request: {errors.0}',
      source: DOCS,
    },
    {
      when: { status: [400, 404, 422], body: { message: /\S/ } },
      then: 'fail',
      message: 'Pylon refused the request: {message}',
      source: 'Seen by other clients, not in the documentation',
    },
  ],

  streams: [
    defineStream({
      name: 'issues',
      label: 'Issues',
      entity: 'tickets',
      description: 'Support issues with state, requester, assignee and times',
      id: 'id',
      full: issues(),
      backfill: 'changes',
      incremental: { walk: issues(), bookmark: BOOKMARK },
      deletions: { by: 'full_pass' },
      canonical: canonical('tickets', 1, (issue) => ({
        subject: text(issue, 'title'),
        status: text(issue, 'state'),
        priority: text(issue, 'custom_fields.priority.value'),
      })),
    }),
    defineStream({
      name: 'messages',
      label: 'Messages',
      entity: 'messages',
      description: 'What was written in each issue, to the customer and among colleagues',
      id: 'id',
      full: messages(),
      incremental: {
        walk: messages(),
        bookmark: { by: 'time', changed_at: 'timestamp', overlap_seconds: 300 },
        sees: 'new',
      },
      deletions: { by: 'full_pass' },
      canonical: canonical('messages', 1, (message) => ({
        from: text(message, 'author.name') ?? text(message, 'email_info.from_email'),
        to: listAt(message, 'email_info.to_emails').flatMap((to) => text(to, '') ?? []),
        subject: null,
        text: text(message, 'message_html'),
        sent_at: text(message, 'timestamp'),
      })),
    }),
    listed('accounts', 'Accounts', 'accounts', 'Customers', (account) => ({
      name: text(account, 'name'),
      domain: text(account, 'primary_domain') ?? text(account, 'domain'),
    })),
    listed('contacts', 'Contacts', 'people', 'People at customers', (contact) => ({
      name: text(contact, 'name'),
      emails: listAt(contact, 'emails').flatMap((email) => text(email, '') ?? []),
      company: null,
    })),
    listed('users', 'Users', 'users', 'Colleagues who answer', (user) => ({
      name: text(user, 'name'),
      email: text(user, 'email'),
    })),
    listed('teams', 'Teams', 'reference', 'Teams issues are assigned to', named),
    listed('tags', 'Tags', 'reference', 'Tags of issues and accounts', named),
  ],
});

function named(record: Json): { name: string | null } {
  return { name: text(record, 'name') };
}

function api(details: Readonly<Record<string, string>>): string {
  return `https://${details.host ?? 'api.usepylon.com'}`;
}

/** A cursor may come with the last page, too. */
function next({ body }: Answer): string | null {
  return at(body, 'pagination.has_next_page') === true ? text(body, 'pagination.cursor') : null;
}

/**
 * A search, because the listing shows at most 30 days at a time. A filter of a name that Pylon does
 * not know would be passed over in silence: then all are read, and none is lost.
 */
function issues(): Walk {
  return pages<string>({
    request: ({ account, page, since, size }) => ({
      method: 'POST',
      url: `${api(account.details)}/issues/search`,
      json: {
        filter: { field: 'updated_at', operator: 'time_is_after', value: since ?? EVER },
        limit: size,
        ...(page === null ? {} : { cursor: page }),
      },
    }),
    page_size: PAGE,
    records: 'data',
    next,
  });
}

/** A call per issue, hence only for those in which something was written. */
function messages(): Walk {
  return children<string>({
    parents: 'issues',
    request: ({ id }, { account, page, size }) => ({
      url: `${api(account.details)}/issues/${encodeURIComponent(id)}/messages`,
      query: { limit: size, cursor: page ?? undefined },
    }),
    page_size: PAGE,
    records: 'data',
    next,
    own: ({ id }, message) => ({ ...(message as Record<string, Json>), issue_id: id }),
    stamp: (issue) => text(issue, 'latest_message_time') ?? text(issue, 'updated_at'),
    width: 4,
  });
}

/** A stream that is read whole: the API cannot be asked for what changed. */
function listed(
  name: string,
  label: string,
  entity: Entity,
  description: string,
  fields: (record: Json) => ReturnType<Canonical['map']>,
): Stream {
  return defineStream({
    name,
    label,
    entity,
    description,
    id: 'id',
    full: pages<string>({
      request: ({ account, page, size }) => ({
        url: `${api(account.details)}/${name}`,
        query: { limit: size, cursor: page ?? undefined },
      }),
      page_size: PAGE,
      records: 'data',
      next,
    }),
    deletions: { by: 'full_pass' },
    canonical: { entity, version: 1, map: fields },
  });
}
