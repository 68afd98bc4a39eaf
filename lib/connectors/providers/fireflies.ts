import {
  accountAt,
  canonical,
  defineConnector,
  defineStream,
  graphql,
  newSince,
  RETRY_AFTER,
  spokenAt,
} from '@/lib/connectors/kit';
import { MEETINGS } from '@/lib/connectors/providers/fireflies/canonical';
import {
  API,
  listing,
  MEETING,
  meetings,
  transcripts,
} from '@/lib/connectors/providers/fireflies/walks';

/** The status says little: a wrong key is a 500, and errors also come with a 200. */
const CODE = 'errors.0.code';

export default defineConnector({
  type: 'fireflies',
  name: 'Fireflies',
  description: 'Meetings with their summaries, what was said word for word, contacts and users.',
  category: 'calls',
  docs_url: 'https://docs.fireflies.ai',
  source: 'docs.fireflies.ai, 2026-08',
  keywords: ['meetings', 'transcripts'],
  default_cadence: '30m',
  promises: [
    'Reads only: nothing in Fireflies is changed, shared or deleted, and no bot joins a meeting.',
    'Audio and video are not downloaded.',
    'Replacing the API key in Fireflies ends the access at once.',
  ],
  hosts: ['api.fireflies.ai'],

  auth: {
    method: 'api_key',
    fields: [
      {
        key: 'api_key',
        label: 'API key',
        placeholder: 'The key from Developer settings',
        help: 'It sees what its owner sees. The Business plan allows a call a second; others few a day.',
        where_to_find: ['Open Integrations, then Fireflies API.', 'Copy the API key.'],
        find_url: 'https://app.fireflies.ai/integrations/custom/fireflies',
      },
    ],
    apply: ({ api_key = '' }) => ({ authorization: `Bearer ${api_key}` }),
    account: {
      request: () => graphql(API, 'query Account { user { user_id email name } }'),
      read: accountAt('data.user.user_id', 'data.user.email', 'data.user.name'),
    },
  },

  // Business and Enterprise; smaller plans have a number of calls a day, and say when it is used up.
  limits: [
    {
      name: 'minute',
      requests: 60,
      per_ms: 60_000,
      follows: {
        limit: { header: 'x-ratelimit-limit-api' },
        remaining: { header: 'x-ratelimit-remaining-api' },
        reset: { header: 'x-ratelimit-reset-api', form: 'seconds' },
      },
    },
  ],

  says: 'errors.0.message',
  errors: [
    { when: { body: { [CODE]: 'auth_failed' } }, then: 'needs_reauth' },
    {
      when: { body: { [CODE]: 'too_many_requests' } },
      then: 'rate_limited',
      message: 'The allowance of Fireflies is used up.',
      wait: [
        RETRY_AFTER,
        { body: 'errors.0.extensions.metadata.retryAfter', form: 'epoch_ms' },
        { header: 'x-ratelimit-reset-api', form: 'seconds' },
        { ms: 60_000 },
      ],
    },
    {
      when: { body: { [CODE]: 'account_cancelled' } },
      then: 'config',
      message: 'The Fireflies account was cancelled.',
    },
    {
      when: {
        body: {
          [CODE]:
            /^(paid_required|require_ai_credits|forbidden|not_in_team|require_elevated_privilege)$/,
        },
      },
      then: 'missing_scope',
      message:
        'The plan or the owner of the key does not allow this in Fireflies: {errors.0.message}',
    },
    { when: { body: { [CODE]: 'object_not_found' } }, then: 'gone' },
    { when: { body: { [CODE]: /^(request_timeout|invariant_violation)$/ } }, then: 'retry' },
    { when: { status: [200, 400, 422], body: { 'errors.0.message': /\S/ } }, then: 'fail' },
  ],

  streams: [
    defineStream({
      name: 'meetings',
      description: 'Meetings Fireflies was in, who was there, and their summaries',
      full: meetings(MEETING),
      backfill: 'changes',
      // A summary is written and edited later, and nothing says when.
      incremental: newSince('dateString', { days: 14 }),
      canonical: MEETINGS,
    }),
    defineStream({
      name: 'transcripts',
      description: 'What was said, by whom and when',
      full: transcripts(),
      backfill: 'changes',
      // By the time of the meeting: it is listed once it has ended and was worked through.
      incremental: newSince('dateString', { days: 1 }),
      canonical: canonical('documents', 1, {
        title: 'title',
        markdown: spokenAt('sentences', { speaker: 'speaker_name', words: 'text' }),
        url: 'transcript_url',
      }),
    }),
    defineStream({
      name: 'users',
      description: 'Who is in the team',
      id: 'user_id',
      full: listing('users', 'query Users { users { user_id email name is_admin } }'),
      canonical: canonical('users', 1, { name: 'name', email: 'email' }),
    }),
    defineStream({
      name: 'contacts',
      description: 'Whom the key’s owner met',
      id: 'email',
      full: listing('contacts', 'query Contacts { contacts { email name last_meeting_date } }'),
      canonical: canonical('people', 1, { name: 'name', emails: ['email'], company: null }),
    }),
  ],
});
