import type { Reply } from '@/lib/sandbox/kit/call';
import { objectOf } from '@/lib/sandbox/kit/call';
import { ControlError } from '@/lib/sandbox/kit/refusal';

/** An answer that a test writes itself, or changes. */
export interface Answer {
  status?: number;
  headers?: Record<string, string | null>;
  body?: string;
  base64?: string;
  fields?: Record<string, unknown>;
  drop?: readonly string[];
}

/** Taken away again when the answer is sent; the sandbox puts no header of its own there. */
export const NO_HEADER = '\u0000';

/** Throws ControlError when it could not be sent. */
export function checkAnswer({ status = 200, headers = {}, base64 }: Answer): void {
  if (!Number.isInteger(status) || status < 200 || status > 599)
    throw new ControlError('“status” must be a number from 200 to 599.');
  for (const [name, value] of Object.entries(headers))
    try {
      new Headers({ [name]: value ?? '' });
    } catch {
      throw new ControlError(`“headers”: ${name} cannot be sent.`);
    }
  if (base64 !== undefined && Buffer.from(base64, 'base64').toString('base64') !== base64)
    throw new ControlError('“base64” is not base64.');
}

/** Exactly the answer that was asked for. */
export function rawReply({ status = 200, headers = {}, body = '', base64 }: Answer): Reply {
  return {
    status,
    headers: headersOf(headers),
    body: base64 === undefined ? body : Buffer.from(base64, 'base64'),
  };
}

/** The provider's own answer with other values here and there. */
export function altered(
  reply: Reply,
  { status, headers = {}, fields = {}, drop = [] }: Answer,
): Reply {
  const body = objectOf(String(reply.body));
  for (const path of body ? drop : []) setAt(body!, path, undefined);
  for (const [path, value] of Object.entries(body ? fields : {})) setAt(body!, path, value);
  return {
    ...reply,
    status: status ?? reply.status,
    headers: { ...reply.headers, ...headersOf(headers) },
    body: body ? JSON.stringify(body) : reply.body,
  };
}

const headersOf = (headers: Record<string, string | null>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value ?? NO_HEADER]),
  );

/** Undefined takes the field away; missing objects on the way are made. */
function setAt(body: Record<string, unknown>, path: string, value: unknown): void {
  const names = path.split('.');
  const last = names.pop()!;
  let at = body;
  for (const name of names) {
    const inner = Object.hasOwn(at, name) ? at[name] : undefined;
    if (inner === null || typeof inner !== 'object') {
      if (value === undefined) return;
      at[name] = {};
    }
    at = at[name] as Record<string, unknown>;
  }
  if (value === undefined) delete at[last];
  else at[last] = value;
}

/** The headers as they go out: with the provider's Date unless the answer brings (or drops) one. */
export function sentHeaders(reply: Reply, now: number): Record<string, string> {
  const headers = { date: new Date(now).toUTCString(), ...reply.headers };
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== NO_HEADER));
}
