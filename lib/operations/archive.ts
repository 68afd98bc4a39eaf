import fs from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import * as z from 'zod';

/**
 * A backup: gzip over lines of text. A header; per table a line that names it, its rows as
 * PostgreSQL's COPY writes them, and `\.`; a last line with the counts, which proves that the file
 * is whole. `zcat` shows it.
 */
export const Header = z.object({
  format: z.literal('inlet-backup/1'),
  inlet: z.string(),
  made_at: z.string(),
  postgres: z.string(),
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })),
});
export type Header = z.infer<typeof Header>;
export const TableLine = z.object({
  table: z.string().regex(/^[a-z_][a-z0-9_]*$/),
  columns: z.array(z.string().regex(/^[a-z_][a-z0-9_]*$/)).min(1),
});
export type TableLine = z.infer<typeof TableLine>;
export const EndLine = z.object({
  end: z.literal(true),
  rows: z.record(z.string(), z.int()),
  sequences: z.record(
    z.string().regex(/^[a-z_][a-z0-9_]*$/),
    z.object({ value: z.string().regex(/^\d+$/), called: z.boolean() }),
  ),
});
export type EndLine = z.infer<typeof EndLine>;

/** A failure a person can act on; its message is the whole story. */
export class OperationError extends Error {}

export const END_OF_ROWS = Buffer.from('\\.\n');
const NEWLINE = 10;
const INNER_END = Buffer.from('\n\\.\n');
const CHUNK_BYTES = 256 * 1024;
const DAMAGED = 'The backup is damaged or was cut off. Nothing was restored.';

/**
 * Reads a backup from its beginning, once, with flat memory. Every method throws OperationError
 * when the file is not whole.
 */
export class ArchiveReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(file: string) {
    const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
    pipeline(fs.createReadStream(file), gunzip, () => undefined); // its error reaches whoever reads
    this.#chunks = gunzip[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  async header(): Promise<Header> {
    const parsed = Header.safeParse(await this.#line());
    if (!parsed.success) throw new OperationError('This is not a backup that this Inlet can read.');
    return parsed.data;
  }

  /** The next table, or the end. The rows of a table have to be read before the next call. */
  async next(): Promise<TableLine | EndLine> {
    const line = await this.#line();
    const parsed = z.union([TableLine, EndLine]).safeParse(line);
    if (!parsed.success) throw new OperationError(DAMAGED);
    if ('end' in parsed.data && (this.#rest.length > 0 || (await this.#more())))
      throw new OperationError(DAMAGED);
    return parsed.data;
  }

  /** The rows of the table just named, as whole lines. */
  async *rows(): AsyncGenerator<Buffer> {
    for (;;) {
      const whole = this.#rest.subarray(0, this.#rest.lastIndexOf(NEWLINE) + 1);
      const at = whole.subarray(0, END_OF_ROWS.length).equals(END_OF_ROWS)
        ? 0
        : whole.indexOf(INNER_END) + 1;
      const found = at > 0 || whole.subarray(0, END_OF_ROWS.length).equals(END_OF_ROWS);
      if (found) {
        this.#rest = this.#rest.subarray(at + END_OF_ROWS.length);
        if (at > 0) yield whole.subarray(0, at);
        return;
      }
      this.#rest = this.#rest.subarray(whole.length);
      if (whole.length > 0) yield whole;
      if (!(await this.#more())) throw new OperationError(DAMAGED);
    }
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  async #line(): Promise<unknown> {
    for (let end: number; ;) {
      end = this.#rest.indexOf(NEWLINE);
      if (end < 0) {
        if (!(await this.#more())) throw new OperationError(DAMAGED);
        continue;
      }
      const text = this.#rest.subarray(0, end).toString('utf8');
      this.#rest = this.#rest.subarray(end + 1);
      try {
        return JSON.parse(text);
      } catch {
        throw new OperationError(DAMAGED);
      }
    }
  }

  async #more(): Promise<boolean> {
    try {
      const { value, done } = await this.#chunks.next();
      if (done) return false;
      this.#rest = this.#rest.length === 0 ? value : Buffer.concat([this.#rest, value]);
      return true;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code?.startsWith('Z_')) throw new OperationError(DAMAGED);
      if (code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR')
        throw new OperationError(`The backup cannot be read (${code}).`);
      throw error;
    }
  }
}
