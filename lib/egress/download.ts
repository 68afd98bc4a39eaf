import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { pipeline, type Readable } from 'node:stream';
import { request, type Dispatcher } from 'undici';
import { NetworkError, type Exchange, type RawAnswer } from '@/lib/egress/http';

/** Between two pieces of a download; the whole may take as long as it takes. */
const IDLE_TIMEOUT_MS = 60_000;
/** More than any export of one part; what is larger is a mistake or an attack. */
const MAX_DOWNLOAD_BYTES = 2 * 1024 ** 3;
/** What is read of an answer that is no download. */
const MAX_REFUSAL_BYTES = 1024 * 1024;

/** A good answer whose body is read while it comes. */
export interface Download {
  status: number;
  headers: Record<string, string>;
  /** Text in pieces, decoded; throws NetworkError when it breaks off. Leaving it ends the call. */
  text: AsyncIterable<string>;
}

/**
 * One HTTP exchange whose good answer is read as a stream, in constant memory; any other answer is
 * read as `exchange` does. Throws NetworkError, or what the signal says.
 */
export async function download(url: URL, init: Exchange): Promise<RawAnswer | Download> {
  init.signal?.throwIfAborted();
  const answer = await request(url, {
    method: init.method as Dispatcher.HttpMethod,
    headers: init.headers,
    body: init.body,
    signal: init.signal,
    dispatcher: init.via,
    headersTimeout: IDLE_TIMEOUT_MS,
    bodyTimeout: IDLE_TIMEOUT_MS,
  }).catch((error: unknown) => {
    throw init.signal?.aborted ? init.signal.reason : broken(error);
  });
  const headers = flat(answer.headers);
  const text = decoded(answer.body, headers['content-encoding'], init.signal);
  const { statusCode: status } = answer;
  if (status >= 200 && status < 300) return { status, headers, text };
  let refusal = '';
  for await (const piece of text) if (refusal.length < MAX_REFUSAL_BYTES) refusal += piece;
  return { status, headers, text: refusal };
}

async function* decoded(
  body: Readable,
  encoding = 'identity',
  signal?: AbortSignal,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let size = 0;
  try {
    for await (const chunk of inflated(body, encoding) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_DOWNLOAD_BYTES)
        throw new NetworkError('too_large', 'The provider sent more than 2 GB in one download.');
      yield decoder.decode(chunk, { stream: true });
    }
    yield decoder.decode();
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    throw broken(error);
  } finally {
    body.destroy();
  }
}

function inflated(body: Readable, encoding: string): Readable {
  const open = {
    gzip: createGunzip,
    'x-gzip': createGunzip,
    br: createBrotliDecompress,
    deflate: createInflate,
  }[encoding.trim().toLowerCase()];
  // Errors of either side end the other; they are thrown where the result is read.
  return open ? pipeline(body, open(), () => undefined) : body;
}

const broken = (error: unknown): Error =>
  error instanceof NetworkError ? error : new NetworkError('connection', 'The download broke off.');

const flat = (headers: Record<string, string | string[] | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
  );
