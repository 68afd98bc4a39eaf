import { expect, it } from 'vitest';
import { fileName, toCsv } from '@/lib/client/csv';

const line = (...fields: (string | number | null)[]) => toCsv([fields]).slice(1, -2);

it('quotes what must be, and nothing else', () => {
  expect(line('Acme', 12, null, 'a "b", c', 'two\nlines')).toBe(
    'Acme,12,,"a ""b"", c","two\nlines"',
  );
});

it('nothing in it is a formula', () => {
  for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1'])
    expect(line(text).replace(/^"/, ''), JSON.stringify(text)).toMatch(/^'/);
  expect(line(-1)).toBe('-1');
});

it('is read as UTF-8', () => {
  expect(toCsv([['Zoë']])).toBe('\uFEFFZoë\r\n');
});

it('a file is named after what is in it, whatever the account is called', () => {
  expect(fileName('@Zoë & Co.', 'followers', '2026-09-01')).toBe('zoe-co-followers-2026-09-01');
  expect(fileName('@../..', 'posts')).toBe('posts');
  expect(fileName('日本', 'posts')).toBe('日本-posts');
});
