import { hash } from 'node:crypto';
import { text, type AnyStream, type StreamContext } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';
import type { Kept, Row } from '@/lib/records/service';

/** An item that cannot be stored, with the reason a person can read. */
export interface BadItem { external_id: string | null; reason: string; payload: Kept; hash: string }

export const digest = (value: string): string => hash('sha256', value, 'base64url').slice(0, 27);

/** Whether JSON text holds the escape of NUL; an escaped backslash before "u0000" is not it. */
const holdsNul = (json: string): boolean => json.includes('\\u0000') && /(?<!\\)(?:\\\\)*\\u0000/.test(json);

/** Pure: items of a page → rows to write and items to set aside. One bad item never stops the others. */
export function toRows(stream: AnyStream, items: readonly Json[], context: StreamContext): { rows: Row[]; bad: BadItem[] } {
  const rows: Row[] = [];
  const bad: BadItem[] = [];
  for (const item of items) {
    try {
      const record = stream.transform ? stream.transform(item, context) : item;
      if (record === null) continue;
      if (typeof record !== 'object' || Array.isArray(record)) throw new Error('it is not an object');
      const id = text(record, stream.id);
      if (id === null) throw new Error(`it has no ${stream.id}`);
      if (id.length > 512) throw new Error('its id is longer than 512 characters');
      const json = JSON.stringify(record);
      if (holdsNul(json)) throw new Error('it contains a NUL character, which the database cannot store');
      const row: Row = { id, text: json, hash: digest(json) };
      if (stream.deletions.by === 'flag' && stream.deletions.deleted(record)) row.deleted = true;
      rows.push(row);
    } catch (error) {
      const json = JSON.stringify(item) ?? 'null';
      bad.push({ external_id: text(item, stream.id), reason: error instanceof Error ? error.message : String(error), payload: { item: json }, hash: digest(json) });
    }
  }
  return { rows, bad };
}
