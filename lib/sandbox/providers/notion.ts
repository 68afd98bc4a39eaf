import { ACCOUNTS, botId, idOf, isOf, SIZES, STREAMS, user } from '@/lib/sandbox/data/notion';
import { json } from '@/lib/sandbox/kit/call';
import type { Call, Reply } from '@/lib/sandbox/kit/call';
import { consentEndpoints } from '@/lib/sandbox/kit/consent';
import { endpointsFor } from '@/lib/sandbox/kit/endpoint';
import { accountOf, byToken, tokensFor } from '@/lib/sandbox/kit/oauth';
import type { Who } from '@/lib/sandbox/kit/oauth';
import { text, value, whole } from '@/lib/sandbox/kit/params';
import { defineSandboxProvider } from '@/lib/sandbox/kit/provider';
import { Refused } from '@/lib/sandbox/kit/refusal';
import { sized } from '@/lib/sandbox/kit/sized';
import type { World } from '@/lib/sandbox/kit/world';
import {
  childrenOf,
  cut,
  found,
  listed,
  problem,
  query,
  REQUEST,
  search,
  shown,
  writtenAt,
} from '@/lib/sandbox/providers/notion/reading';
import { WRITING } from '@/lib/sandbox/providers/notion/writes';

const { get, post, open } = endpointsFor<Who>();
const PAGES = { page_size: whole(1, 100, 100), start_cursor: text() };
const VERSIONS = ['2025-09-03', '2026-03-11'];

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
