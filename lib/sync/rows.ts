import { hash } from 'node:crypto';
import {
  canonicalText,
  changeTime,
  text,
  type Stream,
  type StreamContext,
} from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';
import { isTooDeep } from '@/lib/platform/json';
import type { Kept, Row } from '@/lib/records/service';

/** An item that cannot be stored, with the reason a person can read. */
export interface BadItem {
  external_id: string | null;
  reason: string;
  payload: Kept | null;
  hash: string;
}

export const digest = (value: string): string => hash('sha256', value, 'base64url').slice(0, 27);

const MAX_ID_CHARS = 512;

/** Pure: items of a page → rows to write and items for quarantine. One bad item never stops the others. */
export function toRows(
  stream: Stream,
  items: readonly Json[],
  context: StreamContext,
  parent?: string,
): { rows: Row[]; bad: BadItem[] } {
  const rows: Row[] = [];
  const bad: BadItem[] = [];
  for (const item of items) {
    try {
      rows.push(...rowsOf(stream, item, context, parent));
    } catch (error) {
      bad.push(badItem(stream, item, error));
    }
  }
  return { rows, bad };
}

/** The row of an item, and tombstones of what was merged into it. Throws why it cannot be stored. */
function rowsOf(stream: Stream, item: Json, context: StreamContext, parent?: string): Row[] {
  if (isTooDeep(item)) throw new Error('it is nested too deep');
  const record = stream.transform ? stream.transform(item, context) : item;
  if (record === null) return [];
  if (typeof record !== 'object' || Array.isArray(record) || JSON.isRawJSON(record))
    throw new Error('it is not an object');
  const id = text(record, stream.id);
  if (id === null) throw new Error(`it has no ${stream.id}`);
  if (id.length > MAX_ID_CHARS) throw new Error('its id is longer than 512 characters');
  const json = JSON.stringify(record);
  const fault = unstorable(json);
  if (fault) throw new Error(`it contains ${fault}, which the database cannot store`);
  const row: Row = { id, text: json, hash: digest(json) };
  if (parent !== undefined) row.parent = parent;
  const mapping = stream.canonical;
  if (mapping) row.canonical = { text: canonicalText(mapping, record), version: mapping.version };
  const bookmark = stream.incremental?.bookmark;
  const changed_ms = bookmark?.by === 'time' ? changeTime(record, bookmark) : null;
  if (changed_ms !== null) row.changed_ms = changed_ms;
  if (stream.deletions.by === 'flag' && stream.deletions.deleted(record)) row.deleted = true;
  const merged = tombstones(stream.merged?.(record) ?? []);
  return [...merged.map((loser) => ({ ...loser, merged_into: id })), row];
}

const tombstone = (id: string): Row => ({ id, text: '', hash: '', deleted: true });

/** Tombstones of ids the provider names; one the database could not hold was never stored. */
export const tombstones = (ids: readonly string[]): Row[] => ids.filter(isStorable).map(tombstone);

/** Whether a text column takes it. */
export const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

/** Never throws: what cannot even be written as JSON is told without its content. */
function badItem(stream: Stream, item: Json, error: unknown): BadItem {
  const json = jsonOf(item);
  return {
    external_id: printable(text(item, stream.id)),
    reason:
      printable(error instanceof Error ? error.message : String(error)) ?? 'it cannot be read',
    payload: json === null ? null : { item: json },
    hash: digest(json ?? `${stream.name} ${text(item, stream.id)}`),
  };
}

function jsonOf(item: Json): string | null {
  if (isTooDeep(item)) return null;
  return JSON.stringify(item) ?? 'null';
}

/**
 * JSON.stringify writes a NUL and half of a surrogate pair as an escape; one that follows an odd
 * number of backslashes is real.
 */
const ESCAPED = /(?<!\\)(?:\\\\)*\\u(0000|d[89a-f])/;

/** What in a JSON text PostgreSQL refuses to store; null when it takes it. */
export function unstorable(json: string): string | null {
  if (!json.includes('\\u')) return null;
  const found = ESCAPED.exec(json)?.[1];
  if (found === undefined) return null;
  return found === '0000' ? 'a NUL character' : 'half of a surrogate pair';
}

/** Without what a text column refuses. */
const printable = (value: string | null): string | null =>
  value === null ? null : value.replaceAll('\0', '').toWellFormed().slice(0, MAX_ID_CHARS);
