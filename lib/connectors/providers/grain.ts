import {
  at,
  byPageToken,
  canonical,
  defineConnector,
  defineStream,
  detail,
  LATER,
  listAt,
  numberAt,
  pages,
  refusal,
  spoken,
  text,
} from '@/lib/connectors/kit';
import type { Answer, At, Stream, Walk } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';

const DOCS = 'developers.grain.com, 2025-10-31';
const API = 'https://api.grain.com/_/public-api/v2';
const TRANSCRIPT = /\/recordings\/[^/]+\/transcript$/;
const DAY_SECONDS = 86_400;
const INCLUDE = { participants: true, ai_summary: true, ai_action_items: true };

export default defineConnector({
  type: 'grain',
  name: 'Grain',
  description: 'Recorded meetings with participants and summaries, transcripts, users and teams.',
  category: 'calls',
  ownership: 'workspace',
  direction: 'inbound',
  instancing: 'multiple',
  version: '1.0.0',
  docs_url: 'https://developers.grain.com',
  logo: null,
  keywords: ['meetings', 'recordings', 'transcripts'],
  default_cadence: '30m',
  puller: { status: 'live' },
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
        required: true,
        secret: true,
        placeholder: 'A workspace or personal access token',
        help: 'A workspace token sees all recordings, a personal one those of its owner.',
        where_to_find: ['Open Grain, Settings, then API.', 'Create an access token and copy it.'],
        find_url: 'https://grain.com/app/settings/integrations?tab=api',
      },
      {
        // No call of the API says whose token it is.
        key: 'account',
        label: 'Grain workspace, or your email for a personal token',
        required: true,
        secret: false,
        placeholder: 'Acme',
        help: 'Grain does not say whose token it is. This names the connection.',
        where_to_find: ['The name of the workspace is at the top left in Grain.'],
        find_url: null,
      },
    ],
    apply: ({ api_key = '' }) => ({
      authorization: `Bearer ${api_key}`,
      'public-api-version': '2025-10-31',
    }),
    facts: ({ account = '' }) => ({ account }),
    account: {
      request: () => ({ method: 'POST', url: `${API}/users`, json: {} }),
      read: (_, { account = '' }) => ({ id: account.toLowerCase(), label: account }),
    },
  },

  limits: [
    {
      name: 'minute',
      scope: 'connection',
      requests: 300,
      per_ms: 60_000,
      follows: {
        limit: { header: 'x-ratelimit-limit' },
        remaining: { header: 'x-ratelimit-remaining' },
      },
    },
  ],

  errors: [
    {
      when: { status: 401 },
      then: 'needs_reauth',
      message: 'Grain does not accept this access token.',
      source: DOCS,
    },
    {
      when: { status: 404, path: TRANSCRIPT },
      then: 'not_ready',
      message: 'Grain has not written this down yet.',
      source: DOCS,
    },
    // Bodies vary by endpoint.
    refusal('Grain', 'error', DOCS),
    refusal('Grain', 'message', DOCS),
    refusal('Grain', 'errors.detail', DOCS),
  ],

  streams: [
    defineStream({
      name: 'recordings',
      label: 'Recordings',
      entity: 'calls',
      description: 'Recorded meetings, who was in them, summaries and action items',
      id: 'id',
      full: recordings(INCLUDE),
      backfill: 'changes',
      // Titles, summaries and tags change later, and nothing says when.
      incremental: incremental(recordings(INCLUDE), 14 * DAY_SECONDS),
      deletions: { by: 'full_pass' },
      canonical: canonical('calls', 1, (recording) => {
        const ms = numberAt(recording, 'duration_ms');
        return {
          title: text(recording, 'title'),
          started_at: text(recording, 'start_datetime'),
          duration_seconds: ms === null ? null : Math.round(ms / 1_000),
          participants: listAt(recording, 'participants').flatMap(
            (one) => text(one, 'name') ?? text(one, 'email') ?? [],
          ),
        };
      }),
    }),
    defineStream({
      name: 'transcripts',
      label: 'Transcripts',
      entity: 'documents',
      description: 'What was said, by whom and when',
      id: 'id',
      full: transcripts(),
      backfill: 'changes',
      // By the time it began: it is listed once it was worked through.
      incremental: incremental(transcripts(), DAY_SECONDS),
      deletions: { by: 'full_pass' },
      canonical: canonical('documents', 1, (record) => ({
        title: text(record, 'title'),
        markdown: spoken(listAt(record, 'transcript'), { speaker: 'speaker', words: 'text' }),
        url: text(record, 'url'),
      })),
    }),
    reference('users', 'Users', 'Who records meetings'),
    reference('teams', 'Teams', 'Teams recordings are shared with'),
    reference('meeting_types', 'Meeting types', 'What recordings are sorted by'),
  ],
});

type Place = { cursor: string | null; filter: 'after_datetime' | 'before_datetime' };

/**
 * Newest first. The documentation describes the two filters by time the other way round than they
 * are named: the one that is named so is tried, and if all it shows is too old, the other one.
 */
function recordings(include?: Record<string, boolean>): Walk {
  return pages<Place>({
    request: ({ page, since }) => ({
      method: 'POST',
      url: `${API}/recordings`,
      json: {
        ...(page?.cursor ? { cursor: page.cursor } : {}),
        ...(since === null ? {} : { filter: { [page?.filter ?? 'after_datetime']: since } }),
        ...(include ? { include } : {}),
      },
    }),
    records: 'recordings',
    next: after,
  });
}

function after(answer: Answer, { page, since }: At<Place>, records: readonly Json[]): Place | null {
  const filter = page?.filter ?? 'after_datetime';
  const isNew = (one: Json) => Date.parse(text(one, 'start_datetime') ?? '') >= Date.parse(since!);
  if (since !== null && records.length > 0 && !records.some(isNew))
    return filter === 'after_datetime' ? { cursor: null, filter: 'before_datetime' } : null;
  const cursor = text(answer.body, 'cursor');
  return cursor === null ? null : { cursor, filter };
}

/** There is no filter for what changed, only for when a recording began. */
function incremental(walk: Walk, overlap_seconds: number): Stream['incremental'] {
  const bookmark = { by: 'time', changed_at: 'start_datetime', overlap_seconds } as const;
  return { walk, bookmark, sees: 'new' };
}

function transcripts(): Walk {
  return detail({
    listing: recordings(),
    id: (recording) => text(recording, 'id') ?? '',
    expand: async (recording, world) => {
      const url = `${API}/recordings/${text(recording, 'id')}/transcript`;
      const { body } = await world.ask({ url }, { list: '', of_record: true });
      if (listAt(body, '').length === 0) return LATER;
      const head = ['id', 'title', 'url', 'start_datetime'].map((name) => [
        name,
        at(recording, name) ?? null,
      ]);
      return { ...(Object.fromEntries(head) as Record<string, Json>), transcript: body };
    },
    width: 4,
  });
}

function reference(name: string, label: string, description: string): Stream {
  const isUsers = name === 'users';
  return defineStream({
    name,
    label,
    entity: isUsers ? 'users' : 'reference',
    description,
    id: 'id',
    full: pages({
      request: ({ page }) => ({
        method: 'POST',
        url: `${API}/${name}`,
        json: (page === null ? {} : { cursor: page }) as Record<string, Json>,
      }),
      records: name,
      // None was seen; where there is one, there are more.
      next: byPageToken('cursor'),
    }),
    deletions: { by: 'full_pass' },
    canonical: isUsers
      ? canonical('users', 1, (user) => ({ name: text(user, 'name'), email: text(user, 'email') }))
      : canonical('reference', 1, (one) => ({ name: text(one, 'name') })),
  });
}
