import { claimStale } from '@/lib/connections/repository-list';
import { staleSeconds } from '@/lib/connections/shared';
import { bySystem, emit } from '@/lib/events/service';
import { transaction } from '@/lib/platform/db';

const AT_ONCE = 200;

/**
 * Tells of connections that have become stale: no run ends when it is the clock that moves on. Once
 * each, until a sync is good again. Answers how many; call again at once when that is a full batch.
 */
export async function tellStale(): Promise<{ told: number; more: boolean }> {
  const stale_seconds = await staleSeconds();
  return transaction(async (tx) => {
    const stale = await claimStale(tx, stale_seconds, AT_ONCE);
    for (const { workspace_id, id } of stale)
      await emit(tx, bySystem(workspace_id), {
        event: 'connection.health_changed',
        id,
        data: { health: 'stale', was: 'healthy' },
      });
    return { told: stale.length, more: stale.length === AT_ONCE };
  });
}
