import { choose, job, listAt, numberAt, pages, sequence, text } from '@/lib/connectors/kit';
import type { Walk, World } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';

const VERSION = '/services/data/v62.0';
/** Larger tables are exported; `bulk_above` in a connection's config says another number. */
const BULK_ABOVE = 50_000;
/** An address may have 16,384 characters, the host and path among them. */
const LONGEST_QUERY = 15_000;

/** Fields by name, with their types. Which there are depends on the organization and the person. */
type Fields = ReadonlyMap<string, string>;

/**
 * All records of an object, or those that changed since the bookmark: page by page, or as an export
 * where a full pass is over a large table. Either way they are the same.
 */
export function recordsOf(object: string): Walk {
  return {
    async *read(from, world) {
      const { fields, left_out } = await describe(object, world);
      const walk = choose(async () => ((await isLarge(object, world)) ? 'bulk' : 'rest'), {
        rest: byPages(object, fields),
        bulk: byExport(object, fields),
      });
      const warning = `${left_out} fields of ${object} do not fit into a query and are not read.`;
      let told = left_out === 0;
      for await (const page of walk.read(from, world)) {
        yield told ? page : { ...page, warning };
        told = true;
      }
    },
  };
}

/** Those of each object that a connection's config names under a key; none where it names none. */
export function recordsOfNamed(key: string): Walk {
  return {
    async *read(from, world) {
      const named = text(world.context.config, key) ?? '';
      const [first, ...others] = named.split(/[ ,]+/).filter(Boolean).map(recordsOf);
      if (first) yield* sequence(first, ...others).read(from, world);
      else yield { items: [], position: null };
    },
  };
}

async function describe(object: string, { ask, context }: World) {
  const url = `${rootOf(context.account.details)}/sobjects/${object}/describe`;
  const { body } = await ask({ url }, { list: 'fields', of_record: true });
  const fields = new Map<string, string>();
  let [length, left_out] = [0, 0];
  for (const field of listAt(body, 'fields')) {
    const [name, type] = [text(field, 'name') ?? '', text(field, 'type') ?? ''];
    // Contents of files; and addresses and places, which are there in their parts as well.
    if (['base64', 'address', 'location'].includes(type)) continue;
    length += encodeURIComponent(`${name},`).length;
    if (length > LONGEST_QUERY) left_out += 1;
    else fields.set(name, type);
  }
  return { fields, left_out };
}

/** Asked for on a full pass only: what changed since is never much. */
async function isLarge(object: string, { ask, context, since }: World): Promise<boolean> {
  if (since !== null) return false;
  const url = `${rootOf(context.account.details)}/query`;
  const { body } = await ask({ url, query: { q: `SELECT COUNT() FROM ${object}` } });
  const above = Number(context.config.bulk_above ?? BULK_ABOVE);
  return (numberAt(body, 'totalSize') ?? 0) > above;
}

/** With those in the recycle bin, and tasks and events that Salesforce archived by itself. */
const soql = (object: string, fields: Fields, since: string | null): string =>
  `SELECT ${[...fields.keys()].join(',')} FROM ${object}` +
  (since === null ? '' : ` WHERE SystemModstamp >= ${since}`);

function byPages(object: string, fields: Fields): Walk {
  return pages({
    request: ({ page, since, account: { details } }) =>
      page === null
        ? {
            url: `${rootOf(details)}/queryAll`,
            query: { q: `${soql(object, fields, since)} ORDER BY SystemModstamp ASC, Id ASC` },
          }
        : { url: `${details.instance_url}${page}` },
    records: 'records',
    total: { at: 'totalSize', counts: 'all' },
    next: ({ body }) => text(body, 'nextRecordsUrl'),
  });
}

function byExport(object: string, fields: Fields): Walk {
  const walk = job({
    create: ({ account, since }) => ({
      method: 'POST',
      url: `${rootOf(account.details)}/jobs/query`,
      json: {
        operation: 'queryAll',
        query: soql(object, fields, since),
        contentType: 'CSV',
        columnDelimiter: 'COMMA',
        lineEnding: 'LF',
      },
    }),
    job: ({ body }) => text(body, 'id'),
    poll: (id, { account }) => ({ url: `${rootOf(account.details)}/jobs/query/${id}` }),
    state: ({ body }) => {
      const state = text(body, 'state') ?? '';
      if (state === 'JobComplete') return 'ready';
      const failed = text(body, 'errorMessage') ?? state;
      return ['UploadComplete', 'InProgress'].includes(state) ? 'wait' : { failed };
    },
    every_ms: 5_000,
    most_minutes: 60,
    results: (id, locator, { account }) => ({
      url: `${rootOf(account.details)}/jobs/query/${id}/results`,
      query: { maxRecords: 50_000, locator: locator ?? undefined },
    }),
    format: 'csv',
    // The word, where there is no more.
    locator: (headers) => {
      const said = headers['sforce-locator'] ?? 'null';
      return said === 'null' ? null : said;
    },
  });
  return {
    async *read(from, world) {
      for await (const page of walk.read(from, world))
        yield { ...page, items: page.items.map((row) => typed(object, row, fields)) };
    },
  };
}

/** A row of text as the record the queries give, so that it is the same by either way. */
function typed(object: string, row: Json, fields: Fields): Json {
  const values = Object.entries(row as Record<string, string>).map(
    ([name, value]) => [name, valueOf(value, fields.get(name) ?? '')] as const,
  );
  return { attributes: { type: object }, ...Object.fromEntries(values) };
}

function valueOf(value: string, type: string): Json {
  if (value === '') return null;
  if (type === 'boolean') return value === 'true';
  if (type === 'datetime') return value.replace(/Z$/, '+0000');
  return ['int', 'long', 'double', 'currency', 'percent'].includes(type) ? Number(value) : value;
}

function rootOf(details: Readonly<Record<string, string>>): string {
  return `${details.instance_url}${VERSION}`;
}
