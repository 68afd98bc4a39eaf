import { fieldsOf, KINDS, record } from '@/lib/sandbox/data/salesforce';
import type { Item } from '@/lib/sandbox/kit/collection';
import { Refused } from '@/lib/sandbox/kit/refusal';
import type { World } from '@/lib/sandbox/kit/world';

/** A query that was understood. */
export interface Query {
  stream: string;
  object: string;
  /** Null: only the number of records is asked for. */
  fields: readonly string[] | null;
  since: number | null;
}

const SELECT = new RegExp(
  [
    /^SELECT (?<fields>COUNT\(\)|[\w.]+(?:, ?[\w.]+)*)/,
    / FROM (?<object>\w+)/,
    /(?: WHERE SystemModstamp >= (?<since>\S+))?/,
    /(?<order> ORDER BY SystemModstamp ASC, Id ASC)?$/,
  ]
    .map((part) => part.source)
    .join(''),
);
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/;

/** Throws the refusal whose error code Salesforce has for what is wrong. */
export function understood(soql: string): Query {
  const found = SELECT.exec(soql.trim())?.groups;
  if (!found) throw malformed(`unexpected token: ${soql.slice(0, 60)}`);
  const { object = '', fields = '', since } = found;
  const stream = Object.keys(KINDS).find((name) => KINDS[name]!.object === object);
  if (stream === undefined)
    throw refused('INVALID_TYPE', `sObject type '${object}' is not supported.`);
  if (since !== undefined && !TIME.test(since)) throw malformed(`invalid time: ${since}`);
  const names = fields === 'COUNT()' ? null : fields.split(',').map((name) => name.trim());
  const strange = names?.find((name) => !Object.hasOwn(fieldsOf(stream), name));
  if (strange !== undefined)
    throw refused('INVALID_FIELD', `No such column '${strange}' on entity '${object}'.`);
  return { stream, object, fields: names, since: since === undefined ? null : Date.parse(since) };
}

/** Records a query finds, by the time they changed; `all`: those in the recycle bin too. */
export function matching(
  world: World,
  org: string,
  { stream, since }: Query,
  all: boolean,
): readonly Item[] {
  const collection = world.collection(org, stream)!;
  const shown = since === null ? Infinity : world.now() - world.lag_ms();
  // Users cannot be deleted; one that a test takes away is not there.
  const bin = all && stream !== 'users' ? collection.deleted() : [];
  return [...collection.live(), ...bin]
    .filter(({ updated }) => updated >= (since ?? -Infinity) && updated <= shown)
    .sort((a, b) => a.updated - b.updated || (a.id < b.id ? -1 : 1));
}

/** The fields of a record that were asked for. */
export function chosen(
  org: string,
  { stream, fields }: Query,
  item: Item,
): Record<string, unknown> {
  const whole = record(org, stream, item);
  return Object.fromEntries((fields ?? []).map((name) => [name, whole[name] ?? null]));
}

/** Rows of an export: every value a text, times with a Z, nothing for null. */
export function csvOf(org: string, query: Query, items: readonly Item[]): string {
  const types = fieldsOf(query.stream);
  const cell = (name: string, value: unknown): string => {
    const said = value === null ? '' : String(value);
    const written = types[name] === 'datetime' ? said.replace(/\+0000$/, 'Z') : said;
    return `"${written.replaceAll('"', '""')}"`;
  };
  const names = query.fields ?? [];
  const rows = items.map((item) => {
    const found = chosen(org, query, item);
    return names.map((name) => cell(name, found[name])).join(',');
  });
  return `${[names.map((name) => `"${name}"`).join(','), ...rows].join('\n')}\n`;
}

/** A refusal with the error code of Salesforce. */
export const refused = (code: string, message: string, status = 400): Refused =>
  new Refused({ status, why: 'bad_parameter', message, parameter: code });

const malformed = (message: string): Refused => refused('MALFORMED_QUERY', message);
