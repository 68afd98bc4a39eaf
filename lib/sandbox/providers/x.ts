import { HANDLES, PICTURE, postId, sizeOf, userId } from '@/lib/sandbox/data/x';
import type { Call } from '@/lib/sandbox/kit/call';
import { createCollection } from '@/lib/sandbox/kit/collection';
import type { Collection } from '@/lib/sandbox/kit/collection';
import { hash } from '@/lib/sandbox/kit/dice';
import { endpointsFor } from '@/lib/sandbox/kit/endpoint';
import { instant, list, required, text, whole } from '@/lib/sandbox/kit/params';
import { pictureReply } from '@/lib/sandbox/kit/picture';
import { defineSandboxProvider } from '@/lib/sandbox/kit/provider';
import type { World } from '@/lib/sandbox/kit/world';
import { Refused } from '@/lib/sandbox/kit/refusal';
import { OF_POSTS, OF_USERS } from '@/lib/sandbox/providers/x/fields';
import { aimedAt, lookup, timeline } from '@/lib/sandbox/providers/x/posts';
import { byId, byName, manyUsers, oneUser } from '@/lib/sandbox/providers/x/users';
import { refuse } from '@/lib/sandbox/providers/x/words';

const BEARER = 'sandbox';
const WINDOW_MS = 15 * 60_000;
/** Calls an app may make in fifteen minutes, by kind. */
const ALLOWANCE = { user: 300, timeline: 10_000, lookup: 3_500 };
const POST_EVERY_MS = 4 * 3_600_000;

interface Facts {
  bucket: keyof typeof ALLOWANCE;
}
const { get, open } = endpointsFor<'app', Facts>();

const PICTURES = ['media', 'ext_tw_video_thumb', 'tweet_video_thumb'].map(
  (kind) => `pbs.twimg.com/${kind}/{name}`,
);

const ID = /^\d{1,19}$/;
const NAME = /^[A-Za-z0-9_]{1,15}$/;
const id = () => text(ID, 'is not valid');
const ids = { ids: required(list({ max: 100, pattern: ID })) };
const ONE = { path: { id: required(id()) } };

/** From the API description 2.166 and, for what 2.167 renamed, its change notes. */
export default defineSandboxProvider<'app', Facts>({
  slug: 'x',
  name: 'X',
  hosts: ['api.x.com', 'x.com', 'pbs.twimg.com'],
  connect:
    'Handle: enter one of the accounts. The app’s bearer token is “sandbox”. bulk_4000 is an account with that ' +
    'many posts.',
  accounts: HANDLES,
  streams: ['profile', 'posts'],
  modes: { fields: ['both', 'old', 'new'] },
  open: openCollection,
  sign_in: (call) => {
    if (call.host !== 'api.x.com')
      throw new Refused({
        status: 404,
        why: 'no_endpoint',
        message: 'The sandbox answers for the API only.',
      });
    return call.header('authorization') === `Bearer ${BEARER}` ? 'app' : null;
  },
  account_of: aimedAt,
  gate: ({ call, world, facts }, answer) => {
    const { allowed, headers } = allowance(facts.bucket, call, world);
    const reply = allowed
      ? answer()
      : refuse({ status: 429, why: 'limit', message: 'Too Many Requests' }, call);
    return { ...reply, headers: { ...reply.headers, ...headers } };
  },
  refuse,
  endpoints: [
    get('/2/users/by/username/{username}', {
      bucket: 'user',
      path: { username: required(text(NAME, `does not match ${NAME.source}`)) },
      query: OF_USERS,
      answer: ({ call, path, query, world }) =>
        oneUser(byName(path.username, 'username', world), query['user.fields'], call, world),
    }),
    get('/2/users/by', {
      bucket: 'user',
      query: { ...OF_USERS, usernames: required(list({ max: 100, pattern: NAME })) },
      answer: ({ call, query, world }) => {
        const found = query.usernames.map((name) => byName(name, 'usernames', world));
        return manyUsers(found, query['user.fields'], call, world);
      },
    }),
    get('/2/users', {
      bucket: 'user',
      query: { ...OF_USERS, ...ids },
      answer: ({ call, query, world }) => {
        const found = query.ids.map((one) => byId(one, 'ids', world));
        return manyUsers(found, query['user.fields'], call, world);
      },
    }),
    get('/2/users/{id}', {
      bucket: 'user',
      ...ONE,
      query: OF_USERS,
      answer: ({ call, path, query, world }) =>
        oneUser(byId(path.id, 'id', world), query['user.fields'], call, world),
    }),
    get('/2/users/{id}/tweets', {
      bucket: 'timeline',
      ...ONE,
      query: {
        ...OF_POSTS,
        max_results: whole(5, 100, 10),
        pagination_token: text(),
        since_id: id(),
        until_id: id(),
        start_time: instant(),
        end_time: instant(),
        exclude: list({ of: ['replies', 'retweets'] }),
      },
      answer: ({ call, path, query, world }) => timeline(call, path.id, query, world),
    }),
    get('/2/tweets', {
      bucket: 'lookup',
      query: { ...OF_POSTS, ...ids },
      answer: ({ call, query, world }) => lookup(call, query.ids, 'ids', query, world),
    }),
    get('/2/tweets/{id}', {
      bucket: 'lookup',
      ...ONE,
      query: OF_POSTS,
      answer: ({ call, path, query, world }) => lookup(call, [path.id], 'id', query, world),
    }),
    open.get(PICTURES, {
      path: { name: required(text(/^\d{1,24}\.png$/, 'is no picture')) },
      answer: ({ path }) => pictureReply(`x:${path.name}`, PICTURE),
    }),
  ],
});

/** Counts the call; the headers come with every answer, the refusal too. */
function allowance(bucket: Facts['bucket'], call: Call, world: World) {
  const window = world.windows.take(`x:${bucket}`, ALLOWANCE[bucket], WINDOW_MS);
  return {
    allowed: window.allowed,
    headers: {
      'x-rate-limit-limit': String(ALLOWANCE[bucket]),
      'x-rate-limit-remaining': String(window.remaining),
      'x-rate-limit-reset': String(Math.ceil((call.now + window.reset_ms) / 1000)),
    },
  };
}

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
    // Told apart by account too: two post at the same moment.
    id: (n, created) => postId(n + hash(handle), created),
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
