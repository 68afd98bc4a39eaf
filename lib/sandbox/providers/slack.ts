import {
  ACCOUNTS,
  channel,
  channelIn,
  COUNTS,
  idOf,
  joined,
  message,
  reply,
  SIZES,
  STREAMS,
  teamId,
  threadsBy,
  tsIn,
  user,
} from '@/lib/sandbox/data/slack';
import { json } from '@/lib/sandbox/kit/call';
import type { Call, Reply } from '@/lib/sandbox/kit/call';
import { consentEndpoints } from '@/lib/sandbox/kit/consent';
import { endpointsFor } from '@/lib/sandbox/kit/endpoint';
import type { Asked, Endpoint } from '@/lib/sandbox/kit/endpoint';
import type { GrantProblem } from '@/lib/sandbox/kit/grants';
import {
  accountOf,
  bearerOf,
  byToken,
  permit,
  tokenForm,
  tokensFor,
} from '@/lib/sandbox/kit/oauth';
import type { Who } from '@/lib/sandbox/kit/oauth';
import { pageOf } from '@/lib/sandbox/kit/paging';
import { list, required, text, truth, whole } from '@/lib/sandbox/kit/params';
import type { Params, Values } from '@/lib/sandbox/kit/params';
import { defineSandboxProvider } from '@/lib/sandbox/kit/provider';
import { Refused } from '@/lib/sandbox/kit/refusal';
import type { Refusal } from '@/lib/sandbox/kit/refusal';
import { sized } from '@/lib/sandbox/kit/sized';
import type { World } from '@/lib/sandbox/kit/world';

interface Facts {
  /** Requests a minute and workspace. */
  tier: number;
}
const { get, post, open } = endpointsFor<Who, Facts>();
const MINUTE_MS = 60_000;
const RESTRICTED = { tier: 1, objects: 15 };
const TIMES = {
  channel: required(text()),
  oldest: text(/^\d+(\.\d+)?$/),
  latest: text(/^\d+(\.\d+)?$/),
  inclusive: truth(false),
  limit: whole(1, 999, 100),
  cursor: text(),
};
const THREAD = { ...TIMES, ts: required(text(/^\d+\.\d{6}$/)) };
const USERS = {
  limit: whole(1, 999, 100),
  include_locale: truth(false),
  team_id: text(),
  cursor: text(),
};
const CHANNELS = {
  types: list({ of: ['public_channel', 'private_channel', 'mpim', 'im'] }),
  exclude_archived: truth(false),
  limit: whole(1, 999, 100),
  team_id: text(),
  cursor: text(),
};

const TOKEN_PROBLEMS: Readonly<Record<GrantProblem, string>> = {
  invalid_client: 'bad_client_secret',
  bad_code: 'invalid_code',
  bad_redirect_uri: 'bad_redirect_uri',
  bad_verifier: 'invalid_code',
  bad_refresh_token: 'invalid_refresh_token',
};

/** From docs.slack.dev and the published specification; errors come with status 200. */
export default defineSandboxProvider<Who, Facts>({
  slug: 'slack',
  name: 'Slack',
  hosts: ['slack.com', 'hooks.slack.com'],
  connect: 'OAuth: pick an account on the consent page. Client id and secret are both “sandbox”.',
  accounts: ACCOUNTS,
  streams: STREAMS,
  modes: { profile: ['internal', 'restricted'] },
  token_life_s: 43_200,
  open: sized('slack', {
    sizes: SIZES,
    id: (stream, n, account, created) => idOf(account, stream, n, created),
    evolution: (account, stream) =>
      account === 'acme' && stream === 'messages'
        ? { update_every_ms: 600_000, busy: 10, birth_every_ms: 3_600_000, alive: 48, keep: 0 }
        : null,
  }),
  sign_in: (call, world) => byToken('slack', call, world),
  account_of: accountOf,
  gate: ({ call, world, who, facts }, answer) => {
    const isHistory = /conversations\.(history|replies)$/.test(call.path);
    const restricted = isHistory && world.mode('profile') === 'restricted';
    const most = restricted ? RESTRICTED.tier : facts.tier;
    const key = `slack:${who.account}:${call.path}`;
    const { allowed, reset_ms } = world.windows.take(key, most, MINUTE_MS);
    if (allowed) return answer();
    const wait_s = Math.ceil(reset_ms / 1_000);
    throw new Refused({ status: 429, why: 'limit', message: 'ratelimited', wait_s });
  },
  refuse,
  endpoints: [
    // An incoming webhook: it takes a text and says so, unless it was revoked (docs.slack.dev, 2026-08).
    open.post('hooks.slack.com/services/{team}/{channel}/{token}', {
      body: { text: required(text()) },
      answer: ({ path: { token } }) =>
        token === 'revoked'
          ? { status: 403, headers: { 'content-type': 'text/html' }, body: 'invalid_token' }
          : { status: 200, headers: { 'content-type': 'text/html' }, body: 'ok' },
    }),
    ...consentEndpoints('slack.com/oauth/v2/authorize', {
      slug: 'slack',
      name: 'Slack',
      accounts: ACCOUNTS,
      streams: STREAMS,
      explain: (scope) => `Use ${scope} as you`,
      colour: '#611f69',
      also: ['user_scope', 'team'],
      scope_in: 'user_scope',
    }),
    open.post('/api/oauth.v2.access', {
      form: {
        grant_type: text(),
        client_id: text(),
        client_secret: text(),
        code: text(),
        redirect_uri: text(),
        refresh_token: text(),
      },
      answer: ({ call, world }) => token(call, world),
    }),
    ...method('auth.test', 100, {}, (_, { who: { account } }) =>
      good({
        url: `https://${account}.slack.com/`,
        team: account,
        user: 'ada',
        team_id: teamId(account),
        user_id: 'U000000000',
        is_enterprise_install: false,
      }),
    ),
    ...method('auth.revoke', 50, {}, (_, { call, world }) => {
      world.grants.revokeToken(bearerOf(call) ?? '');
      return good({ revoked: true });
    }),
    ...method('conversations.list', 20, CHANNELS, (asked, { who, world }) => {
      permit(who, 'channels:read');
      if (asked.types?.includes('private_channel')) permit(who, 'groups:read');
      const all = world.collection(who.account, 'channels')!.live();
      const { items, next } = pageOf(all, { ...asked, cursor: placeOf(asked.cursor) });
      return page({ channels: items.map((item) => channel(who.account, item)) }, next);
    }),
    ...method('users.list', 20, USERS, (asked, { who, world }) => {
      permit(who, 'users:read');
      const with_email = who.scopes.includes('users:read.email');
      const all = world.collection(who.account, 'users')!.live();
      const { items, next } = pageOf(all, { ...asked, cursor: placeOf(asked.cursor) });
      const members = items.map((item) => user(who.account, item, with_email));
      return page({ members, cache_ts: Math.floor(world.now() / 1000) }, next);
    }),
    ...method('conversations.history', 50, TIMES, (asked, { who, world }) => {
      mustExist(who, asked.channel, world);
      const { account } = who;
      const threads = threadsBy(account, world.collection(account, 'threads')!.live());
      const all = world
        .collection(account, 'messages')!
        .live()
        .filter(({ id }) => channelIn(id) === asked.channel)
        .map((item) => message(account, item, threads.get(item.id) ?? []))
        .toSorted((a, b) => (a.ts < b.ts ? 1 : -1));
      return window([...all, joined(account)], asked, world, 'newest_first');
    }),
    ...method('conversations.replies', 50, THREAD, (asked, { who, world }) => {
      mustExist(who, asked.channel, world);
      const { account } = who;
      const id = `${asked.channel}:${asked.ts}`;
      const parent = world.collection(account, 'messages')!.get(id);
      if (!parent || parent.deleted !== null) throw wrong('thread_not_found');
      const replies = world.collection(account, 'threads')!.live();
      const thread = threadsBy(account, replies).get(id) ?? [];
      const all = [
        message(account, parent, thread),
        ...thread.map((item) => reply(account, item, tsIn(id))),
      ];
      return window(all, asked, world, 'oldest_first');
    }),
  ],
});

/** A method takes its arguments from the query or from a form, as the caller likes. */
function method<P extends Params>(
  name: string,
  tier: number,
  params: P,
  answer: (asked: Values<P>, by: Pick<Asked<Who>, 'call' | 'who' | 'world'>) => Reply,
): Endpoint<Who, Facts>[] {
  const path = `/api/${name}`;
  return [
    get(path, { tier, query: params, answer: ({ query, ...by }) => answer(query, by) }),
    post(path, { tier, form: params, answer: ({ body, ...by }) => answer(body, by) }),
  ];
}

const good = (body: object): Reply => json(200, { ok: true, ...body });
const wrong = (error: string): Refused =>
  new Refused({ status: 200, why: 'not_found', message: error });

const encode = (place: string): string => Buffer.from(`next_ts:${place}`).toString('base64');
function placeOf(cursor: string | null): string | null {
  if (cursor === null || cursor === '') return null;
  const place = /^next_ts:([\d.]+)$/.exec(Buffer.from(cursor, 'base64').toString('utf8'))?.[1];
  if (place === undefined) throw wrong('invalid_cursor');
  return place;
}
const page = (body: object, next: string | null): Reply =>
  good({ ...body, response_metadata: { next_cursor: next === null ? '' : encode(next) } });

function mustExist(who: Who, id: string, world: World): void {
  const found = world.collection(who.account, 'channels')!.get(id);
  if (!found || found.deleted !== null) throw wrong('channel_not_found');
  permit(who, 'channels:history');
}

interface Window {
  oldest: string | null;
  latest: string | null;
  inclusive: boolean;
  limit: number;
  cursor: string | null;
}

/** Messages between two times, exclusive unless said; texts of one length, so texts are compared. */
function window(
  all: readonly { ts: string }[],
  { oldest, latest, inclusive, limit, cursor }: Window,
  world: World,
  order: 'newest_first' | 'oldest_first',
): Reply {
  const place = placeOf(cursor);
  const within = all.filter(({ ts }) => {
    if (inclusive && (ts === oldest || ts === latest)) return true;
    return (oldest === null || ts > oldest) && (latest === null || ts < latest);
  });
  const newest = order === 'newest_first';
  const left = within.filter(({ ts }) => place === null || (newest ? ts < place : ts > place));
  const most = world.mode('profile') === 'restricted' ? RESTRICTED.objects : limit;
  const messages = left.slice(0, Math.min(limit, most));
  const has_more = left.length > messages.length;
  const counts = newest ? COUNTS : {};
  return page({ messages, has_more, ...counts }, has_more ? messages.at(-1)!.ts : null);
}

/** A user's token is nested when it is given out, and flat when it is renewed. */
function token(call: Call, world: World): Reply {
  const pair = tokensFor('slack', call, world);
  if (typeof pair === 'string') return json(200, { ok: false, error: TOKEN_PROBLEMS[pair] });
  const { access_token, refresh_token, expires_in, scopes, account } = pair;
  const held = {
    access_token,
    refresh_token,
    expires_in,
    scope: scopes.join(','),
    token_type: 'user',
  };
  const about = {
    app_id: 'A000000001',
    team: { id: teamId(account), name: account },
    enterprise: null,
    is_enterprise_install: false,
  };
  const isRefresh = tokenForm(call).get('grant_type') === 'refresh_token';
  const id = 'U000000000';
  if (isRefresh) return good({ ...about, ...held, user_id: id });
  return good({ ...about, authed_user: { id, ...held } });
}

function refuse({ status, why, message, parameter, wait_s }: Refusal, call: Call): Reply {
  const no = (error: string, more = {}) => json(200, { ok: false, error, ...more });
  if (why === 'limit')
    return json(429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(wait_s ?? 30) });
  if (why === 'trouble')
    return json(status, {
      ok: false,
      error: status === 503 ? 'service_unavailable' : 'internal_error',
    });
  if (why === 'expired') return no('token_expired');
  if (why === 'sign_in') return no(bearerOf(call) === null ? 'not_authed' : 'invalid_auth');
  if (why === 'permission') return no('missing_scope', { needed: parameter, provided: '' });
  if (why === 'no_endpoint') return no('unknown_method', { req_method: call.path });
  if (why === 'not_found') return no(message);
  return no('invalid_arguments', { response_metadata: { messages: [`[ERROR] ${message}`] } });
}
