import { describe, expect, it } from 'vitest';
import { at, limitsFor, type RateLimit } from '@/lib/connectors/kit';

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
