import { expect, test } from 'vitest';
import {
  formatClock,
  formatDuration,
  formatNumber,
  formatPast,
  formatRelative,
  humanize,
} from '@/lib/client/format';
import { wordsIn } from '@/lib/client/testing';

const t = wordsIn('en');

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
  expect(formatRelative(at(seconds), NOW, t)).toBe(words);
});

test.each([
  [-3_600 * 24, 'vor 1 Tag'],
  [-86_400 * 400, 'vor 1 Jahr'],
  [-86_400 * 3, 'vor 3 Tagen'],
  [3_600, 'in 1 Stunde'],
  [50, 'in 1 Minute'],
])('%d seconds from now is "%s" in German', (seconds, words) => {
  expect(formatRelative(at(seconds), NOW, wordsIn('de'))).toBe(words);
});

test('what has happened is not put into the future by a clock that is a little ahead', () => {
  expect([1, 30, 119].map((seconds) => formatPast(at(seconds), NOW, t))).toEqual([
    'just now',
    'just now',
    'just now',
  ]);
  expect(formatPast(at(-120), NOW, t)).toBe('2 minutes ago');
  expect(formatPast(at(600), NOW, t)).toBe('in 10 minutes'); // no clock is that far ahead
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
  expect(formatDuration(ms, t)).toBe(words);
});

test('a clock', () => {
  expect([7_000, 760_000, 3_729_000, -5].map(formatClock)).toEqual([
    '0:07',
    '12:40',
    '1:02:09',
    '0:00',
  ]);
});

test('in German as Germans write it', () => {
  const german = wordsIn('de');
  expect(formatRelative(at(-600), NOW, german)).toBe('vor 10 Minuten');
  expect(formatDuration(4_200, german)).toBe('4,2 s');
  expect(formatNumber(10_100, german)).toBe('10.100');
});

test('names become words', () => {
  expect(humanize('deal_fields')).toBe('Deal fields');
});
