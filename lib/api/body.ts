import { DomainError } from '@/lib/contract/errors';

/** The largest body any route reads. */
export const MAX_BODY_BYTES = 1024 * 1024;
/** From the first byte that is waited for to the last: a slow sender holds nothing for longer. */
const MAX_BODY_MS = 15_000;
/** No body of ours is nested deeper than a few levels; what walks over one may recurse. */
const MAX_DEPTH = 64;

/**
 * The body of a request as text: the only way any route reads one. Counts while it reads, so that a
 * body without a declared length costs no more than one that declares too much. Throws
 * body_too_large, request_timeout, or malformed_body when it is no UTF-8.
 */
export async function readBody(request: Request): Promise<string> {
  const bytes = await readBytes(request, MAX_BODY_BYTES);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError && (error as { code?: string }).code === NOT_UTF8)
      throw new DomainError('malformed_body', { cause: error });
    throw error;
  }
}

/**
 * The body of a request as the bytes it came in, for what is signed over them. Counts while it
 * reads. Throws body_too_large or request_timeout.
 */
export async function readBytes(request: Request, max_bytes: number): Promise<Buffer> {
  if (Number(request.headers.get('content-length') ?? 0) > max_bytes)
    throw new DomainError('body_too_large');
  if (!request.body) return Buffer.alloc(0);
  // Not cancelled on the way out: that would close the connection before the answer is written. Who
  // serves the connection closes it when a body is left unread.
  const reader = request.body.getReader();
  const late = Promise.withResolvers<never>();
  late.promise.catch(() => undefined);
  const timer = setTimeout(() => late.reject(new DomainError('request_timeout')), MAX_BODY_MS);
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), late.promise]);
      if (done) return Buffer.concat(parts);
      bytes += value.byteLength;
      if (bytes > max_bytes) throw new DomainError('body_too_large');
      parts.push(value);
    }
  } finally {
    clearTimeout(timer);
  }
}

const NOT_UTF8 = 'ERR_ENCODING_INVALID_ENCODED_DATA';

/**
 * The JSON object in the body; an empty body is an empty object. Throws what readBody throws,
 * unsupported_media_type, or malformed_json.
 */
export async function jsonBody(request: Request): Promise<Record<string, unknown>> {
  const text = await readBody(request);
  if (text === '') return {};
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(request.headers.get('content-type') ?? ''))
    throw new DomainError('unsupported_media_type');
  if (depthOf(text) > MAX_DEPTH)
    throw new DomainError('malformed_json', {
      detail: `The body is nested more than ${MAX_DEPTH} levels deep.`,
    });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new DomainError('malformed_json', { detail: 'The body could not be read as JSON.' });
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new DomainError('malformed_json', { detail: 'The body must be a JSON object.' });
  return value as Record<string, unknown>;
}

/**
 * How deep brackets are nested in a JSON text, without parsing it; what is in strings is skipped.
 * One look at each character, whatever the text is.
 */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c === '\\') i += 1;
      else if (c === '"') quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === '[' || c === '{') deepest = Math.max(deepest, ++depth);
    else if (c === ']' || c === '}') depth -= 1;
  }
  return deepest;
}

/**
 * The fields of a form, or of a JSON object, as text; for sign-in alone. Throws what jsonBody
 * throws.
 */
export async function formBody(request: Request): Promise<Record<string, string>> {
  if (/^application\/json\b/i.test(request.headers.get('content-type') ?? ''))
    return Object.fromEntries(
      Object.entries(await jsonBody(request)).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      ),
    );
  return Object.fromEntries(new URLSearchParams(await readBody(request)));
}

/** The query of an address. Throws invalid_request when a name is given twice. */
export function queryOf({ url }: Request): Record<string, string> {
  const out = Object.create(null) as Record<string, string>;
  for (const [key, value] of new URL(url).searchParams) {
    if (key in out)
      throw new DomainError('invalid_request', {
        detail: `${key} is given twice.`,
        errors: [{ path: key, message: 'Give it once.' }],
      });
    out[key] = value;
  }
  return { ...out };
}
