import { isUtf8 } from 'node:buffer';
import { DomainError } from '@/lib/contract/errors';
import { isId } from '@/lib/platform/ids';

/** What a part of a cursor may be: only what PostgreSQL takes for a value of that type. */
const PARTS = {
  sequence: (text: string) => /^\d{1,19}$/.test(text) && BigInt(text) < 2n ** 63n,
  id: isId,
  // Written by Date.toISOString, so that it reads back as itself. PostgreSQL has no year 0.
  time: (text: string) => /^\d{4}-/.test(text) && !text.startsWith('0000') && isoOf(text) === text,
  // What a list is sorted by, as base64url: it may hold the separator.
  key: (text: string) => isUtf8(Buffer.from(text, 'base64url')),
} as const;
type Part = keyof typeof PARTS;

const isoOf = (text: string): string | null => {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
};

/** A place in a list as opaque text. `kind` names the list, so that no other list takes it. */
export const encodeCursor = (kind: string, ...parts: string[]): string =>
  Buffer.from(`${kind}:${parts.join('|')}`).toString('base64url');

/** Any text as a part of the kind `key`, and back. */
export const toKey = (text: string): string => Buffer.from(text).toString('base64url');
export const fromKey = (key: string): string => Buffer.from(key, 'base64url').toString();

/**
 * The parts of a cursor that encodeCursor made for this list. Throws invalid_cursor for anything
 * else, numbers too large and days that do not exist included.
 */
export function decodeCursor<const Parts extends readonly Part[]>(
  kind: string,
  cursor: string,
  parts: Parts,
): { [I in keyof Parts]: string } {
  const text = Buffer.from(cursor, 'base64url').toString();
  const found = text.startsWith(`${kind}:`) ? text.slice(kind.length + 1).split('|') : [];
  const good =
    found.length === parts.length &&
    parts.every((part, i) => PARTS[part](found[i]!)) &&
    encodeCursor(kind, ...found) === cursor;
  if (!good) throw new DomainError('invalid_cursor');
  return found as { [I in keyof Parts]: string };
}
