import type { Json } from '@/lib/contract/common';

/**
 * Value at a dotted path ("paging.next.after"); undefined when any step is missing. The empty path
 * is the value itself.
 */
export function at(value: Json | undefined, path: string): Json | undefined {
  if (path === '') return value;
  let current: Json | undefined = value;
  for (const key of path.split('.')) {
    if (current === null || typeof current !== 'object') return undefined;
    current = Array.isArray(current) ? current[Number(key)] : current[key];
  }
  return current;
}

/** The text at a path; numbers become their decimal text; anything else is null. */
export function text(value: Json | undefined, path: string): string | null {
  const found = at(value, path);
  if (typeof found === 'string') return found === '' ? null : found;
  return typeof found === 'number' ? String(found) : null;
}
