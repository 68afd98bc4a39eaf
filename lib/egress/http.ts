import http from 'node:http';
import https from 'node:https';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { EgressRefused, guardedLookup } from '@/lib/egress/policy';

const TOTAL_TIMEOUT_MS = 30_000; // slowest documented provider answer is under 20 s
const MAX_BODY_BYTES = 10 * 1024 * 1024;
const MAX_INFLATED_BYTES = 50 * 1024 * 1024;

const providers = new https.Agent({ keepAlive: true, maxSockets: 50, lookup: guardedLookup });
/** For the sandbox on this machine only: the one place where loopback and http are allowed. */
const local = new http.Agent({ keepAlive: true, maxSockets: 50 });
const localTls = new https.Agent({ keepAlive: true, maxSockets: 50 });

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

export interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  text: string;
}

/**
 * One HTTP exchange: no redirects followed, bounded in time and size. Throws NetworkError, or
 * EgressRefused when the name resolves to an address that is not allowed. `trusted` is for the
 * sandbox's own address.
 */
export function exchange(
  url: URL,
  init: {
    method: string;
    headers: Record<string, string>;
    body?: string;
    signal?: AbortSignal;
    trusted?: boolean;
    timeout_ms?: number;
  },
): Promise<RawAnswer> {
  const agent = init.trusted ? (url.protocol === 'https:' ? localTls : local) : providers;
  const timeout_ms = init.timeout_ms ?? TOTAL_TIMEOUT_MS;
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      clearTimeout(timer);
      reject(error);
    };
    const request = (url.protocol === 'https:' ? https : http).request(
      url,
      { method: init.method, headers: init.headers, agent, signal: init.signal },
      (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > MAX_BODY_BYTES) {
            fail(new NetworkError('too_large', 'The provider sent more than 10 MB.'));
            request.destroy();
          } else chunks.push(chunk);
        });
        response.on('end', () => {
          if (!response.complete)
            return fail(
              new NetworkError('connection', 'The provider closed the connection early.'),
            );
          clearTimeout(timer);
          try {
            resolve({
              status: response.statusCode ?? 0,
              headers: flat(response.headers),
              text: inflate(Buffer.concat(chunks), response.headers['content-encoding']),
            });
          } catch {
            reject(new NetworkError('connection', 'The provider sent a damaged body.'));
          }
        });
        response.on('error', (error) => fail(network(error)));
      },
    );
    const timer = setTimeout(() => {
      fail(
        new NetworkError('timeout', `The provider did not answer within ${timeout_ms / 1000} s.`),
      );
      request.destroy();
    }, timeout_ms);
    request.on('error', (error) => fail(network(error)));
    request.end(init.body);
  });
}

function network(error: Error): Error {
  if (
    error instanceof EgressRefused ||
    error instanceof NetworkError ||
    error.name === 'AbortError'
  )
    return error;
  return new NetworkError('connection', 'The connection to the provider failed.');
}

const flat = (headers: http.IncomingHttpHeaders): Record<string, string> => {
  const out: Record<string, string> = {};
  for (const name in headers) {
    const v = headers[name];
    if (v !== undefined) out[name] = Array.isArray(v) ? v.join(', ') : v;
  }
  return out;
};

function inflate(body: Buffer, encoding: string | undefined): string {
  const options = { maxOutputLength: MAX_INFLATED_BYTES };
  switch (encoding) {
    case 'gzip':
      return gunzipSync(body, options).toString('utf8');
    case 'br':
      return brotliDecompressSync(body, options).toString('utf8');
    case 'deflate':
      return inflateSync(body, options).toString('utf8');
    default:
      return body.toString('utf8');
  }
}
