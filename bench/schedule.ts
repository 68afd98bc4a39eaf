import { db, transaction } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';
import { sql } from '@/lib/platform/sql';
import { claimDue } from '@/lib/schedule/repository';

export interface ScheduleResult {
  connections: number;
  idle_ms: number;
  thousand_ms: number;
}

const CONNECTIONS = 100_000;
const WORKSPACES = 200;
const ROUNDS = 15;

class Undo extends Error {}

/**
 * The query that finds what is due, with 100,000 connections in 200 workspaces: nothing due, and
 * 1,000 due.
 */
export async function benchSchedule(): Promise<ScheduleResult> {
  const workspaces = Array.from({ length: WORKSPACES }, newId);
  await db.query(sql`
    INSERT INTO workspaces (id, slug, name, mode)
    SELECT i, 'due-' || i, 'Due', 'sandbox'
    FROM unnest(${workspaces}::uuid[]) i`);
  await db.query(sql`
    INSERT INTO connections (
      workspace_id, id, connector_type, name, status, scope, external_account_id, next_sync_at
    )
    SELECT (${workspaces}::uuid[])[1 + n % ${WORKSPACES}], gen_random_uuid(), 'hubspot', 'Due',
      'connected', 'business', 'due-' || n,
      now() + interval '1 hour' + make_interval(secs => n % 3600)
    FROM generate_series(1, ${CONNECTIONS}) n`);
  await db.query('ANALYZE connections');
  const idle_ms = await claimed(0);
  await db.query(sql`
    UPDATE connections
    SET next_sync_at = now() - interval '1 minute'
    WHERE id IN (
      SELECT id
      FROM connections
      WHERE workspace_id = ANY(${workspaces})
      ORDER BY id
      LIMIT 1000
    )`);
  const thousand_ms = await claimed(1_000);
  await db.query(sql`DELETE FROM connections WHERE workspace_id = ANY(${workspaces})`);
  return { connections: CONNECTIONS, idle_ms, thousand_ms };
}

/** Median milliseconds of finding and locking what is due, undone each time. */
async function claimed(due: number): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    await transaction(async (tx) => {
      const begun = performance.now();
      const rows = await claimDue(tx, 1_000);
      times.push(performance.now() - begun);
      if (rows.length !== due) throw new Error(`${rows.length} instead of ${due} were due`);
      throw new Undo();
    }).catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error;
    });
  }
  return times.toSorted((a, b) => a - b)[ROUNDS >> 1]!;
}
