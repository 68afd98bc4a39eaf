import type { PoolClient } from 'pg';
import type { Json } from '@/lib/contract/common';
import { db } from '@/lib/platform/db';
import { parseJson } from '@/lib/platform/json';
import { sql } from '@/lib/platform/sql';
import type { WriteTarget } from '@/lib/records/row';

type StreamKey = Pick<WriteTarget, 'workspace_id' | 'connection_id' | 'stream'>;

/** Puts items whose record is not ready yet on the work list; known ones keep their end. */
export async function awaitItems(
  tx: PoolClient,
  { workspace_id, connection_id, stream }: StreamKey,
  items: readonly { id: string; item: Json }[],
  days: number,
): Promise<void> {
  await tx.query(sql`
    INSERT INTO pending_items AS p
      (workspace_id, connection_id, stream, external_id, item, next_at, expires_at)
    SELECT ${workspace_id}::uuid, ${connection_id}::uuid, ${stream}, x.id, x.item::jsonb,
      now() + interval '5 minutes', now() + make_interval(days => ${days}::int)
    FROM unnest(
      ${items.map((i) => i.id)}::text[],
      ${items.map((i) => JSON.stringify(i.item))}::text[]
    ) AS x(id, item)
    ON CONFLICT (connection_id, stream, external_id) DO UPDATE SET
      item = excluded.item,
      tries = p.tries + 1,
      next_at = now() + LEAST(interval '6 hours', interval '5 minutes' * (2 ^ LEAST(p.tries, 8)))`);
}

/** Items of the work list that are due, in order of id, after the one given. */
export async function dueItems(
  { workspace_id, connection_id, stream }: StreamKey,
  after: string | null,
  limit: number,
): Promise<{ id: string; item: Json }[]> {
  const { rows } = await db.query<{ id: string; item: string }>(sql`
    SELECT external_id AS id, item::text AS item
    FROM pending_items
    WHERE workspace_id = ${workspace_id} AND connection_id = ${connection_id}
      AND stream = ${stream} AND next_at <= now()
      AND (${after}::text IS NULL OR external_id > ${after})
    ORDER BY external_id
    LIMIT ${limit}`);
  return rows.map((row) => ({ id: row.id, item: parseJson(row.item) }));
}

/** Takes items off the work list: they were stored, or are gone. */
export async function forgetItems(
  tx: PoolClient,
  { connection_id, stream }: StreamKey,
  ids: readonly string[],
): Promise<void> {
  await tx.query(sql`
    DELETE FROM pending_items p
    USING unnest(${ids}::text[]) AS x(id)
    WHERE p.connection_id = ${connection_id} AND p.stream = ${stream} AND p.external_id = x.id`);
}

/** Gives up what has waited to its end; answers how many. */
export async function forgetLate({
  workspace_id,
  connection_id,
  stream,
}: StreamKey): Promise<number> {
  const { rowCount } = await db.query(sql`
    DELETE FROM pending_items
    WHERE workspace_id = ${workspace_id} AND connection_id = ${connection_id}
      AND stream = ${stream} AND expires_at < now()`);
  return rowCount ?? 0;
}
