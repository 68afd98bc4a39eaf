import { handleOf, mediaOf, post, referenceOf } from '@/lib/sandbox/data/x';
import { json } from '@/lib/sandbox/kit/call';
import type { Call, Reply } from '@/lib/sandbox/kit/call';
import type { Collection, Item } from '@/lib/sandbox/kit/collection';
import type { World } from '@/lib/sandbox/kit/world';
import { refuseParameter } from '@/lib/sandbox/kit/refusal';
import { only } from '@/lib/sandbox/providers/x/fields';
import { byId, described, inNames, suspended } from '@/lib/sandbox/providers/x/users';
import { missing, unauthorized } from '@/lib/sandbox/providers/x/words';

/** How far back a timeline reaches. */
const REACH = 3_200;
const TOKEN = /^7140dibdnow9c7btw(\d{1,19})$/;

type Words = readonly string[] | null;
/** What answers with posts are asked to hold. */
interface Shape {
  'tweet.fields': Words;
  'post.fields': Words;
  'user.fields': Words;
  'media.fields': Words;
  expansions: Words;
}
interface Timeline extends Shape {
  max_results: number;
  pagination_token: string | null;
  since_id: string | null;
  until_id: string | null;
  start_time: number | null;
  end_time: number | null;
  exclude: Words;
}

const ALWAYS = ['id', 'text', 'edit_history_tweet_ids'];
/** Asking for what hangs on a post asks for its keys as well. */
const ATTACHED = ['attachments'];
const wantsMedia = (shape: Shape) => shape.expansions?.includes('attachments.media_keys') ?? false;

function written(call: Call, item: Item, handle: string, shape: Shape, world: World): unknown {
  const all = post(item, handle, call.now);
  const asked = [shape['tweet.fields'], shape['post.fields'], wantsMedia(shape) ? ATTACHED : null];
  return inNames(handle, only(all, ALWAYS, ...asked), world);
}

/** A post that is answered, and whose it is. */
interface Shown {
  item: Item;
  handle: string;
}

/** What posts bring along, each once and only where it was asked for: authors, and what hangs on them. */
function includes(call: Call, shown: readonly Shown[], shape: Shape, world: World): object {
  const handles = new Set(shown.map(({ handle }) => handle));
  const users = shape.expansions?.includes('author_id')
    ? [...handles].map((h) => described(h, shape['user.fields'], call, world))
    : [];
  const media = wantsMedia(shape)
    ? shown.flatMap(({ item, handle }) =>
        mediaOf(item, handle).map((m) => only(m, ['media_key', 'type'], shape['media.fields'])),
      )
    : [];
  const found = {
    ...(users.length > 0 ? { users } : {}),
    ...(media.length > 0 ? { media } : {}),
  };
  return Object.keys(found).length > 0 ? { includes: found } : {};
}

/** A user's posts, newest first; `data` is missing on an empty page, `next_token` on the last. */
export function timeline(call: Call, id: string, asked: Timeline, world: World): Reply {
  const user = byId(id, 'id', world);
  if ('error' in user) return json(200, { errors: [user.error] });
  if (user.handle === 'protected') return json(200, { errors: [unauthorized('user', 'id', id)] });
  const { handle } = user;
  const token = asked.pagination_token;
  const from = token === null ? null : TOKEN.exec(token)?.[1];
  if (from === undefined) return refuseParameter('pagination_token', token!, 'is not valid');

  const reachable = newestFirst(world.collection(handle, 'posts')!)
    .slice(0, REACH)
    .filter(wantedOf(handle, asked, call.now - world.lag_ms()));
  const start = from === null ? 0 : reachable.findIndex((item) => BigInt(item.id) <= BigInt(from));
  const page = start < 0 ? [] : reachable.slice(start, start + asked.max_results);
  if (page.length === 0) return json(200, { meta: { result_count: 0 } });
  const next = reachable[start + asked.max_results];
  return json(200, {
    data: page.map((item) => written(call, item, handle, asked, world)),
    ...includes(
      call,
      page.map((item) => ({ item, handle })),
      asked,
      world,
    ),
    meta: {
      result_count: page.length,
      newest_id: page[0]!.id,
      oldest_id: page.at(-1)!.id,
      ...(next ? { next_token: `7140dibdnow9c7btw${next.id}` } : {}),
      ...(start > 0 ? { previous_token: '77qp8' } : {}),
    },
  });
}

function wantedOf(handle: string, asked: Timeline, shown: number): (item: Item) => boolean {
  const since = asked.since_id === null ? null : BigInt(asked.since_id);
  const until = asked.until_id === null ? null : BigInt(asked.until_id);
  const excluded = (asked.exclude ?? []).map((word) =>
    word === 'replies' ? 'replied_to' : 'retweeted',
  );
  return (item) =>
    item.created <= shown &&
    (since === null || BigInt(item.id) > since) &&
    (until === null || BigInt(item.id) < until) &&
    (asked.start_time === null || item.created >= asked.start_time) &&
    (asked.end_time === null || item.created < asked.end_time) &&
    !excluded.some((kind) => kind === referenceOf(item, handle));
}

const ordered = new WeakMap<Collection, { version: number; items: readonly Item[] }>();
function newestFirst(collection: Collection): readonly Item[] {
  const version = collection.version();
  let found = ordered.get(collection);
  // Ids are of equal length, so text order is their order.
  if (found?.version !== version)
    ordered.set(
      collection,
      (found = { version, items: [...collection.live()].sort((a, b) => (a.id < b.id ? 1 : -1)) }),
    );
  return found.items;
}

/**
 * Posts by id. One whose author is protected or suspended is still there, only not for us: that is
 * another partial error than the one of a deleted post.
 */
export function lookup(
  call: Call,
  ids: readonly string[],
  parameter: 'id' | 'ids',
  asked: Shape,
  world: World,
): Reply {
  const handles = world.known_accounts();
  const data: unknown[] = [];
  const errors: unknown[] = [];
  const shown: Shown[] = [];
  for (const id of ids) {
    const owner = handles.find((h) => world.collection(h, 'posts')?.get(id)?.deleted === null);
    if (owner === undefined) errors.push(missing('tweet', parameter, id));
    else if (owner === 'protected' || suspended(owner, world))
      errors.push(unauthorized('tweet', parameter, id));
    else {
      const item = world.collection(owner, 'posts')!.get(id)!;
      data.push(written(call, item, owner, asked, world));
      shown.push({ item, handle: owner });
    }
  }
  return json(200, {
    ...(data.length > 0 ? { data: parameter === 'id' ? data[0] : data } : {}),
    ...includes(call, shown, asked, world),
    ...(errors.length > 0 ? { errors } : {}),
  });
}

/** The handle a call is about, to aim faults at. */
export function aimedAt(call: Call): string | null {
  const parts = call.path.split('/');
  if (parts[3] === 'by') return (parts[5] ?? call.query.get('usernames'))?.toLowerCase() ?? null;
  return handleOf(parts[3] ?? call.query.get('ids') ?? '');
}
