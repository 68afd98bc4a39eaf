import { describe, expect, it } from 'vitest';
import { ledgerOf, NOW_AT, spanFor, spoken, type Subject } from '@/lib/client/ledger';
import { wordsIn } from '@/lib/client/testing';
import type { FreshnessMark } from '@/lib/contract/freshness';

const t = wordsIn('en');
const NOW = Date.parse('2026-11-21T12:00:00.000Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ago = (hours: number) => new Date(NOW - hours * HOUR).toISOString();
const mark = (
  outcome: FreshnessMark['outcome'],
  from: number,
  to: number,
  runs = 10,
): FreshnessMark => ({ outcome, from: ago(from), to: ago(to), runs, changed: 0 });
const line = (marks: FreshnessMark[], more: Partial<Subject> = {}): Subject => ({
  freshness: { marks, promise_ms: HOUR, next_at: null },
  current_to: null,
  since: ago(100),
  ...more,
});
/** A place on the line as hours before now. */
const hours = (share: number) => Math.round(((NOW_AT - share) / NOW_AT) * 24 * 100) / 100;

describe('where everything was in', () => {
  it('is whole from the first good run to now, when the last is within the promise', () => {
    const { full, known } = ledgerOf(line([mark('completed', 30, 0.5)]), NOW, DAY);
    expect(full).toEqual([{ from: 0, to: NOW_AT }]);
    expect(known).toEqual({ from: 0, to: NOW_AT });
  });

  it('ends with the promise when nothing came after it', () => {
    const [stretch] = ledgerOf(line([mark('completed', 30, 6)]), NOW, DAY).full;
    expect(hours(stretch!.to)).toBe(5);
  });

  it('is broken where a run failed, until the next good one', () => {
    const { full, failures } = ledgerOf(
      line([mark('completed', 30, 6), mark('failed', 5.5, 5.5, 1), mark('completed', 5, 0)]),
      NOW,
      DAY,
    );
    expect(full.map((s) => [hours(s.from), hours(s.to)])).toEqual([
      [24, 5.5],
      [5, 0],
    ]);
    expect(failures.map(hours)).toEqual([5.5]);
  });

  it('is drawn apart where only a part came in', () => {
    const { full, partial, partials } = ledgerOf(line([mark('partial', 3, 1, 3)]), NOW, DAY);
    expect(full).toEqual([]);
    expect(partial.map((s) => [hours(s.from), hours(s.to)])).toEqual([[3, 0]]);
    expect(partials.map(hours)).toEqual([3, 2, 1]);
  });

  it('draws no more strokes than there is room for', () => {
    const { failures } = ledgerOf(line([mark('failed', 4, 0, 240)]), NOW, DAY);
    expect(failures.length).toBeGreaterThan(2);
    expect(failures.length).toBeLessThan(10);
  });

  it('says nothing of the time before there was anything to know', () => {
    const { known } = ledgerOf(line([], { since: ago(6) }), NOW, DAY);
    expect(hours(known.from)).toBe(6);
  });
});

describe('the last good moment and the next', () => {
  it('is old when it is longer ago than promised', () => {
    expect(ledgerOf(line([], { current_to: ago(0.5) }), NOW, DAY).last?.old).toBe(false);
    expect(ledgerOf(line([], { current_to: ago(2) }), NOW, DAY).last?.old).toBe(true);
    expect(ledgerOf(line([], { current_to: ago(25) }), NOW, DAY).last).toBeNull();
  });

  it('lies right of now, never beyond the end', () => {
    const at = (next: number) =>
      ledgerOf(
        line([], { freshness: { marks: [], promise_ms: HOUR, next_at: ago(-next) } }),
        NOW,
        DAY,
      ).next!;
    expect(at(0)).toBeCloseTo(NOW_AT);
    expect(at(0.75)).toBeCloseTo(NOW_AT + (1 - NOW_AT) / 2);
    expect(at(48)).toBe(1);
  });
});

it('a young workspace shows less of the past', () => {
  expect(spanFor([], NOW)).toBe(15 * 60_000);
  expect(spanFor([ago(0.5)], NOW)).toBe(HOUR);
  expect(spanFor([ago(0.5), ago(5)], NOW)).toBe(6 * HOUR);
  expect(spanFor([ago(900), ago(0.5), ago(0.5)], NOW)).toBe(HOUR);
  expect(spanFor([ago(900)], NOW)).toBe(DAY);
});

it('is a sentence too', () => {
  const subject = line(
    [mark('completed', 30, 6), mark('failed', 5, 3, 5), mark('completed', 2, 0)],
    {
      current_to: ago(2),
      freshness: {
        marks: [mark('completed', 30, 6), mark('failed', 5, 3, 5)],
        promise_ms: HOUR,
        next_at: ago(-1),
      },
    },
  );
  expect(spoken(subject, NOW, t)).toBe(
    'Current to 2 hours ago. 5 syncs failed, the last 3 hours ago. Next in 1 hour.',
  );
  expect(spoken(line([]), NOW, t)).toBe('Not read to the end yet.');
});
