import type { Json } from '@/lib/contract/common';

/**
 * Value at a dotted path ("paging.next.after"); undefined when any step is missing. The empty path
 * is the value itself. A dot that belongs to a name has a backslash before it (OData's
 * "@odata\\.nextLink").
 */
export function at(value: Json | undefined, path: string): Json | undefined {
  if (path === '') return value;
  let current: Json | undefined = value;
  for (const key of stepsOf(path)) {
    if (current === null || typeof current !== 'object') return undefined;
    current = Array.isArray(current) ? current[Number(key)] : current[key];
  }
  return current;
}

const stepsOf = (path: string): string[] =>
  path.includes('\\')
    ? path.split(/(?<!\\)\./).map((step) => step.replaceAll('\\.', '.'))
    : path.split('.');

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

/** The list at a path; an empty one when there is none. */
export function listAt(value: Json | undefined, path: string): readonly Json[] {
  const found = at(value, path);
  return Array.isArray(found) ? found : [];
}

/** The number at a path, for reckoning; null when there is none, or none a double can hold. */
export function numberAt(value: Json | undefined, path: string): number | null {
  const found = at(value, path);
  return typeof found === 'number' ? found : null;
}

/** The time at a path as ISO 8601, where the provider counts milliseconds since 1970, as a text. */
export function isoFromMs(value: Json | undefined, path: string): string | null {
  const time = new Date(Number(text(value, path) ?? Number.NaN));
  return Number.isFinite(time.getTime()) ? time.toISOString() : null;
}

/** The time at a path as ISO 8601, where the provider counts seconds since 1970; null otherwise. */
export function isoFromSeconds(value: Json | undefined, path: string): string | null {
  const time = new Date(Number(text(value, path) ?? Number.NaN) * 1_000);
  return Number.isFinite(time.getTime()) ? time.toISOString() : null;
}
