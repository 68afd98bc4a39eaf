import type { RunStatus, Trigger } from '@/lib/contract/runs';
import type { ErrorReason } from '@/lib/contract/common';
import type { Mirror } from '@/lib/mirror/repository';
import type { PageState } from '@/lib/mirror/repository-pages';
import { db, type Sql } from '@/lib/platform/db';
import { all, part, sql } from '@/lib/platform/sql';

type Key = Pick<Mirror, 'workspace_id' | 'connection_id'>;

/** Pages that were edited by hand follow a rule that was set anew. */
export async function applyConflictRule(
  tx: Sql,
  { connection_id }: Key,
  rule: Mirror['conflicts'],
): Promise<void> {
  await tx.query(sql`
    UPDATE mirrored_pages SET
      asked = ${rule === 'overwrite'}::boolean,
      state = CASE
        WHEN ${rule === 'keep_remote_edits'}::boolean THEN 'kept'
        ELSE 'conflict'
      END
    WHERE connection_id = ${connection_id} AND state IN ('kept', 'conflict')`);
}

/** Forgets which pages there were: they are gone with their database. */
export async function forgetPages(tx: Sql, { connection_id }: Key): Promise<void> {
  await tx.query(sql`
    DELETE FROM mirrored_pages
    WHERE connection_id = ${connection_id}`);
}

export interface PageRow {
  document_id: string;
  external_id: string;
  title: string;
  state: PageState;
  url: string | null;
  error: string | null;
  updated_at: Date;
}

/** What became of each document, by title, after a place in that order; one more than `limit`. */
export async function listPages(
  { workspace_id, connection_id }: Key,
  wanted: {
    state?: PageState;
    q?: string;
    document_id?: string;
    after: [title: string, id: string] | null;
    limit: number;
  },
): Promise<PageRow[]> {
  const where = [part`p.connection_id = ${connection_id}`];
  const { state, q, document_id, after } = wanted;
  if (state) where.push(part`p.state = ${state}`);
  if (q) where.push(part`position(lower(${q}) IN lower(COALESCE(d.title, ''))) > 0`);
  if (document_id) where.push(part`p.document_id = ${document_id}`);
  if (after)
    where.push(
      part`(COALESCE(d.title, ''), p.document_id) > (${after[0]}::text, ${after[1]}::uuid)`,
    );
  const { rows } = await db.query<PageRow>(sql`
    SELECT
      p.document_id, p.external_id, COALESCE(d.title, '') AS title, p.state, p.url, p.error,
      p.updated_at
    FROM mirrored_pages p
    LEFT JOIN knowledge_documents d ON d.workspace_id = ${workspace_id} AND d.id = p.document_id
    WHERE ${all(where)}
    ORDER BY COALESCE(d.title, ''), p.document_id
    LIMIT ${wanted.limit + 1}`);
  return rows;
}

/** Keeps what a person said of a page. False: there is none. */
export async function answerPage(
  tx: Sql,
  { connection_id }: Key,
  document_id: string,
  answer: 'write' | 'leave',
): Promise<boolean> {
  const write = answer === 'write';
  const { rowCount } = await tx.query(sql`
    UPDATE mirrored_pages SET
      asked = ${write}::boolean,
      error = NULL,
      state = CASE
        WHEN ${write}::boolean THEN state
        WHEN state = 'gone' THEN 'left'
        WHEN state = 'conflict' THEN 'kept'
        ELSE state
      END,
      updated_at = now()
    WHERE connection_id = ${connection_id} AND document_id = ${document_id}`);
  return rowCount === 1;
}

export interface KnowledgeRunRow {
  id: string;
  status: RunStatus;
  triggered_by: Trigger;
  started_at: Date | null;
  finished_at: Date | null;
  created: number;
  updated: number;
  archived: number;
  skipped: number;
  conflicts: number;
  failed: number;
  error_reason: ErrorReason | null;
  error_message: string | null;
}

/** Runs, newest first, with what each did to the pages. */
export async function listRuns(
  { workspace_id, connection_id }: Key,
  limit: number,
): Promise<KnowledgeRunRow[]> {
  const { rows } = await db.query<KnowledgeRunRow>(sql`
    SELECT
      r.id, r.status, r.triggered_by, r.started_at, r.finished_at, r.records_created AS created,
      r.records_updated AS updated, r.records_deleted AS archived, r.records_failed AS failed,
      COALESCE(m.skipped, 0) AS skipped, COALESCE(m.conflicts, 0) AS conflicts, r.error_reason,
      r.error_message
    FROM sync_runs r
    LEFT JOIN mirror_runs m ON m.run_id = r.id
    WHERE r.workspace_id = ${workspace_id} AND r.connection_id = ${connection_id}
    ORDER BY r.created_at DESC, r.id DESC
    LIMIT ${limit}`);
  return rows;
}
