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

/**
 * Whether a value is a number kept by its digits, because a double would change it. It is an object
 * to `typeof`; JSON.stringify writes the digits.
 */
export const isExact = (value: Json | undefined): value is { rawJSON: string } =>
  JSON.isRawJSON(value);

/** The digits of a number as the provider wrote it; null when the value is no number. */
export function numberText(value: Json | undefined): string | null {
  if (typeof value === 'number') return String(value);
  return isExact(value) ? value.rawJSON : null;
}

/** The text at a path; numbers become their decimal text, every digit; anything else is null. */
export function text(value: Json | undefined, path: string): string | null {
  const found = at(value, path);
  if (typeof found === 'string') return found === '' ? null : found;
  return numberText(found);
}
