import { describe, expect, it } from 'vitest';
import { bookmarkAfter, notesSeen, walkOf } from '@/lib/sync/plan';
import {
  AGAIN,
  ago,
  checkpoint,
  DAY_MS,
  HOUR_MS,
  pass,
  plan,
  run,
  stream,
  WALK,
} from '@/lib/sync/fixtures/passes';

const BY_CHANGES = stream({ backfill: 'changes' });
const BY_LISTING = stream({
  backfill: 'listing',
  incremental: {
    walk: AGAIN,
    bookmark: { by: 'probe', request: () => ({ url: 'https://x.example' }), path: 'x' },
  },
});
const NEW = checkpoint({ bookmark: null });
const read = (from?: string) =>
  checkpoint({ bookmark: { since: ago(HOUR_MS), full_at: ago(HOUR_MS), ...(from && { from }) } });
const month = ago(30 * DAY_MS);
const year = ago(365 * DAY_MS);

describe('a load that begins at a chosen time', () => {
  it('asks for what changed since, where that is how it is asked', () => {
    const first = plan(BY_CHANGES, NEW, run(), { first_load: true, backfill_from: month });
    expect(first).toMatchObject({ mode: 'full', since: month, from: month });
    expect(walkOf(BY_CHANGES, first)).toBe(AGAIN);
  });

  it('asks its listing for nothing older, where that can be asked', () => {
    const first = plan(BY_LISTING, NEW, run(), { first_load: true, backfill_from: month });
    expect(first).toMatchObject({ mode: 'full', since: null, from: month });
    expect(walkOf(BY_LISTING, first)).toBe(WALK);
  });

  it('is a whole one of a stream that cannot', () => {
    const first = plan(stream(), NEW, run(), { first_load: true, backfill_from: month });
    expect(first).toMatchObject({ mode: 'full', since: null });
    expect(first.from).toBeUndefined();
  });

  it('leaves its time with the bookmark, and increments keep it there', () => {
    const full = pass({ mode: 'full', from: month, newest: ago(HOUR_MS) });
    const after = bookmarkAfter(BY_CHANGES, full, null);
    expect(after.from).toBe(month);
    expect(bookmarkAfter(BY_CHANGES, pass({ newest: ago(0) }), after).from).toBe(month);
    const incomplete = pass({ mode: 'full', incomplete: true });
    expect(bookmarkAfter(BY_CHANGES, incomplete, after).from).toBe(month);
  });

  it('is followed by full passes that read the listing, for an index may lag behind', () => {
    const later = plan(BY_CHANGES, read(month), run('full'), { backfill_from: month });
    expect(later).toMatchObject({ mode: 'full', since: null, from: month });
    expect(walkOf(BY_CHANGES, later)).toBe(WALK);
    expect(notesSeen(BY_CHANGES, later)).toBe(true);
  });
});

describe('another time', () => {
  it.each([
    ['an earlier one', year],
    ['all of it', null],
  ])('%s makes a full pass, and counts nothing as missed', (_, backfill_from) => {
    const wider = plan(BY_CHANGES, read(month), run(), { backfill_from });
    expect(wider).toMatchObject({ mode: 'full', missed_before: null });
    expect(wider.from ?? null).toBe(backfill_from);
  });

  it('that is later takes nothing away', () => {
    expect(plan(BY_CHANGES, read(year), run(), { backfill_from: month }).mode).toBe('incremental');
    const full = plan(BY_CHANGES, read(year), run('full'), { backfill_from: month });
    expect(full.from).toBe(year);
    expect(plan(BY_CHANGES, read(), run('full'), { backfill_from: month }).from).toBeUndefined();
  });

  it('does not shrink what a load under way has begun with', () => {
    const begun = checkpoint({
      bookmark: null,
      pass: pass({ mode: 'full', from: year, run_id: 'run-0' }),
    });
    expect(plan(BY_CHANGES, begun, run('full'), { backfill_from: month }).from).toBe(year);
  });
});
