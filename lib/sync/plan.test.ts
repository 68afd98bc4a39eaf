import { describe, expect, it } from 'vitest';
import { defineStream, type Bookmark, type Stream, type Walk } from '@/lib/connectors/kit';
import { PASS_VERSION, type Checkpoint, type Pass } from '@/lib/sync/checkpoint';
import { bookmarkAfter, notesSeen, phaseAfter, phasesOf, planPass, walkOf } from '@/lib/sync/plan';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOW = new Date('2026-11-25T10:00:00.000Z');
const ago = (ms: number): string => new Date(NOW.getTime() - ms).toISOString();
const WALK: Walk = { read: async function* () {} };
const AGAIN: Walk = { ...WALK, again: async () => null };
const TIME: Bookmark = { by: 'time', changed_at: 'at', overlap_seconds: 60 };
const PROBE: Bookmark = {
  by: 'probe',
  request: () => ({ url: 'https://x.example' }),
  path: 'x',
};

const stream = (more: Partial<Stream> = {}): Stream =>
  defineStream({
    name: 's',
    label: 'S',
    entity: 'reference',
    description: 'd',
    id: 'id',
    full: WALK,
    incremental: { walk: AGAIN, bookmark: TIME },
    deletions: { by: 'full_pass' },
    ...more,
  });
const checkpoint = (more: Partial<Checkpoint> = {}): Checkpoint => ({
  bookmark: { since: ago(HOUR_MS), full_at: ago(HOUR_MS) },
  pass: null,
  generation: 7,
  stalls: 0,
  now: NOW,
  ...more,
});
/** Its slots begin at no special moment; see the test of slots. */
const CONNECTION = 'connection-1';
const run = (sync_type: 'incremental' | 'full' = 'incremental') => ({
  id: 'run-1',
  connection_id: CONNECTION,
  sync_type,
});
const plan = (
  s: Stream,
  c: Checkpoint,
  r = run(),
  options: { first_load?: boolean; force_full?: boolean } = {},
): Pass => planPass(s, c, r, { first_load: false, ...options });
const pass = (more: Partial<Pass> = {}): Pass => ({ ...plan(stream(), checkpoint()), ...more });

describe('which pass is made', () => {
  it('an incremental one from the bookmark, less the overlap', () => {
    expect(plan(stream(), checkpoint())).toEqual({
      version: PASS_VERSION,
      mode: 'incremental',
      phase: 'main',
      position: null,
      since: ago(HOUR_MS + 60_000),
      first: null,
      last: null,
      provider_began_at: null,
      newest: null,
      missed_before: null,
      generation: 7,
      run_id: 'run-1',
      began_at: NOW.toISOString(),
      pages: 0,
      records: 0,
      first_load: false,
    });
  });

  it('an opaque bookmark is handed on as it is', () => {
    const feed = stream({ incremental: { walk: WALK, bookmark: { by: 'last_page', path: 'd' } } });
    const at = checkpoint({ bookmark: { since: 'token-9', full_at: ago(HOUR_MS) } });
    expect(plan(feed, at)).toMatchObject({
      mode: 'incremental',
      since: 'token-9',
      missed_before: null,
    });
  });

  it.each<[string, Stream, Checkpoint, ReturnType<typeof run>, object]>([
    ['one is asked for', stream(), checkpoint(), run('full'), {}],
    ['the bookmark is gone', stream(), checkpoint(), run(), { force_full: true }],
    ['there are no increments', stream({ incremental: undefined }), checkpoint(), run(), {}],
    ['there was no pass yet', stream(), checkpoint({ bookmark: null }), run(), {}],
    [
      'the bookmark proves nothing',
      stream(),
      checkpoint({ bookmark: { since: null, full_at: ago(HOUR_MS) } }),
      run(),
      {},
    ],
    [
      'the bookmark is empty',
      stream(),
      checkpoint({ bookmark: { since: '', full_at: ago(HOUR_MS) } }),
      run(),
      {},
    ],
    [
      'no full pass was ever complete',
      stream(),
      checkpoint({ bookmark: { since: ago(HOUR_MS), full_at: null } }),
      run(),
      {},
    ],
  ])('a full one, of a new generation, when %s', (_, s, c, r, options) => {
    expect(plan(s, c, r, options)).toMatchObject({ mode: 'full', since: null, generation: 8 });
  });

  it('a full one knows what increments should have brought, when they go by time', () => {
    expect(plan(stream(), checkpoint(), run('full')).missed_before).toBe(ago(HOUR_MS + 60_000));
    expect(plan(stream(), checkpoint({ bookmark: null })).missed_before).toBeNull();
    const feed = stream({ incremental: { walk: WALK, bookmark: { by: 'last_page', path: 'd' } } });
    expect(plan(feed, checkpoint(), run('full')).missed_before).toBeNull();
  });
});

describe('a pass under way', () => {
  const under_way = pass({ position: 'page-3', run_id: 'run-0' });

  it('is gone on with', () => {
    expect(plan(stream(), checkpoint({ pass: under_way }))).toBe(under_way);
    const full = { ...under_way, mode: 'full' as const };
    expect(plan(stream(), checkpoint({ pass: full }))).toBe(full);
  });

  it('that is full is gone on with by the run that began it, and begun anew by another full one', () => {
    const mine = { ...under_way, mode: 'full' as const, run_id: 'run-1' };
    expect(plan(stream(), checkpoint({ pass: mine }), run('full'))).toBe(mine);
    const other = { ...mine, run_id: 'run-0' };
    expect(plan(stream(), checkpoint({ pass: other }), run('full'))).toMatchObject({
      position: null,
      run_id: 'run-1',
    });
  });

  it('that is incremental gives way to a full one', () => {
    const mine = { ...under_way, run_id: 'run-1' };
    expect(plan(stream(), checkpoint({ pass: mine }), run('full'))).toMatchObject({ mode: 'full' });
    expect(plan(stream(), checkpoint({ pass: mine }), run(), { force_full: true })).toMatchObject({
      mode: 'full',
    });
  });
});

describe('a periodic full pass', () => {
  const mode = (full_ago_ms: number, more: Partial<Stream> = {}, connection_id = CONNECTION) =>
    plan(stream(more), checkpoint({ bookmark: { since: ago(1_000), full_at: ago(full_ago_ms) } }), {
      ...run(),
      connection_id,
    }).mode;

  it('is made once in every period, never in between', () => {
    expect(mode(7 * DAY_MS)).toBe('full');
    expect(mode(8 * DAY_MS)).toBe('full');
    expect(mode(0)).toBe('incremental');
    // Of the moments of one period exactly one begins a new slot.
    const hours = Array.from({ length: 7 * 24 + 1 }, (_, h) => mode(h * HOUR_MS));
    expect(hours.lastIndexOf('incremental') + 1).toBe(hours.indexOf('full'));
    expect(hours.indexOf('full')).toBeGreaterThan(0);
  });

  it('is spread over the connections', () => {
    const first = new Set(
      Array.from({ length: 60 }, (_, n) =>
        Array.from({ length: 7 * 24 + 1 }, (__, h) => mode(h * HOUR_MS, {}, `c-${n}`)).indexOf(
          'full',
        ),
      ),
    );
    expect(first.size).toBeGreaterThan(30);
  });

  it('comes as often as the stream declares', () => {
    expect(mode(DAY_MS, { full_every_hours: 24 })).toBe('full');
    expect(mode(29 * DAY_MS, { full_every_hours: 24 * 365 * 100 })).toBe('incremental');
  });
});

describe('a provider that forgets deletions', () => {
  const listing = (remembers_days?: number): Stream =>
    stream({
      deletions: { by: 'listing', walk: WALK, remembers_days },
      full_every_hours: 24 * 365 * 100,
    });
  const mode = (s: Stream, since_ms: number, full_ms: number) =>
    plan(s, checkpoint({ bookmark: { since: ago(since_ms), full_at: ago(full_ms) } })).mode;

  it('is read in full once the bookmark is older than its memory', () => {
    expect(mode(listing(29), 29 * DAY_MS, HOUR_MS)).toBe('full');
    expect(mode(listing(29), 29 * DAY_MS - 1, 40 * DAY_MS)).toBe('incremental');
  });

  it('goes by the last full pass where the bookmark is no time', () => {
    const feed = {
      ...listing(29),
      incremental: { walk: WALK, bookmark: { by: 'last_page', path: 'd' } as const },
    };
    const at = (full_ms: number) =>
      plan(feed, checkpoint({ bookmark: { since: 'token', full_at: ago(full_ms) } })).mode;
    expect(at(29 * DAY_MS)).toBe('full');
    expect(at(28 * DAY_MS)).toBe('incremental');
  });

  it('for ever is never read in full for it', () => {
    expect(mode(listing(), 400 * DAY_MS, HOUR_MS)).toBe('incremental');
    expect(mode(stream({ full_every_hours: 24 * 365 * 100 }), 400 * DAY_MS, HOUR_MS)).toBe(
      'incremental',
    );
  });
});

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
  const full = { mode: 'full', first_load: false } as const;
  const first = { mode: 'full', first_load: true } as const;
  const incremental = { mode: 'incremental', first_load: false } as const;

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
