import {
  canonical,
  defineConnector,
  defineStream,
  newSince,
  RETRY_AFTER,
  secondsBetween,
  spokenAt,
  textsAt,
  toldBy,
} from '@/lib/connectors/kit';
import { API, listing, meetings, writtenAbout } from '@/lib/connectors/providers/fathom/walks';

/** Answers that cost the provider more: half as many are allowed. */
const HEAVY = /\/(transcript|summary)$/;

export default defineConnector({
  type: 'fathom',
  name: 'Fathom',
  description: 'Recorded meetings with who was there, their transcripts, summaries and to-dos.',
  category: 'calls',
  docs_url: 'https://developers.fathom.ai/api-overview',
  source: 'developers.fathom.ai, 2026-08',
  keywords: ['meetings', 'transcripts', 'notetaker', 'recordings'],
  default_cadence: '30m',
  promises: [
    'Reads only: no meeting is recorded, shared, changed or deleted.',
    'Recordings are not downloaded; what was said is read as text.',
    'Deleting the API key in Fathom ends the access at once.',
  ],
  hosts: ['api.fathom.ai'],

  auth: {
    method: 'api_key',
    fields: [
      {
        key: 'api_key',
        label: 'API key',
        placeholder: 'The key Fathom showed once',
        help: 'It sees the meetings its owner recorded and those that were shared with them.',
        where_to_find: [
          'Open Fathom and choose Settings.',
          'Open API Access and choose Generate API key.',
          'Copy the key. Fathom shows it once.',
        ],
        find_url: 'https://fathom.video/customize#api-access-header',
      },
      {
        // No call of the API says whose key it is.
        key: 'account',
        label: 'Your Fathom email',
        secret: false,
        placeholder: 'ada@example.com',
        help: 'Fathom does not say whose key it is. This names the connection.',
        where_to_find: ['Open Fathom, Settings: the address is at the top.'],
      },
    ],
    apply: ({ api_key = '' }) => ({ 'x-api-key': api_key }),
    facts: ({ account = '' }) => ({ account: account.toLowerCase() }),
    account: {
      request: () => ({ url: `${API}/meetings` }),
      read: (_, { account = '' }) => ({ id: account, label: account }),
    },
  },

  limits: [
    { name: 'minute', requests: 60, per_ms: 60_000 },
    // At peak hours as few as 5, which the answer says when it says anything.
    {
      name: 'heavy',
      requests: 30,
      per_ms: 60_000,
      paths: HEAVY,
      follows: toldBy('ratelimit', 'seconds'),
    },
  ],

  // The documentation gives statuses and no bodies; they may be empty.
  errors: [
    { when: { status: 401 }, then: 'needs_reauth' },
    {
      when: { status: 403, header: { 'content-length': '0' } },
      then: 'missing_scope',
      message: 'The owner of the key may not see this in Fathom.',
    },
    { when: { status: 404, path: HEAVY }, then: 'not_ready' },
    {
      when: { status: 429 },
      then: 'rate_limited',
      message: 'Fathom’s allowance of calls a minute is used up.',
      wait: [RETRY_AFTER, { header: 'ratelimit-reset', form: 'seconds' }, { ms: 60_000 }],
    },
  ],

  streams: [
    defineStream({
      name: 'meetings',
      description: 'Recorded meetings, who was invited, and what was agreed to be done',
      id: 'recording_id',
      full: meetings(),
      backfill: 'changes',
      // Titles, action items and matches come later, and nothing says when.
      incremental: newSince('created_at', { days: 14 }),
      canonical: canonical('calls', 1, {
        title: 'title',
        started_at: 'recording_start_time',
        duration_seconds: secondsBetween('recording_start_time', 'recording_end_time'),
        participants: (meeting) => textsAt(meeting, 'calendar_invitees', 'name', 'email'),
      }),
    }),
    defineStream({
      name: 'transcripts',
      description: 'What was said, by whom and when',
      id: 'recording_id',
      full: writtenAbout('transcript'),
      backfill: 'changes',
      // A meeting is listed when its recording ends: longer than this none lasts.
      incremental: newSince('created_at', { hours: 6 }),
      canonical: canonical('documents', 1, {
        title: 'title',
        markdown: spokenAt('transcript', { speaker: 'speaker.display_name', words: 'text' }),
        url: 'url',
      }),
    }),
    defineStream({
      name: 'summaries',
      description: 'What a meeting came to, in its template',
      id: 'recording_id',
      full: writtenAbout('summary'),
      backfill: 'changes',
      // A meeting is listed when its recording ends: longer than this none lasts.
      incremental: newSince('created_at', { hours: 6 }),
      canonical: canonical('documents', 1, {
        title: 'title',
        markdown: 'summary.markdown_formatted',
        url: 'url',
      }),
    }),
    // Neither teams nor their members have an id of their own.
    defineStream({
      name: 'teams',
      description: 'Teams meetings are recorded for',
      id: 'name',
      full: listing('teams'),
      canonical: canonical('reference', 1, { name: 'name' }),
    }),
    defineStream({
      name: 'team_members',
      description: 'Who records meetings',
      id: 'email',
      full: listing('team_members'),
      canonical: canonical('users', 1, { name: 'name', email: 'email' }),
    }),
  ],
});
