import type { PoolClient } from 'pg';
import type { Progress } from '@/lib/contract/runs';
import { newId } from '@/lib/platform/ids';
import { transaction } from '@/lib/platform/db';
import { quarantine, resolveStored, sightRecords, writeRecords, type Row, type WriteTarget, type Written } from '@/lib/records/service';
import { LEASE, type RunRow } from '@/lib/runs/service';
import type { Bookmark, Pass } from '@/lib/sync/checkpoint';
import { LostClaim } from '@/lib/sync/errors';
import { digest, type BadItem } from '@/lib/sync/rows';

export interface Batch {
  rows: Row[]; bad: BadItem[]; read: number; pages: number;
  /** Ids met, when the pass keeps track for a sweep. */
  sightings: string[] | null;
}

/** Where the stream stands after the batch. */
export type Standing = { pass: Pass } | { done: true; cursor: Bookmark; generation: number };

export interface StreamTarget extends WriteTarget {
  run: Pick<RunRow, 'workspace_id' | 'id' | 'epoch'>;
  /** Ids of records of which something is set aside: only for these a good record has something to settle. */
  set_aside: Set<string>;
}

/** The fence: whoever lost the claim changes nothing, and holding the row keeps a new claim waiting until we commit. */
const FENCE = `UPDATE sync_runs SET lease_until = now() + ${LEASE}, attempts = 1, records_read = records_read + $4, progress = $5 WHERE workspace_id = $1 AND id = $2 AND epoch = $3 AND status = 'running'`;

const SETTLE = `WITH checkpoint AS (
    INSERT INTO stream_checkpoints (workspace_id, connection_id, stream, cursor, pass, generation, last_success_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, CASE WHEN $7 THEN now() END, now())
    ON CONFLICT (workspace_id, connection_id, stream) DO UPDATE SET cursor = COALESCE(excluded.cursor, stream_checkpoints.cursor), pass = excluded.pass, generation = excluded.generation,
      last_success_at = COALESCE(excluded.last_success_at, stream_checkpoints.last_success_at), updated_at = now()),
  stream AS (
    UPDATE stream_runs SET pages = pages + $9, records_read = records_read + $10, records_created = records_created + $11, records_updated = records_updated + $12, records_deleted = records_deleted + $13, records_failed = records_failed + $14
    WHERE workspace_id = $1 AND run_id = $8 AND stream = $3)
  UPDATE sync_runs SET records_created = records_created + $11, records_updated = records_updated + $12, records_deleted = records_deleted + $13, records_failed = records_failed + $14 WHERE workspace_id = $1 AND id = $8`;

/**
 * One transaction: records, checkpoint, counts and sign of life, all or nothing, and only while the run is ours.
 * Throws LostClaim otherwise. A row the database refuses is found by halving and set aside.
 */
export async function commitBatch(target: StreamTarget, batch: Batch, standing: Standing, progress: Omit<Progress, 'run_id' | 'elapsed_ms' | 'records_per_second' | 'estimated_remaining_ms'> | null, first_load: boolean): Promise<Written> {
  return transaction(async (tx) => {
    await fence(tx, target, batch.read, progress);
    if (batch.sightings && batch.sightings.length > 0) await sightRecords(tx, target, batch.sightings, 'pass' in standing ? standing.pass.generation : standing.generation);
    const bad = [...batch.bad];
    const written = batch.rows.length > 0 ? await writeSafely(tx, target, batch.rows, first_load, bad) : { created: 0, updated: 0, deleted: 0 };
    await setAside(tx, target, batch.rows, bad);
    await settle(tx, target, standing, { pages: batch.pages, read: batch.read, ...written, failed: bad.length });
    return written;
  });
}

/** Takes the fence inside a transaction of the caller's. */
export async function fence(tx: PoolClient, target: StreamTarget, read: number, progress: object | null): Promise<void> {
  await tx.query('SET LOCAL synchronous_commit = off'); // records and checkpoint are lost together or not at all
  const { rowCount } = await tx.query({ name: 'run-fence', text: FENCE, values: [target.run.workspace_id, target.run.id, target.run.epoch, read, progress && JSON.stringify(progress)] });
  if (rowCount !== 1) throw new LostClaim();
}

/** Writes checkpoint and counts inside a transaction of the caller's. */
export async function settle(tx: PoolClient, target: StreamTarget, standing: Standing, n: { pages: number; read: number; created: number; updated: number; deleted: number; failed: number }): Promise<void> {
  const done = 'done' in standing;
  await tx.query({ name: 'stream-settle', text: SETTLE, values: [
    target.workspace_id, target.connection_id, target.stream, done ? JSON.stringify(standing.cursor) : null, done ? null : JSON.stringify(standing.pass), done ? standing.generation : standing.pass.generation, done,
    target.run.id, n.pages, n.read, n.created, n.updated, n.deleted, n.failed] });
}

/** Keeps what could not be stored, and settles what was set aside of records that are stored by now. */
async function setAside(tx: PoolClient, target: StreamTarget, rows: readonly Row[], bad: readonly BadItem[]): Promise<void> {
  if (target.set_aside.size > 0) {
    const still = new Set(bad.map((item) => item.external_id));
    const stored = rows.filter((row) => target.set_aside.has(row.id) && !still.has(row.id)).map((row) => row.id);
    if (stored.length > 0) await resolveStored(tx, target, stored);
  }
  for (const item of bad) {
    await quarantine(tx, target, target.run.id, { id: newId(), ...item });
    if (item.external_id !== null) target.set_aside.add(item.external_id);
  }
}

/** Writes rows inside the caller's transaction; those the database refuses are found by halving and added to `bad`. Throws on any other trouble. */
export async function writeSafely(tx: PoolClient, target: WriteTarget, rows: readonly Row[], first_load: boolean, bad: BadItem[]): Promise<Written> {
  await tx.query('SAVEPOINT batch');
  try {
    const written = await writeRecords(tx, target, rows, { first_load });
    await tx.query('RELEASE SAVEPOINT batch');
    return written;
  } catch (error) {
    await tx.query('ROLLBACK TO SAVEPOINT batch');
    // Class 22 is "data exception": the row's fault. Everything else is not, and must not quarantine anybody's data.
    if (!/^22/.test((error as { code?: string }).code ?? '')) throw error;
    if (rows.length === 1) {
      const [row] = rows as [Row];
      bad.push({ external_id: row.id, reason: `the database refused it: ${(error as Error).message}`, payload: { record: row.text }, hash: digest(row.text) });
      return { created: 0, updated: 0, deleted: 0 };
    }
    const half = rows.length >> 1;
    const a = await writeSafely(tx, target, rows.slice(0, half), first_load, bad);
    const b = await writeSafely(tx, target, rows.slice(half), first_load, bad);
    return { created: a.created + b.created, updated: a.updated + b.updated, deleted: a.deleted + b.deleted };
  }
}
