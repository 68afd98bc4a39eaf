/**
 * Parameters by name, as a description knows them: `created[gte]=1` is an object of its name,
 * `ids[]=1&ids[]=2` and a name that comes twice are lists.
 */
export function grouped(params: URLSearchParams): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const [key, value] of params) put(made, piecesOf(key), value);
  return made;
}

const piecesOf = (key: string): string[] => [
  key.replace(/\[.*$/, ''),
  ...[...key.matchAll(/\[([^\]]*)\]/g)].map((found) => found[1]!),
];

function put(into: Record<string, unknown>, [name = '', ...rest]: string[], value: string): void {
  if (rest.length > 0 && rest[0] !== '' && Number.isNaN(Number(rest[0]))) {
    const inner = (into[name] ??= {}) as Record<string, unknown>;
    return put(inner, rest, value);
  }
  const there = into[name];
  if (rest.length > 0) into[name] = [...((there as string[] | undefined) ?? []), value];
  else into[name] = there === undefined ? value : [...[there].flat(), value];
}
