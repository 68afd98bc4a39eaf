import {
  ACCOUNTS,
  comment,
  fullName,
  hasIssues,
  idOf,
  issue,
  pullRequest,
  repository,
  repositoryOf,
  SIZES,
  STREAMS,
  userId,
} from '@/lib/sandbox/data/github';
import type { Stream } from '@/lib/sandbox/data/github';
import { json } from '@/lib/sandbox/kit/call';
import type { Call, Reply } from '@/lib/sandbox/kit/call';
import type { Item } from '@/lib/sandbox/kit/collection';
import { consentEndpoints } from '@/lib/sandbox/kit/consent';
import { endpointsFor } from '@/lib/sandbox/kit/endpoint';
import type { GrantProblem } from '@/lib/sandbox/kit/grants';
import { accountOf, byToken, permit, tokensFor } from '@/lib/sandbox/kit/oauth';
import type { Who } from '@/lib/sandbox/kit/oauth';
import { instant, list, oneOf, text, whole } from '@/lib/sandbox/kit/params';
import { defineSandboxProvider } from '@/lib/sandbox/kit/provider';
import { Refused } from '@/lib/sandbox/kit/refusal';
import { sized } from '@/lib/sandbox/kit/sized';
import type { World } from '@/lib/sandbox/kit/world';
import { listed, paged, type Shown } from '@/lib/sandbox/providers/github/listing';
import { oneEndpoints } from '@/lib/sandbox/providers/github/one';
import { hookEndpoints } from '@/lib/sandbox/providers/github/hooks';

const { get, open } = endpointsFor<Who>();
const HOUR = { requests: 5_000, per_ms: 3_600_000 };
const PAGES = { per_page: whole(1, 100, 30), page: whole(1, 1_000_000, 1) };
const ORDER = { direction: oneOf(['asc', 'desc'], 'desc') };
const STATE = { state: oneOf(['open', 'closed', 'all'], 'open') };
const PLACE = { owner: text(), repo: text() };
const DOCS = 'https://docs.github.com/rest';

/** What the token endpoint says of each thing that can be wrong: with status 200. */
const TOKEN_PROBLEMS: Readonly<Record<GrantProblem, string>> = {
  invalid_client: 'incorrect_client_credentials',
  bad_code: 'bad_verification_code',
  bad_redirect_uri: 'redirect_uri_mismatch',
  bad_verifier: 'bad_verification_code',
  bad_refresh_token: 'bad_refresh_token',
};

/** From github/docs and @octokit/openapi (2026-08). */
export default defineSandboxProvider<Who>({
  slug: 'github',
  name: 'GitHub',
  hosts: ['api.github.com', 'github.com'],
  connect: 'OAuth: pick an account on the consent page. Client id and secret are both “sandbox”.',
  accounts: ACCOUNTS,
  streams: STREAMS,
  token_life_s: 28_800,
  open: sized('github', {
    sizes: SIZES,
    id: idOf,
    evolution: (_, stream) =>
      stream === 'repositories'
        ? null
        : { update_every_ms: 600_000, busy: 10, birth_every_ms: 3_600_000, alive: 8, keep: 24 },
  }),
  sign_in: (call, world) => byToken('github', call, world),
  account_of: accountOf,
  gate: ({ world, who }, answer) => limited(world, who.account, answer),
  refuse: ({ status, why, message, parameter, wait_s, phrase }, call) => {
    const said = (words: string, more = {}) =>
      json(status, { message: words, ...more, documentation_url: DOCS, status: String(status) });
    if (call.host === 'github.com' && call.path.endsWith('access_token'))
      return json(200, { error: 'invalid_request', error_description: message });
    if (why === 'sign_in' || why === 'expired') return said('Bad credentials');
    if (why === 'permission') return said('Resource not accessible by integration');
    if (why === 'no_endpoint' || why === 'not_found') return said('Not Found');
    if (why === 'limit') {
      const reset = Math.ceil(call.now / 1_000) + (wait_s ?? 60);
      const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) };
      const reply = said('API rate limit exceeded for user.');
      return { ...reply, headers: { ...reply.headers, ...headers } };
    }
    if (!parameter) return said(message);
    const errors = [{ resource: 'Search', field: parameter, code: phrase ?? 'invalid' }];
    return { ...said('Validation Failed', { errors }), status: status === 400 ? 422 : status };
  },
  endpoints: [
    ...consentEndpoints('github.com/login/oauth/authorize', {
      slug: 'github',
      name: 'GitHub',
      accounts: ACCOUNTS,
      streams: STREAMS,
      explain: () => 'Read and write your repositories',
      colour: '#24292f',
      also: ['login', 'allow_signup'],
    }),
    open.post('github.com/login/oauth/access_token', {
      form: {
        grant_type: text(),
        client_id: text(),
        client_secret: text(),
        code: text(),
        code_verifier: text(),
        redirect_uri: text(),
        refresh_token: text(),
      },
      answer: ({ call, world }) => token(call, world),
    }),
    ...hookEndpoints,
    get('/user', {
      answer: ({ who }) =>
        json(200, { login: who.account, id: userId(who.account), type: 'User', name: null }),
    }),
    get('/user/repos', {
      query: {
        ...PAGES,
        affiliation: list({ of: ['owner', 'collaborator', 'organization_member'] }),
        sort: oneOf(['created', 'updated', 'pushed', 'full_name'], 'full_name'),
        direction: oneOf(['asc', 'desc'], null),
      },
      answer: ({ call, who, query, world }) => {
        permit(who, 'repo');
        const all = world.collection(who.account, 'repositories')!.live();
        const shown = all
          .map((item) => repository(who.account, item))
          .toSorted((a, b) => a.full_name.localeCompare(b.full_name));
        return paged(call, shown, query);
      },
    }),
    get('/repos/{owner}/{repo}/issues', {
      path: PLACE,
      query: {
        ...PAGES,
        ...ORDER,
        ...STATE,
        sort: oneOf(['created', 'updated', 'comments'], 'created'),
        since: instant(),
      },
      answer: ({ call, who, path, query, world }) => {
        const n = repositoryAt(who, path, world, true);
        const shown = [
          ...itemsOf(world, who, 'issues', n, (item) => issue(who.account, item, false)),
          ...itemsOf(world, who, 'pull_requests', n, (item) => issue(who.account, item, true)),
        ];
        return listed(call, shown, query, world);
      },
    }),
    get('/repos/{owner}/{repo}/pulls', {
      path: PLACE,
      query: {
        ...PAGES,
        ...STATE,
        ...ORDER,
        sort: oneOf(['created', 'updated', 'popularity', 'long-running'], 'created'),
      },
      answer: ({ call, who, path, query, world }) => {
        const n = repositoryAt(who, path, world, false);
        const shown = itemsOf(world, who, 'pull_requests', n, (item) =>
          pullRequest(who.account, item),
        );
        return listed(call, shown, query, world);
      },
    }),
    get('/repos/{owner}/{repo}/issues/comments', {
      path: PLACE,
      query: {
        ...PAGES,
        ...ORDER,
        sort: oneOf(['created', 'updated'], 'created'),
        since: instant(),
      },
      answer: ({ call, who, path, query, world }) => {
        const n = repositoryAt(who, path, world, true);
        const shown = itemsOf(world, who, 'comments', n, (item) => comment(who.account, item));
        return listed(call, shown, query, world);
      },
    }),
    ...oneEndpoints(repositoryAt),
  ],
});

function token(call: Call, world: World): Reply {
  const pair = tokensFor('github', call, world);
  if (typeof pair === 'string')
    return json(200, {
      error: TOKEN_PROBLEMS[pair],
      error_description: 'The code passed is incorrect or expired.',
      error_uri: DOCS,
    });
  const { access_token, refresh_token, expires_in, scopes } = pair;
  return json(200, {
    access_token,
    expires_in,
    refresh_token,
    refresh_token_expires_in: 15_897_600,
    token_type: 'bearer',
    scope: scopes.join(','),
  });
}

function limited(world: World, account: string, answer: () => Reply): Reply {
  const { requests, per_ms } = HOUR;
  const { allowed, remaining, reset_ms } = world.windows.take(
    `github:${account}`,
    requests,
    per_ms,
  );
  if (!allowed)
    throw new Refused({
      status: 403,
      why: 'limit',
      message: 'API rate limit exceeded',
      wait_s: Math.ceil(reset_ms / 1_000),
    });
  const reply = answer();
  const reset = String(Math.ceil((world.now() + reset_ms) / 1_000));
  return {
    ...reply,
    headers: {
      ...reply.headers,
      'x-ratelimit-limit': String(requests),
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-reset': reset,
      'x-ratelimit-resource': 'core',
    },
  };
}

/** The number of the repository a path names; one that is not there, or shows none, is refused. */
function repositoryAt(
  who: Who,
  path: { owner: string | null; repo: string | null },
  world: World,
  issues: boolean,
): number {
  permit(who, 'repo');
  const all = world.collection(who.account, 'repositories')!.live();
  const found = all.find(({ n }) => fullName(who.account, n) === `${path.owner}/${path.repo}`);
  if (!found) throw new Refused({ status: 404, why: 'not_found', message: 'Not Found' });
  if (issues && !hasIssues(who.account, found.n))
    throw new Refused({ status: 410, why: 'gone', message: 'Issues are disabled for this repo' });
  return found.n;
}

const itemsOf = (
  world: World,
  { account }: Who,
  stream: Stream,
  repo: number,
  show: (item: Item) => Record<string, unknown>,
): Shown[] =>
  world
    .collection(account, stream)!
    .live()
    .filter(({ n }) => repositoryOf(account, n) === repo)
    .map((item) => ({ item, body: show(item) }));
