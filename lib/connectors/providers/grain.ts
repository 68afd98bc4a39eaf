import {
  bearer,
  canonical,
  defineConnector,
  defineStream,
  newSince,
  numberAt,
  refusal,
  spokenAt,
  textsAt,
} from '@/lib/connectors/kit';
import { API, listing, recordings, transcripts } from '@/lib/connectors/providers/grain/walks';
import type { Json } from '@/lib/contract/common';

const TRANSCRIPT = /\/recordings\/[^/]+\/transcript$/;
const INCLUDE = { participants: true, ai_summary: true, ai_action_items: true };

export default defineConnector({
  type: 'grain',
  name: 'Grain',
  description: 'Recorded meetings with participants and summaries, transcripts, users and teams.',
  category: 'calls',
  docs_url: 'https://developers.grain.com',
  source: 'developers.grain.com, 2025-10-31',
  keywords: ['meetings', 'recordings', 'transcripts'],
  default_cadence: '30m',
  promises: [
    'Reads only: no recording, story or tag is created, changed or deleted.',
    'Audio and video are not downloaded.',
    'Deleting the access token in Grain ends the access at once.',
  ],
  hosts: ['api.grain.com'],

  auth: {
    method: 'api_key',
    fields: [
      {
        key: 'api_key',
        label: 'Access token',
        placeholder: 'A workspace or personal access token',
        help: 'A workspace token sees all recordings, a personal one those of its owner.',
        where_to_find: ['Open Grain, Settings, then API.', 'Create an access token and copy it.'],
        find_url: 'https://grain.com/app/settings/integrations?tab=api',
      },
      {
        // No call of the API says whose token it is.
        key: 'account',
        label: 'Grain workspace, or your email for a personal token',
        secret: false,
        placeholder: 'Acme',
        help: 'Grain does not say whose token it is. This names the connection.',
        where_to_find: ['The name of the workspace is at the top left in Grain.'],
      },
    ],
    apply: ({ api_key = '' }) => ({ ...bearer(api_key), 'public-api-version': '2025-10-31' }),
    facts: ({ account = '' }) => ({ account }),
    account: {
      request: () => ({ method: 'POST', url: `${API}/users`, json: {} }),
      read: (_, { account = '' }) => ({ id: account.toLowerCase(), label: account }),
    },
  },

  limits: [
    {
      name: 'minute',
      requests: 300,
      per_ms: 60_000,
      follows: {
        limit: { header: 'x-ratelimit-limit' },
        remaining: { header: 'x-ratelimit-remaining' },
      },
    },
  ],

  errors: [
    { when: { status: 401 }, then: 'needs_reauth' },
    { when: { status: 404, path: TRANSCRIPT }, then: 'not_ready' },
    // Bodies vary by endpoint.
    refusal('error'),
    refusal('message'),
    refusal('errors.detail'),
  ],

  streams: [
    defineStream({
      name: 'recordings',
      description: 'Recorded meetings, who was in them, summaries and action items',
      full: recordings(INCLUDE),
      backfill: 'changes',
      // Titles, summaries and tags change later, and nothing says when.
      incremental: newSince('start_datetime', { days: 14 }),
      canonical: canonical('calls', 1, {
        title: 'title',
        started_at: 'start_datetime',
        duration_seconds: lengthOf,
        participants: (recording) => textsAt(recording, 'participants', 'name', 'email'),
      }),
    }),
    defineStream({
      name: 'transcripts',
      description: 'What was said, by whom and when',
      full: transcripts(),
      backfill: 'changes',
      // By the time it began: it is listed once it was worked through.
      incremental: newSince('start_datetime', { days: 1 }),
      canonical: canonical('documents', 1, {
        title: 'title',
        markdown: spokenAt('transcript', { speaker: 'speaker', words: 'text' }),
        url: 'url',
      }),
    }),
    defineStream({
      name: 'users',
      description: 'Who records meetings',
      full: listing('users'),
      canonical: canonical('users', 1, { name: 'name', email: 'email' }),
    }),
    defineStream({
      name: 'teams',
      description: 'Teams recordings are shared with',
      full: listing('teams'),
      canonical: canonical('reference', 1, { name: 'name' }),
    }),
    defineStream({
      name: 'meeting_types',
      description: 'What recordings are sorted by',
      full: listing('meeting_types'),
      canonical: canonical('reference', 1, { name: 'name' }),
    }),
  ],
});

function lengthOf(recording: Json): number | null {
  const ms = numberAt(recording, 'duration_ms');
  return ms === null ? null : Math.round(ms / 1_000);
}
