import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import type pg from 'pg';

/** What pg's connection offers of the COPY sub-protocol. It is stable across pg 8; pg's own types leave it out. */
interface Wire { query: (sql: string) => void; sendCopyFromChunk: (chunk: Buffer) => void; endCopyFrom: () => void; sendCopyFail: (reason: string) => void; stream: Socket }

const CHUNK_BYTES = 64 * 1024;
const QUEUED_BYTES = 1024 * 1024;

/** A query as pg's client drives it: everything it may call, and nothing done unless said. */
const driven = (sql: string, parts: { onData?: (chunk: Buffer, wire: Wire) => void; onReady?: (wire: Wire) => void }, settle: { resolve: (rows: number) => void; reject: (error: Error) => void }) => {
  let rows = 0;
  return {
    text: sql, callback: () => undefined,
    submit: (wire: Wire) => wire.query(sql),
    handleCopyInResponse: (wire: Wire) => parts.onReady?.(wire),
    handleCopyData: (message: { chunk: Buffer }, wire: Wire) => parts.onData?.(message.chunk, wire),
    handleCommandComplete: (message: { text: string }) => { rows = Number(/^COPY (\d+)/.exec(message.text)?.[1] ?? 0); },
    handleReadyForQuery: () => settle.resolve(rows),
    handleError: (error: Error) => settle.reject(error),
    handleRowDescription: () => undefined, handleDataRow: () => undefined, handleEmptyQuery: () => undefined, handlePortalSuspended: () => undefined,
  } as unknown as pg.Submittable;
};

/** `COPY … TO STDOUT` into a stream, holding the server back when the stream is full. Answers how many rows. */
export async function copyOut(client: pg.Client, sql: string, sink: Writable): Promise<number> {
  let chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let filled = 0;
  const flush = (wire?: Wire) => {
    if (filled === 0) return;
    const roomy = sink.write(chunk.subarray(0, filled));
    chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    filled = 0;
    if (!roomy && wire && !wire.stream.isPaused()) { wire.stream.pause(); sink.once('drain', () => wire.stream.resume()); }
  };
  // The server sends row by row, in a buffer that is used again: rows are gathered into chunks of our own.
  const onData = (row: Buffer, wire: Wire) => {
    if (filled + row.length > CHUNK_BYTES) flush(wire);
    if (row.length > CHUNK_BYTES) { sink.write(Buffer.from(row)); return; }
    filled += row.copy(chunk, filled);
  };
  const rows = await new Promise<number>((resolve, reject) => { client.query(driven(sql, { onData }, { resolve, reject })); });
  flush();
  if (sink.writableNeedDrain) await once(sink, 'drain');
  return rows;
}

/** `COPY … FROM STDIN` from chunks of text. Answers how many rows; throws what reading the chunks threw, with nothing stored. */
export function copyIn(client: pg.Client, sql: string, chunks: AsyncIterable<Buffer>): Promise<number> {
  return new Promise((resolve, reject) => {
    let reason: Error | undefined;
    const onReady = (wire: Wire) => void (async () => {
      try {
        for await (const chunk of chunks) {
          wire.sendCopyFromChunk(chunk);
          if (wire.stream.writableLength > QUEUED_BYTES) await once(wire.stream, 'drain');
        }
        wire.endCopyFrom();
      } catch (error) {
        reason = error as Error;
        wire.sendCopyFail('the source failed');
      }
    })();
    client.query(driven(sql, { onReady }, { resolve, reject: (error) => reject(reason ?? error) }));
  });
}
