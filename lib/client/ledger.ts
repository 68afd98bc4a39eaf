import { formatPast, formatRelative } from '@/lib/client/format';
import type { Words } from '@/lib/client/words';
import type { Freshness, FreshnessMark } from '@/lib/contract/freshness';

/** What a line of freshness is about. Times are ISO texts, as the API gives them. */
export interface Subject {
  freshness: Pick<Freshness, 'marks' | 'promise_ms' | 'next_at'>;
  /** Up to when everything is known to be in; null: not yet. */
  current_to: string | null;
  /** Before this there was nothing to know. */
  since: string | null;
}

/** A stretch of time as shares of the line, 0 left, 1 at its right end. */
export interface Stretch {
  from: number;
  to: number;
}

/** A line of freshness as it is drawn; every place is a share of its width. */
export interface Ledger {
  /** Where there was anything to know. */
  known: Stretch;
  /** Everything was in. */
  full: Stretch[];
  /** Only a part of it was. */
  partial: Stretch[];
  failures: number[];
  partials: number[];
  /** Up to when everything is in; `old`: longer ago than promised. Null: not within the line. */
  last: { at: number; old: boolean } | null;
  next: number | null;
}

/** Where now stands, and how much of the future is to the right of it, as a part of the past. */
export const NOW_AT = 0.9;
const AHEAD = 1 / 16;
/** Strokes nearer than this would run into each other. */
const APART = 0.022;

const MINUTE = 60_000;
const SPANS = [15 * MINUTE, 60 * MINUTE, 6 * 60 * MINUTE, 24 * 60 * MINUTE] as const;

/**
 * How much of the past lines show that began at these moments: a day, less where most of them are
 * younger.
 */
export function spanFor(begun: readonly string[], now_ms: number): number {
  const ages = begun.map((iso) => now_ms - Date.parse(iso)).sort((a, b) => a - b);
  const age = ages[Math.floor(ages.length / 2)] ?? 0;
  return SPANS.find((span) => span >= age) ?? SPANS.at(-1)!;
}

/** Pure: facts and a moment in, a drawing out. `span_ms` of the past are shown. */
export function ledgerOf(subject: Subject, now_ms: number, span_ms: number): Ledger {
  const { marks, promise_ms, next_at } = subject.freshness;
  const start = now_ms - span_ms;
  const place = (ms: number) => (Math.min(Math.max(ms, start), now_ms) - start) / span_ms;
  const at = (ms: number) => place(ms) * NOW_AT;
  const inside = (ms: number) => ms >= start && ms <= now_ms;
  const promise = promise_ms ?? Infinity;
  const begun = Math.min(
    ...[subject.since, marks[0]?.from].flatMap((iso) => (iso ? [Date.parse(iso)] : [])),
    now_ms,
  );
  const stretches = (outcome: FreshnessMark['outcome']): Stretch[] =>
    marks.flatMap((mark, i) => {
      if (mark.outcome !== outcome) return [];
      const after = marks[i + 1] ? Date.parse(marks[i + 1]!.from) : Infinity;
      const end = Math.min(Date.parse(mark.to) + promise, after, now_ms);
      return end <= start ? [] : [{ from: at(Date.parse(mark.from)), to: at(end) }];
    });
  const last = subject.current_to === null ? null : Date.parse(subject.current_to);
  return {
    known: { from: at(begun), to: NOW_AT },
    full: stretches('completed'),
    partial: stretches('partial'),
    failures: marks.filter((m) => m.outcome === 'failed').flatMap((m) => strokes(m, at, inside)),
    partials: marks.filter((m) => m.outcome === 'partial').flatMap((m) => strokes(m, at, inside)),
    last:
      last === null || last < start
        ? null
        : { at: at(last), old: promise_ms !== null && now_ms - last > promise },
    next: next_at === null ? null : ahead(Date.parse(next_at) - now_ms, span_ms),
  };
}

/** One stroke a run, as far as there is room between the first and the last. */
function strokes(
  mark: FreshnessMark,
  at: (ms: number) => number,
  inside: (ms: number) => boolean,
): number[] {
  const [from, to] = [Date.parse(mark.from), Date.parse(mark.to)];
  const room = Math.max(1, Math.floor((at(to) - at(from)) / APART));
  const n = Math.min(mark.runs - 1, room);
  const times =
    n < 1 ? [from] : Array.from({ length: n + 1 }, (_, i) => from + ((to - from) * i) / n);
  return times.filter(inside).map(at);
}

/** What lies ahead is drawn on a scale of its own; later than that stands at the end. */
const ahead = (ms: number, span_ms: number): number =>
  NOW_AT + Math.min(Math.max(ms, 0) / (span_ms * AHEAD), 1) * (1 - NOW_AT);

/** The line in a sentence or two, for whoever does not see it. */
export function spoken(subject: Subject, now_ms: number, t: Words): string {
  const { marks, next_at } = subject.freshness;
  const failed = marks.filter((m) => m.outcome === 'failed').at(-1);
  const partly = marks.filter((m) => m.outcome === 'partial').at(-1);
  const { current_to } = subject;
  return [
    current_to === null
      ? t('words.notReadToTheEnd')
      : t('words.currentTo', { time: formatPast(current_to, now_ms, t) }),
    failed &&
      t('words.syncsFailed', { runs: failed.runs, time: formatRelative(failed.to, now_ms, t) }),
    partly &&
      t('words.syncsPartly', { runs: partly.runs, time: formatRelative(partly.to, now_ms, t) }),
    next_at && t('words.nextSync', { time: formatRelative(next_at, now_ms, t) }),
  ]
    .filter(Boolean)
    .join(' ');
}
