import {
  at,
  BrokenPaging,
  canonical,
  defineConnector,
  defineStream,
  graphql,
  GRAPHQL_ERRORS,
  pages,
  text,
} from '@/lib/connectors/kit';
import type {
  Canonical,
  Deletions,
  ErrorRule,
  One,
  RateLimit,
  Stream,
  Walk,
} from '@/lib/connectors/kit';

/** The schema is published as part of the official client. */
const DOCS = 'linear.app/developers and @linear/sdk 98, 2026-08';
const API = 'https://api.linear.app';
/** What a page may hold at most is 250; a page of issues costs some 1,000 points of complexity. */
const PAGE = 100;
const TIMES = 'createdAt updatedAt archivedAt';
const PERSON = '{ id name email }';

const FIELDS = {
  issues: `id identifier number title description priority priorityLabel estimate dueDate ${TIMES}
    startedAt completedAt canceledAt trashed url labelIds state { id name type }
    assignee ${PERSON} creator ${PERSON} team { id key name } project { id name } parent { id }
    cycle { id number }`,
  projects: `id name description content slugId url priority progress health startDate targetDate
    ${TIMES} startedAt completedAt canceledAt trashed status { id name type } lead ${PERSON}`,
  comments: `id body quotedText url issueId projectId parentId ${TIMES} editedAt resolvedAt
    user ${PERSON}`,
  users: `id name displayName email active admin guest title avatarUrl ${TIMES}`,
  teams: `id key name description parent { id } ${TIMES}`,
};
type Name = keyof typeof FIELDS;

export default defineConnector({
  type: 'linear',
  name: 'Linear',
  description: 'Issues, projects and comments, with the users and teams they belong to.',
  category: 'support',
  ownership: 'workspace',
  direction: 'inbound',
  instancing: 'multiple',
  version: '1.0.0',
  docs_url: 'https://linear.app/developers',
  logo: 'linear',
  keywords: ['issues', 'projects', 'engineering', 'bugs', 'roadmap'],
  default_cadence: '30m',
  puller: { status: 'live' },
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
    scopes: [{ scope: 'read', why: 'Read issues, projects, comments and people', required: true }],
    // Whoever has several workspaces is asked which.
    authorize_params: { prompt: 'consent' },
    rotates_refresh_token: true,
    revoke: ({ access_token }) => ({
      method: 'POST',
      url: `${API}/oauth/revoke`,
      headers: { authorization: `Bearer ${access_token}` },
      form: {},
    }),
    apply: (token) => ({ authorization: `Bearer ${token}` }),
    account: {
      request: () => graphql(`${API}/graphql`, 'query Account { organization { id name urlKey } }'),
      read: ({ body }) => ({
        id: text(body, 'data.organization.id') ?? '',
        label: text(body, 'data.organization.name') ?? '',
      }),
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

  errors: [
    {
      when: { body: { 'errors.0.extensions.code': 'RATELIMITED' } },
      then: 'rate_limited',
      message: 'Linear’s allowance for this hour is used up.',
      wait: [
        { header: 'retry-after', form: 'retry_after' },
        { header: 'x-ratelimit-requests-reset', form: 'epoch_ms' },
        { ms: 60_000 },
      ],
      source: DOCS,
    },
    typed('authentication error', 'refresh_token', 'Linear no longer accepts this authorization.'),
    typed(
      /^(forbidden|feature not accessible)$/i,
      'missing_scope',
      'Linear does not allow this: {errors.0.message}',
    ),
    typed(
      'usage limit exceeded',
      'config',
      'The Linear workspace is over the limits of its plan: {errors.0.message}',
    ),
    typed(
      /^(internal error|lock timeout|network error|bootstrap error)$/i,
      'retry',
      'Linear is having trouble.',
    ),
    // Also beside data that is there in part: what is missing of it cannot be told.
    { ...GRAPHQL_ERRORS, when: { ...GRAPHQL_ERRORS.when, status: [200, 400] } },
  ],

  streams: [
    changing(
      {
        name: 'issues',
        label: 'Issues',
        description: 'Issues with state, priority, assignee and project, archived ones too',
        deletions: { by: 'flag', deleted: (issue) => at(issue, 'trashed') === true },
      },
      canonical('tickets', 1, (issue) => ({
        subject: text(issue, 'title'),
        status: text(issue, 'state.name'),
        priority: text(issue, 'priorityLabel'),
      })),
    ),
    changing(
      {
        name: 'projects',
        label: 'Projects',
        description: 'Projects with status, lead, dates and progress',
        deletions: { by: 'flag', deleted: (project) => at(project, 'trashed') === true },
      },
      canonical('reference', 1, (project) => ({ name: text(project, 'name') })),
    ),
    changing(
      {
        name: 'comments',
        label: 'Comments',
        description: 'What was written on issues, projects and documents',
        deletions: { by: 'full_pass' },
      },
      canonical('messages', 1, (comment) => ({
        from: text(comment, 'user.name'),
        to: [],
        subject: null,
        text: text(comment, 'body'),
        sent_at: text(comment, 'createdAt'),
      })),
    ),
    whole(
      'users',
      'Users',
      'Members of the workspace, former ones too',
      canonical('users', 1, (user) => ({ name: text(user, 'name'), email: text(user, 'email') })),
    ),
    whole(
      'teams',
      'Teams',
      'Teams issues belong to',
      canonical('reference', 1, (team) => ({ name: text(team, 'name') })),
    ),
  ],
  page_of: (_stream, record) => text(record, 'url'),
});

/** A bucket that leaks: what was used comes back bit by bit. */
function hourly(name: string, requests: number): RateLimit {
  return {
    name,
    scope: 'connection',
    requests,
    per_ms: 3_600_000,
    follows: {
      limit: { header: `x-ratelimit-${name}-limit` },
      remaining: { header: `x-ratelimit-${name}-remaining` },
      reset: { header: `x-ratelimit-${name}-reset`, form: 'epoch_ms' },
    },
  };
}

function numberOf(said: string | undefined): number | null {
  return said === undefined || Number.isNaN(Number(said)) ? null : Number(said);
}

/** An error of a type the official client knows. */
function typed(type: string | RegExp, then: ErrorRule['then'], message: string): ErrorRule {
  return { when: { body: { 'errors.0.extensions.type': type } }, then, message, source: DOCS };
}

/**
 * A listing in the order of creation, which no change disturbs while it is walked; `updatedAt` is
 * asked for, not sorted by. Archived and trashed records are left out unless wanted.
 */
function listing(name: Name): Walk {
  return pages<string>({
    request: ({ page, since, size }) =>
      graphql(`${API}/graphql`, queryOf(name), {
        first: size,
        after: page ?? undefined,
        filter: since === null ? undefined : { updatedAt: { gte: since } },
      }),
    page_size: PAGE,
    records: `data.${name}.nodes`,
    // The last page has a cursor as well.
    next: ({ body }) =>
      at(body, `data.${name}.pageInfo.hasNextPage`) === true
        ? text(body, `data.${name}.pageInfo.endCursor`)
        : null,
  });
}

/** The same query, narrowed to one: what was deleted for good is in no list. */
function one(name: Name): One {
  return {
    request: (id) =>
      graphql(`${API}/graphql`, queryOf(name), { first: 1, filter: { id: { eq: id } } }),
    record: ({ body }) => {
      const nodes = at(body, `data.${name}.nodes`);
      if (!Array.isArray(nodes)) throw new BrokenPaging('Linear answered without a list.');
      return nodes[0] ?? null;
    },
  };
}

function queryOf(name: Name): string {
  const type = `${name[0]!.toUpperCase()}${name.slice(1, -1)}`;
  const also = name === 'users' ? ', includeDisabled: true' : '';
  return `query ${type}s($first: Int, $after: String, $filter: ${type}Filter) {
    ${name}(first: $first, after: $after, filter: $filter, includeArchived: true${also}) {
      nodes { ${FIELDS[name]} }
      pageInfo { hasNextPage endCursor }
    }
  }`;
}

function changing(
  about: Pick<Stream, 'label' | 'description'> & { name: Name; deletions: Deletions },
  mapping: Canonical,
): Stream {
  return defineStream({
    ...about,
    entity: mapping.entity,
    id: 'id',
    full: listing(about.name),
    one: one(about.name),
    backfill: 'changes',
    incremental: {
      walk: listing(about.name),
      bookmark: { by: 'time', changed_at: 'updatedAt', overlap_seconds: 300 },
    },
    canonical: mapping,
  });
}

/** Few enough to be read whole every time. */
function whole(name: Name, label: string, description: string, mapping: Canonical): Stream {
  return defineStream({
    name,
    label,
    description,
    entity: mapping.entity,
    id: 'id',
    full: listing(name),
    deletions: { by: 'full_pass' },
    canonical: mapping,
  });
}
