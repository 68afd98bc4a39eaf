import fs from 'node:fs';
import { Ajv } from 'ajv';
import type { Exchange } from '@/lib/connectors/testing/spec/exchanges';

/**
 * Reads the types of Notion's client, as conformance/notion-types.ts writes them. Answers a function
 * that says what of a request they do not have; null: they have all of it.
 */
export function clientTypesOf(file: string): (exchange: Exchange) => string | null {
  const ajv = new Ajv({ strict: false, formats: { uri: true, date: true } });
  ajv.addSchema(JSON.parse(fs.readFileSync(file, 'utf8')) as object, 'types');
  return ({ method, path, query, request }) => {
    const { kind, ids } = named(method, path);
    const check = ajv.getSchema(`types#/definitions/NotionRequests/properties/${pointer(kind)}`);
    if (!check) return `${kind}: the client has no such request`;
    const body = request.text === '' ? {} : (JSON.parse(request.text) as object);
    if (check({ ...ids, ...asked(query), ...body })) return null;
    const at = check.errors?.at(-1);
    return `${kind}: ${at?.instancePath} ${at?.message} ${JSON.stringify(at?.params)}`;
  };
}

/** A request by the names the client has: `pages/{page_id}`, with the ids that stood in the path. */
function named(method: string, path: string): { kind: string; ids: Record<string, string> } {
  const ids: Record<string, string> = {};
  const parts = path.split('/').slice(2);
  const kind = parts.map((part, i) => {
    if (!/^[0-9a-f-]{32,36}$/.test(part)) return part;
    const name = `${parts[i - 1]!.slice(0, -1)}_id`;
    ids[name] = part;
    return `{${name}}`;
  });
  return { kind: `${method} ${kind.join('/')}`, ids };
}

/** The client takes numbers of the query as numbers. */
const asked = (query: URLSearchParams): Record<string, string | number> =>
  Object.fromEntries([...query].map(([k, v]) => [k, k === 'page_size' ? Number(v) : v]));

const pointer = (kind: string): string =>
  encodeURIComponent(kind.replaceAll('~', '~0').replaceAll('/', '~1'));
