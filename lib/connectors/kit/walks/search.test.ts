import { describe, expect, it } from 'vitest';
import { BrokenPaging, search, text } from '@/lib/connectors/kit';
import {
  contents,
  fakeWorld,
  readAll,
  readCut,
  type FakeWorld,
} from '@/lib/connectors/kit/walks/testing';
import type { Json } from '@/lib/contract/common';

describe('search', () => {
  type Order = 'number' | 'text';
  const asText = (a: string, b: string) => Number(a > b) - Number(a < b);
  const asNumber = (a: string, b: string) => Number(BigInt(a) - BigInt(b));
  const compare = (order: Order) => (order === 'text' ? asText : asNumber);

  /** A search that shows 20 results, sorts by one order and compares by another. */
  function searchable(
    ids: () => readonly { id: string; ms: number }[],
    { sorts, compares }: { sorts: Order; compares: Order },
  ): FakeWorld {
    return fakeWorld((spec) => {
      const { from_ms, to_ms, beyond, after } = spec.json as {
        from_ms: number | null;
        to_ms: number | null;
        beyond: string | null;
        after: string | null;
      };
      const found = ids()
        .filter(({ id, ms }) => ms >= (from_ms ?? 0) && ms <= (to_ms ?? Infinity) && passes(id))
        .toSorted((a, b) => compare(sorts)(a.id, b.id));
      function passes(id: string): boolean {
        return beyond === null || compare(compares)(id, beyond) > 0;
      }
      const start = Number(after ?? '0');
      if (start >= 20) throw new Error('beyond what a search shows');
      const results = found.slice(start, start + 5);
      return {
        total: found.length,
        results,
        ...(start + 5 < found.length ? { next: String(start + 5) } : {}),
      };
    });
  }

  const walk = search({
    request: ({ from_ms, to_ms, beyond, after }) => ({
      method: 'POST',
      url: 'https://api.example.com/search',
      json: { from_ms, to_ms, beyond, after },
    }),
    records: 'results',
    id: 'id',
    token: 'next',
    total: 'total',
    page_size: 5,
    max_results: 20,
  });
  const some = (count: number, at: (i: number) => number = (i) => 1_000 + i * 10) =>
    Array.from({ length: count }, (_, i) => ({ id: String(90 + i), ms: at(i) }));
  const idsOf = (values: readonly Json[]): string[] =>
    [...new Set(values.map((value) => text(value, 'id')!))].sort();
  const orders: [Order, Order][] = [
    ['number', 'number'],
    ['text', 'text'],
    ['number', 'text'],
    ['text', 'number'],
  ];

  it.each(orders)('sorted by %s and compared by %s, reads all', async (sorts, compares) => {
    const all = some(63);
    const found = await readAll(
      walk,
      searchable(() => all, { sorts, compares }),
    );
    expect(idsOf(contents(found))).toEqual(idsOf(all));
    const warned = found.some((page) => page.warning !== undefined);
    expect(warned).toBe(sorts !== compares);
  });

  it.each(orders)(
    'sorted by %s and compared by %s, reads all when cut',
    async (sorts, compares) => {
      const all = some(45);
      const world = () => searchable(() => all, { sorts, compares });
      const whole = await readAll(walk, world());
      for (let n = 1; n <= whole.length; n++)
        expect(idsOf(contents(await readCut(walk, world, n))), `cut after ${n}`).toEqual(
          idsOf(all),
        );
    },
  );

  it('reads ties of equal change times while ids can be gone on by', async () => {
    const all = some(63, () => 5_000);
    const world = searchable(() => all, { sorts: 'text', compares: 'text' });
    expect(idsOf(contents(await readAll(walk, world)))).toEqual(idsOf(all));
  });

  it('fails loudly when ties cannot be told apart and ids not be gone on by', async () => {
    const all = some(63, () => 5_000);
    const world = searchable(() => all, { sorts: 'number', compares: 'text' });
    await expect(readAll(walk, world)).rejects.toThrow(BrokenPaging);
  });

  it.each(orders)(
    'by %s and %s, skips nothing when records vanish during the walk',
    async (sorts, compares) => {
      let all = some(63);
      let asked = 0;
      const world = searchable(
        () => {
          asked += 1;
          if (asked === 3) all = all.filter((_, i) => i !== 1 && i !== 2);
          return all;
        },
        { sorts, compares },
      );
      const found = idsOf(contents(await readAll(walk, world)));
      for (const { id } of all) expect(found).toContain(id);
    },
  );

  it('does not believe a search that ends before its total', async () => {
    const world = fakeWorld(() => ({ total: 12, results: [{ id: '1' }] }));
    await expect(readAll(walk, world)).rejects.toThrow(BrokenPaging);
  });
});
