import { describe, expect, it } from 'vitest';
import {
  at,
  fullName,
  isoAt,
  isoFromMs,
  isoFromSeconds,
  limitsFor,
  secondsBetween,
  textsAt,
  type RateLimit,
} from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';

describe('a path', () => {
  const body = { '@odata.nextLink': 'on', list: [{ 'a.b': { c: 1 } }], plain: { b: 2 } };
  it.each([
    ['@odata\\.nextLink', 'on'],
    ['list.0.a\\.b.c', 1],
    ['plain.b', 2],
    ['@odata.nextLink', undefined],
    ['', body],
  ])('%s', (path, found) => {
    expect(at(body, path)).toEqual(found);
  });
});

describe('a record', () => {
  const call: Json = {
    first: 'Ada',
    last: 'Lovelace',
    began: '2026-11-20T10:00:00.400+01:00',
    ended: '2026-11-20T09:01:30Z',
    guests: [{ name: 'Bo', email: 'bo@x.y' }, { name: '', email: 'cy@x.y' }, { phone: 1 }, 'Di'],
    seconds: 1_700_000_000,
    ms: '1700000000000',
    tags: ['a', 2],
  };

  it('gives a text of each entry of a list, the first there is', () => {
    expect(textsAt(call, 'guests', 'name', 'email')).toEqual(['Bo', 'cy@x.y']);
    expect(textsAt(call, 'tags', '')).toEqual(['a', '2']);
    expect(textsAt(call, 'nobody', 'name')).toEqual([]);
  });

  it('gives a name by its parts, and none without them', () => {
    expect(fullName(call, 'first', 'middle', 'last')).toBe('Ada Lovelace');
    expect(fullName(call, 'middle')).toBeNull();
  });

  it('gives times as ISO 8601, however they are written', () => {
    expect(isoAt(call, 'began')).toBe('2026-11-20T09:00:00.400Z');
    const same = [isoFromSeconds(call, 'seconds'), isoFromMs(call, 'ms')];
    expect(same).toEqual(Array(2).fill('2023-11-14T22:13:20.000Z'));
    expect([isoAt, isoFromMs, isoFromSeconds].map((of) => of(call, 'first'))).toEqual([
      null,
      null,
      null,
    ]);
    expect([isoAt, isoFromMs, isoFromSeconds].map((of) => of(call, 'none'))).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('gives the whole seconds from one time to another, and nothing without both', () => {
    expect(secondsBetween('began', 'ended')(call)).toBe(90);
    expect(secondsBetween('began', 'none')(call)).toBeNull();
  });
});

describe('limits', () => {
  const limit = (name: string, when?: RateLimit['when']): RateLimit => ({
    name,
    scope: 'connection',
    requests: 1,
    per_ms: 1,
    when,
  });
  it('are those of the connection’s config', () => {
    const all = [limit('all'), limit('slow', ({ profile }) => profile === 'slow')];
    const names = (config: Record<string, string>) => limitsFor(all, config).map((l) => l.name);
    expect([names({}), names({ profile: 'slow' })]).toEqual([['all'], ['all', 'slow']]);
  });
});
