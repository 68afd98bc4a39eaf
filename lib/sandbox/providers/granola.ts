import { folder, head, idOf, note, OWNERS, SIZES, STREAMS } from '@/lib/sandbox/data/granola';
import type { Stream } from '@/lib/sandbox/data/granola';
import { json } from '@/lib/sandbox/kit/call';
import type { Reply } from '@/lib/sandbox/kit/call';
import type { Item } from '@/lib/sandbox/kit/collection';
import { endpointsFor } from '@/lib/sandbox/kit/endpoint';
import { newestFirst } from '@/lib/sandbox/kit/paging';
import { instant, oneOf, text, whole } from '@/lib/sandbox/kit/params';
import { defineSandboxProvider } from '@/lib/sandbox/kit/provider';
import { Refused } from '@/lib/sandbox/kit/refusal';
import { sized } from '@/lib/sandbox/kit/sized';
import type { World } from '@/lib/sandbox/kit/world';

const LIMITS = [
  { name: 'burst', requests: 25, per_ms: 5_000 },
  { name: 'minute', requests: 300, per_ms: 60_000 },
];
const PAGES = { page_size: whole(1, 30, 10), cursor: text(/^(\d+-\d+|end)$/) };
/** A note is neither listed nor found before it is written. */
const WRITTEN_AFTER_MS: Readonly<Record<string, number>> = { acme: 15 * 60_000, globex: 0 };

const { get } = endpointsFor<string>();

/** From the API reference: a flag says whether there is more; the last page names a cursor too. */
export default defineSandboxProvider({
  slug: 'granola',
  name: 'Granola',
  hosts: ['public-api.granola.ai'],
  connect: 'API key: paste one of these; any email address names the connection.',
  accounts: OWNERS,
  streams: STREAMS,
  open: sized('granola', {
    sizes: SIZES,
    id: idOf,
    evolution: (account, stream) =>
      account === 'acme' && stream === 'notes'
        ? { update_every_ms: 600_000, busy: 10, birth_every_ms: 43_200_000, alive: null, keep: 0 }
        : null,
  }),
  sign_in: (call, world) => {
    const found = OWNERS.find(({ key }) => call.header('authorization') === `Bearer ${key}`);
    return found && !world.grants.accountRevoked('granola', found.name) ? found.name : null;
  },
  gate: ({ world, who }, answer) => {
    for (const { name, requests, per_ms } of LIMITS) {
      const taken = world.windows.take(`granola:${who}:${name}`, requests, per_ms);
      const wait_s = Math.ceil(taken.reset_ms / 1_000);
      if (!taken.allowed)
        throw new Refused({ status: 429, why: 'limit', message: 'Rate limit exceeded', wait_s });
    }
    return answer();
  },
  endpoints: [
    get('/v1/notes', {
      query: {
        ...PAGES,
        updated_after: instant(),
        created_after: instant(),
        created_before: instant(),
        folder_id: text(/^fol_[A-Za-z0-9]{14}$/),
      },
      answer: ({ who, query, world }) => {
        const shown = world.now() - world.lag_ms();
        const { updated_after, created_after, created_before } = query;
        const all = written(world, who).filter(
          ({ created, updated }) =>
            (updated_after === null || (updated > updated_after && updated <= shown)) &&
            created > (created_after ?? -1) &&
            created < (created_before ?? Infinity),
        );
        return listed('notes', all, query, (item) => head(who, item));
      },
    }),
    get('/v1/notes/{id}', {
      query: { include: oneOf(['transcript'], null) },
      answer: ({ who, path, query, world }) => {
        const item = written(world, who).find(({ id }) => id === path.id);
        if (!item) throw new Refused({ status: 404, why: 'not_found', message: 'Note not found' });
        return json(200, note(who, item, query.include === 'transcript'));
      },
    }),
    get('/v1/folders', {
      query: PAGES,
      answer: ({ who, query, world }) =>
        listed('folders', world.collection(who, 'folders')!.live(), query, folder),
    }),
  ],
  refuse: ({ status, message }) => json(status, { message }),
});

const written = (world: World, who: string): readonly Item[] =>
  world
    .collection(who, 'notes')!
    .live()
    .filter(({ created }) => world.now() - created >= (WRITTEN_AFTER_MS[who] ?? 0));

function listed(
  stream: Stream,
  all: readonly Item[],
  { page_size, cursor }: { page_size: number; cursor: string | null },
  record: (item: Item) => object,
): Reply {
  if (cursor === 'end')
    throw new Refused({ status: 400, why: 'bad_parameter', message: 'cursor is not valid' });
  const { items, next } = newestFirst(all, { limit: page_size, cursor });
  return json(200, { [stream]: items.map(record), hasMore: next !== null, cursor: next ?? 'end' });
}
