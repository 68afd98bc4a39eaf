// What new:connector writes: a connector, the answers it gets in trouble, its row in the acceptance pack and
// its sandbox provider, full of guidance. None compiles or loads until every FILL_… is replaced.

/** Longer than a screen: a template is read whole. */
export const connector = (
  slug,
  Name,
) => `import { accountAt, byPageToken, defineConnector, defineStream, pages } from '@/lib/connectors/kit';

export default defineConnector({
  type: '${slug}',
  name: '${Name}',
  // One line of 20 to 160 characters: what a person gets by connecting it.
  description: FILL_DESCRIPTION,
  // crm | calls | comms | docs | support | social | events | custom
  category: FILL_CATEGORY,
  docs_url: FILL_DOCS_URL,
  // Where the facts come from: the official page or description, with its date.
  source: FILL_DOCS_PAGE,
  keywords: FILL_KEYWORDS,
  default_cadence: '30m',
  // What we never do with the account. Shown before anybody leaves for the provider.
  promises: FILL_PROMISES,
  // Bare host names, all it may ever call.
  hosts: FILL_HOSTS,

  // OAuth and handles: see hubspot.ts and x.ts.
  auth: {
    method: 'api_key',
    fields: [
      {
        key: 'api_key',
        label: 'API key',
        placeholder: FILL_PLACEHOLDER,
        help: FILL_HELP,
        where_to_find: FILL_STEPS,
        find_url: FILL_FIND_URL,
      },
    ],
    // Headers, never a URL: URLs end up in logs.
    apply: ({ api_key = '' }) => ({ authorization: \`Bearer \${api_key}\` }),
    account: {
      // A cheap call that proves the key and names the account.
      request: () => ({ url: FILL_VERIFY_URL }),
      read: accountAt(FILL_ACCOUNT_ID_PATH, FILL_ACCOUNT_NAME_PATH),
    },
  },

  limits: [{ name: 'requests', requests: FILL_REQUESTS, per_ms: FILL_PER_MS }],

  // Tried in order, body before status, before the defaults. What does this provider say when the
  // key died, when it wants us to wait, when a permission is missing, when a page token is too old?
  // A rule says its own message only where it says more than the verdict does.
  says: FILL_WORDS_PATH,
  errors: [{ when: { status: 401 }, then: 'needs_reauth' }],

  streams: [
    defineStream({
      name: FILL_STREAM,
      entity: FILL_ENTITY,
      description: FILL_STREAM_DESCRIPTION,
      // Path of the id in a record, if it is not "id": id: 'key'
      full: pages({
        request: ({ page, size }) => ({ url: FILL_LIST_URL, query: { limit: size, cursor: page ?? undefined } }),
        page_size: 100,
        // Where the list is. An answer without it is a failure, never an empty page.
        records: 'data',
        // The end is the absence of the cursor, never a short or empty page.
        next: byPageToken(FILL_CURSOR_PATH),
      }),
      // incremental: changedSince('updated_at', { minutes: 5 }), the walk asking by \`since\`; leave it
      // out if the provider cannot. How deletions show between full passes: a listing, a flag on
      // the record, only a full pass, or not even that and why.
      deletions: { by: FILL_DELETIONS },
    }),
  ],
});
`;

/** Longer than a screen: a template is read whole. */
export const sandbox = (slug, Name) => `import { json } from '@/lib/sandbox/kit/call';
import { createCollection } from '@/lib/sandbox/kit/collection';
import type { Item } from '@/lib/sandbox/kit/collection';
import { endpointsFor } from '@/lib/sandbox/kit/endpoint';
import { pageOf } from '@/lib/sandbox/kit/paging';
import { text, whole } from '@/lib/sandbox/kit/params';
import { defineSandboxProvider } from '@/lib/sandbox/kit/provider';

// Speaks ${Name}'s own API, from its documents, with its oddities: short pages, missing lists, its
// own error bodies, its rate headers. What is not declared here is refused. It may not import
// anything of lib/connectors.
const { get } = endpointsFor<string>();
// A lively one, a small one, and one per trouble the connector must cope with; each with its key.
const ACCOUNTS: { name: string; note: string; key: string }[] = FILL_ACCOUNTS;
const STREAM = FILL_STREAM;

/**
 * A record in the API's form. Its id has to be the one given here; \`rev\` counts its changes, and
 * some field has to follow it.
 */
const recordOf = ({ id, rev, created, updated }: Item, account: string) => (FILL_RECORD);
/** What the call answers that names the account. */
const accountBody = (account: string) => (FILL_ACCOUNT_BODY);
/** ${Name}'s own form of a refusal. */
const errorBody = (status: number, message: string) => (FILL_ERROR_BODY);

export default defineSandboxProvider({
  slug: '${slug}',
  name: '${Name}',
  hosts: FILL_HOSTS,
  connect: FILL_HOW_TO_CONNECT,
  accounts: ACCOUNTS,
  streams: [STREAM],
  open: (account, stream, now) =>
    ACCOUNTS.some(({ name }) => name === account) && stream === STREAM
      ? createCollection({
          seed: \`${slug}:\${account}:\${stream}\`,
          size: FILL_SIZE,
          now,
          id: (n) => String(n + 1),
          // Ten records change in turns; one is born each hour and lives for eight.
          evolution: { update_every_ms: 600_000, busy: 10, birth_every_ms: 3_600_000, alive: 8, keep: 24 },
        })
      : null,
  // Who is calling: the account of the key, unless a test revoked it.
  sign_in: (call, world) => {
    const found = ACCOUNTS.find(({ key }) => call.header('authorization') === \`Bearer \${key}\`);
    return found && !world.grants.accountRevoked('${slug}', found.name) ? found.name : null;
  },
  endpoints: [
    get(FILL_VERIFY_PATH, { answer: ({ who }) => json(200, accountBody(who)) }),
    get(FILL_LIST_PATH, {
      // Every parameter the list has, with how it is read; any other one is refused.
      query: { limit: whole(1, 100, 100), cursor: text(/^\\d+$/) },
      answer: ({ who, query, world }) => {
        const { items, next } = pageOf(world.collection(who, STREAM)!.live(), query);
        return json(200, { data: items.map((item) => recordOf(item, who)), next_cursor: next });
      },
    }),
  ],
  // A refusal's \`why\`, \`parameter\` and \`value\` say more, where the provider's words do.
  refuse: ({ status, message, wait_s }) =>
    json(status, errorBody(status, message), wait_s ? { 'retry-after': String(wait_s) } : {}),
});
`;

export const answers = (
  slug,
  Name,
) => `import type { ErrorRow } from '@/lib/connectors/testing/error-table';

/**
 * The answers ${Name}'s documentation gives (or recorded ones), word for word, and what each means
 * for us. There has to be a row for every rule of the connector.
 */
export const answers: readonly ErrorRow[] = [
  { name: 'dead key', status: 401, body: FILL_BODY_OF_DEAD_KEY, verdict: FILL_VERDICT_OF_DEAD_KEY },
  {
    name: 'missing permission',
    status: 403,
    body: FILL_BODY_OF_MISSING_PERMISSION,
    verdict: FILL_VERDICT_OF_MISSING_PERMISSION,
  },
  {
    name: 'too many calls',
    status: 429,
    body: FILL_BODY_OF_LIMIT,
    headers: FILL_HEADERS_OF_LIMIT,
    verdict: 'rate_limited',
    wait_s: FILL_WAIT_SECONDS,
  },
  { name: 'trouble of its own', status: 500, body: FILL_BODY_OF_TROUBLE, verdict: 'retry' },
];
`;

export const errors = (slug) => `import connector from '@/lib/connectors/providers/${slug}';
import { answers } from '@/lib/connectors/testing/answers/${slug}';
import { errorTable } from '@/lib/connectors/testing/error-table';

errorTable(connector, answers);
`;

export const acceptance = (
  slug,
  Name,
) => `import connector from '@/lib/connectors/providers/${slug}';
import { answers } from '@/lib/connectors/testing/answers/${slug}';
import { acceptance } from '@/lib/connectors/testing/acceptance';

// What the acceptance pack has to know of ${Name}; row.ts explains each. Run it: npm run accept ${slug}
acceptance({
  connector,
  // A small account of the sandbox that has records in every stream.
  account: FILL_SMALL_ACCOUNT,
  // What the connection says it is connected to.
  named: { id: FILL_ACCOUNT_ID, label: FILL_ACCOUNT_LABEL },
  // A key nobody has, in the form the provider gives out, and what the person is told about it.
  wrong: { credential: FILL_WRONG_KEY, told: FILL_TOLD },
  // The parameter that says how large a page is, and the fewest records it takes.
  small_pages: { limit: 5 },
  // The answer of a stream the account may not see.
  forbidden: { stream: FILL_STREAM, path: FILL_LIST_PATH, body: FILL_BODY_OF_MISSING_PERMISSION },
  answers,
  // Fields that some record has: what would silently be missing if it were asked for wrongly.
  streams: { [FILL_STREAM]: { fields: FILL_FIELDS } },
});
`;
