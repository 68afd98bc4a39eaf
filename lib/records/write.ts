import type { PoolClient } from 'pg';
import type { Sql } from '@/lib/platform/db';

/** A record ready to be written: `text` is its JSON, `hash` a digest of that text. */
export interface Row { id: string; text: string; hash: string; deleted?: boolean }

export interface WriteTarget { workspace_id: string; connection_id: string; stream: string; entity: string }
export interface Written { created: number; updated: number; deleted: number }

/**
 * One indexed probe per id. LATERAL with LIMIT 1 cannot turn into a scan on a table without statistics, as
 * `= ANY` does; unchanged records then cost a look-up and no write (ON CONFLICT would lock and log each of them).
 */
const LOOK_UP = `SELECT x.id, r.hash, r.gone FROM unnest($3::text[]) x(id)
  CROSS JOIN LATERAL (SELECT hash, deleted_at IS NOT NULL AS gone FROM records WHERE connection_id = $1 AND stream = $2 AND external_id = x.id LIMIT 1) r`;

/** jsonb_to_recordset with one parameter: the fastest of the write methods measured; arrays of parameters cost the client more than the server. */
const UPSERT = `WITH written AS (
  INSERT INTO records (workspace_id, connection_id, stream, external_id, entity, data, hash)
  SELECT $1, $2, $3, t.i, $4, t.d, t.h FROM jsonb_to_recordset($5::jsonb) AS t(i text, h text, d jsonb)
  ON CONFLICT (connection_id, stream, external_id) DO UPDATE
    SET data = excluded.data, hash = excluded.hash, entity = excluded.entity, seq = nextval('record_seq'), updated_at = now(), deleted_at = NULL
    WHERE records.hash IS DISTINCT FROM excluded.hash OR records.deleted_at IS NOT NULL
  RETURNING (xmax = 0) AS inserted)
SELECT count(*) FILTER (WHERE inserted)::int AS created, count(*) FILTER (WHERE NOT inserted)::int AS updated FROM written`;

const TOMBSTONE = `UPDATE records SET deleted_at = now(), updated_at = now(), seq = nextval('record_seq')
  WHERE connection_id = $1 AND stream = $2 AND external_id = ANY($3::text[]) AND deleted_at IS NULL AND workspace_id = $4`;

const COUNT = `INSERT INTO stream_counts (workspace_id, connection_id, stream, entity, live, deleted, updated_at) VALUES ($1, $2, $3, $4, $5, $6, now())
  ON CONFLICT (workspace_id, connection_id, stream) DO UPDATE SET entity = excluded.entity, live = stream_counts.live + excluded.live, deleted = stream_counts.deleted + excluded.deleted,
    updated_at = CASE WHEN $7 THEN now() ELSE stream_counts.updated_at END`;

/**
 * Writes a page of records inside the caller's transaction: creates, changes, undeletes and tombstones, and keeps
 * the stream's counts. Unchanged rows are not touched. `first_load` skips the look-up: nothing can be there yet
 * (and if something is, ON CONFLICT still decides right).
 */
export async function writeRecords(tx: PoolClient, target: WriteTarget, rows: readonly Row[], options: { first_load: boolean }): Promise<Written> {
  const { workspace_id, connection_id, stream, entity } = target;
  const latest = new Map<string, Row>();
  for (const row of rows) latest.set(row.id, row); // the same id twice in a page: the later one is newer
  const live = [...latest.values()].filter((r) => !r.deleted);
  const gone = [...latest.values()].filter((r) => r.deleted).map((r) => r.id);

  let revived = 0;
  let changed = live;
  if (!options.first_load && live.length > 0) {
    const known = await tx.query<{ id: string; hash: string; gone: boolean }>({ name: 'record-look-up', text: LOOK_UP, values: [connection_id, stream, live.map((r) => r.id)] });
    const byId = new Map(known.rows.map((r) => [r.id, r]));
    changed = live.filter((r) => { const k = byId.get(r.id); return !k || k.gone || k.hash !== r.hash; });
    revived = changed.filter((r) => byId.get(r.id)?.gone).length;
  }
  const written: Written = { created: 0, updated: 0, deleted: 0 };
  if (changed.length > 0) {
    const json = '[' + changed.map((r) => `{"i":${JSON.stringify(r.id)},"h":"${r.hash}","d":${r.text}}`).join(',') + ']';
    const { rows: [counts] } = await tx.query<{ created: number; updated: number }>({ name: 'record-upsert', text: UPSERT, values: [workspace_id, connection_id, stream, entity, json] });
    Object.assign(written, counts);
  }
  if (gone.length > 0) written.deleted = (await tx.query(TOMBSTONE, [connection_id, stream, gone, workspace_id])).rowCount ?? 0;
  const delta = written.created + revived - written.deleted;
  if (delta !== 0 || written.deleted !== 0 || revived !== 0 || written.updated > 0) {
    await tx.query({ name: 'record-count', text: COUNT, values: [workspace_id, connection_id, stream, entity, delta, written.deleted - revived, true] });
  }
  return written;
}

/** Notes which ids a full pass met, in a narrow table: touching the wide row would double what is written. */
export async function sightRecords(tx: PoolClient, target: WriteTarget, ids: readonly string[], generation: number): Promise<void> {
  await tx.query(
    `INSERT INTO record_sightings (connection_id, stream, external_id, generation) SELECT $1, $2, x, $4 FROM (SELECT DISTINCT unnest($3::text[]) AS x) s
     ON CONFLICT (connection_id, stream, external_id) DO UPDATE SET generation = excluded.generation WHERE record_sightings.generation <> excluded.generation`,
    [target.connection_id, target.stream, ids, generation],
  );
}

const UNSEEN = `FROM records r WHERE r.workspace_id = $1 AND r.connection_id = $2 AND r.stream = $3 AND r.deleted_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM record_sightings s WHERE s.connection_id = r.connection_id AND s.stream = r.stream AND s.external_id = r.external_id AND s.generation = $4)`;

/** How many live records the complete pass `generation` did not meet, and how many there are. */
export async function countUnseen(tx: PoolClient, target: WriteTarget, generation: number): Promise<{ unseen: number; of: number }> {
  const { rows: [row] } = await tx.query<{ unseen: number; of: number }>(
    `SELECT (SELECT count(*)::int ${UNSEEN}) AS unseen, (SELECT count(*)::int FROM records WHERE workspace_id = $1 AND connection_id = $2 AND stream = $3 AND deleted_at IS NULL) AS of`,
    [target.workspace_id, target.connection_id, target.stream, generation],
  );
  return row!;
}

/** Tombstones what the complete pass `generation` did not meet. */
export async function sweepUnseen(tx: PoolClient, target: WriteTarget, generation: number): Promise<number> {
  const { rowCount } = await tx.query(
    `UPDATE records SET deleted_at = now(), updated_at = now(), seq = nextval('record_seq') WHERE connection_id = $2 AND stream = $3 AND workspace_id = $1 AND external_id IN (SELECT r.external_id ${UNSEEN})`,
    [target.workspace_id, target.connection_id, target.stream, generation],
  );
  const swept = rowCount ?? 0;
  if (swept > 0) await tx.query(COUNT, [target.workspace_id, target.connection_id, target.stream, target.entity, -swept, swept, true]);
  return swept;
}

/** Sets an item aside that could not be stored, once per content; the run goes on. */
export async function quarantine(tx: PoolClient, target: WriteTarget, run_id: string, item: { id: string; external_id: string | null; reason: string; payload: string | null; hash: string }): Promise<void> {
  await tx.query(
    `INSERT INTO quarantined_records (workspace_id, id, connection_id, run_id, stream, external_id, reason, payload, payload_hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9)
     ON CONFLICT (connection_id, stream, payload_hash) DO UPDATE SET run_id = excluded.run_id, reason = excluded.reason, resolved_at = NULL`,
    [target.workspace_id, item.id, target.connection_id, run_id, target.stream, item.external_id, item.reason.slice(0, 500), item.payload, item.hash],
  );
}

/** Ids of the newest live records of a stream, for a recheck. Ids are decimal text: longer is newer, then lexical. */
export async function newestIds(tx: Sql, target: Pick<WriteTarget, 'workspace_id' | 'connection_id' | 'stream'>, limit: number): Promise<string[]> {
  const { rows } = await tx.query<{ external_id: string }>(
    `SELECT external_id FROM records WHERE workspace_id = $1 AND connection_id = $2 AND stream = $3 AND deleted_at IS NULL ORDER BY length(external_id) DESC, external_id DESC LIMIT $4`,
    [target.workspace_id, target.connection_id, target.stream, limit],
  );
  return rows.map((r) => r.external_id);
}
