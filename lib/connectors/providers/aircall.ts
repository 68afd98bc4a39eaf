import {
  accountAt,
  canonical,
  defineConnector,
  defineStream,
  newSince,
  refusal,
  RETRY_AFTER,
  toldBy,
} from '@/lib/connectors/kit';
import type { Stream } from '@/lib/connectors/kit';
import { CALLS, CONTACTS } from '@/lib/connectors/providers/aircall/canonical';
import { API, listing, sliding } from '@/lib/connectors/providers/aircall/walks';

export default defineConnector({
  type: 'aircall',
  name: 'Aircall',
  description: 'Calls with who spoke, how long and what was noted, plus contacts, users and teams.',
  category: 'calls',
  docs_url: 'https://developer.aircall.io/api-references/',
  source: 'developer.aircall.io/api-references, 2026-08',
  logo: 'aircall',
  keywords: ['phone', 'voice', 'calls', 'telephony'],
  default_cadence: '30m',
  role_needed: 'an Aircall admin',
  promises: [
    'Reads only: nothing in Aircall is created, changed or deleted, and nobody is called.',
    'Recordings are not downloaded.',
    'Deleting the API key in Aircall ends the access at once.',
  ],
  hosts: ['api.aircall.io'],

  auth: {
    method: 'api_key',
    fields: [
      {
        key: 'api_id',
        label: 'API ID',
        secret: false,
        placeholder: 'The first of the two values',
        help: 'An Aircall key has two parts. This is the one named API ID.',
        where_to_find: [
          'Open the Aircall dashboard as an admin and choose Integrations & API.',
          'Open API Keys and choose Add a new API key.',
          'Copy the API ID and the API token. Aircall shows the token once.',
        ],
        find_url: 'https://dashboard.aircall.io/integrations/api-keys',
      },
      {
        key: 'api_token',
        label: 'API token',
        placeholder: 'The second of the two values',
        help: 'Shown once, when the key is made. It sees all calls of the company.',
        where_to_find: ['Copy the API token beside the API ID, before the dialog is closed.'],
      },
    ],
    apply: ({ api_id = '', api_token = '' }) => ({
      authorization: `Basic ${Buffer.from(`${api_id}:${api_token}`).toString('base64')}`,
    }),
    account: {
      request: () => ({ url: `${API}/v1/company` }),
      // The company has no id in the API; its name is all that tells one from another.
      read: accountAt('company.name', 'company.name'),
    },
  },

  // 120 a minute and company; older companies have 60, which the answer says.
  limits: [
    {
      name: 'minute',
      requests: 120,
      per_ms: 60_000,
      // Whether the last is a number of seconds or a time is not documented; both are read.
      follows: toldBy('x-aircallapi', 'retry_after'),
    },
  ],

  errors: [
    {
      // A wrong key is "Forbidden" here; 401 comes when there is none at all.
      when: { status: [401, 403], body: { message: /\S/ } },
      then: 'needs_reauth',
      message: 'Aircall does not accept this API ID and token.',
    },
    {
      when: { status: 429 },
      then: 'rate_limited',
      message: 'Aircall’s allowance of calls a minute is used up.',
      wait: [RETRY_AFTER, { header: 'x-aircallapi-reset', form: 'retry_after' }, { ms: 60_000 }],
    },
    {
      when: { status: [400, 404, 405, 422], body: { troubleshoot: /\S/ } },
      then: 'fail',
      message: 'Aircall refused the request: {error}. {troubleshoot}',
    },
    refusal('error'),
    refusal('message'),
  ],

  streams: [
    defineStream({
      name: 'calls',
      description: 'Calls of the last six months, as far back as Aircall shows them',
      full: sliding('calls', 'started_at', { fetch_contact: true }),
      backfill: 'changes',
      // A call gets its end, tags, comments and recording later: the last day is read again.
      incremental: newSince('started_at', { days: 1 }, 'epoch_seconds'),
      full_every_hours: 24,
      deletions: { by: 'none', why: 'Aircall lists the last six months; older calls did happen' },
      canonical: CALLS,
    }),
    defineStream({
      name: 'contacts',
      description: 'Shared contacts; those Aircall mirrors from other apps are not in its API',
      full: sliding('contacts', 'created_at'),
      canonical: CONTACTS,
    }),
    defineStream({
      name: 'users',
      description: 'Who answers and makes calls',
      full: listing('v2/users', 'users'),
      canonical: canonical('users', 1, { name: 'name', email: 'email' }),
    }),
    sortedBy('teams'),
    sortedBy('numbers'),
    sortedBy('tags'),
  ],
});

/** What calls are sorted by. */
function sortedBy(name: 'teams' | 'numbers' | 'tags'): Stream {
  return defineStream({
    name,
    description: `${name[0]!.toUpperCase()}${name.slice(1)} calls are sorted by`,
    full: listing(`v1/${name}`, name),
    canonical: canonical('reference', 1, { name: 'name' }),
  });
}
