import { describe, expect, it } from 'vitest';
import type { Stream } from '@/lib/connectors/kit';
import { PASS_VERSION, type Checkpoint } from '@/lib/sync/checkpoint';
import {
  HOUR_MS,
  DAY_MS,
  NOW,
  ago,
  WALK,
  stream,
  checkpoint,
  CONNECTION,
  run,
  plan,
  pass,
} from '@/lib/sync/fixtures/passes';

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
