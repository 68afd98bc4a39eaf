import type { AnyOperation } from '@/lib/contract';

export const NDJSON_TYPE = 'application/x-ndjson';
/** Rows asked for at a time: what the answer holds in memory, however long it gets. */
const PAGE = 500;

/** A page of an operation that is read on and on. */
interface Page {
  rows: unknown[];
  next: string | null;
}

/** Whether a request wants the rows of an operation one a line, rather than a page. */
export const wantsLines = (op: AnyOperation, request: Request): boolean =>
  op.lines !== undefined &&
  (request.headers.get('accept') ?? '').split(',').some((type) => {
    const [name, ...parameters] = type.split(';').map((part) => part.trim().toLowerCase());
    return name === NDJSON_TYPE && !parameters.some((p) => /^q=0(\.0*)?$/.test(p));
  });

/**
 * The rows of a paged operation from where its input says, one JSON text a line, until there are no
 * more, or as many as `limit` says: page by page as the reader takes them. `ask` answers one page;
 * what it throws for the first is thrown here, later it breaks the answer off, which is how a reader
 * tells a broken one from one that ended.
 */
export async function lines(
  op: AnyOperation,
  input: Record<string, unknown>,
  ask: (input: Record<string, unknown>) => Promise<unknown>,
): Promise<ReadableStream<Uint8Array>> {
  let left = input.limit === undefined ? Infinity : Number(input.limit);
  const read = async (cursor: unknown): Promise<Page> => {
    const limit = Number.isFinite(left) ? Math.min(left, PAGE) : PAGE;
    const output = (await ask({
      ...input,
      // A limit that is none is for the operation to refuse.
      limit: Number.isNaN(left) ? input.limit : limit,
      ...(cursor === undefined ? {} : { cursor }),
    })) as Record<string, unknown>;
    const rows = output[op.lines!] as unknown[];
    return { rows, next: output.has_more === true ? (output.next_cursor as string) : null };
  };
  let page: Page | null = await read(input.cursor);
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (page === null) return;
        const { rows, next } = page;
        if (rows.length > 0)
          controller.enqueue(encoder.encode(rows.map((r) => `${JSON.stringify(r)}\n`).join('')));
        left -= rows.length;
        page = next !== null && left > 0 ? await read(next) : null;
        if (page === null) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}
