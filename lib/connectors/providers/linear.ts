import {
  accountAt,
  at,
  bearer,
  canonical,
  changedSince,
  defineConnector,
  defineStream,
  graphql,
  GRAPHQL_ERRORS,
  RETRY_AFTER,
  text,
  toldBy,
} from '@/lib/connectors/kit';
import type { Deletions, LimitSpec } from '@/lib/connectors/kit';
import { API, listing, one } from '@/lib/connectors/providers/linear/walks';

/** Errors have types, which the official client knows. */
const TYPE = 'errors.0.extensions.type';
const TRASHED: Deletions = { by: 'flag', deleted: (record) => at(record, 'trashed') === true };

export default defineConnector({
  type: 'linear',
  name: 'Linear',
  description: 'Issues, projects and comments, with the users and teams they belong to.',
  category: 'support',
  docs_url: 'https://linear.app/developers',
  // The schema is published as part of the official client.
  source: 'linear.app/developers and @linear/sdk 98, 2026-08',
  logo: 'linear',
  keywords: ['issues', 'projects', 'engineering', 'bugs', 'roadmap'],
  default_cadence: '30m',
  promises: [
    'Reads only: no issue is created, changed, commented on or closed.',
    'Sees what you see: private teams you are not in stay hidden.',
    'You can take the permission back in Linear at any time.',
  ],
  hosts: ['api.linear.app', 'linear.app'],

  // Linear also has personal keys; they end with their owner and are sent in another form.
  auth: {
    method: 'oauth',
    authorize_url: 'https://linear.app/oauth/authorize',
    token_url: `${API}/oauth/token`,
    client_auth: 'body',
    pkce: 'S256',
    scope_separator: ',',
    scopes: [{ scope: 'read', why: 'Read issues, projects, comments and people' }],
    // Whoever has several workspaces is asked which.
    authorize_params: { prompt: 'consent' },
    rotates_refresh_token: true,
    revoke: ({ access_token }) => ({
      method: 'POST',
      url: `${API}/oauth/revoke`,
      headers: bearer(access_token),
      form: {},
    }),
    account: {
      request: () => graphql(`${API}/graphql`, 'query Account { organization { id name urlKey } }'),
      read: accountAt('data.organization.id', 'data.organization.name'),
    },
  },

  // Sources differ in the numbers; answers say what is allowed, and it is kept to if it is less.
  limits: [
    hourly('requests', 5_000),
    {
      ...hourly('complexity', 250_000),
      cost_of: ({ headers }) => numberOf(headers['x-complexity']),
    },
  ],

  says: 'errors.0.message',
  errors: [
    {
      when: { body: { 'errors.0.extensions.code': 'RATELIMITED' } },
      then: 'rate_limited',
      message: 'Linear’s allowance for this hour is used up.',
      wait: [
        RETRY_AFTER,
        { header: 'x-ratelimit-requests-reset', form: 'epoch_ms' },
        { ms: 60_000 },
      ],
    },
    { when: { body: { [TYPE]: 'authentication error' } }, then: 'refresh_token' },
    { when: { body: { [TYPE]: /^(forbidden|feature not accessible)$/i } }, then: 'missing_scope' },
    {
      when: { body: { [TYPE]: 'usage limit exceeded' } },
      then: 'config',
      message: 'The Linear workspace is over the limits of its plan: {errors.0.message}',
    },
    {
      when: { body: { [TYPE]: /^(internal error|lock timeout|network error|bootstrap error)$/i } },
      then: 'retry',
    },
    // Also beside data that is there in part: what is missing of it cannot be told.
    { ...GRAPHQL_ERRORS, when: { ...GRAPHQL_ERRORS.when, status: [200, 400] } },
  ],

  streams: [
    defineStream({
      name: 'issues',
      description: 'Issues with state, priority, assignee and project, archived ones too',
      ...changing('issues'),
      deletions: TRASHED,
      canonical: canonical('tickets', 1, {
        subject: 'title',
        status: 'state.name',
        priority: 'priorityLabel',
      }),
    }),
    defineStream({
      name: 'projects',
      description: 'Projects with status, lead, dates and progress',
      ...changing('projects'),
      deletions: TRASHED,
      canonical: canonical('reference', 1, { name: 'name' }),
    }),
    defineStream({
      name: 'comments',
      description: 'What was written on issues, projects and documents',
      ...changing('comments'),
      canonical: canonical('messages', 1, {
        from: 'user.name',
        to: [],
        subject: null,
        text: 'body',
        sent_at: 'createdAt',
      }),
    }),
    // Few enough to be read whole every time.
    defineStream({
      name: 'users',
      description: 'Members of the workspace, former ones too',
      full: listing('users'),
      canonical: canonical('users', 1, { name: 'name', email: 'email' }),
    }),
    defineStream({
      name: 'teams',
      description: 'Teams issues belong to',
      full: listing('teams'),
      canonical: canonical('reference', 1, { name: 'name' }),
    }),
  ],
  page_of: (_stream, record) => text(record, 'url'),
});

/** A bucket that leaks: what was used comes back bit by bit. */
function hourly(name: string, requests: number): LimitSpec {
  return { name, requests, per_ms: 3_600_000, follows: toldBy(`x-ratelimit-${name}`, 'epoch_ms') };
}

function numberOf(said: string | undefined): number | null {
  return said === undefined || Number.isNaN(Number(said)) ? null : Number(said);
}

/** What can be asked for what changed, and for one by its id. */
function changing(name: 'issues' | 'projects' | 'comments') {
  return {
    full: listing(name),
    one: one(name),
    backfill: 'changes' as const,
    incremental: changedSince('updatedAt', { minutes: 5 }),
  };
}
