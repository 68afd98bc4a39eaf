import { describe, expect, it } from 'vitest';
import { judge } from '@/lib/connectors/kit';
import type { Answer, Connector, Verdict } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';

/** One answer of the provider, as its fact sheet or documentation has it, and what it means. */
export interface ErrorRow {
  /** What happened, in a few words. */
  name: string;
  status: number;
  /** A text is not JSON: a proxy's page. */
  body: Json;
  headers?: Record<string, string>;
  /** Path of the URL it answers, where its rule is about that one; played by the table alone. */
  path?: string;
  verdict: Verdict;
  /** Seconds until it says to come back; null: it does not say. */
  wait_s?: number | null;
  message?: RegExp;
}

/** A moment on a full second, so that every form of a time can name it. */
const NOW = Date.UTC(2026, 10, 21, 9, 30, 0);
const HTML = '<!DOCTYPE html><html><body>Sorry, you have been blocked</body></html>';
/** Verdicts that cost nobody anything: the call is made again. */
const PASSING: readonly (Verdict | undefined)[] = ['retry', 'rate_limited'];

/** The row as an answer. */
export const answerOf = ({
  status,
  body,
  headers,
}: Pick<ErrorRow, 'status' | 'body' | 'headers'>): Answer => answer(status, body, headers);

const answer = (status: number, body: Json, headers: Record<string, string> = {}): Answer => ({
  status,
  headers,
  body,
  is_json: typeof body !== 'string',
});
const waitOf = (at: number | null | undefined): number | null =>
  at === null || at === undefined ? null : Math.round((at - NOW) / 1000);

/**
 * The table test of a connector's error rules. The rows must cover every rule (without it some row
 * would come out differently) and the kinds of trouble every provider has; what passes by itself
 * must never cost a reconnect. Longer than a screen: a list of tests, each a few lines.
 */
export function errorTable(connector: Connector, rows: readonly ErrorRow[]): void {
  const verdicts = (rules: Connector['errors']) =>
    rows.map((row) => {
      const j = judge(answer(row.status, row.body, row.headers), rules, NOW, row.path);
      return `${j?.verdict} ${j?.message} ${waitOf(j?.retry_at_ms)}`;
    });

  describe(`${connector.name} answers`, () => {
    it.each(rows.map((row) => [`${row.status} ${row.name}`, row] as const))('%s', (_, row) => {
      const judged = judge(answerOf(row), connector.errors, NOW, row.path);
      expect(judged?.verdict).toBe(row.verdict);
      if (row.wait_s !== undefined) expect(waitOf(judged!.retry_at_ms)).toBe(row.wait_s);
      if (row.message) expect(judged!.message).toMatch(row.message);
      expect(judged!.message).not.toContain('{');
    });

    it('have a row for each rule', () => {
      const all = verdicts(connector.errors);
      const idle = connector.errors.filter((_, i) =>
        verdicts(connector.errors.filter((__, k) => k !== i)).every((v, n) => v === all[n]),
      );
      expect(
        idle.map((rule) => `${JSON.stringify(rule.when)} → ${rule.then}: no row needs it`),
      ).toEqual([]);
    });

    it.each([
      ['a dead credential', (r: ErrorRow) => r.status === 401],
      ['a permission that is missing', (r: ErrorRow) => r.status === 403],
      ['too many calls', (r: ErrorRow) => r.status === 429],
      ['trouble of its own', (r: ErrorRow) => r.status >= 500],
    ])('have a row for %s', (_, is) => {
      expect(rows.filter(is).length).toBeGreaterThan(0);
    });

    it.each(
      [408, 425, 500, 502, 503, 504].flatMap(
        (status) =>
          [
            [status, HTML],
            [status, {}],
            [status, null],
            [status, '{"results":[{"id":"1"'],
          ] as [number, Json][],
      ),
    )('%s with %j passes by itself', (status, body) => {
      expect(PASSING).toContain(judge(answer(status, body), connector.errors, NOW)?.verdict);
    });

    it.each([
      [403, HTML],
      [429, HTML],
      [200, HTML],
      [200, '{"results":[{"id":"1"'],
      [200, ''],
    ] as [number, Json][])(
      '%s with the body %j, which is not the provider’s, passes by itself',
      (status, body) => {
        expect(PASSING).toContain(judge(answer(status, body), connector.errors, NOW)?.verdict);
      },
    );

    it.each([
      ['seconds', '120'],
      ['a date', new Date(NOW + 120_000).toUTCString()],
      ['epoch seconds', String(NOW / 1000 + 120)],
      ['epoch milliseconds', String(NOW + 120_000)],
    ])('429 that names the time as %s is waited out', (_, value) => {
      const judged = judge(answer(429, {}, { 'retry-after': value }), connector.errors, NOW);
      expect(judged?.verdict).toBe('rate_limited');
      expect(waitOf(judged!.retry_at_ms)).toBe(120);
    });

    it('429 that names no time is waited out all the same, and not for ever', () => {
      const judged = judge(answer(429, {}), connector.errors, NOW);
      expect(judged?.verdict).toBe('rate_limited');
      if (judged!.retry_at_ms !== null)
        expect(waitOf(judged!.retry_at_ms)).toBeLessThanOrEqual(3_600);
    });
  });
}
