import {
  accountAt,
  at,
  bearer,
  canonical,
  changedSince,
  defineConnector,
  defineStream,
  RETRY_AFTER,
  text,
  toldBy,
} from '@/lib/connectors/kit';
import type { RuleSpec } from '@/lib/connectors/kit';
import {
  API,
  byPlace,
  newestFirst,
  repositories,
  since,
  whole,
  type Listing,
} from '@/lib/connectors/providers/github/walks';

const TICKET = canonical('tickets', 1, {
  subject: 'title',
  status: (issue) => (text(issue, 'merged_at') === null ? text(issue, 'state') : 'merged'),
  priority: null,
});

export default defineConnector({
  type: 'github',
  name: 'GitHub',
  description: 'Issues, pull requests and comments of the repositories you can see.',
  category: 'support',
  docs_url: 'https://docs.github.com/rest',
  source: 'docs.github.com/rest; github/docs and @octokit/openapi 23, 2026-08',
  logo: 'github',
  keywords: ['code', 'issues', 'pull requests', 'repositories', 'developers'],
  default_cadence: '30m',
  promises: [
    'Reads only: nothing in GitHub is created, changed or commented on.',
    'Code and files are not read.',
    'You can take the permission back in GitHub at any time.',
  ],
  hosts: ['api.github.com', 'github.com'],

  // A personal access token is taken as well: it is sent the same way and has no refresh token.
  auth: {
    method: 'oauth',
    authorize_url: 'https://github.com/login/oauth/authorize',
    token_url: 'https://github.com/login/oauth/access_token',
    client_auth: 'body',
    pkce: 'S256',
    scopes: [
      {
        scope: 'repo',
        why:
          'Read issues, pull requests and comments of private repositories; ' +
          'GitHub has no permission that reads only',
      },
    ],
    // Tokens of an OAuth app do not end; those of a GitHub App live 8 hours and rotate.
    rotates_refresh_token: true,
    grant_gone: [{ error: 'bad_refresh_token' }],
    app_refused: [{ error: 'incorrect_client_credentials' }],
    apply: (token) => ({
      ...bearer(token),
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
    }),
    account: {
      request: () => ({ url: `${API}/user` }),
      read: accountAt('id', 'login'),
    },
  },

  limits: [
    {
      name: 'hour',
      requests: 5_000,
      per_ms: 3_600_000,
      follows: toldBy('x-ratelimit', 'epoch_seconds'),
    },
    // The secondary limit counts points; a request that reads is one.
    { name: 'minute', requests: 900, per_ms: 60_000 },
  ],

  says: 'message',
  errors: [
    // Both limits answer 403 or 429: the first says that nothing remains, the second says so in words.
    slowDown({ status: [403, 429], header: { 'x-ratelimit-remaining': '0' } }),
    slowDown({ status: 403, body: { message: /secondary rate limit|abuse detection/i } }),
    slowDown({ status: 429 }),
    { when: { status: 401 }, then: 'refresh_token' },
    {
      when: { status: 403, header: { 'x-github-sso': /./ } },
      then: 'missing_scope',
      message: 'Your organization wants the app allowed for its single sign-on, in GitHub.',
    },
    {
      when: { status: 403, body: { message: /suspended/i } },
      then: 'config',
      message: 'GitHub says: {message}',
    },
    { when: { status: 403, body: { message: /./ } }, then: 'missing_scope' },
    // These say that the one record is deleted, and nothing of its repository.
    { when: { status: 410, path: /^\/repos\/[^/]+\/[^/]+\/issues\/\d+$/ }, then: 'gone' },
    { when: { status: 404, path: /\/issues\/comments\/\d+$/ }, then: 'gone' },
    {
      // Gone, moved out of sight, switched off or taken down: the others of the account go on.
      when: { status: [404, 410, 451], path: /^\/repos\// },
      then: 'empty_page',
      message: 'GitHub shows nothing of this repository: {message}',
    },
    { when: { status: [400, 404, 422], body: { message: /./ } }, then: 'fail' },
  ],

  streams: [
    defineStream({
      name: 'repositories',
      description: 'Repositories you own, work on or see through an organization',
      full: repositories(),
      canonical: canonical('reference', 1, { name: 'full_name' }),
    }),
    defineStream({
      name: 'issues',
      description: 'Issues with their state, labels and people',
      ...ofRepositories({
        path: 'issues',
        changed: 'since',
        // Every pull request is listed as an issue too; those are read as what they are.
        own: (item) => (at(item, 'pull_request') === undefined ? item : null),
      }),
      canonical: TICKET,
    }),
    defineStream({
      name: 'pull_requests',
      description: 'Pull requests with their state, branches and people',
      ...ofRepositories({ path: 'pulls', changed: 'newest first' }),
      canonical: TICKET,
    }),
    defineStream({
      name: 'comments',
      description: 'Comments on issues and in the conversation of pull requests',
      ...ofRepositories({ path: 'issues/comments', changed: 'since' }),
      canonical: canonical('messages', 1, {
        from: 'user.login',
        to: [],
        subject: null,
        text: 'body',
        sent_at: 'created_at',
      }),
    }),
  ],
  page_of: (_stream, record) => text(record, 'html_url'),
});

/** How a listing of each repository is read; what was deleted or transferred is listed nowhere. */
function ofRepositories(listing: Listing) {
  const isAsked = listing.changed === 'since';
  return {
    full: whole(listing),
    backfill: isAsked ? ('listing' as const) : undefined,
    one: byPlace(listing),
    incremental: {
      walk: isAsked ? since(listing) : newestFirst(listing),
      ...changedSince('updated_at', { minutes: 1 }),
    },
  };
}

function slowDown(when: RuleSpec['when']): RuleSpec {
  return {
    when,
    then: 'rate_limited',
    wait: [RETRY_AFTER, { header: 'x-ratelimit-reset', form: 'epoch_seconds' }, { ms: 60_000 }],
    source: 'docs.github.com/rest: wait at least a minute where no time is named',
  };
}
