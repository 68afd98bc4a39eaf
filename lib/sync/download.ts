import { parse } from 'csv-parse';
import type { RequestSpec, Rows } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';
import { NetworkError, sendForDownload } from '@/lib/egress/service';
import { parseJson } from '@/lib/platform/json';
import { heed, judgeFor, newTries, nth, pause, tokenTrouble } from '@/lib/sync/ask';
import type { Caller } from '@/lib/sync/context';
import { SyncError } from '@/lib/sync/errors';
import { sentNow } from '@/lib/sync/run-log';
import { TokenError } from '@/lib/oauth/service';

/** Rows handed out at a time. */
const PIECE = 500;
/** A line that is longer is no row. */
const MAX_LINE_CHARS = 10_000_000;

/**
 * Downloads rows as a stream. The refusal of a download is judged and retried as any answer; one
 * that breaks off in the middle ends the stream as trouble of the provider, and the next run goes
 * on with the row after the last one that was stored.
 */
export async function downloadRows(
  caller: Caller,
  spec: RequestSpec,
  format: 'csv' | 'ndjson',
): Promise<Rows> {
  const tries = newTries();
  for (;;) {
    caller.signal.throwIfAborted();
    const got = await attempt(caller, spec, nth(tries));
    if ('trouble' in got) await pause(caller, tries, got.trouble);
    else if ('download' in got) {
      const { headers, text } = got.download;
      return { headers, rows: inPieces(format === 'csv' ? csvRows(text) : jsonRows(text)) };
    } else {
      const judgement = judgeFor(caller, spec, got.answer);
      if (!judgement) throw new SyncError('unknown', 'The provider sent no download.');
      await heed(caller, spec, judgement, tries);
    }
  }
}

async function attempt(caller: Caller, spec: RequestSpec, nth: number) {
  const { log, signal } = caller;
  const sent = sentNow(spec, nth);
  try {
    const headers = await caller.access.headers();
    sent.credentials = headers;
    const got = await sendForDownload(spec, caller.route, { headers, signal });
    log?.call(sent, 'answer' in got ? got.answer : got.download);
    return got;
  } catch (error) {
    caller.signal.throwIfAborted();
    if (error instanceof TokenError) return { trouble: tokenTrouble(error) };
    if (!(error instanceof NetworkError)) throw error;
    log?.unanswered(sent, 'no_answer');
    return { trouble: error.message };
  }
}

async function* inPieces(rows: AsyncIterable<Json>): AsyncGenerator<readonly Json[]> {
  let piece: Json[] = [];
  try {
    for await (const row of rows) {
      piece.push(row);
      if (piece.length < PIECE) continue;
      yield piece;
      piece = [];
    }
  } catch (error) {
    if (piece.length > 0) yield piece; // what came whole is kept
    throw error instanceof NetworkError ? new SyncError('transient', error.message) : error;
  }
  if (piece.length > 0) yield piece;
}

/** RFC 4180; the first line names the columns, an empty field is null. */
async function* csvRows(text: AsyncIterable<string>): AsyncGenerator<Json> {
  const parser = parse({
    columns: true,
    bom: true,
    relax_column_count: false,
    max_record_size: MAX_LINE_CHARS,
    cast: (value, { header }) => (value === '' && !header ? null : value),
  });
  const feeding = feed(text, parser);
  feeding.catch((error: Error) => parser.destroy(error));
  try {
    for await (const row of parser as AsyncIterable<Json>) yield row;
    await feeding;
  } catch (error) {
    throw /^CSV_/.test((error as { code?: string }).code ?? '')
      ? new SyncError(
          'unknown',
          `The download is not the table it should be: ${(error as Error).message}`,
        )
      : error;
  } finally {
    parser.destroy();
  }
}

async function feed(text: AsyncIterable<string>, parser: ReturnType<typeof parse>): Promise<void> {
  for await (const piece of text)
    if (!parser.write(piece))
      await new Promise<void>((resolve) => {
        parser.once('drain', resolve);
        parser.once('close', resolve);
      });
  parser.end();
}

/** One JSON value a line; empty lines are none. */
async function* jsonRows(text: AsyncIterable<string>): AsyncGenerator<Json> {
  let rest = '';
  for await (const piece of text) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop()!;
    if (rest.length > MAX_LINE_CHARS)
      throw new SyncError('unknown', 'A line of the download is longer than is read.');
    for (const line of lines) if (line.trim() !== '') yield parsed(line);
  }
  if (rest.trim() !== '') yield parsed(rest);
}

function parsed(line: string): Json {
  try {
    return parseJson(line);
  } catch {
    throw new SyncError('unknown', 'A line of the download is not JSON.');
  }
}
