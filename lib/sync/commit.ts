import type { PoolClient } from 'pg';
import type { Progress } from '@/lib/contract/runs';
import { newId } from '@/lib/platform/ids';
import { transaction, UNHURRIED } from '@/lib/platform/db';
import { counter, histogram } from '@/lib/platform/metrics';
import { prepareRecords, quarantine, resolveStored, sightRecords, UNIQUE_VIOLATION, writeRecords, type Prepared, type Row, type WriteTarget, type Written } from '@/lib/records/service';
import { LEASE, type RunRow } from '@/lib/runs/service';
import type { Bookmark, Pass } from '@/lib/sync/checkpoint';
import { LostClaim, LostCommit } from '@/lib/sync/errors';
import { digest, type BadItem } from '@/lib/sync/rows';

export interface Batch {
  rows: Row[]; bad: BadItem[]; read: number; pages: number;
  /** Ids met, when the pass keeps track for a sweep. */
  sightings: string[] | null;
}

/** Where the stream stands after the batch. */
export type Standing = { pass: Pass } | { done: true; cursor: Bookmark; generation: number };

export interface StreamTarget extends WriteTarget {
  /** `records_read` is kept up to date here: it is what the database said after our last commit. */
  run: Pick<RunRow, 'workspace_id' | 'id' | 'epoch' | 'records_read'>;
  /** Ids of records of which something is set aside: only for these a good record has something to settle. */
  set_aside: Set<string>;
}

/**
 * Fence, checkpoint, counts and sign of life in one statement, the last of the transaction: whoever lost the claim changes
 * no row here and rolls back the records with it; who has it keeps a new claim waiting until the commit.
 */
const SETTLE = `WITH mine AS (
    UPDATE sync_runs SET lease_until = now() + ${LEASE}, attempts = 1, progress = COALESCE($8, progress), records_read = records_read + $10, records_created = records_created + $11,
      records_updated = records_updated + $12, records_deleted = records_deleted + $13, records_failed = records_failed + $14
    WHERE workspace_id = $1 AND id = $15 AND epoch = $16 AND status = 'running' RETURNING workspace_id, id, records_read - $10 AS before),
  checkpoint AS (
    INSERT INTO stream_checkpoints (workspace_id, connection_id, stream, cursor, pass, generation, last_success_at, updated_at) SELECT workspace_id, $2, $3, $4, $5, $6, CASE WHEN $7 THEN now() END, now() FROM mine
    ON CONFLICT (workspace_id, connection_id, stream) DO UPDATE SET cursor = COALESCE(excluded.cursor, stream_checkpoints.cursor), pass = excluded.pass, generation = excluded.generation,
      last_success_at = COALESCE(excluded.last_success_at, stream_checkpoints.last_success_at), updated_at = now()),
  stream AS (
    UPDATE stream_runs s SET pages = pages + $9, records_read = records_read + $10, records_created = records_created + $11, records_updated = records_updated + $12, records_deleted = records_deleted + $13, records_failed = records_failed + $14
    FROM mine WHERE s.workspace_id = mine.workspace_id AND s.run_id = mine.id AND s.stream = $3),
  counts AS (
    INSERT INTO stream_counts (workspace_id, connection_id, stream, entity, live, deleted, updated_at) SELECT workspace_id, $2, $3, $17, $11 + $18 - $13, $13 - $18, now() FROM mine WHERE $11 + $12 + $13 > 0
    ON CONFLICT (workspace_id, connection_id, stream) DO UPDATE SET entity = excluded.entity, live = stream_counts.live + excluded.live, deleted = stream_counts.deleted + excluded.deleted, updated_at = now())
  SELECT before FROM mine`;

export type ProgressNote = Omit<Progress, 'run_id' | 'elapsed_ms' | 'records_per_second' | 'estimated_remaining_ms'>;
interface Done { pages: number; read: number; written: Written; failed: number; progress: ProgressNote | null }

const records = counter<'kind'>('inlet_records_total', 'Records by what was done: read, created, updated, deleted, quarantined.');
const commitSeconds = histogram('inlet_commit_seconds', 'How long it took to store a batch of records with its checkpoint.', [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]);

/** Counts what was stored; after the commit, so that a rolled-back batch is not in it. */
export function countRecords({ created, updated, deleted }: Written, read = 0, quarantined = 0): void {
  for (const [kind, amount] of Object.entries({ read, created, updated, deleted, quarantined })) if (amount > 0) records({ kind }, amount);
}

/**
 * Commits a batch that was made ready: one transaction with records, checkpoint, counts and sign of life, all or nothing,
 * and only while the run is ours. Throws LostClaim otherwise, and LostCommit when a page committed before is not there any more
 * (commits do not wait for the disk): going on from memory would leave its records out for good. A row the database
 * refuses is found by halving and set aside.
 */
export async function commitBatch(target: StreamTarget, batch: Batch, ready: Prepared, standing: Standing, progress: ProgressNote | null): Promise<Written> {
  try { return await commit(target, batch, standing, progress, (tx) => writeRecords(tx, target, ready)); } catch (error) {
    // A listing that shifts while it is walked names a record twice, which a first load does not look for.
    if (!isRowsFault(error) && !(ready.copy && codeOf(error) === UNIQUE_VIOLATION)) throw error;
    return commit(target, batch, standing, progress, (tx, bad) => writeSafely(tx, target, batch.rows, bad));
  }
}

async function commit(target: StreamTarget, batch: Batch, standing: Standing, progress: ProgressNote | null, write: (tx: PoolClient, bad: BadItem[]) => Promise<Written>): Promise<Written> {
  const begun = performance.now();
  const bad = [...batch.bad];
  const written = await transaction(async (tx) => {
    if (batch.sightings && batch.sightings.length > 0) await sightRecords(tx, target, batch.sightings, 'pass' in standing ? standing.pass.generation : standing.generation);
    const done = batch.rows.length > 0 ? await write(tx, bad) : NOTHING;
    await setAside(tx, target, batch.rows, bad);
    await settle(tx, target, standing, { pages: batch.pages, read: batch.read, written: done, failed: bad.length, progress });
    return done;
  }, UNHURRIED);
  commitSeconds((performance.now() - begun) / 1000);
  countRecords(written, batch.read, bad.length);
  target.run.records_read += batch.read;
  return written;
}

/** The last statement of a transaction of the caller's: writes checkpoint and counts. Throws LostClaim or LostCommit, which must roll it back. */
export async function settle(tx: PoolClient, target: StreamTarget, standing: Standing, { pages, read, written, failed, progress }: Done): Promise<void> {
  const done = 'done' in standing;
  const { rows } = await tx.query<{ before: number }>({ name: 'stream-settle', text: SETTLE, values: [
    target.workspace_id, target.connection_id, target.stream, done ? JSON.stringify(standing.cursor) : null, done ? null : JSON.stringify(standing.pass), done ? standing.generation : standing.pass.generation, done,
    progress && JSON.stringify(progress), pages, read, written.created, written.updated, written.deleted, failed, target.run.id, target.run.epoch, target.entity, written.revived] });
  if (!rows[0]) throw new LostClaim();
  if (rows[0].before !== target.run.records_read) throw new LostCommit();
}

export const NOTHING: Written = { created: 0, updated: 0, deleted: 0, revived: 0 };

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

const codeOf = (error: unknown): string => (error as { code?: string }).code ?? '';
/** Class 22 is "data exception": the row's fault. Everything else is not, and must not quarantine anybody's data. */
const isRowsFault = (error: unknown): boolean => codeOf(error).startsWith('22');

/** Writes rows inside the caller's transaction; those the database refuses are found by halving and added to `bad`. Throws on any other trouble. */
export async function writeSafely(tx: PoolClient, target: WriteTarget, rows: readonly Row[], bad: BadItem[]): Promise<Written> {
  await tx.query('SAVEPOINT batch');
  try {
    const written = await writeRecords(tx, target, prepareRecords(target, rows, { first_load: false }));
    await tx.query('RELEASE SAVEPOINT batch');
    return written;
  } catch (error) {
    await tx.query('ROLLBACK TO SAVEPOINT batch');
    if (!isRowsFault(error)) throw error;
    if (rows.length === 1) {
      const [row] = rows as [Row];
      bad.push({ external_id: row.id, reason: `the database refused it: ${(error as Error).message}`, payload: { record: row.text }, hash: digest(row.text) });
      return NOTHING;
    }
    const half = rows.length >> 1;
    const a = await writeSafely(tx, target, rows.slice(0, half), bad);
    const b = await writeSafely(tx, target, rows.slice(half), bad);
    return { created: a.created + b.created, updated: a.updated + b.updated, deleted: a.deleted + b.deleted, revived: a.revived + b.revived };
  }
}
