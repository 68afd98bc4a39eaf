import { OPERATIONS, type AnyOperation } from '@/lib/contract';

/** The operations of one path, and what stands in its placeholders. */
export interface Match {
  path: string;
  params: Record<string, string>;
}

/**
 * Every path that has operations, with them. Fixed segments come before placeholders, as Next orders
 * routes: in the order of characters "{" comes after every letter.
 */
export const PATHS: ReadonlyMap<string, readonly AnyOperation[]> = new Map(
  [...Map.groupBy(Object.values(OPERATIONS) as AnyOperation[], (op) => op.path)].sort(([a], [b]) =>
    a < b ? -1 : 1,
  ),
);

const templates = [...PATHS.keys()].map((path) => ({ path, parts: path.slice(1).split('/') }));

/** The path these (decoded) segments belong to; undefined: no operation has it. */
export function match(segments: readonly string[]): Match | undefined {
  for (const { path, parts } of templates) {
    if (parts.length !== segments.length) continue;
    const params: Record<string, string> = {};
    const fits = parts.every((part, i) => {
      const name = /^\{(\w+)\}$/.exec(part)?.[1];
      if (name) params[name] = segments[i]!;
      return name !== undefined || part === segments[i];
    });
    if (fits) return { path, params };
  }
  return undefined;
}
