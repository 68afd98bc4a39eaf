import { hash } from 'node:crypto';
import { text, type AnyStream, type StreamContext } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';
import type { Kept, Row } from '@/lib/records/service';

/** An item that cannot be stored, with the reason a person can read. */
export interface BadItem {
  external_id: string | null;
  reason: string;
  payload: Kept;
  hash: string;
}

export const digest = (value: string): string => hash('sha256', value, 'base64url').slice(0, 27);

/**
 * Pure: items of a page → rows to write and items to set aside. One bad item never stops the
 * others.
 */
export function toRows(
  stream: AnyStream,
  items: readonly Json[],
  context: StreamContext,
): { rows: Row[]; bad: BadItem[] } {
  const rows: Row[] = [];
  const bad: BadItem[] = [];
  for (const item of items) {
    try {
      const record = stream.transform ? stream.transform(item, context) : item;
      if (record === null) continue;
      if (typeof record !== 'object' || Array.isArray(record))
        throw new Error('it is not an object');
      const id = text(record, stream.id);
      if (id === null) throw new Error(`it has no ${stream.id}`);
      if (id.length > 512) throw new Error('its id is longer than 512 characters');
      const json = JSON.stringify(record);
      const fault = unstorable(json);
      if (fault) throw new Error(`it contains ${fault}, which the database cannot store`);
      const row: Row = { id, text: json, hash: digest(json) };
      if (stream.deletions.by === 'flag' && stream.deletions.deleted(record)) row.deleted = true;
      rows.push(row);
    } catch (error) {
      const json = JSON.stringify(item) ?? 'null';
      bad.push({
        external_id: printable(text(item, stream.id)),
        reason:
          printable(error instanceof Error ? error.message : String(error)) ?? 'it cannot be read',
        payload: { item: json },
        hash: digest(json),
      });
    }
  }
  return { rows, bad };
}

/**
 * JSON.stringify writes a NUL and half of a surrogate pair as an escape; one that follows an odd
 * number of backslashes is real.
 */
const ESCAPED = /(?<!\\)(?:\\\\)*\\u(0000|d[89a-f])/;

/** What in a JSON text PostgreSQL refuses to store; null when it takes it. */
function unstorable(json: string): string | null {
  if (!json.includes('\\u')) return null;
  const found = ESCAPED.exec(json)?.[1];
  return found === undefined
    ? null
    : found === '0000'
      ? 'a NUL character'
      : 'half of a surrogate pair';
}

/** Without what a text column refuses. */
const printable = (value: string | null): string | null =>
  value === null ? null : value.replaceAll('\0', '').toWellFormed().slice(0, 512);
