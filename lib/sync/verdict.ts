import type { Health } from '@/lib/contract/health';
import { bySystem, emit } from '@/lib/events/service';
import { healthSql } from '@/lib/health/service';
import type { Sql } from '@/lib/platform/db';
import { raw, sql } from '@/lib/platform/sql';
import type { RunRow } from '@/lib/runs/service';
import type { Outcome } from '@/lib/sync/outcome';

type Run = Pick<RunRow, 'workspace_id' | 'connection_id'>;

/** How a connection is doing, as if no run were live. */
interface Verdict {
  health: Health;
  needs_reauth: boolean;
}

/** What a person or a provider has to set right. */
const BROKEN: ReadonlySet<Health> = new Set<Health>(['needs_reauth', 'error']);

/**
 * Runs `settle`, which writes a run's end onto its connection, and tells in the same transaction
 * what the end changed: another verdict, a person needed, or well again. `tx` holds the connection.
 */
export async function tellingVerdict(
  tx: Sql,
  run: Run,
  outcome: Outcome,
  stale_ms: number,
  settle: () => Promise<void>,
): Promise<void> {
  const before = await verdictOf(tx, run, stale_ms);
  await settle();
  const after = await verdictOf(tx, run, stale_ms);
  if (!before || !after) return;
  const id = run.connection_id;
  const proven = outcome.status === 'completed' || outcome.status === 'partial';
  const recovered = BROKEN.has(before.health) && !BROKEN.has(after.health) && proven;
  const refused = after.needs_reauth && !before.needs_reauth;
  await emit(
    tx,
    bySystem(run.workspace_id),
    ...(refused ? [{ event: 'connection.needs_reauth' as const, id }] : []),
    ...(recovered ? [{ event: 'connection.recovered' as const, id }] : []),
    ...(after.health === before.health
      ? []
      : [
          {
            event: 'connection.health_changed' as const,
            id,
            data: { health: after.health, was: before.health },
          },
        ]),
  );
}

async function verdictOf(tx: Sql, run: Run, stale_ms: number): Promise<Verdict | undefined> {
  const health = healthSql({ stale: 'threshold.stale', live: 'false' });
  const { rows } = await tx.query<Verdict>(sql`
    SELECT ${raw(health)} AS health, c.needs_reauth_at IS NOT NULL AS needs_reauth
    FROM connections c
    LEFT JOIN sync_runs lr ON lr.workspace_id = c.workspace_id AND lr.id = c.last_run_id
    CROSS JOIN (SELECT make_interval(secs => ${stale_ms / 1000}) AS stale) threshold
    WHERE c.workspace_id = ${run.workspace_id} AND c.id = ${run.connection_id}`);
  return rows[0];
}
