import {
  ACCOUNTS,
  blocksOf,
  botId,
  dataSource,
  idOf,
  isOf,
  minute,
  page,
  placeOf,
  SIZES,
  sourceOf,
  STREAMS,
  user,
} from '@/lib/sandbox/data/notion';
import type { Stream } from '@/lib/sandbox/data/notion';
import { json } from '@/lib/sandbox/kit/call';
import type { Call, Reply } from '@/lib/sandbox/kit/call';
import type { Item } from '@/lib/sandbox/kit/collection';
import { consentEndpoints } from '@/lib/sandbox/kit/consent';
import { endpointsFor } from '@/lib/sandbox/kit/endpoint';
import { accountOf, byToken, tokensFor } from '@/lib/sandbox/kit/oauth';
import type { Who } from '@/lib/sandbox/kit/oauth';
import { text, value, whole } from '@/lib/sandbox/kit/params';
import { defineSandboxProvider } from '@/lib/sandbox/kit/provider';
import { refuseParameter, Refused } from '@/lib/sandbox/kit/refusal';
import { sized } from '@/lib/sandbox/kit/sized';
import { rowsOf } from '@/lib/sandbox/providers/notion/query';
import { shownPage, shownSource, storeOf } from '@/lib/sandbox/providers/notion/store';
import {
  notThere,
  WRITING,
  writtenChildren,
  writtenDatabases,
  writtenPage,
  writtenSource,
} from '@/lib/sandbox/providers/notion/writes';
import type { World } from '@/lib/sandbox/kit/world';

const { get, post, open } = endpointsFor<Who>();
const PAGES = { page_size: whole(1, 100, 100), start_cursor: text() };
const TIMES = ['created_time', 'last_edited_time'] as const;
type Time = (typeof TIMES)[number];
const VERSIONS = ['2025-09-03', '2026-03-11'];
const REQUEST = '00000000-0000-4000-8000-000000000000';
/** How many rows a query yields; in the mode in which there are more than that. */
const QUERY = { whole: 10_000, short: 3 };

interface Choice {
  page_size: number;
  start_cursor: string | null;
}

/** From @notionhq/client 5.26 and developers.notion.com (2026-08). */
export default defineSandboxProvider<Who>({
  slug: 'notion',
  name: 'Notion',
  apps: ['notion-knowledge'],
  hosts: ['api.notion.com'],
  connect: 'OAuth: pick an account on the consent page. Client id and secret are both “sandbox”.',
  accounts: ACCOUNTS,
  streams: STREAMS,
  modes: { query: ['whole', 'short'] },
  token_life_s: 3_600,
  open: sized('notion', {
    sizes: SIZES,
    id: idOf,
    evolution: (account, stream) =>
      account === 'acme' && (stream === 'pages' || stream === 'rows')
        ? { update_every_ms: 600_000, busy: 10, birth_every_ms: 3_600_000, alive: 8, keep: 0 }
        : null,
  }),
  sign_in: (call, world) => byToken('notion', call, world),
  account_of: accountOf,
  gate: ({ call, world, who }, answer) => {
    if (!VERSIONS.includes(call.header('notion-version') ?? ''))
      return problem(400, 'missing_version', 'Notion-Version header should be defined.');
    const { allowed, reset_ms } = world.windows.take(`notion:${who.account}`, 90, 30_000);
    if (allowed) return answer();
    const wait_s = Math.ceil(reset_ms / 1_000);
    throw new Refused({ status: 429, why: 'limit', message: 'Rate limited', wait_s });
  },
  refuse: ({ status, why, message, wait_s }) => {
    if (why === 'sign_in' || why === 'expired')
      return problem(401, 'unauthorized', 'API token is invalid.');
    if (why === 'no_endpoint') return problem(400, 'invalid_request_url', 'Invalid request URL.');
    if (why === 'not_found') return problem(404, 'object_not_found', message);
    if (why === 'limit') {
      const reply = problem(429, 'rate_limited', 'You have been rate limited.');
      return { ...reply, headers: { ...reply.headers, 'retry-after': String(wait_s ?? 1) } };
    }
    if (status >= 500) return problem(status, 'internal_server_error', message);
    return problem(status, 'validation_error', `body failed validation: ${message}`);
  },
  endpoints: [
    ...consentEndpoints('api.notion.com/v1/oauth/authorize', {
      slug: 'notion',
      name: 'Notion',
      accounts: ACCOUNTS,
      streams: STREAMS,
      explain: (scope) => scope,
      colour: '#191919',
      also: ['owner'],
    }),
    open.post('/v1/oauth/token', {
      body: { grant_type: text(), code: text(), redirect_uri: text(), refresh_token: text() },
      answer: ({ call, world }) => token(call, world),
    }),
    open.post('/v1/oauth/revoke', {
      body: { token: text() },
      answer: ({ body, world }) => {
        world.grants.revokeToken(body.token ?? '');
        return json(200, { request_id: REQUEST });
      },
    }),
    get('/v1/users/me', {
      answer: ({ who: { account } }) =>
        json(200, {
          object: 'user',
          id: botId(account),
          type: 'bot',
          name: 'Inlet',
          avatar_url: null,
          bot: { owner: { type: 'user' }, workspace_name: account },
        }),
    }),
    get('/v1/users', {
      query: PAGES,
      answer: ({ who, query, world }) => {
        const all = world.collection(who.account, 'users')!.live();
        return listed(all, query, (item) => user(who.account, item));
      },
    }),
    post('/v1/search', {
      body: { ...PAGES, query: text(), filter: value(), sort: value() },
      answer: ({ who, body, world }) => search(who, body, world),
    }),
    ...(['pages', 'data_sources'] as const).map((kind) =>
      get(`/v1/${kind}/{id}`, {
        answer: ({ who, path: { id }, world }) => {
          const written = writtenAt(who, kind, String(id), world);
          if (written) return json(200, written);
          const stream = kind === 'pages' && isOf('rows', String(id)) ? 'rows' : kind;
          return json(200, shown(who, found(who, stream, String(id), world), world));
        },
      }),
    ),
    post('/v1/data_sources/{id}/query', {
      body: { ...PAGES, filter: value(), sorts: value(), in_trash: value(), result_type: text() },
      answer: ({ who, path: { id }, body, world }) => query(who, String(id), body, world),
    }),
    get('/v1/blocks/{id}/children', {
      query: PAGES,
      answer: ({ who, path: { id }, query: choice, world }) =>
        cut(childrenOf(who, String(id), world) as { id: string }[], choice),
    }),
    ...WRITING,
  ],
});

function problem(status: number, code: string, message: string): Reply {
  return json(status, { object: 'error', status, code, message, request_id: REQUEST });
}

const list = (results: readonly object[], next_cursor: string | null, more = {}): Reply =>
  json(200, {
    object: 'list',
    results,
    next_cursor,
    has_more: next_cursor !== null,
    ...more,
    request_id: REQUEST,
  });

/** A page of a listing; the cursor is the id of the first record that was not given. */
function listed(
  all: readonly Item[],
  { page_size, start_cursor }: Choice,
  show: (item: Item) => object,
  more = {},
): Reply {
  const from = start_cursor === null ? 0 : all.findIndex(({ id }) => id === start_cursor);
  if (from < 0) refuseParameter('start_cursor', start_cursor ?? '', 'is not a valid cursor');
  const results = all.slice(from, from + page_size).map(show);
  const next = all[from + page_size]?.id ?? null;
  return list(results, next, next === null ? more : {});
}

const objectIn = (sent: unknown): Record<string, unknown> =>
  sent !== null && typeof sent === 'object' ? (sent as Record<string, unknown>) : {};
const timeOf = (time: Time, item: Item): number =>
  Date.parse(minute(time === 'created_time' ? item.created : item.updated));
const wrong = (message: string): Refused => new Refused({ status: 400, why: 'bad_body', message });

/** What the index shows: a change a while after it was made. */
const indexed = (world: World, all: readonly Item[]): Item[] =>
  all.filter((item) => item.updated <= world.now() - world.lag_ms());

const inOrder = (all: readonly Item[], time: Time, direction: unknown): Item[] => {
  const sign = direction === 'ascending' ? 1 : -1;
  return all.toSorted((a, b) => sign * (timeOf(time, a) - timeOf(time, b) || a.n - b.n));
};

function search(
  who: Who,
  body: Choice & { query: string | null; filter: unknown; sort: unknown },
  world: World,
): Reply {
  const { property, value: wanted } = objectIn(body.filter);
  const { timestamp, direction } = objectIn(body.sort);
  const isKind = property === 'object' && (wanted === 'page' || wanted === 'data_source');
  if (body.filter !== undefined && !isKind)
    throw wrong('body.filter.value should be "page" or "data_source"');
  if (body.sort !== undefined && timestamp !== 'last_edited_time')
    throw wrong('body.sort.timestamp should be "last_edited_time"');
  const of = (stream: Stream) => world.collection(who.account, stream)!.live();
  const found = [
    ...(wanted === 'data_source' ? [] : [...of('pages'), ...of('rows')]),
    ...(wanted === 'page' ? [] : of('data_sources')),
  ];
  const all = inOrder(indexed(world, found), 'last_edited_time', direction);
  return listed(all, body, (item) => shown(who, item, world));
}

function found(who: Who, stream: Stream, id: string, world: World): Item {
  const item = world.collection(who.account, stream)!.get(id);
  if (item?.deleted === null) return item;
  throw new Refused({ status: 404, why: 'not_found', message: `Could not find ${id}.` });
}

const shown = ({ account }: Who, item: Item, world: World): object =>
  isOf('data_sources', item.id)
    ? dataSource(account, item)
    : page(account, isOf('rows', item.id) ? 'rows' : 'pages', item, world.now());

function query(
  who: Who,
  id: string,
  body: Choice & { filter: unknown; sorts: unknown; in_trash: unknown },
  world: World,
): Reply {
  const database = writtenSource(who, world, id);
  if (database) {
    if (database.in_trash) throw notThere(id);
    const store = storeOf(world, who.account);
    const all = rowsOf(store, database, body);
    return cut(
      all.slice(0, QUERY.whole).map((row) => shownPage(store, row) as { id: string }),
      body,
    );
  }
  found(who, 'data_sources', id, world);
  const filter = objectIn(body.filter);
  const by = TIMES.find((time) => time === filter.timestamp);
  if (body.filter !== undefined && !by) throw wrong('body.filter.timestamp should be a time');
  const { on_or_after } = objectIn(by && filter[by]);
  const [sort] = Array.isArray(body.sorts) ? (body.sorts as unknown[]) : [];
  const { timestamp, direction } = objectIn(sort);
  const order = TIMES.find((time) => time === timestamp) ?? 'created_time';
  const rows = world
    .collection(who.account, 'rows')!
    .live()
    .filter(({ n }) => sourceOf(who.account, n) === id)
    .filter(
      (item) => !by || timeOf(by, item) >= Date.parse(minute(Date.parse(String(on_or_after)))),
    );
  const seen = order === 'last_edited_time' ? indexed(world, rows) : rows;
  const all = inOrder(seen, order, direction);
  const most = world.mode('query') === 'short' ? QUERY.short : QUERY.whole;
  const request_status = { type: 'incomplete', incomplete_reason: 'query_result_limit_reached' };
  const more = all.length > most ? { request_status } : {};
  return listed(all.slice(0, most), body, (item) => shown(who, item, world), more);
}

/** The page an id is of, or the block on one. */
function written(who: Who, id: string, world: World): { item: Item; place: readonly number[] } {
  const block = placeOf(id);
  const stream = block?.stream ?? (isOf('rows', id) ? 'rows' : 'pages');
  const item = found(who, stream, block?.page ?? id, world);
  return { item, place: block?.place ?? [] };
}

/** What was written into the account, by its id; undefined: it was generated, or there is none. */
function writtenAt(who: Who, kind: 'pages' | 'data_sources', id: string, world: World) {
  if (kind === 'pages') return writtenPage(who, world, id);
  const found = writtenSource(who, world, id);
  return found && shownSource(found);
}

function childrenOf(who: Who, id: string, world: World): object[] {
  const found = writtenChildren(who, world, id);
  if (found) return found;
  const { item, place } = written(who, id, world);
  const databases = place.length === 0 ? writtenDatabases(who, world, id) : [];
  return [...blocksOf(who.account, item, place), ...databases];
}

/** A page of a listing whose cursor is the id of the first that was not given. */
function cut(
  all: readonly { id: string }[],
  { page_size, start_cursor }: Choice,
  more = {},
): Reply {
  const from = start_cursor ? all.findIndex(({ id }) => id === start_cursor) : 0;
  if (from < 0) refuseParameter('start_cursor', start_cursor ?? '', 'is not a valid cursor');
  return list(all.slice(from, from + page_size), all[from + page_size]?.id ?? null, more);
}

function token(call: Call, world: World): Reply {
  const pair = tokensFor('notion', call, world);
  if (pair === 'invalid_client')
    return json(401, { error: 'invalid_client', error_description: 'Client is not known' });
  if (typeof pair === 'string')
    return problem(400, 'invalid_grant', 'Invalid code: this code has been revoked.');
  const { access_token, refresh_token, account } = pair;
  return json(200, {
    access_token,
    token_type: 'bearer',
    refresh_token,
    bot_id: botId(account),
    workspace_id: `w${botId(account).slice(1)}`,
    workspace_name: account,
    workspace_icon: null,
    owner: { type: 'user' },
    duplicated_template_id: null,
    request_id: REQUEST,
  });
}
