import { expect, test } from 'vitest';
import {
  count,
  formatClock,
  formatDuration,
  formatPast,
  formatRelative,
  humanize,
} from '@/lib/client/format';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const at = (seconds: number) => new Date(NOW + seconds * 1_000).toISOString();

test.each([
  [-3, 'just now'],
  [-44, 'just now'],
  [-60, '1 minute ago'],
  [-600, '10 minutes ago'],
  [-3_600, '1 hour ago'],
  [-86_400 * 3, '3 days ago'],
  [-86_400 * 70, '2 months ago'],
  [30, 'in a moment'],
  [7_200, 'in 2 hours'],
])('%d seconds from now is "%s"', (seconds, words) => {
  expect(formatRelative(at(seconds), NOW)).toBe(words);
});

test('what has happened is not put into the future by a clock that is a little ahead', () => {
  expect([1, 30, 119].map((seconds) => formatPast(at(seconds), NOW))).toEqual([
    'just now',
    'just now',
    'just now',
  ]);
  expect(formatPast(at(-120), NOW)).toBe('2 minutes ago');
  expect(formatPast(at(600), NOW)).toBe('in 10 minutes'); // no clock is that far ahead
});

test.each([
  [0, '0 ms'],
  [820, '820 ms'],
  [4_200, '4.2 s'],
  [9_000, '9 s'],
  [59_400, '59 s'],
  [185_000, '3 min 05 s'],
  [4_320_000, '1 h 12 min'],
])('%d ms is "%s"', (ms, words) => {
  expect(formatDuration(ms)).toBe(words);
});

test('a clock', () => {
  expect([7_000, 760_000, 3_729_000, -5].map(formatClock)).toEqual([
    '0:07',
    '12:40',
    '1:02:09',
    '0:00',
  ]);
});

test('counts agree with their noun', () => {
  expect([count(1, 'record'), count(0, 'record'), count(1_200, 'entry', 'entries')]).toEqual([
    '1 record',
    '0 records',
    '1,200 entries',
  ]);
});

test('names become words', () => {
  expect(humanize('deal_fields')).toBe('Deal fields');
});
