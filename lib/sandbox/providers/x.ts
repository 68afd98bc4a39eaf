import {
  handleOf,
  HANDLES,
  NEW_NAMES,
  post,
  postId,
  renamed,
  sizeOf,
  user,
  userId,
} from '@/lib/sandbox/data/x';
import { createCollection } from '@/lib/sandbox/kit/collection';
import type { Collection, Item } from '@/lib/sandbox/kit/collection';
import { defineSandboxProvider, json } from '@/lib/sandbox/kit/provider';
import type { Call, Reply, World } from '@/lib/sandbox/kit/provider';

const BEARER = 'sandbox';
const WINDOW_MS = 15 * 60_000;
/** Calls an app may make in fifteen minutes, by kind. */
const ALLOWANCE = { user: 300, timeline: 10_000, lookup: 3_500 };
/** How far back a timeline reaches. */
const REACH = 3_200;
const POST_EVERY_MS = 4 * 3_600_000;

export default defineSandboxProvider({
  slug: 'x',
  name: 'X',
  hosts: ['api.x.com', 'x.com'],
  connect:
    'Handle: enter one of the accounts. The app’s bearer token is “sandbox”. bulk_4000 is an account with that many posts.',
  accounts: HANDLES,
  streams: ['profile', 'posts'],
  open: openCollection,
  account_of: (call) => aimedAt(call),
  handle(call, world) {
    if (call.host !== 'api.x.com')
      return problem(404, 'Not Found', 'about:blank', 'The sandbox answers for the API only.');
    if (call.header('authorization') !== `Bearer ${BEARER}`)
      return problem(401, 'Unauthorized', 'about:blank', 'Unauthorized');
    const by = /^\/2\/users\/by\/username\/([^/]+)$/.exec(call.path);
    const timeline = /^\/2\/users\/(\d{1,19})\/tweets$/.exec(call.path);
    const kind =
      by || call.path === '/2/users'
        ? 'user'
        : timeline
          ? 'timeline'
          : call.path === '/2/tweets'
            ? 'lookup'
            : null;
    if (!kind || call.method !== 'GET')
      return problem(404, 'Not Found', 'about:blank', `No endpoint at ${call.method} ${call.path}`);

    const window = world.windows.take(`x:${kind}`, ALLOWANCE[kind], WINDOW_MS);
    const headers = {
      'x-rate-limit-limit': String(ALLOWANCE[kind]),
      'x-rate-limit-remaining': String(window.remaining),
      'x-rate-limit-reset': String(Math.ceil((call.now + window.reset_ms) / 1000)),
    };
    const reply = !window.allowed
      ? tooMany()
      : by
        ? byUsername(call, by[1]!, world)
        : timeline
          ? posts(call, timeline[1]!, world)
          : kind === 'user'
            ? byIds(call, world)
            : lookup(call, world);
    return { ...reply, headers: { ...reply.headers, ...headers } };
  },
  failure(kind, wait_s, call) {
    if (kind === '401') return problem(401, 'Unauthorized', 'about:blank', 'Unauthorized');
    if (kind === '429')
      return {
        ...tooMany(),
        headers: {
          'content-type': 'application/problem+json',
          'x-rate-limit-limit': '300',
          'x-rate-limit-remaining': '0',
          'x-rate-limit-reset': String(Math.ceil(call.now / 1000) + wait_s),
        },
      };
    return problem(
      Number(kind),
      kind === '503' ? 'Service Unavailable' : 'Internal Server Error',
      'about:blank',
      kind === '503' ? 'Service Unavailable' : 'Internal Server Error',
    );
  },
});

function openCollection(handle: string, stream: string, now: () => number): Collection | null {
  const size = sizeOf(handle);
  if (size === null) return null;
  if (stream === 'profile')
    return createCollection({
      seed: `x:${handle}:profile`,
      size: handle === 'suspended' ? 0 : 1,
      now,
      id: () => userId(handle),
      evolution: null,
    });
  if (stream !== 'posts') return null;
  const moves = handle === 'acme' || handle === 'globex';
  return createCollection({
    seed: `x:${handle}:posts`,
    size,
    now,
    id: postId,
    evolution: moves
      ? {
          update_every_ms: POST_EVERY_MS,
          busy: 0,
          birth_every_ms: POST_EVERY_MS * (handle === 'acme' ? 1 : 6),
          alive: null,
          keep: 0,
        }
      : null,
  });
}

/** The handle a call is about, to aim faults at. */
function aimedAt(call: Call): string | null {
  const parts = call.path.split('/');
  if (parts[3] === 'by') return parts[5]?.toLowerCase() ?? null;
  return handleOf(parts[3] ?? call.query.get('ids') ?? '');
}

// ------------------------------------------------------------------ errors

const TYPES = 'https://api.twitter.com/2/problems/';
function problem(
  status: number,
  title: string,
  type: string,
  detail: string,
  more: Record<string, unknown> = {},
): Reply {
  return json(
    status,
    { title, type, detail, status, ...more },
    { 'content-type': 'application/problem+json' },
  );
}
const tooMany = () => problem(429, 'Too Many Requests', 'about:blank', 'Too Many Requests');
const invalid = (parameter: string, value: string, message: string) =>
  problem(
    400,
    'Invalid Request',
    `${TYPES}invalid-request`,
    'One or more parameters to your request was invalid.',
    { errors: [{ parameters: { [parameter]: [value] }, message }] },
  );
const missing = (
  resource_type: 'user' | 'tweet',
  parameter: string,
  value: string,
  detail = `Could not find ${resource_type} with ${parameter}: [${value}].`,
) => ({
  value,
  detail,
  title: 'Not Found Error',
  resource_type,
  parameter,
  resource_id: value,
  type: `${TYPES}resource-not-found`,
});

// ------------------------------------------------------------------ users

const suspended = (handle: string, world: World) =>
  handle === 'suspended' || world.grants.accountRevoked('x', handle);
const gone = (handle: string, parameter: string, value: string) =>
  missing('user', parameter, value, `User has been suspended: [${handle}].`);

function byUsername(call: Call, username: string, world: World): Reply {
  if (!/^[A-Za-z0-9_]{1,15}$/.test(username))
    return invalid(
      'username',
      username,
      `The \`username\` query parameter value [${username}] does not match ^[A-Za-z0-9_]{1,15}$`,
    );
  const handle = username.toLowerCase();
  if (sizeOf(handle) === null)
    return json(200, { errors: [missing('user', 'username', username)] });
  if (suspended(handle, world)) return json(200, { errors: [gone(handle, 'username', username)] });
  return json(200, { data: described(call, handle, world) });
}

function byIds(call: Call, world: World): Reply {
  const ids = (call.query.get('ids') ?? '').split(',').filter(Boolean);
  if (ids.length === 0 || ids.length > 100)
    return invalid(
      'ids',
      ids.join(','),
      'The number of values in the `ids` query parameter list must be between 1 and 100',
    );
  const found: unknown[] = [];
  const errors: unknown[] = [];
  for (const id of ids) {
    const handle = handleOf(id);
    if (handle === null) errors.push(missing('user', 'ids', id));
    else if (suspended(handle, world)) errors.push(gone(handle, 'ids', id));
    else found.push(described(call, handle, world));
  }
  return json(200, {
    ...(found.length > 0 ? { data: found } : {}),
    ...(errors.length > 0 ? { errors } : {}),
  });
}

function described(call: Call, handle: string, world: World): unknown {
  const all = user(handle, call.now, world.collection(handle, 'posts')!.live().length);
  return inNames(handle, only(all, ['id', 'name', 'username'], call.query.get('user.fields')));
}

// ------------------------------------------------------------------ posts

/** Keeps the fields that always come and those asked for, by their older or newer name. */
function only(
  all: Record<string, unknown>,
  always: readonly string[],
  asked: string | null,
): Record<string, unknown> {
  const wanted = new Set([...always, ...(asked ?? '').split(',')]);
  return Object.fromEntries(
    Object.entries(all).filter(([key]) => wanted.has(key) || wanted.has(NEW_NAMES[key] ?? '')),
  );
}
const inNames = (handle: string, value: unknown) => (handle === 'globex' ? renamed(value) : value);
const written = (call: Call, item: Item, handle: string) =>
  inNames(
    handle,
    only(
      post(item, handle, call.now),
      ['id', 'text', 'edit_history_tweet_ids'],
      call.query.get('tweet.fields') ?? call.query.get('post.fields'),
    ),
  );

const TOKEN = /^7140dibdnow9c7btw(\d{1,19})$/;

function posts(call: Call, id: string, world: World): Reply {
  const handle = handleOf(id);
  if (handle === null) return json(200, { errors: [missing('user', 'id', id)] });
  if (suspended(handle, world)) return json(200, { errors: [gone(handle, 'id', id)] });
  if (handle === 'protected')
    return json(200, {
      errors: [
        {
          value: id,
          detail: `Sorry, you are not authorized to see the user with id: [${id}].`,
          title: 'Authorization Error',
          resource_type: 'user',
          parameter: 'id',
          resource_id: id,
          section: 'data',
          type: `${TYPES}not-authorized-for-resource`,
        },
      ],
    });
  const size = Number(call.query.get('max_results') ?? 10);
  if (!Number.isInteger(size) || size < 5 || size > 100)
    return invalid(
      'max_results',
      String(call.query.get('max_results')),
      `The \`max_results\` query parameter value [${call.query.get('max_results')}] is not between 5 and 100`,
    );
  const token = call.query.get('pagination_token');
  const from = token === null ? null : TOKEN.exec(token)?.[1];
  if (from === undefined)
    return invalid(
      'pagination_token',
      token!,
      'The `pagination_token` query parameter value is not valid',
    );
  const since = call.query.get('since_id');
  if (since !== null && !/^\d{1,19}$/.test(since))
    return invalid('since_id', since, 'The `since_id` query parameter value is not a valid id');

  const reachable = newestFirst(world.collection(handle, 'posts')!)
    .slice(0, REACH)
    .filter((item) => since === null || BigInt(item.id) > BigInt(since));
  const start = from === null ? 0 : reachable.findIndex((item) => BigInt(item.id) <= BigInt(from));
  const page = start < 0 ? [] : reachable.slice(start, start + size);
  if (page.length === 0) return json(200, { meta: { result_count: 0 } });
  const next = reachable[start + size];
  return json(200, {
    data: page.map((item) => written(call, item, handle)),
    meta: {
      result_count: page.length,
      newest_id: page[0]!.id,
      oldest_id: page.at(-1)!.id,
      ...(next ? { next_token: `7140dibdnow9c7btw${next.id}` } : {}),
      ...(start > 0 ? { previous_token: '77qp8' } : {}),
    },
  });
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

function lookup(call: Call, world: World): Reply {
  const ids = (call.query.get('ids') ?? '').split(',').filter(Boolean);
  if (ids.length === 0 || ids.length > 100)
    return invalid(
      'ids',
      ids.join(','),
      'The number of values in the `ids` query parameter list must be between 1 and 100',
    );
  const found: unknown[] = [];
  const errors: unknown[] = [];
  for (const id of ids) {
    const owner = world
      .known_accounts()
      .find(
        (handle) =>
          !suspended(handle, world) &&
          handle !== 'protected' &&
          world.collection(handle, 'posts')?.get(id)?.deleted === null,
      );
    if (owner) found.push(written(call, world.collection(owner, 'posts')!.get(id)!, owner));
    else errors.push(missing('tweet', 'ids', id));
  }
  return json(200, {
    ...(found.length > 0 ? { data: found } : {}),
    ...(errors.length > 0 ? { errors } : {}),
  });
}
