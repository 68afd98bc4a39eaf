import {
  idOf,
  meeting,
  OWNERS,
  reference,
  sizeOf,
  STREAMS,
  summary,
  transcript,
} from '@/lib/sandbox/data/fathom';
import type { Stream } from '@/lib/sandbox/data/fathom';
import { json } from '@/lib/sandbox/kit/call';
import type { Reply } from '@/lib/sandbox/kit/call';
import { createCollection } from '@/lib/sandbox/kit/collection';
import type { Item } from '@/lib/sandbox/kit/collection';
import { endpointsFor } from '@/lib/sandbox/kit/endpoint';
import { newestFirst } from '@/lib/sandbox/kit/paging';
import { instant, list, oneOf, text, truth } from '@/lib/sandbox/kit/params';
import { defineSandboxProvider } from '@/lib/sandbox/kit/provider';
import { Refused } from '@/lib/sandbox/kit/refusal';
import type { World } from '@/lib/sandbox/kit/world';

/** A page has ten, and nobody can ask for more. */
const PAGE = 10;
const MINUTE_MS = 60_000;
const LIGHT = { bucket: 'light', requests: 60 } as const;
const HEAVY = { bucket: 'heavy', requests: 30 } as const;
/** So long after the meeting its transcript and summary are written. */
const WRITTEN_AFTER_MS = 15 * MINUTE_MS;
const NONE: Record<string, string> = {};
const CURSOR = { cursor: text(/^\d+-\d+$/) };

const { get } = endpointsFor<string, { bucket: string; requests: number }>();

/** From the API reference: ten a page, opaque cursors, statuses without bodies. */
export default defineSandboxProvider({
  slug: 'fathom',
  name: 'Fathom',
  hosts: ['api.fathom.ai'],
  connect: 'API key: paste one of these; any email address names the connection.',
  accounts: OWNERS,
  streams: STREAMS,
  open: (account, stream, now) => {
    const size = sizeOf(account, stream as Stream);
    if (size === undefined) return null;
    const isWritten = stream === 'transcripts' || stream === 'summaries';
    return createCollection({
      seed: `fathom:${account}:${isWritten ? 'meetings' : stream}`,
      size,
      now,
      id: (n) => idOf(account, stream as Stream, n),
      evolution:
        account === 'acme' && !stream.startsWith('team')
          ? { update_every_ms: 600_000, busy: 10, birth_every_ms: 43_200_000, alive: null, keep: 0 }
          : null,
    });
  },
  sign_in: (call, world) => {
    const found = OWNERS.find(({ key }) => call.header('x-api-key') === key);
    return found && !world.grants.accountRevoked('fathom', found.name) ? found.name : null;
  },
  gate: ({ world, who, facts: { bucket, requests } }, answer) => {
    const { allowed, remaining, reset_ms } = world.windows.take(
      `fathom:${who}:${bucket}`,
      requests,
      MINUTE_MS,
    );
    const wait_s = Math.ceil(reset_ms / 1_000);
    if (!allowed)
      throw new Refused({ status: 429, why: 'limit', message: 'Too many requests', wait_s });
    const reply = answer();
    const headers = {
      'ratelimit-limit': String(requests),
      'ratelimit-remaining': String(remaining),
      'ratelimit-reset': String(wait_s),
    };
    return { ...reply, headers: { ...reply.headers, ...headers } };
  },
  endpoints: [
    get('/external/v1/meetings', {
      ...LIGHT,
      query: {
        ...CURSOR,
        created_after: instant(),
        created_before: instant(),
        'recorded_by[]': list({ repeats: true }),
        'teams[]': list({ repeats: true }),
        'calendar_invitees_domains[]': list({ repeats: true }),
        calendar_invitees_domains_type: oneOf(
          ['all', 'only_internal', 'one_or_more_external'],
          'all',
        ),
        meeting_type: text(),
        include_transcript: truth(false),
        include_summary: truth(false),
        include_action_items: truth(false),
        include_crm_matches: truth(false),
        include_highlights: truth(false),
      },
      answer: ({ who, query, world }) => {
        const { created_after: after, created_before: before, cursor } = query;
        const all = world
          .collection(who, 'meetings')!
          .live()
          .filter(({ created }) => created > (after ?? -1) && created < (before ?? Infinity));
        const written = (item: Item) => world.now() - item.created >= WRITTEN_AFTER_MS;
        return listed(all, cursor, (item) => ({
          ...meeting(who, item, query.include_action_items),
          ...(query.include_transcript && written(item)
            ? { transcript: transcript(who, item) }
            : {}),
          ...(query.include_summary && written(item)
            ? { default_summary: summary(who, item) }
            : {}),
        }));
      },
    }),
    get('/external/v1/recordings/{id}/transcript', {
      ...HEAVY,
      query: { destination_url: text(/^https:/) },
      answer: ({ who, path, world }) =>
        json(200, { transcript: transcript(who, writtenUp(world, who, path.id as string)) }),
    }),
    get('/external/v1/recordings/{id}/summary', {
      ...HEAVY,
      query: { destination_url: text(/^https:/) },
      answer: ({ who, path, world }) =>
        json(200, { summary: summary(who, writtenUp(world, who, path.id as string)) }),
    }),
    ...(['teams', 'team_members'] as const).map((stream) =>
      get(`/external/v1/${stream}`, {
        ...LIGHT,
        query: stream === 'teams' ? CURSOR : { ...CURSOR, team: text() },
        answer: ({ who, query, world }) =>
          listed(world.collection(who, stream)!.live(), query.cursor, (item) =>
            reference(who, stream, item),
          ),
      }),
    ),
  ],
  refuse: ({ status, wait_s }) => ({
    status,
    headers: wait_s === undefined ? NONE : { 'retry-after': String(wait_s) },
    body: '',
  }),
});

function listed(
  all: readonly Item[],
  cursor: string | null,
  record: (item: Item) => object,
): Reply {
  const { items, next } = newestFirst(all, { limit: PAGE, cursor });
  return json(200, { limit: PAGE, next_cursor: next, items: items.map(record) });
}

/** The meeting, once something is written about it. */
function writtenUp(world: World, who: string, id: string): Item {
  const found = world.collection(who, 'meetings')!.get(id);
  if (found && found.deleted === null && world.now() - found.created >= WRITTEN_AFTER_MS)
    return found;
  throw new Refused({ status: 404, why: 'not_found', message: 'Not found' });
}
