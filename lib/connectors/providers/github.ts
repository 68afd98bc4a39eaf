import {
  byLinkHeader,
  canonical,
  defineConnector,
  defineStream,
  pages,
  text,
} from '@/lib/connectors/kit';
import type { Canonical, ErrorRule, Stream } from '@/lib/connectors/kit';
import {
  byPlace,
  newestFirst,
  since,
  whole,
  type Listing,
} from '@/lib/connectors/providers/github/walks';
import type { Entity, Json } from '@/lib/contract/common';

/** Facts about the API: github/docs and @octokit/openapi 23, 2026-08. */
const DOCS = 'docs.github.com/rest';
const API = 'https://api.github.com';
const PAGE = 100;
const HOUR_MS = 3_600_000;

export default defineConnector({
  type: 'github',
  name: 'GitHub',
  description: 'Issues, pull requests and comments of the repositories you can see.',
  category: 'support',
  ownership: 'workspace',
  direction: 'inbound',
  instancing: 'multiple',
  version: '1.0.0',
  docs_url: 'https://docs.github.com/rest',
  logo: 'github',
  keywords: ['code', 'issues', 'pull requests', 'repositories', 'developers'],
  default_cadence: '30m',
  puller: { status: 'live' },
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
    scope_separator: ' ',
    scopes: [
      {
        scope: 'repo',
        why:
          'Read issues, pull requests and comments of private repositories; ' +
          'GitHub has no permission that reads only',
        required: true,
      },
    ],
    // Tokens of an OAuth app do not end; those of a GitHub App live 8 hours and rotate.
    rotates_refresh_token: true,
    grant_gone: [{ error: 'bad_refresh_token' }],
    app_refused: [{ error: 'incorrect_client_credentials' }],
    apply: (token) => ({
      authorization: `Bearer ${token}`,
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
    }),
    account: {
      request: () => ({ url: `${API}/user` }),
      read: ({ body }) => ({ id: text(body, 'id') ?? '', label: text(body, 'login') ?? '' }),
    },
  },

  limits: [
    {
      name: 'hour',
      scope: 'connection',
      requests: 5_000,
      per_ms: HOUR_MS,
      follows: {
        limit: { header: 'x-ratelimit-limit' },
        remaining: { header: 'x-ratelimit-remaining' },
        reset: { header: 'x-ratelimit-reset', form: 'epoch_seconds' },
      },
    },
    // The secondary limit counts points; a request that reads is one.
    { name: 'minute', scope: 'connection', requests: 900, per_ms: 60_000 },
  ],

  errors: [
    // Both limits answer 403 or 429: the first says that nothing remains, the second says so in words.
    slowDown({ status: [403, 429], header: { 'x-ratelimit-remaining': '0' } }),
    slowDown({ status: 403, body: { message: /secondary rate limit|abuse detection/i } }),
    slowDown({ status: 429 }),
    {
      when: { status: 401 },
      then: 'refresh_token',
      message: 'GitHub no longer accepts this authorization: {message}',
      source: DOCS,
    },
    {
      when: { status: 403, header: { 'x-github-sso': /./ } },
      then: 'missing_scope',
      message: 'Your organization wants the app allowed for its single sign-on, in GitHub.',
      source: DOCS,
    },
    {
      when: { status: 403, body: { message: /suspended/i } },
      then: 'config',
      message: 'GitHub says: {message}',
      source: DOCS,
    },
    {
      when: { status: 403, body: { message: /./ } },
      then: 'missing_scope',
      message: 'GitHub does not allow this: {message}',
      source: DOCS,
    },
    // These say that the one record is deleted, and nothing of its repository.
    deleted(410, /^\/repos\/[^/]+\/[^/]+\/issues\/\d+$/),
    deleted(404, /\/issues\/comments\/\d+$/),
    {
      // Gone, moved out of sight, switched off or taken down: the others of the account go on.
      when: { status: [404, 410, 451], path: /^\/repos\// },
      then: 'empty_page',
      message: 'GitHub shows nothing of this repository: {message}',
      source: DOCS,
    },
    {
      when: { status: [400, 404, 422], body: { message: /./ } },
      then: 'fail',
      message: 'GitHub refused the request: {message}',
      source: DOCS,
    },
  ],

  streams: [
    defineStream({
      name: 'repositories',
      label: 'Repositories',
      entity: 'reference',
      description: 'Repositories you own, work on or see through an organization',
      id: 'id',
      full: pages<string>({
        request: ({ page, size }) =>
          page === null
            ? {
                url: `${API}/user/repos`,
                query: {
                  affiliation: 'owner,collaborator,organization_member',
                  sort: 'full_name',
                  per_page: size,
                },
              }
            : { url: page },
        page_size: PAGE,
        records: '',
        next: byLinkHeader,
      }),
      deletions: { by: 'full_pass' },
      canonical: canonical('reference', 1, (one) => ({ name: text(one, 'full_name') })),
    }),
    ofRepositories('issues', 'Issues', 'tickets', 'Issues with their state, labels and people', {
      path: 'issues',
      changed: 'since',
      // Every pull request is listed as an issue too; those are read as what they are.
      own: (item) => (hasKey(item, 'pull_request') ? null : item),
      canonical: ticket(),
    }),
    ofRepositories(
      'pull_requests',
      'Pull requests',
      'tickets',
      'Pull requests with their state, branches and people',
      { path: 'pulls', changed: 'newest first', canonical: ticket() },
    ),
    ofRepositories(
      'comments',
      'Comments',
      'messages',
      'Comments on issues and in the conversation of pull requests',
      {
        path: 'issues/comments',
        changed: 'since',
        canonical: canonical('messages', 1, (comment) => ({
          from: text(comment, 'user.login'),
          to: [],
          subject: null,
          text: text(comment, 'body'),
          sent_at: text(comment, 'created_at'),
        })),
      },
    ),
  ],
  page_of: (_stream, record) => text(record, 'html_url'),
});

function ofRepositories(
  name: string,
  label: string,
  entity: Entity,
  description: string,
  listing: Listing,
): Stream {
  return defineStream({
    name,
    label,
    entity,
    description,
    id: 'id',
    full: whole(listing),
    backfill: listing.changed === 'since' ? 'listing' : undefined,
    one: byPlace(listing),
    incremental: {
      walk: listing.changed === 'since' ? since(listing) : newestFirst(listing),
      bookmark: { by: 'time', changed_at: 'updated_at', overlap_seconds: 60 },
    },
    // Deleted and transferred ones are listed nowhere.
    deletions: { by: 'full_pass' },
    canonical: listing.canonical,
  });
}

/** That one record asked for by its address was deleted. */
function deleted(status: number, path: RegExp): ErrorRule {
  return {
    when: { status, path },
    then: 'gone',
    message: 'It was deleted in GitHub.',
    source: DOCS,
  };
}

function slowDown(when: ErrorRule['when']): ErrorRule {
  return {
    when,
    then: 'rate_limited',
    message: 'GitHub asked us to slow down.',
    wait: [
      { header: 'retry-after', form: 'retry_after' },
      { header: 'x-ratelimit-reset', form: 'epoch_seconds' },
      { ms: 60_000 },
    ],
    source: `${DOCS}: wait at least a minute where no time is named`,
  };
}

const hasKey = (item: Json, key: string): boolean =>
  item !== null && typeof item === 'object' && key in item;

function ticket(): Canonical {
  return canonical('tickets', 1, (issue) => ({
    subject: text(issue, 'title'),
    status: text(issue, 'merged_at') === null ? text(issue, 'state') : 'merged',
    priority: null,
  }));
}
