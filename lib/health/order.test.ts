import { describe, expect, it } from 'vitest';
import type { Facts } from '@/lib/health/facts';
import { judgeHealth, type Verdict } from '@/lib/health/health';
import { FINE, held, LATER, NOW, run } from '@/lib/health/testing';

/** The first that applies wins: each row holds against everything below it. */
describe('what counts first', () => {
  const ORDER: [Partial<Facts>, Verdict['health'], string?][] = [
    [{ status: 'disconnected' }, 'disconnected'],
    [{ needs_reauth: { reason: 'gone' } }, 'needs_reauth'],
    [{ has_live_run: true }, 'syncing'],
    [{ rate_limited_until: LATER }, 'rate_limited'],
    [{ auto_paused: { failures: 50 } }, 'error', 'resume'],
    [{ last_run: run({ status: 'failed' }) }, 'error', 'sync'],
    [{ deletions_held: [held('contacts', 9, 9)] }, 'degraded', 'confirm_deletions'],
    [{ stalled: ['Deals'] }, 'degraded', 'start_over'],
    [{ quarantined: 3 }, 'degraded', 'review_quarantine'],
    [{ missing_scopes: ['x'] }, 'degraded', 'reconnect'],
    [{ last_synced_at: 0 }, 'stale'],
  ];

  it.each(ORDER.map((row, i) => [JSON.stringify(row[0]), i] as const))('%s', (_, at) => {
    const all = Object.assign(
      {},
      FINE,
      ...ORDER.slice(at)
        .reverse()
        .map(([facts]) => facts),
    ) as Facts;
    const { health, detail } = judgeHealth(all, NOW);
    expect(health).toBe(ORDER[at]![1]);
    if (ORDER[at]![2]) expect(detail.action).toBe(ORDER[at]![2]);
  });
});
