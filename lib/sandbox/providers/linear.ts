import {
  ACCOUNTS,
  idOf,
  organization,
  record,
  SIZES,
  STREAMS,
  viewer,
} from '@/lib/sandbox/data/linear';
import type { Stream } from '@/lib/sandbox/data/linear';
import { json } from '@/lib/sandbox/kit/call';
import type { Call, Reply } from '@/lib/sandbox/kit/call';
import { consentEndpoints } from '@/lib/sandbox/kit/consent';
import { endpointsFor } from '@/lib/sandbox/kit/endpoint';
import { answerQuery, graphqlError } from '@/lib/sandbox/kit/graphql';
import { accountOf, bearerOf, byToken, tokensFor, type Who } from '@/lib/sandbox/kit/oauth';
import { newestFirst } from '@/lib/sandbox/kit/paging';
import { required, text, value } from '@/lib/sandbox/kit/params';
import { defineSandboxProvider } from '@/lib/sandbox/kit/provider';
import { Refused } from '@/lib/sandbox/kit/refusal';
import { sized } from '@/lib/sandbox/kit/sized';
import type { World } from '@/lib/sandbox/kit/world';
import { SCHEMA } from '@/lib/sandbox/providers/linear/schema';

const HOUR_MS = 3_600_000;
const REQUESTS = 5_000;
const POINTS = 250_000;
/** What one query may cost at most, and what a record of it costs. */
const POINTS_A_QUERY = 10_000;
const POINTS_A_RECORD = 8;
const MOST_A_PAGE = 250;
const TOKEN_LIFE_S = 86_399;

const { post, open } = endpointsFor<Who>();

/** From the GraphQL schema (2026-08), @linear/sdk 98 and linear.app/developers. */
export default defineSandboxProvider<Who>({
  slug: 'linear',
  name: 'Linear',
  hosts: ['api.linear.app', 'linear.app'],
  connect: 'OAuth: pick an account on the consent page. Client id and secret are both “sandbox”.',
  accounts: ACCOUNTS,
  streams: STREAMS,
  archives: ['issues', 'projects'],
  token_life_s: TOKEN_LIFE_S,
  rotates: true,
  open: sized('linear', {
    sizes: SIZES,
    id: idOf,
    evolution: (account, stream) =>
      account === 'acme' && stream !== 'users' && stream !== 'teams'
        ? { update_every_ms: 600_000, busy: 12, birth_every_ms: 3_600_000, alive: 12, keep: 24 }
        : null,
  }),
  sign_in: (call, world) => byToken('linear', call, world),
  account_of: accountOf,
  endpoints: [
    ...consentEndpoints('linear.app/oauth/authorize', {
      slug: 'linear',
      name: 'Linear',
      accounts: ACCOUNTS,
      streams: STREAMS,
      explain: (scope) => (scope === 'read' ? 'Read your workspace' : 'Use more of your workspace'),
      colour: '#5e6ad2',
      also: ['actor'],
    }),
    open.post('api.linear.app/oauth/token', {
      form: {
        grant_type: required(text()),
        client_id: text(),
        client_secret: text(),
        code: text(),
        code_verifier: text(),
        redirect_uri: text(),
        refresh_token: text(),
      },
      answer: ({ call, world }) => tokens(call, world),
    }),
    post('api.linear.app/oauth/revoke', {
      form: { token: text() },
      answer: ({ call, world }) => {
        world.grants.revokeToken(bearerOf(call)!);
        return json(200, { success: true });
      },
    }),
    post('api.linear.app/graphql', {
      body: { query: required(text()), variables: value(), operationName: text() },
      answer: ({ who, body, world }) => queried(who.account, body, world),
    }),
  ],
  refuse: ({ status, why, message, wait_s = 60 }, call) => {
    if (call.path.startsWith('/oauth/') && status < 429)
      return json(400, { error: 'invalid_request', error_description: message });
    const [type, code, answered] = WORDS[why] ?? ['invalid input', 'INPUT_ERROR', status];
    const reset = String(call.now + wait_s * 1_000);
    const headers = {
      'x-ratelimit-requests-limit': String(REQUESTS),
      'x-ratelimit-requests-remaining': '0',
      'x-ratelimit-requests-reset': reset,
    };
    return said(answered, { message, type, code }, why === 'limit' ? headers : {});
  },
});

const WORDS: Partial<Record<Refused['refusal']['why'], readonly [string, string, number]>> = {
  sign_in: ['authentication error', 'AUTHENTICATION_ERROR', 401],
  expired: ['authentication error', 'AUTHENTICATION_ERROR', 401],
  limit: ['ratelimited', 'RATELIMITED', 400],
  trouble: ['internal error', 'INTERNAL_SERVER_ERROR', 500],
};

interface Said {
  message: string;
  type: string;
  code: string;
}

const errorOf = ({ message, type, code }: Said): object => ({
  message,
  extensions: { type, code, userError: true, userPresentableMessage: message },
});

const said = (status: number, error: Said, headers: Record<string, string> = {}): Reply =>
  json(status, { errors: [errorOf(error)] }, headers);

function tokens(call: Call, world: World): Reply {
  const pair = tokensFor('linear', call, world);
  if (pair === 'invalid_client')
    return json(401, { error: 'invalid_client', error_description: 'Invalid client' });
  if (typeof pair === 'string')
    return json(400, { error: 'invalid_grant', error_description: pair.replaceAll('_', ' ') });
  const { access_token, refresh_token, expires_in, scopes } = pair;
  const scope = scopes.join(' ');
  return json(200, { access_token, token_type: 'Bearer', expires_in, refresh_token, scope });
}

/** A query costs by how many records it asks for, found or not. */
function queried(
  account: string,
  body: { query: string; variables: unknown },
  world: World,
): Reply {
  let points = 1;
  const roots = {
    viewer: () => viewer(account),
    organization: () => organization(account),
    ...Object.fromEntries(
      STREAMS.map((stream) => [
        stream,
        (asked: Asked) => {
          points += (asked.first ?? 50) * POINTS_A_RECORD;
          return connection(account, stream, asked, world);
        },
      ]),
    ),
    ...Object.fromEntries(
      STREAMS.map((stream) => [
        stream.slice(0, -1),
        ({ id }: { id?: string }) => {
          points += POINTS_A_RECORD;
          return one(account, stream, id, world);
        },
      ]),
    ),
  };
  const calls = world.windows.take(`linear:calls:${account}`, REQUESTS, HOUR_MS);
  const { data, errors } = answerQuery(SCHEMA, roots, body, { untold: 'least' });
  const cost = world.windows.take(`linear:points:${account}`, POINTS, HOUR_MS, points);
  const wait_s = Math.ceil(Math.max(calls.reset_ms, cost.reset_ms) / 1_000);
  if (!calls.allowed || !cost.allowed)
    throw new Refused({ status: 400, why: 'limit', message: 'Rate limit exceeded', wait_s });
  const headers = {
    'x-complexity': String(points),
    ...told('requests', REQUESTS, calls, world),
    ...told('complexity', POINTS, cost, world),
  };
  if (points > POINTS_A_QUERY)
    return said(400, { message: 'Query too complex', type: 'invalid input', code: 'INPUT_ERROR' });
  if (errors.length === 0) return json(200, { data }, headers);
  // What the schema refuses has no data; what a field refuses stands beside it.
  const told_errors = errors.map(
    ({ message, extensions: { code = 'GRAPHQL_VALIDATION_FAILED' } }) =>
      errorOf({ message, type: 'graphql error', code: String(code) }),
  );
  return json(data === null ? 400 : 200, { data, errors: told_errors }, headers);
}

const told = (
  what: string,
  limit: number,
  { remaining, reset_ms }: { remaining: number; reset_ms: number },
  world: World,
): Record<string, string> => ({
  [`x-ratelimit-${what}-limit`]: String(limit),
  [`x-ratelimit-${what}-remaining`]: String(remaining),
  [`x-ratelimit-${what}-reset`]: String(world.now() + reset_ms),
});

/** One record by its id, archived or not. */
function one(account: string, stream: Stream, id: string | undefined, world: World): object {
  const records = world.collection(account, stream)!;
  const found = [...records.live(), ...records.archived()].find((item) => item.id === id);
  if (!found) throw graphqlError(`Entity not found: ${stream.slice(0, -1)}`, 'INPUT_ERROR');
  return record(account, stream, found);
}

interface Asked {
  first?: number;
  after?: string;
  last?: number;
  before?: string;
  sort?: unknown[];
  includeArchived?: boolean;
  filter?: { id?: { eq?: string }; updatedAt?: { gte?: string; gt?: string } };
}

/**
 * Newest first by creation. Archived and trashed records are there for those who ask; a comment
 * that was deleted is gone. What changed a moment ago may not be found by its change time yet.
 */
function connection(account: string, stream: Stream, asked: Asked, world: World): object {
  const { first = 50, after = null, includeArchived = false, filter } = asked;
  for (const way of ['last', 'before', 'sort'] as const)
    if (asked[way] !== undefined && asked[way] !== null)
      throw graphqlError(`${way} is not in the sandbox`, 'INPUT_ERROR');
  if (first < 1 || first > MOST_A_PAGE)
    throw graphqlError(`first is between 1 and ${MOST_A_PAGE}`, 'INPUT_ERROR');
  const records = world.collection(account, stream)!;
  const trash = stream === 'issues' || stream === 'projects' ? records.deleted() : [];
  const shown = world.now() - world.lag_ms();
  const [from, above] = [timeOf(filter?.updatedAt?.gte), timeOf(filter?.updatedAt?.gt)];
  const found = [...records.live(), ...(includeArchived ? [...records.archived(), ...trash] : [])]
    .filter(({ updated }) => from === null || (updated >= from && updated <= shown))
    .filter(({ id }) => filter?.id?.eq === undefined || id === filter.id.eq)
    .filter(({ updated }) => above === null || (updated > above && updated <= shown));
  const { items, next } = newestFirst(found, { limit: first, cursor: after });
  const cursorOf = (item: (typeof items)[number] | undefined) =>
    item ? `${item.created}-${item.n}` : null;
  return {
    nodes: items.map((item) => record(account, stream, item)),
    // The cursor of the last record comes with the last page, too.
    pageInfo: {
      hasNextPage: next !== null,
      hasPreviousPage: after !== null,
      startCursor: cursorOf(items[0]),
      endCursor: cursorOf(items.at(-1)),
    },
  };
}

function timeOf(said_time: string | undefined): number | null {
  if (said_time === undefined) return null;
  const ms = Date.parse(said_time);
  if (Number.isNaN(ms)) throw graphqlError(`${said_time} is no DateTimeOrDuration`, 'INPUT_ERROR');
  return ms;
}
