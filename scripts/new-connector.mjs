// Starts a connector: writes its file, the table of its errors and its sandbox, all full of
// guidance. Neither compiles until every FILL_… is replaced, so an unfinished connector cannot slip
// in.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const connector = (
  slug,
  Name,
) => `import { byPageToken, defineConnector, defineStream, pages, text } from '@/lib/connectors/kit';

/** Where the facts come from: name the official page or description, with its date. */
const DOCS = FILL_DOCS_PAGE;

export default defineConnector({
  type: '${slug}',
  name: '${Name}',
  // One line of 20 to 160 characters: what a person gets by connecting it.
  description: FILL_DESCRIPTION,
  // crm | calls | comms | docs | support | social | events | custom
  category: FILL_CATEGORY,
  // workspace: shared by all; personal: one member's own account.
  ownership: 'workspace',
  direction: 'inbound',
  instancing: 'multiple',
  version: '1.0.0',
  docs_url: FILL_DOCS_URL,
  // Name of a file in public/logos (record its source in logos.json), or null for a letter.
  logo: null,
  keywords: FILL_KEYWORDS,
  default_cadence: '30m',
  puller: { status: 'live' },
  // What we never do with the account. Shown before anybody leaves for the provider.
  promises: FILL_PROMISES,
  // Bare host names, all it may ever call.
  hosts: FILL_HOSTS,

  // OAuth and handles: see hubspot.ts and x.ts.
  auth: {
    method: 'api_key',
    fields: [{ key: 'api_key', label: 'API key', required: true, secret: true, placeholder: FILL_PLACEHOLDER, help: FILL_HELP, where_to_find: FILL_STEPS, find_url: FILL_FIND_URL }],
    // Headers, never a URL: URLs end up in logs.
    apply: ({ api_key = '' }) => ({ authorization: \`Bearer \${api_key}\` }),
    account: {
      // A cheap call that proves the key and names the account.
      request: () => ({ url: FILL_VERIFY_URL }),
      read: ({ body }) => ({ id: text(body, FILL_ACCOUNT_ID_PATH) ?? '', label: text(body, FILL_ACCOUNT_NAME_PATH) ?? '' }),
    },
  },

  limits: [{ name: 'requests', scope: 'connection', requests: FILL_REQUESTS, per_ms: FILL_PER_MS }],

  // Tried in order, body before status, before the defaults. What does this provider say when the
  // key died, when it wants us to wait, when a permission is missing, when a page token is too old?
  errors: [{ when: { status: 401 }, then: 'needs_reauth', message: FILL_MESSAGE, source: DOCS }],

  streams: [
    defineStream({
      name: FILL_STREAM, label: FILL_LABEL, entity: FILL_ENTITY, description: FILL_STREAM_DESCRIPTION,
      // Path of the id in a record.
      id: 'id',
      full: pages({
        request: ({ page, size }) => ({ url: FILL_LIST_URL, query: { limit: size, cursor: page ?? undefined } }),
        page_size: 100,
        // Where the list is. An answer without it is a failure, never an empty page.
        records: 'data',
        // The end is the absence of the page token, never a short or empty page.
        next: byPageToken(FILL_PAGE_TOKEN_PATH),
      }),
      // incremental: { walk, bookmark }, the walk asking for what changed since \`since\`; leave it
      // out if the provider cannot. How deletions show between full passes: a listing, a flag on
      // the record, only a full pass, or not even that and why.
      deletions: FILL_DELETIONS,
    }),
  ],
});
`;

const sandbox = (slug, Name) => `import { json } from '@/lib/sandbox/kit/call';
import { createCollection } from '@/lib/sandbox/kit/collection';
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

export default defineSandboxProvider({
  slug: '${slug}',
  name: '${Name}',
  hosts: FILL_HOSTS,
  connect: FILL_HOW_TO_CONNECT,
  accounts: ACCOUNTS,
  streams: [FILL_STREAM],
  open: (account, stream, now) =>
    ACCOUNTS.some(({ name }) => name === account) && stream === FILL_STREAM
      ? createCollection({
          seed: \`${slug}:\${account}:\${stream}\`,
          size: FILL_SIZE,
          now,
          id: String,
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
    get(FILL_VERIFY_PATH, { answer: ({ who }) => json(200, FILL_ACCOUNT_BODY(who)) }),
    get(FILL_LIST_PATH, {
      // Every parameter the list has, with how it is read; any other one is refused.
      query: { limit: whole(1, 100, 100), cursor: text(/^\\d+$/) },
      answer: ({ who, query, world }) => {
        const { items, next } = pageOf(world.collection(who, FILL_STREAM)!.live(), query);
        return json(200, { data: items.map((item) => FILL_RECORD(item, who)), next_cursor: next });
      },
    }),
  ],
  // ${Name}'s own words for a refusal; \`why\`, \`parameter\` and \`value\` say more where it does.
  refuse: ({ status, message, wait_s }) =>
    json(
      status,
      FILL_ERROR_BODY(status, message),
      wait_s === undefined ? {} : { 'retry-after': String(wait_s) },
    ),
});
`;

const errors = (slug, Name) => `import connector from './${slug}';
import { errorTable } from '@/lib/connectors/testing/error-table';

// The answers ${Name}'s documentation gives (or recorded ones), word for word, and what each means
// for us. The table asks for a row for every rule of the connector.
errorTable(connector, [
  { name: 'dead key', status: 401, body: FILL_BODY_OF_DEAD_KEY, verdict: FILL_VERDICT_OF_DEAD_KEY },
  { name: 'missing permission', status: 403, body: FILL_BODY_OF_MISSING_PERMISSION, verdict: FILL_VERDICT_OF_MISSING_PERMISSION },
  { name: 'too many calls', status: 429, body: FILL_BODY_OF_LIMIT, headers: FILL_HEADERS_OF_LIMIT, verdict: 'rate_limited', wait_s: FILL_WAIT_SECONDS },
  { name: 'trouble of its own', status: 500, body: FILL_BODY_OF_TROUBLE, verdict: 'retry' },
]);
`;

/** Writes the files under \`root\`. Throws with a sentence when the slug is bad or taken. */
export function writeConnector(root, slug) {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(slug ?? '') || slug.length > 40)
    throw new Error(
      'Name it in lower case, words joined by hyphens: npm run new:connector -- acme-crm',
    );
  const files = {
    [`lib/connectors/providers/${slug}.ts`]: connector,
    [`lib/connectors/providers/${slug}.errors.test.ts`]: errors,
    [`lib/sandbox/providers/${slug}.ts`]: sandbox,
  };
  const taken =
    Object.keys(files).find((file) => existsSync(join(root, file))) ?? aliasOwner(root, slug);
  if (taken) throw new Error(`"${slug}" is taken: see ${taken}`);
  const Name = slug
    .split('-')
    .map((word) => word[0].toUpperCase() + word.slice(1))
    .join(' ');
  for (const [file, write] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), write(slug, Name));
  }
  return Object.keys(files);
}

/** The connector that has the slug as an alias. */
function aliasOwner(root, slug) {
  const registry = join(root, 'lib/connectors/registry.gen.ts');
  const files = existsSync(registry)
    ? [
        ...readFileSync(registry, 'utf8').matchAll(
          /from '@\/(lib\/connectors\/providers\/[^']+)'/g,
        ),
      ].map((m) => `${m[1]}.ts`)
    : [];
  return files.find(
    (file) =>
      existsSync(join(root, file)) &&
      new RegExp(`aliases: \\[[^\\]]*'${slug}'`).test(readFileSync(join(root, file), 'utf8')),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const files = writeConnector(
      join(dirname(fileURLToPath(import.meta.url)), '..'),
      process.argv[2],
    );
    console.log(
      `Written:\n${files.map((f) => `  ${f}`).join('\n')}\n\nReplace every FILL_… with what the provider's documentation says, then run npm test.`,
    );
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
