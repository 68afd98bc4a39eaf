import {
  at,
  byPageToken,
  canonical,
  defineConnector,
  defineStream,
  detail,
  LATER,
  listAt,
  pages,
  spoken,
  text,
} from '@/lib/connectors/kit';
import type { Stream, Walk } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';

const DOCS = 'developers.fathom.ai, 2026-08';
const API = 'https://api.fathom.ai/external/v1';
/** Answers that cost the provider more: half as many are allowed. */
const HEAVY = /\/(transcript|summary)$/;
const HOUR_SECONDS = 3_600;

export default defineConnector({
  type: 'fathom',
  name: 'Fathom',
  description: 'Recorded meetings with who was there, their transcripts, summaries and to-dos.',
  category: 'calls',
  ownership: 'workspace',
  direction: 'inbound',
  instancing: 'multiple',
  version: '1.0.0',
  docs_url: 'https://developers.fathom.ai/api-overview',
  logo: null,
  keywords: ['meetings', 'transcripts', 'notetaker', 'recordings'],
  default_cadence: '30m',
  puller: { status: 'live' },
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
        required: true,
        secret: true,
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
        required: true,
        secret: false,
        placeholder: 'ada@example.com',
        help: 'Fathom does not say whose key it is. This names the connection.',
        where_to_find: ['Open Fathom, Settings: the address is at the top.'],
        find_url: null,
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
    { name: 'minute', scope: 'connection', requests: 60, per_ms: 60_000 },
    {
      // At peak hours as few as 5, which the answer says when it says anything.
      name: 'heavy',
      scope: 'connection',
      requests: 30,
      per_ms: 60_000,
      paths: HEAVY,
      follows: {
        limit: { header: 'ratelimit-limit' },
        remaining: { header: 'ratelimit-remaining' },
        reset: { header: 'ratelimit-reset', form: 'seconds' },
      },
    },
  ],

  // The documentation gives statuses and no bodies; they may be empty.
  errors: [
    {
      when: { status: 401 },
      then: 'needs_reauth',
      message: 'Fathom does not accept this API key.',
      source: DOCS,
    },
    {
      when: { status: 403, header: { 'content-length': '0' } },
      then: 'missing_scope',
      message: 'The owner of the key may not see this in Fathom.',
      source: DOCS,
    },
    {
      when: { status: 404, path: HEAVY },
      then: 'not_ready',
      message: 'Fathom has not written this down yet.',
      source: DOCS,
    },
    {
      when: { status: 429 },
      then: 'rate_limited',
      message: 'Fathom’s allowance of calls a minute is used up.',
      wait: [
        { header: 'retry-after', form: 'retry_after' },
        { header: 'ratelimit-reset', form: 'seconds' },
        { ms: 60_000 },
      ],
      source: DOCS,
    },
  ],

  streams: [
    defineStream({
      name: 'meetings',
      label: 'Meetings',
      entity: 'calls',
      description: 'Recorded meetings, who was invited, and what was agreed to be done',
      id: 'recording_id',
      full: meetings(),
      backfill: 'changes',
      // Titles, action items and matches come later, and nothing says when.
      incremental: incremental(meetings(), 14 * 24 * HOUR_SECONDS),
      deletions: { by: 'full_pass' },
      canonical: canonical('calls', 1, (meeting) => ({
        title: text(meeting, 'title'),
        started_at: text(meeting, 'recording_start_time'),
        duration_seconds: lengthOf(meeting),
        participants: listAt(meeting, 'calendar_invitees').flatMap(
          (one) => text(one, 'name') ?? text(one, 'email') ?? [],
        ),
      })),
    }),
    partOf('transcript', 'Transcripts', 'What was said, by whom and when', (part) =>
      spoken(listAt(part, 'transcript'), { speaker: 'speaker.display_name', words: 'text' }),
    ),
    partOf('summary', 'Summaries', 'What a meeting came to, in its template', (part) =>
      text(part, 'summary.markdown_formatted'),
    ),
    reference('teams', 'Teams', 'name'),
    reference('team_members', 'Team members', 'email'),
  ],
});

/** Newest first, ten on a page; there is no parameter for more. */
function meetings(): Walk {
  return pages({
    request: ({ page, since }) => ({
      url: `${API}/meetings`,
      query: {
        include_action_items: true,
        created_after: since ?? undefined,
        cursor: page ?? undefined,
      },
    }),
    records: 'items',
    next: byPageToken('next_cursor'),
  });
}

/** There is no filter for what changed, only for what was created. */
function incremental(walk: Walk, overlap_seconds: number): Stream['incremental'] {
  const bookmark = { by: 'time', changed_at: 'created_at', overlap_seconds } as const;
  return { walk, bookmark, sees: 'new' };
}

/**
 * What is written about a meeting, asked for one by one: listing meetings with it counts as a heavy
 * call for ten of them, and fails with the slowest. It may be there minutes or days later.
 */
function partOf(
  part: 'transcript' | 'summary',
  label: string,
  description: string,
  markdown: (record: Json) => string | null,
): Stream {
  const walk = detail({
    listing: meetings(),
    id: (meeting) => text(meeting, 'recording_id') ?? '',
    expand: async (meeting, world) => {
      const id = text(meeting, 'recording_id');
      const url = `${API}/recordings/${id}/${part}`;
      const answer = await world.ask({ url }, shapeOf(part));
      const found = at(answer.body, part) ?? null;
      const isEmpty = Array.isArray(found)
        ? found.length === 0
        : markdown({ [part]: found }) === null;
      return isEmpty ? LATER : { ...headOf(meeting), [part]: found };
    },
    width: 4,
  });
  return defineStream({
    name: part === 'summary' ? 'summaries' : 'transcripts',
    label,
    entity: 'documents',
    description,
    id: 'recording_id',
    full: walk,
    backfill: 'changes',
    // A meeting is listed when its recording ends: longer than this none lasts.
    incremental: incremental(walk, 6 * HOUR_SECONDS),
    deletions: { by: 'full_pass' },
    canonical: canonical('documents', 1, (record) => ({
      title: text(record, 'title'),
      markdown: markdown(record),
      url: text(record, 'url'),
    })),
  });
}

const shapeOf = (part: string) =>
  part === 'transcript' ? { list: part, of_record: true } : undefined;

/** What of a meeting names it, so that a transcript can be read by itself. */
const headOf = (meeting: Json): Record<string, Json> =>
  Object.fromEntries(
    ['recording_id', 'title', 'url', 'created_at'].map((name) => [name, at(meeting, name) ?? null]),
  );

function reference(name: string, label: string, id: string): Stream {
  const isTeams = name === 'teams';
  return defineStream({
    name,
    label,
    entity: isTeams ? 'reference' : 'users',
    description: isTeams ? 'Teams meetings are recorded for' : 'Who records meetings',
    // Neither has an id of its own.
    id,
    full: pages({
      request: ({ page }) => ({ url: `${API}/${name}`, query: { cursor: page ?? undefined } }),
      records: 'items',
      next: byPageToken('next_cursor'),
    }),
    deletions: { by: 'full_pass' },
    canonical: isTeams
      ? canonical('reference', 1, (team) => ({ name: text(team, 'name') }))
      : canonical('users', 1, (one) => ({ name: text(one, 'name'), email: text(one, 'email') })),
  });
}

/** Seconds; nothing says it, only when the recording began and ended. */
function lengthOf(meeting: Json): number | null {
  const [from, to] = ['recording_start_time', 'recording_end_time'].map((name) =>
    Date.parse(text(meeting, name) ?? ''),
  );
  const seconds = Math.round((to! - from!) / 1_000);
  return Number.isFinite(seconds) ? seconds : null;
}
