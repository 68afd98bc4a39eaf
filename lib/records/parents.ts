import type { PoolClient } from 'pg';
import type { Json } from '@/lib/contract/common';
import { db } from '@/lib/platform/db';
import { parseJson } from '@/lib/platform/json';
import { sql } from '@/lib/platform/sql';
import type { WriteTarget } from '@/lib/records/row';

/** A parent whose children were read to the end, or could not be read. */
export interface ParentMark {
  id: string;
  bookmark: string | null;
  /** Null: it was read whole. */
  failed_reason: string | null;
}

export interface ParentRow {
  id: string;
  record: Json;
  bookmark: string | null;
  failed_before: boolean;
}

type StreamKey = Pick<WriteTarget, 'workspace_id' | 'connection_id' | 'stream'>;

/**
 * Notes how far the children of parents were read. A failure keeps the bookmark that was. Of the
 * same parent twice (first because it had failed, then in its turn) the later counts.
 */
export async function markParents(
  tx: PoolClient,
  { workspace_id, connection_id, stream }: StreamKey,
  all: readonly ParentMark[],
): Promise<void> {
  const marks = [...new Map(all.map((mark) => [mark.id, mark])).values()];
  await tx.query(sql`
    INSERT INTO stream_parents AS p
      (workspace_id, connection_id, stream, parent_id, bookmark, failed_reason)
    SELECT ${workspace_id}::uuid, ${connection_id}::uuid, ${stream}, x.id, x.bookmark, x.reason
    FROM unnest(
      ${marks.map((m) => m.id)}::text[],
      ${marks.map((m) => m.bookmark)}::text[],
      ${marks.map((m) => m.failed_reason)}::text[]
    ) AS x(id, bookmark, reason)
    ON CONFLICT (connection_id, stream, parent_id) DO UPDATE SET
      bookmark = CASE
        WHEN excluded.failed_reason IS NULL THEN excluded.bookmark
        ELSE p.bookmark
      END,
      failed_reason = excluded.failed_reason,
      updated_at = now()`);
}

const PAGE = 500;

/**
 * Live records of the parent stream after a place, those whose children could not be read the last
 * time first, then all, each group in the order of ids. `stream` is the child's.
 */
export async function* readParents(
  { workspace_id, connection_id, stream }: StreamKey,
  parent_stream: string,
  after: { failed_before: boolean; id: string } | null,
): AsyncGenerator<ParentRow> {
  for (const failed of after && !after.failed_before ? [false] : [true, false]) {
    let last = after?.failed_before === failed ? after.id : null;
    for (;;) {
      const { rows } = await db.query<{ id: string; data: string; bookmark: string | null }>(sql`
        SELECT r.external_id AS id, r.data::text AS data, p.bookmark
        FROM records r
        LEFT JOIN stream_parents p
          ON p.connection_id = r.connection_id AND p.stream = ${stream}
          AND p.parent_id = r.external_id
        WHERE r.workspace_id = ${workspace_id} AND r.connection_id = ${connection_id}
          AND r.stream = ${parent_stream} AND r.deleted_at IS NULL
          AND (${last}::text IS NULL OR r.external_id > ${last})
          AND (NOT ${failed}::boolean OR p.failed_reason IS NOT NULL)
        ORDER BY r.external_id
        LIMIT ${PAGE}`);
      for (const row of rows)
        yield {
          id: row.id,
          record: parseJson(row.data),
          bookmark: row.bookmark,
          failed_before: failed,
        };
      if (rows.length < PAGE) break;
      last = rows.at(-1)!.id;
    }
  }
}

/** How many parents could not be read, and why the first of them. */
export async function failedParents({
  connection_id,
  stream,
}: StreamKey): Promise<{ failed: number; reason: string | null }> {
  const { rows } = await db.query<{ failed: number; reason: string | null }>(sql`
    SELECT count(*)::int AS failed, min(failed_reason) AS reason
    FROM stream_parents
    WHERE connection_id = ${connection_id} AND stream = ${stream} AND failed_reason IS NOT NULL`);
  return rows[0]!;
}
