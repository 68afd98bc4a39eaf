import { availableParallelism } from 'node:os';
import type { PoolClient } from 'pg';
import type { Progress } from '@/lib/contract/runs';
import { newId } from '@/lib/platform/ids';
import { db, transaction, type Sql } from '@/lib/platform/db';
import { counter, histogram } from '@/lib/platform/metrics';
import { atMost } from '@/lib/platform/turns';
import {
  findChanges,
  prepareRecords,
  quarantine,
  resolveStored,
  sightRecords,
  UNIQUE_VIOLATION,
  writeRecords,
  type Changes,
  type Prepared,
  type Row,
  type WriteTarget,
  type Written,
} from '@/lib/records/service';
import { LEASE, type RunRow } from '@/lib/runs/service';
import type { Bookmark, Pass } from '@/lib/sync/checkpoint';
import { LostClaim, LostCommit } from '@/lib/sync/errors';
import { digest, type BadItem } from '@/lib/sync/rows';

export interface Batch {
  rows: Row[];
  bad: BadItem[];
  read: number;
  pages: number;
  /** Ids met, when the pass keeps track for a sweep. */
  sightings: string[] | null;
}

/** Where the stream stands after the batch. */
export type Standing = { pass: Pass } | { done: true; cursor: Bookmark; generation: number };

export interface StreamTarget extends WriteTarget {
  /** `records_read` is kept up to date here: it is what the database said after our last commit. */
  run: Pick<RunRow, 'workspace_id' | 'id' | 'epoch' | 'records_read'>;
  /**
   * Ids of records of which something is set aside: only for these a good record has something to
   * settle.
   */
  set_aside: Set<string>;
}

/**
 * Fence, checkpoint, counts and sign of life in one statement, the last of the transaction: whoever
 * lost the claim changes no row here and rolls back the records with it; who has it keeps a new
 * claim waiting until the commit. The commit does not wait for the disk: after a crash of the
 * database records and checkpoint are lost together, and read again.
 */
const SETTLE = `WITH mine AS (
    UPDATE sync_runs SET lease_until = now() + ${LEASE}, attempts = 1, progress = COALESCE($8, progress), records_read = records_read + $10, records_created = records_created + $11,
      records_updated = records_updated + $12, records_deleted = records_deleted + $13, records_failed = records_failed + $14
    WHERE workspace_id = $1 AND id = $15 AND epoch = $16 AND status = 'running' AND records_read = $19 RETURNING workspace_id, id),
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
  SELECT set_config('synchronous_commit', 'off', true) FROM mine`;

export type ProgressNote = Omit<
  Progress,
  'run_id' | 'elapsed_ms' | 'records_per_second' | 'estimated_remaining_ms'
>;
interface Done {
  pages: number;
  read: number;
  written: Written;
  failed: number;
  progress: ProgressNote | null;
}

/**
 * Large commits keep a core of the database busy each: one is left for whoever waits for an answer.
 * Small ones are mostly round trips.
 */
const LARGE = 250;
const heavy = atMost(Math.max(1, availableParallelism() - 1));

const records = counter<'kind'>(
  'inlet_records_total',
  'Records by what was done: read, created, updated, deleted, quarantined.',
);
const commitSeconds = histogram(
  'inlet_commit_seconds',
  'How long it took to store a batch of records with its checkpoint.',
  [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
);

/** Counts what was stored; after the commit, so that a rolled-back batch is not in it. */
export function countRecords(
  { created, updated, deleted }: Written,
  read = 0,
  quarantined = 0,
): void {
  for (const [kind, amount] of Object.entries({ read, created, updated, deleted, quarantined }))
    if (amount > 0) records({ kind }, amount);
}

/**
 * Commits a batch that was made ready: records, checkpoint, counts and sign of life, all or
 * nothing, and only while the run is ours. Throws LostClaim otherwise, and LostCommit when a page
 * committed before is not there any more (commits do not wait for the disk): going on from memory
 * would leave its records out for good. A row the database refuses is found by halving and set
 * aside.
 */
export async function commitBatch(
  target: StreamTarget,
  batch: Batch,
  ready: Prepared,
  standing: Standing,
  progress: ProgressNote | null,
): Promise<Written> {
  const begun = performance.now();
  const bad = [...batch.bad];
  const note = { pages: batch.pages, read: batch.read, progress };
  const changes = await findChanges(db, target, ready);
  const written = await write(target, batch, changes, bad, standing, note).catch(
    (error: unknown) => {
      // A listing that shifts while it is walked names a record twice, which a first load does not
      // look for.
      if (!isRowsFault(error) && !(changes.copy && codeOf(error) === UNIQUE_VIOLATION)) throw error;
      return writeTogether(target, batch, bad, standing, note, true, (tx) =>
        writeSafely(tx, target, batch.rows, bad),
      );
    },
  );
  commitSeconds((performance.now() - begun) / 1000);
  countRecords(written, batch.read, bad.length);
  target.run.records_read += batch.read;
  return written;
}

type Note = Pick<Done, 'pages' | 'read' | 'progress'>;

function write(
  target: StreamTarget,
  batch: Batch,
  changes: Changes,
  bad: BadItem[],
  standing: Standing,
  note: Note,
): Promise<Written> {
  const { changed, gone, copy } = changes;
  // The checkpoint alone is one statement, which needs no transaction around it.
  if (
    changed.length + gone.length === 0 &&
    !batch.sightings?.length &&
    bad.length === 0 &&
    target.set_aside.size === 0
  )
    return settle(db, target, standing, { ...note, written: NOTHING, failed: 0 }).then(
      () => NOTHING,
    );
  const work = () =>
    writeTogether(target, batch, bad, standing, note, !copy, (tx) =>
      writeRecords(tx, target, changes),
    );
  return changed.length >= LARGE ? heavy(work) : work();
}

/** One transaction with the checkpoint at its end. */
function writeTogether(
  target: StreamTarget,
  batch: Batch,
  bad: BadItem[],
  standing: Standing,
  note: Note,
  begin: boolean,
  work: (tx: PoolClient) => Promise<Written>,
): Promise<Written> {
  return transaction(
    async (tx) => {
      const written = await work(tx);
      if (batch.sightings && batch.sightings.length > 0)
        await sightRecords(
          tx,
          target,
          batch.sightings,
          'pass' in standing ? standing.pass.generation : standing.generation,
        );
      await setAside(tx, target, batch.rows, bad);
      await settle(tx, target, standing, { ...note, written, failed: bad.length });
      return written;
    },
    { begin },
  );
}

/**
 * Writes checkpoint and counts: alone, or as the last statement of a transaction of the caller's,
 * which what it throws must roll back. Throws LostClaim or LostCommit; nothing is written then.
 */
export async function settle(
  sql: Sql,
  target: StreamTarget,
  standing: Standing,
  { pages, read, written, failed, progress }: Done,
): Promise<void> {
  const done = 'done' in standing;
  const { id, epoch, records_read } = target.run;
  const { rowCount } = await sql.query({
    name: 'stream-settle',
    text: SETTLE,
    values: [
      target.workspace_id,
      target.connection_id,
      target.stream,
      done ? JSON.stringify(standing.cursor) : null,
      done ? null : JSON.stringify(standing.pass),
      done ? standing.generation : standing.pass.generation,
      done,
      progress && JSON.stringify(progress),
      pages,
      read,
      written.created,
      written.updated,
      written.deleted,
      failed,
      id,
      epoch,
      target.entity,
      written.revived,
      records_read,
    ],
  });
  if (rowCount === 1) return;
  const { rows } = await sql.query<{ ours: boolean }>(
    `SELECT true AS ours FROM sync_runs WHERE workspace_id = $1 AND id = $2 AND epoch = $3 AND status = 'running'`,
    [target.workspace_id, id, epoch],
  );
  throw rows[0] ? new LostCommit() : new LostClaim();
}

export const NOTHING: Written = { created: 0, updated: 0, deleted: 0, revived: 0 };

/**
 * Keeps what could not be stored, and settles what was set aside of records that are stored by now.
 */
async function setAside(
  tx: PoolClient,
  target: StreamTarget,
  rows: readonly Row[],
  bad: readonly BadItem[],
): Promise<void> {
  if (target.set_aside.size > 0) {
    const still = new Set(bad.map((item) => item.external_id));
    const stored = rows
      .filter((row) => target.set_aside.has(row.id) && !still.has(row.id))
      .map((row) => row.id);
    if (stored.length > 0) await resolveStored(tx, target, stored);
  }
  for (const item of bad) {
    await quarantine(tx, target, target.run.id, { id: newId(), ...item });
    if (item.external_id !== null) target.set_aside.add(item.external_id);
  }
}

const codeOf = (error: unknown): string => (error as { code?: string }).code ?? '';
/**
 * Class 22 is "data exception": the row's fault. Everything else is not, and must not quarantine
 * anybody's data.
 */
const isRowsFault = (error: unknown): boolean => codeOf(error).startsWith('22');

/**
 * Writes rows inside the caller's transaction; those the database refuses are found by halving and
 * added to `bad`. Throws on any other trouble.
 */
export async function writeSafely(
  tx: PoolClient,
  target: WriteTarget,
  rows: readonly Row[],
  bad: BadItem[],
): Promise<Written> {
  await tx.query('SAVEPOINT batch');
  try {
    const written = await writeRecords(
      tx,
      target,
      await findChanges(tx, target, prepareRecords(target, rows, { first_load: false })),
    );
    await tx.query('RELEASE SAVEPOINT batch');
    return written;
  } catch (error) {
    await tx.query('ROLLBACK TO SAVEPOINT batch');
    if (!isRowsFault(error)) throw error;
    if (rows.length === 1) {
      const [row] = rows as [Row];
      bad.push({
        external_id: row.id,
        reason: `the database refused it: ${(error as Error).message}`,
        payload: { record: row.text },
        hash: digest(row.text),
      });
      return NOTHING;
    }
    const half = rows.length >> 1;
    const a = await writeSafely(tx, target, rows.slice(0, half), bad);
    const b = await writeSafely(tx, target, rows.slice(half), bad);
    return {
      created: a.created + b.created,
      updated: a.updated + b.updated,
      deleted: a.deleted + b.deleted,
      revived: a.revived + b.revived,
    };
  }
}
