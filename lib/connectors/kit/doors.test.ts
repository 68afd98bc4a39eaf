import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boundedTime,
  judge,
  providerText,
  TOKEN_MOST_MS,
  WINDOW_MOST_MS,
  type Answer,
  type TimeForm,
} from '@/lib/connectors/kit';

const NOW = Date.parse('2026-11-25T12:00:00Z');
const HOUR_MS = 3600 * 1000;
const DAY_MS = 24 * HOUR_MS;

describe('providerText', () => {
  it.each([
    ['Ac\0me', 'Acme'],
    ['half \ud83d a pair', 'half  a pair'],
    ['the other \ude00 half', 'the other  half'],
    ['whole 😀 pair', 'whole 😀 pair'],
    ['\x1b[31mred\x07', '[31mred'],
    ['two\nlines\tof text', 'two\nlines\tof text'],
    ['', ''],
  ])('%j becomes %j', (given, clean) => expect(providerText(given)).toBe(clean));

  it('cuts between characters, never inside one', () => {
    expect(providerText('ab😀cd', 3)).toBe('ab');
    expect(providerText('ab😀cd', 4)).toBe('ab😀');
    expect(providerText('x'.repeat(1_000_000))).toHaveLength(500);
  });

  it('gives text PostgreSQL stores, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.nat(40), (value, max) => {
        const broken = value.slice(0, max) + '\ud800\0' + value.slice(max);
        const clean = providerText(broken, max);
        return clean.length <= max && clean.isWellFormed() && !clean.includes('\0');
      }),
    );
  });
});

describe('boundedTime', () => {
  const time = (value: string | number, form: TimeForm, most_ms = WINDOW_MOST_MS) => {
    const found = boundedTime(value, form, NOW, most_ms);
    return found && [found.at_ms === null ? null : found.at_ms - NOW, found.bounded];
  };

  it.each<[string | number, TimeForm, number]>([
    ['1.5', 'retry_after', 1_500],
    ['120', 'retry_after', 120_000],
    ['0', 'retry_after', 0],
    ['Wed, 25 Nov 2026 13:00:00 GMT', 'retry_after', HOUR_MS],
    ['Wed, 25 Nov 2026 11:59:00 GMT', 'retry_after', 0],
    [String(NOW + HOUR_MS), 'retry_after', HOUR_MS],
    [String(NOW / 1000 + 60), 'retry_after', 60_000],
    [NOW / 1000 + 60, 'epoch_seconds', 60_000],
    [NOW / 1000 - 2, 'epoch_seconds', 0],
    [NOW + 5, 'epoch_ms', 5],
    [30, 'seconds', 30_000],
    ['Wed, 25 Nov 2026 13:00:00 GMT', 'http_date', HOUR_MS],
  ])('heeds %j as %s', (value, form, ms) => expect(time(value, form)).toEqual([ms, false]));

  it.each<[string | number, TimeForm]>([
    [999_999_999, 'retry_after'],
    ['Fri, 31 Dec 9999 23:59:59 GMT', 'retry_after'],
    ['1e20', 'retry_after'],
    ['1e400', 'seconds'],
    ['-5', 'retry_after'],
    ['soon', 'retry_after'],
    ['-1', 'seconds'],
    [0, 'epoch_seconds'],
    [30, 'epoch_seconds'],
    [1e20, 'epoch_ms'],
    ['tomorrow', 'http_date'],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 'http_date'],
    ['1,000', 'seconds'],
  ])('does not believe %j as %s', (value, form) => expect(time(value, form)).toEqual([null, true]));

  it.each<[string | number, TimeForm]>([
    [2 * 24 * 3600, 'retry_after'],
    [NOW / 1000 + 20 * 24 * 3600, 'epoch_seconds'],
    ['Thu, 10 Dec 2026 12:00:00 GMT', 'retry_after'],
  ])('cuts %j as %s to a day', (value, form) => expect(time(value, form)).toEqual([DAY_MS, true]));

  it('believes a token lives for a year at most', () => {
    expect(time(3_600, 'seconds', TOKEN_MOST_MS)).toEqual([HOUR_MS, false]);
    expect(time(315_360_000, 'seconds', TOKEN_MOST_MS)).toEqual([365 * DAY_MS, true]);
    expect(time('1e20', 'seconds', TOKEN_MOST_MS)).toEqual([null, true]);
  });

  it.each([undefined, null, '', '  ', true, [], {}])('%j says nothing', (value) =>
    expect(boundedTime(value, 'retry_after', NOW, WINDOW_MOST_MS)).toBeNull(),
  );

  it('answers a time the database can hold, whatever comes', () => {
    const forms: TimeForm[] = ['seconds', 'epoch_seconds', 'epoch_ms', 'http_date', 'retry_after'];
    fc.assert(
      fc.property(
        fc.oneof(fc.double(), fc.bigInt().map(String), fc.string()),
        fc.constantFrom(...forms),
        (value, form) => {
          const at_ms = boundedTime(value, form, NOW, WINDOW_MOST_MS)?.at_ms ?? NOW;
          return at_ms >= NOW && at_ms <= NOW + DAY_MS;
        },
      ),
    );
  });
});

describe('a judged answer', () => {
  const answer = (body: Answer['body'], headers: Record<string, string> = {}): Answer => ({
    status: 429,
    headers,
    body,
    is_json: true,
  });

  it('says that an absurd wait is not heeded', () => {
    expect(judge(answer({}, { 'retry-after': '999999999' }), [], NOW)).toMatchObject({
      retry_at_ms: null,
      message: expect.stringContaining('cannot be meant'),
    });
    expect(judge(answer({}, { 'retry-after': '172800' }), [], NOW)).toMatchObject({
      retry_at_ms: NOW + DAY_MS,
      message: expect.stringContaining('more than a day'),
    });
    expect(judge(answer({}, { 'retry-after': '60' }), [], NOW)).toMatchObject({
      retry_at_ms: NOW + 60_000,
      message: 'The provider asked us to slow down.',
    });
  });

  it('takes the next way to a time when the first names an absurd one', () => {
    const rule = {
      when: { status: 429 },
      then: 'rate_limited' as const,
      message: 'Slow: {error.message}',
      wait: [{ header: 'retry-after', form: 'retry_after' as const }, { ms: 10_000 }],
      source: 'test',
    };
    const given = answer({ error: { message: 'no\0w' } }, { 'retry-after': '-5' });
    expect(judge(given, [rule], NOW)).toMatchObject({
      retry_at_ms: NOW + 10_000,
      message: expect.stringContaining('Slow: now'),
    });
  });
});
