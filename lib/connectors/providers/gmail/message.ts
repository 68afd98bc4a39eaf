import { isExact, listAt, text } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';

/** The first header of that name; names are written in any case (RFC 5322). */
export function header(message: Json, name: string): string | null {
  const found = listAt(message, 'payload.headers').find(
    (one) => text(one, 'name')?.toLowerCase() === name,
  );
  return text(found, 'value');
}

/** Addresses of a header, parted at commas that stand in no quotes. */
export const addresses = (value: string | null): string[] =>
  (value ?? '')
    .split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)
    .map((one) => one.trim())
    .filter(Boolean);

/** The first text/plain of a message, however deep; null when it has none. */
export function plainText(part: Json | undefined): string | null {
  const data = text(part, 'body.data');
  if (text(part, 'mimeType') === 'text/plain' && data !== null)
    return Buffer.from(data, 'base64url').toString('utf8');
  for (const inner of listAt(part, 'parts')) {
    const found = plainText(inner);
    if (found !== null) return found;
  }
  return null;
}

/** The ids attachments are fetched by differ with every answer: they would look like changes. */
export function withoutTickets(item: Json): Json {
  if (Array.isArray(item)) return item.map(withoutTickets);
  if (item === null || typeof item !== 'object' || isExact(item)) return item;
  return Object.fromEntries(
    Object.entries(item)
      .filter(([name]) => name !== 'attachmentId')
      .map(([name, value]) => [name, withoutTickets(value)]),
  );
}
