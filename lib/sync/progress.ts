import { type Sql } from '@/lib/platform/db';
import { named, sql } from '@/lib/platform/sql';
import type { Written } from '@/lib/records/service';
import { LEASE } from '@/lib/runs/service';
import type { Pass, StoredBookmark } from '@/lib/sync/checkpoint';
import type { ProgressNote, StreamRun } from '@/lib/sync/context';
import { LostClaim, LostCommit } from '@/lib/sync/errors';

/**
 * Where the stream stands: inside a pass, at the bookmark a complete one left, or where it stood
 * before, when what was read is no part of a pass.
 */
export type StreamProgress =
  | { pass: Pass }
  | {
      done: true;
      bookmark: StoredBookmark;
      generation: number;
      /** The provider's clock (ours, if it has none) when a pass began that missed nothing, or null. */
      current_to: string | null;
    }
  | { kept: true };

/** What a commit adds to the counts of its run. */
export interface Done {
  pages: number;
  read: number;
  written: Written;
  failed: number;
  missed: number;
  note: ProgressNote | null;
}

/**
 * Fence, checkpoint, counts and sign of life in one statement, the last of the transaction: whoever
 * lost the claim changes no row here and rolls back the records with it; who has it keeps a new
 * claim waiting until the commit. The commit does not wait for the disk: after a crash of the
 * database records and checkpoint are lost together, and read again. Throws LostClaim, or
 * LostCommit when a commit of ours is not there any more; nothing is written then. Longer than a
 * screen: it is one statement.
 */
export async function writeProgress(
  tx: Sql,
  job: StreamRun,
  progress: StreamProgress,
  { pages, read, written, failed, missed, note }: Done,
): Promise<void> {
  const { workspace_id, connection_id, stream, entity, run } = job;
  const { created, updated, deleted, revived } = written;
  const kept = 'kept' in progress;
  const done = 'done' in progress;
  const bookmark = done ? JSON.stringify(progress.bookmark) : null;
  const pass = 'pass' in progress ? JSON.stringify(progress.pass) : null;
  const generation = generationOf(progress);
  const current_to = done ? progress.current_to : null;
  const { rowCount } = await tx.query(
    named(
      'stream-progress',
      sql`
        WITH mine AS (
          UPDATE sync_runs SET
            lease_until = now() + ${LEASE},
            attempts = 1,
            progress = COALESCE(${note && JSON.stringify(note)}::jsonb, progress),
            records_read = records_read + ${read}::int,
            records_created = records_created + ${created}::int,
            records_updated = records_updated + ${updated}::int,
            records_deleted = records_deleted + ${deleted}::int,
            records_failed = records_failed + ${failed}::int,
            records_missed = records_missed + ${missed}::int
          WHERE workspace_id = ${workspace_id} AND id = ${run.id} AND epoch = ${run.epoch}
            AND status = 'running' AND records_read = ${run.records_read}
          RETURNING workspace_id, id
        ),
        checkpoint AS (
          INSERT INTO stream_checkpoints AS k
            (workspace_id, connection_id, stream, bookmark, pass, generation, current_to,
              last_success_at, updated_at)
          SELECT workspace_id, ${connection_id}::uuid, ${stream}, ${bookmark}::jsonb, ${pass}::jsonb,
            ${generation}::int, ${current_to}::timestamptz, CASE WHEN ${done}::boolean THEN now() END, now()
          FROM mine
          WHERE NOT ${kept}::boolean
          ON CONFLICT (workspace_id, connection_id, stream) DO UPDATE SET
            bookmark = COALESCE(excluded.bookmark, k.bookmark),
            pass = excluded.pass,
            generation = excluded.generation,
            current_to = COALESCE(excluded.current_to, k.current_to),
            last_success_at = COALESCE(excluded.last_success_at, k.last_success_at),
            updated_at = now()
        ),
        counted AS (
          UPDATE stream_runs s SET
            pages = pages + ${pages}::int,
            records_read = records_read + ${read}::int,
            records_created = records_created + ${created}::int,
            records_updated = records_updated + ${updated}::int,
            records_deleted = records_deleted + ${deleted}::int,
            records_failed = records_failed + ${failed}::int,
            records_missed = records_missed + ${missed}::int
          FROM mine
          WHERE s.workspace_id = mine.workspace_id AND s.run_id = mine.id AND s.stream = ${stream}
        ),
        totals AS (
          INSERT INTO stream_counts AS c
            (workspace_id, connection_id, stream, entity, live, deleted, updated_at)
          SELECT workspace_id, ${connection_id}::uuid, ${stream}, ${entity},
            ${created + revived - deleted}::int, ${deleted - revived}::int, now()
          FROM mine
          WHERE ${created + updated + deleted > 0}::boolean
          ON CONFLICT (workspace_id, connection_id, stream) DO UPDATE SET
            entity = excluded.entity,
            live = c.live + excluded.live,
            deleted = c.deleted + excluded.deleted,
            updated_at = now()
        )
        SELECT set_config('synchronous_commit', 'off', true) FROM mine`,
    ),
  );
  if (rowCount === 1) return;
  throw (await isOurs(tx, job)) ? new LostCommit() : new LostClaim();
}

function generationOf(progress: StreamProgress): number {
  if ('done' in progress) return progress.generation;
  return 'pass' in progress ? progress.pass.generation : 0;
}

async function isOurs(tx: Sql, { run }: StreamRun): Promise<boolean> {
  const { rowCount } = await tx.query(sql`
    SELECT 1
    FROM sync_runs
    WHERE workspace_id = ${run.workspace_id} AND id = ${run.id} AND epoch = ${run.epoch}
      AND status = 'running'`);
  return rowCount === 1;
}
