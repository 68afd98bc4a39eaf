import {
  placeOf,
  resolve,
  type Node,
  type OpenApi,
} from '@/lib/connectors/testing/spec/openapi-document';

/**
 * The fields of a value that no branch of its schema declares, as paths. A schema is open unless it
 * says so, and a field that nobody declared is how a sandbox that makes things up would pass. What
 * declares no fields at all is any object.
 */
export function undeclared(document: OpenApi, at: readonly string[], value: unknown): string[] {
  const found = new Set<string>();
  visit(document, [resolve(document, at).node], value, '', found);
  return [...found];
}

function visit(
  document: OpenApi,
  schemas: readonly Node[],
  value: unknown,
  path: string,
  found: Set<string>,
): void {
  const all = schemas.flatMap((schema) => branches(document, schema));
  if (Array.isArray(value)) {
    const items = all.flatMap(({ items: one }) => (one ? [one as Node] : []));
    for (const item of value) visit(document, items, item, `${path}/[]`, found);
    return;
  }
  if (value === null || typeof value !== 'object') return;
  const named = all.filter(({ properties }) => properties !== undefined);
  const free = all.some(
    ({ additionalProperties: one, patternProperties }) =>
      patternProperties !== undefined || (one !== undefined && one !== false),
  );
  if (named.length === 0 && !free) return;
  for (const [key, inner] of Object.entries(value)) {
    const here = named.flatMap(({ properties }) => {
      const own = properties as Record<string, Node>;
      return Object.hasOwn(own, key) ? [own[key]!] : [];
    });
    if (here.length > 0) visit(document, here, inner, `${path}/${key}`, found);
    else if (!free) found.add(`${path}/${key}`);
  }
}

/** A schema and everything it is put together from, references followed. */
function branches(document: OpenApi, schema: Node, seen = new Set<Node>()): Node[] {
  const node =
    typeof schema.$ref === 'string' ? resolve(document, placeOf(schema.$ref)).node : schema;
  if (seen.has(node)) return [];
  seen.add(node);
  const parts = ['allOf', 'anyOf', 'oneOf'].flatMap((key) => (node[key] ?? []) as Node[]);
  return [node, ...parts.flatMap((part) => branches(document, part, seen))];
}
