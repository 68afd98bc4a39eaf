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

/**
 * A text of each entry of the list at a path: the first of `paths` that is there. Entries without any
 * are left out. The empty path is the entry itself.
 */
export const textsAt = (
  value: Json | undefined,
  list: string,
  ...paths: readonly string[]
): string[] =>
  listAt(value, list).flatMap((entry) =>
    paths.flatMap((path) => text(entry, path) ?? []).slice(0, 1),
  );

/** The number at a path, for reckoning; null when there is none, or none a double can hold. */
export function numberAt(value: Json | undefined, path: string): number | null {
  const found = at(value, path);
  return typeof found === 'number' ? found : null;
}

/** A name of several parts, by their paths; null when none is there. */
export const fullName = (value: Json | undefined, ...parts: readonly string[]): string | null =>
  parts.flatMap((path) => text(value, path) ?? []).join(' ') || null;

/** The time at a path as ISO 8601 in UTC, with whatever offset it was written. */
export const isoAt = (value: Json | undefined, path: string): string | null =>
  iso(text(value, path));

/** The time at a path as ISO 8601, where the provider counts milliseconds since 1970. */
export const isoFromMs = (value: Json | undefined, path: string): string | null =>
  iso(Number(text(value, path) ?? Number.NaN));

/** The time at a path as ISO 8601, where the provider counts seconds since 1970; null otherwise. */
export const isoFromSeconds = (value: Json | undefined, path: string): string | null =>
  iso(Number(text(value, path) ?? Number.NaN) * 1_000);

function iso(said: string | number | null): string | null {
  const time = new Date(said ?? Number.NaN);
  return Number.isFinite(time.getTime()) ? time.toISOString() : null;
}

/** Whole seconds from the time at one path to that at another, ISO 8601; null without both. */
export const secondsBetween =
  (from: string, to: string) =>
  (record: Json): number | null => {
    const [begin, end] = [from, to].map((path) => Date.parse(text(record, path) ?? ''));
    const seconds = Math.round((end! - begin!) / 1_000);
    return Number.isFinite(seconds) ? seconds : null;
  };
