import { once } from 'node:events';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from, to } from 'pg-copy-streams';

/**
 * `COPY … TO STDOUT` into a stream that stays open, no faster than it takes it. Answers how many
 * rows.
 */
export async function copyOut(client: pg.Client, sql: string, sink: Writable): Promise<number> {
  const source = client.query(to(sql));
  for await (const chunk of source) if (!sink.write(chunk)) await once(sink, 'drain');
  return source.rowCount;
}

/**
 * `COPY … FROM STDIN` from chunks of text. Answers how many rows; throws what reading the chunks
 * threw, with nothing stored.
 */
export async function copyIn(
  client: pg.Client,
  sql: string,
  chunks: AsyncIterable<Buffer>,
): Promise<number> {
  const sink = client.query(from(sql));
  await pipeline(Readable.from(chunks, { objectMode: false }), sink);
  return sink.rowCount;
}
