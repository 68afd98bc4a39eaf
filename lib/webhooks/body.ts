import type { Json } from '@/lib/contract/common';
import { parseJson } from '@/lib/platform/json';
import type { Delivery } from '@/lib/webhooks/signature';

/** The content type of a delivery, without parameters. */
export const contentType = (headers: Readonly<Record<string, string>>): string =>
  (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();

/**
 * What a verified delivery says: JSON without loss, or the fields of a form; a form that only wraps
 * JSON (`payload=`) is that. Throws SyntaxError.
 */
export function bodyOf({ headers, body }: Delivery): Json {
  const text = body.toString('utf8');
  if (contentType(headers) !== 'application/x-www-form-urlencoded') return parseJson(text);
  const fields = Object.fromEntries(new URLSearchParams(text));
  return fields.payload === undefined ? fields : parseJson(fields.payload);
}
