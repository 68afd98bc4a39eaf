import type { PoolClient } from 'pg';
import { db, type Sql } from '@/lib/platform/db';
import { part, raw, sql } from '@/lib/platform/sql';
import type { WriteTarget } from '@/lib/records/row';

/**
 * The content of something in quarantine, as JSON text: the provider's item, or the record that was
 * made of it. Text, because what PostgreSQL's jsonb refuses (NUL, half a surrogate pair) is stored
 * well inside a string.
 */
export type Kept = { item: string } | { record: string };

export interface QuarantineItem {
  id: string;
  external_id: string | null;
  reason: string;
  payload: Kept | null;
  hash: string;
}

export interface QuarantinedRow {
  id: string;
  run_id: string;
  stream: string;
  external_id: string | null;
  reason: string;
  payload: Kept | null;
  payload_hash: string;
  created_at: Date;
  seen_at: Date;
}

/** A larger content is not kept: a page of such would make the row heavier than what it reports. */
const MAX_KEPT_CHARS = 512 * 1024;
const MAX_REASON_CHARS = 500;
const MAX_ID_CHARS = 512;

/** Text that any PostgreSQL text column takes. */
const clean = (text: string, max: number): string =>
  text.replaceAll('\0', '\uFFFD').toWellFormed().slice(0, max).toWellFormed();

export const cleanReason = (reason: string): string => clean(reason, MAX_REASON_CHARS);

/**
 * Puts an item that could not be stored in quarantine, once per content; the run goes on. An older
 * content of the same record is superseded.
 */
export async function quarantine(
  tx: PoolClient,
  target: WriteTarget,
  run_id: string,
  item: QuarantineItem,
): Promise<void> {
  const external_id = item.external_id === null ? null : clean(item.external_id, MAX_ID_CHARS);
  const content =
    item.payload && ('item' in item.payload ? item.payload.item : item.payload.record);
  const payload =
    content === null || content.length > MAX_KEPT_CHARS ? null : JSON.stringify(item.payload);
  if (external_id !== null)
    await tx.query(sql`
      UPDATE quarantined_records
      SET resolved_at = now()
      WHERE connection_id = ${target.connection_id} AND stream = ${target.stream}
        AND external_id = ${external_id} AND payload_hash <> ${item.hash} AND resolved_at IS NULL`);
  await tx.query(sql`
    INSERT INTO quarantined_records (
      workspace_id, id, connection_id, run_id, stream, external_id, reason, payload, payload_hash
    )
    VALUES (
      ${target.workspace_id}, ${item.id}, ${target.connection_id}, ${run_id}, ${target.stream},
      ${external_id}, ${cleanReason(item.reason)}, ${payload}::jsonb, ${item.hash}
    )
    ON CONFLICT (connection_id, stream, payload_hash) DO UPDATE SET run_id = excluded.run_id,
      reason = excluded.reason, payload = excluded.payload, external_id = excluded.external_id,
      seen_at = now(), resolved_at = NULL`);
}

/** Ids of records of a stream of which something is in quarantine. */
export async function quarantinedIds(
  target: Pick<WriteTarget, 'workspace_id' | 'connection_id' | 'stream'>,
): Promise<Set<string>> {
  const { rows } = await db.query<{ external_id: string }>(sql`
    SELECT external_id
    FROM quarantined_records
    WHERE workspace_id = ${target.workspace_id} AND connection_id = ${target.connection_id}
      AND stream = ${target.stream} AND external_id IS NOT NULL AND resolved_at IS NULL`);
  return new Set(rows.map((r) => r.external_id));
}

/** Records that are stored well by now, or gone: what was quarantined of them is resolved. */
export async function resolveStored(
  db: Sql,
  target: WriteTarget,
  ids: readonly string[],
): Promise<void> {
  await db.query(sql`
    UPDATE quarantined_records
    SET resolved_at = now()
    WHERE workspace_id = ${target.workspace_id} AND connection_id = ${target.connection_id}
      AND stream = ${target.stream} AND resolved_at IS NULL
      AND external_id IN (SELECT x FROM unnest(${ids}::text[]) x)`);
}

/**
 * A complete full pass has met everything there is: what was quarantined before it began and not met
 * again is gone at the provider.
 */
export async function resolveUnmet(
  db: Sql,
  target: WriteTarget,
  begun_by_run: string,
): Promise<void> {
  await db.query(sql`
    UPDATE quarantined_records q
    SET resolved_at = now()
    FROM sync_runs met, sync_runs begun
    WHERE q.workspace_id = ${target.workspace_id} AND q.connection_id = ${target.connection_id}
      AND q.stream = ${target.stream} AND q.resolved_at IS NULL
      AND met.workspace_id = ${target.workspace_id} AND met.id = q.run_id
      AND begun.workspace_id = ${target.workspace_id} AND begun.id = ${begun_by_run}
      AND met.created_at < begun.created_at`);
}

const COLUMNS = raw(
  'id, run_id, stream, external_id, reason, payload, payload_hash, created_at, seen_at',
);

/** What is quarantined now, newest first; one more than `limit` tells whether there is more. */
export async function readQuarantined(
  workspace_id: string,
  connection_id: string,
  query: { stream?: string; before: string | null; limit: number },
): Promise<{ rows: QuarantinedRow[]; total: number }> {
  const stream = query.stream ?? null;
  const open = part`
    workspace_id = ${workspace_id} AND connection_id = ${connection_id}
      AND resolved_at IS NULL AND (${stream}::text IS NULL OR stream = ${stream})`;
  const {
    rows: [count],
  } = await db.query<{ n: number }>(sql`
    SELECT count(*)::int AS n
    FROM quarantined_records
    WHERE ${open}`);
  const { rows } = await db.query<QuarantinedRow>(sql`
    SELECT ${COLUMNS}
    FROM quarantined_records
    WHERE ${open} AND (${query.before}::uuid IS NULL OR id < ${query.before})
    ORDER BY id DESC
    LIMIT ${query.limit + 1}`);
  return { rows, total: count!.n };
}

/** The next of what is in quarantine, in order of id, locked for a retry. `ids` null: all. */
export async function takeQuarantined(
  tx: PoolClient,
  workspace_id: string,
  connection_id: string,
  query: { ids: readonly string[] | null; after: string | null; limit: number },
): Promise<QuarantinedRow[]> {
  const { rows } = await tx.query<QuarantinedRow>(sql`
    SELECT ${COLUMNS}
    FROM quarantined_records
    WHERE workspace_id = ${workspace_id} AND connection_id = ${connection_id}
      AND resolved_at IS NULL AND (${query.ids}::uuid[] IS NULL OR id = ANY(${query.ids}))
      AND (${query.after}::uuid IS NULL OR id > ${query.after})
    ORDER BY id
    LIMIT ${query.limit}
    FOR UPDATE`);
  return rows;
}

/** Writes what came of a retry: resolved, or still in quarantine for the reason given. */
export async function resolveRetried(
  tx: PoolClient,
  workspace_id: string,
  outcomes: readonly { id: string; reason: string | null }[],
): Promise<void> {
  await tx.query(sql`
    UPDATE quarantined_records q
    SET resolved_at = CASE WHEN o.reason IS NULL THEN now() END,
      reason = COALESCE(o.reason, q.reason)
    FROM unnest(
      ${outcomes.map((o) => o.id)}::uuid[],
      ${outcomes.map((o) => o.reason && cleanReason(o.reason))}::text[]
    ) AS o(id, reason)
    WHERE q.workspace_id = ${workspace_id} AND q.id = o.id`);
}

/** SQL: how many records the row of `connections` being updated has in quarantine. */
export const QUARANTINED_COUNT = part`(
  SELECT count(*)::int
  FROM quarantined_records q
  WHERE q.connection_id = connections.id AND q.resolved_at IS NULL
)`;
