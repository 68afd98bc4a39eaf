import { describe, expect, it } from 'vitest';
import type { Bookmark, Stream } from '@/lib/connectors/kit';
import type { Pass } from '@/lib/sync/checkpoint';
import { HOUR_MS, DAY_MS, ago, WALK, AGAIN, TIME, stream, pass } from '@/lib/sync/fixtures/passes';
import { bookmarkAfter, notesSeen, phaseAfter, phasesOf, walkOf } from '@/lib/sync/plan';

const PROBE: Bookmark = {
  by: 'probe',
  request: () => ({ url: 'https://x.example' }),
  path: 'x',
};

describe('the phases', () => {
  const RECHECK: Stream['recheck'] = {
    newest: 1,
    batch: 1,
    request: () => ({ url: 'https://x.example' }),
    records: 'data',
    gone: () => [],
  };
  const LISTING = { by: 'listing', walk: WALK } as const;
  const NONE = { by: 'none', why: 'the listing ends after a while' } as const;
  const full = { mode: 'full', since: null, first_load: false } as const;
  const first = { mode: 'full', since: null, first_load: true } as const;
  const incremental = { mode: 'incremental', since: ago(HOUR_MS), first_load: false } as const;

  it.each([
    [{}, full, ['main', 'sweep']],
    [{}, { ...full, incomplete: true }, ['main']],
    [{}, first, ['main']],
    [{}, incremental, ['main', 'later']],
    [{ full: AGAIN }, first, ['main', 'later']],
    [{ deletions: LISTING }, full, ['main', 'deletions', 'sweep']],
    [{ deletions: LISTING }, incremental, ['main', 'later', 'deletions']],
    [{ deletions: LISTING }, first, ['main']],
    [{ recheck: RECHECK, deletions: NONE }, full, ['main', 'recheck']],
    [{ recheck: RECHECK, deletions: NONE }, incremental, ['main', 'later', 'recheck']],
    [{ recheck: RECHECK }, first, ['main']],
    [{ deletions: NONE }, full, ['main']],
  ] as const)('%# are right', (more, kind, phases) => {
    expect(phasesOf(stream(more as Partial<Stream>), kind)).toEqual(phases);
  });

  it('follow one another to the end', () => {
    const s = stream({ deletions: LISTING });
    expect(phaseAfter(s, { ...full, phase: 'main' })).toBe('deletions');
    expect(phaseAfter(s, { ...full, phase: 'deletions' })).toBe('sweep');
    expect(phaseAfter(s, { ...full, phase: 'sweep' })).toBeUndefined();
  });

  it('read by the walk of their mode', () => {
    expect(walkOf(stream(), full)).toBe(WALK);
    expect(walkOf(stream(), incremental)).toBe(AGAIN);
    expect(walkOf(stream({ incremental: undefined }), incremental)).toBe(WALK);
    expect(walkOf(stream(), { ...first, since: ago(DAY_MS) })).toBe(AGAIN);
  });

  it('note what they have seen only when a sweep may follow', () => {
    expect(notesSeen(stream(), full)).toBe(true);
    expect(notesSeen(stream(), first)).toBe(false);
    expect(notesSeen(stream(), incremental)).toBe(false);
    expect(notesSeen(stream({ deletions: NONE }), full)).toBe(false);
  });
});

describe('the bookmark a pass leaves', () => {
  const before = { since: ago(DAY_MS), full_at: ago(2 * DAY_MS) };
  const of = (bookmark: Bookmark) => stream({ incremental: { walk: WALK, bookmark } });

  it('by time is the newest change met, and never goes back', () => {
    const s = of(TIME);
    const after = (newest: string | null, was: typeof before | null = before) =>
      bookmarkAfter(s, pass({ newest }), was).since;
    expect(after(ago(HOUR_MS))).toBe(ago(HOUR_MS));
    expect(after(ago(3 * DAY_MS))).toBe(before.since);
    expect(after(null)).toBe(before.since);
    expect(after(ago(HOUR_MS), null)).toBe(ago(HOUR_MS));
    expect(after(null, null)).toBeNull();
    expect(after(ago(HOUR_MS), { ...before, since: '' })).toBe(ago(HOUR_MS));
  });

  it.each<[Bookmark, Partial<Pass>, string | null]>([
    [{ by: 'first_page', path: 'x' }, { first: 'f', last: 'l' }, 'f'],
    [PROBE, { first: 'f' }, 'f'],
    [PROBE, { mode: 'incremental' }, before.since],
    [PROBE, { mode: 'full' }, null],
    [{ by: 'last_page', path: 'x' }, { first: 'f', last: 'l' }, 'l'],
    [{ by: 'first_page', path: 'x' }, {}, before.since],
    [{ by: 'first_page', path: 'x' }, { mode: 'full' }, before.since],
    [{ by: 'last_page', path: 'x' }, { mode: 'full' }, before.since],
    [{ by: 'last_page', path: 'x' }, {}, before.since],
  ])('%# of another kind is what the provider gave', (bookmark, more, since) => {
    expect(bookmarkAfter(of(bookmark), pass(more), before).since).toBe(since);
  });

  it('without increments is none', () => {
    const s = stream({ incremental: undefined });
    expect(bookmarkAfter(s, pass({ mode: 'full', newest: ago(1) }), before).since).toBeNull();
  });

  it('notes the last complete full pass', () => {
    const full_at = (more: Partial<Pass>, was: typeof before | null = before) =>
      bookmarkAfter(stream(), pass(more), was).full_at;
    expect(full_at({ mode: 'full', began_at: ago(5) })).toBe(ago(5));
    expect(full_at({ mode: 'full', incomplete: true })).toBe(before.full_at);
    expect(full_at({ mode: 'incremental' })).toBe(before.full_at);
    expect(full_at({ mode: 'incremental' }, null)).toBeNull();
  });
});
