import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { request, type Dispatcher } from 'undici';
import { EgressRefused, Unsendable } from '@/lib/egress/policy';

const TOTAL_TIMEOUT_MS = 30_000; // slowest documented provider answer is under 20 s
const MEGABYTE = 1024 * 1024;
const MAX_BODY_BYTES = 10 * MEGABYTE;
const MAX_INFLATED_BYTES = 50 * MEGABYTE;

/**
 * The request did not get a complete answer: timeout, reset, DNS, too large. Always worth another
 * try.
 */
export class NetworkError extends Error {
  readonly kind: 'timeout' | 'connection' | 'too_large' | 'budget';
  constructor(kind: NetworkError['kind'], message: string) {
    super(message);
    this.name = 'NetworkError';
    this.kind = kind;
  }
}

/** The answer is larger than is read. The same request gives it again; a smaller page may not. */
export class TooLarge extends NetworkError {
  constructor(message: string) {
    super('too_large', message);
    this.name = 'TooLarge';
  }
}

export interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  text: string;
  /** Bytes of the body, unpacked. */
  size?: number;
}

/** The same before it is read as text. */
export type RawBytes = Omit<RawAnswer, 'text'> & { bytes: Buffer };

export interface Exchange {
  method: string;
  headers: Record<string, string>;
  body?: string;
  signal?: AbortSignal;
  via: Dispatcher;
  timeout_ms?: number;
  /** More is not read: TooLarge. 10 MB unless said. */
  most_bytes?: number;
}

/**
 * One HTTP exchange: no redirect is followed, bounded in time and size. Throws NetworkError,
 * TooLarge, or EgressRefused when the name resolves to an address that is not allowed or a header
 * holds what HTTP does not; what the signal says when that ended it.
 */
export async function exchange(url: URL, init: Exchange): Promise<RawAnswer> {
  const { bytes, ...answer } = await exchangeBytes(url, init);
  return { ...answer, text: bytes.toString('utf8'), size: bytes.length };
}

/** As `exchange`, for what is no text. */
export async function exchangeBytes(url: URL, init: Exchange): Promise<RawBytes> {
  const timeout_ms = init.timeout_ms ?? TOTAL_TIMEOUT_MS;
  const late = () =>
    new NetworkError('timeout', `The provider did not answer within ${timeout_ms / 1000} s.`);
  // One controller of its own: AbortSignal.any() would hang on to a run's signal for each request.
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), timeout_ms);
  const stop = () => abort.abort();
  init.signal?.addEventListener('abort', stop, { once: true });
  try {
    if (init.signal?.aborted) throw init.signal.reason;
    const answer = await request(url, {
      method: init.method as Dispatcher.HttpMethod,
      headers: init.headers,
      body: init.body,
      signal: abort.signal,
      dispatcher: init.via,
      headersTimeout: timeout_ms,
      bodyTimeout: timeout_ms,
    });
    const headers = flat(answer.headers);
    const declared = Number(headers['content-length'] ?? 0);
    const bytes = await readBody(answer.body, declared, init.most_bytes ?? MAX_BODY_BYTES);
    return {
      status: answer.statusCode,
      headers,
      bytes: await inflated(bytes, headers['content-encoding']),
    };
  } catch (error) {
    if (init.signal?.aborted) throw init.signal.reason;
    if (abort.signal.aborted) throw late();
    throw told(error, late);
  } finally {
    clearTimeout(timer);
    init.signal?.removeEventListener('abort', stop);
  }
}

async function readBody(
  body: Dispatcher.ResponseData['body'],
  declared: number,
  most: number,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = declared > most ? declared : 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Leaving the loop closes the connection: nothing more is read.
    if (size > most) throw new TooLarge(`The provider sent more than ${most / MEGABYTE} MB.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const INFLATE = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  br: promisify(brotliDecompress),
  deflate: promisify(inflate),
};

async function inflated(body: Buffer, encoding = 'identity'): Promise<Buffer> {
  const name = encoding.trim().toLowerCase();
  if (name === 'identity' || name === '' || body.length === 0) return body;
  const open = INFLATE[name as keyof typeof INFLATE];
  if (!open)
    throw new NetworkError('connection', 'The provider sent an encoding nobody asked for.');
  return open(body, { maxOutputLength: MAX_INFLATED_BYTES }).catch((error: { code?: string }) => {
    throw error.code === 'ERR_BUFFER_TOO_LARGE'
      ? new TooLarge('The provider sent more than 50 MB, compressed.')
      : new NetworkError('connection', 'The provider sent a damaged body.');
  });
}

const TIMEOUT = /^UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT$/;
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY/;
const UNSENDABLE = 'UND_ERR_INVALID_ARG';

/** What happened, in words that tell an operator more than a stranger who probes our network. */
function told(error: unknown, late: () => NetworkError): Error {
  if (error instanceof EgressRefused || error instanceof NetworkError) return error;
  const { code = '', message = '' } = error as { code?: string; message?: string };
  if (TIMEOUT.test(code)) return late();
  if (code === UNSENDABLE)
    return new Unsendable('the credential holds characters that cannot be sent');
  if (CERTIFICATE.test(code))
    return new NetworkError(
      'connection',
      `The provider’s certificate could not be verified (${code}). If a proxy inspects ` +
        'this traffic, give Node its authority in NODE_EXTRA_CA_CERTS.',
    );
  const refused = /^Proxy response \((\d+)\)/.exec(message);
  if (refused || /^(UND_ERR_PRX|UND_ERR_PROXY)/.test(code))
    return new NetworkError(
      'connection',
      `The proxy in HTTPS_PROXY did not let the call through${refused ? ` (HTTP ${refused[1]})` : ''}.`,
    );
  return new NetworkError('connection', 'The connection to the provider failed.');
}

const flat = (headers: Record<string, string | string[] | undefined>): Record<string, string> => {
  const out: Record<string, string> = {};
  for (const name in headers) {
    const v = headers[name];
    if (v !== undefined) out[name] = Array.isArray(v) ? v.join(', ') : v;
  }
  return out;
};
