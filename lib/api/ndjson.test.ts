import { expect, test } from 'vitest';
import { OPERATIONS, type AnyOperation } from '@/lib/contract';
import { lines } from '@/lib/api/ndjson';

const FEED = OPERATIONS.listRecords as unknown as AnyOperation;

/** A feed of so many pages of records, which notes what was asked of it. */
function feed(pages: number) {
  const asked: unknown[] = [];
  const ask = async ({ cursor, limit }: Record<string, unknown>) => {
    asked.push(cursor ?? 'the beginning');
    const page = Number(cursor ?? 0);
    return {
      records: Array.from({ length: Number(limit) }, (_, i) => ({ id: `${page}-${i}` })),
      has_more: page + 1 < pages,
      next_cursor: String(page + 1),
    };
  };
  return { asked, ask };
}

test('a reader that stops is not read for any further than one page ahead', async () => {
  const { asked, ask } = feed(1_000);
  const reader = (await lines(FEED, {}, ask)).getReader();
  expect(asked).toHaveLength(1); // what an answer begins with, before anybody reads
  await reader.read();
  await reader.read();
  const so_far = asked.length;
  expect(so_far).toBe(3);
  // Turns of the event loop enough to read the whole feed, if anything did.
  for (let turn = 0; turn < 2_000; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(asked).toHaveLength(so_far);
  await reader.cancel();
  expect(asked).toHaveLength(so_far);
});

test('a reader that goes on is given every record once, in order, and asked for as few as wanted', async () => {
  const { asked, ask } = feed(3);
  const all = await new Response(await lines(FEED, {}, ask)).text();
  const ids = all
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { id: string }).id);
  expect(new Set(ids).size).toBe(1_500);
  expect([ids[0], ids.at(-1)]).toEqual(['0-0', '2-499']);
  expect(asked).toEqual(['the beginning', '1', '2']);
  const some = await new Response(await lines(FEED, { limit: 700 }, feed(1_000).ask)).text();
  expect(some.trimEnd().split('\n')).toHaveLength(700);
});

test('what goes wrong in the middle breaks the answer off; at the beginning it is the answer', async () => {
  const { ask } = feed(3);
  const failing = async (input: Record<string, unknown>) => {
    if (input.cursor === '1') throw new Error('gone');
    return ask(input);
  };
  await expect(new Response(await lines(FEED, {}, failing)).text()).rejects.toThrow();
  await expect(lines(FEED, { cursor: '1' }, failing)).rejects.toThrow('gone');
});
