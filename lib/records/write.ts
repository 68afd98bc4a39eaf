import type { PoolClient } from 'pg';
import type { Sql } from '@/lib/platform/db';
import { copyNew, copyText } from '@/lib/records/bulk';

/** A record ready to be written: `text` is its JSON, `hash` a digest of that text. */
export interface Row {
  id: string;
  text: string;
  hash: string;
  deleted?: boolean;
}

export interface WriteTarget {
  workspace_id: string;
  connection_id: string;
  stream: string;
  entity: string;
}
/** `updated` includes the revived: deleted records that came back. */
export interface Written {
  created: number;
  updated: number;
  deleted: number;
  revived: number;
}

/**
 * One indexed probe per id; answers only what differs. LATERAL with LIMIT 1 cannot turn into a scan
 * on a table without statistics, as `= ANY` does; unchanged records then cost a look-up and no
 * write (ON CONFLICT would lock and log each of them).
 */
const DIFFERING = `SELECT x.n::int AS n, r.gone IS TRUE AS gone FROM ROWS FROM (jsonb_array_elements_text($3::jsonb), string_to_table($4, ',')) WITH ORDINALITY AS x(id, hash, n)
  LEFT JOIN LATERAL (SELECT hash, deleted_at IS NOT NULL AS gone FROM records WHERE connection_id = $1 AND stream = $2 AND external_id = x.id LIMIT 1) r ON true
  WHERE r.hash IS DISTINCT FROM x.hash OR r.gone`;

/**
 * jsonb_to_recordset with one parameter: the fastest of the write methods measured; arrays of
 * parameters cost the client more than the server.
 */
const UPSERT = `WITH written AS (
  INSERT INTO records (workspace_id, connection_id, stream, external_id, entity, data, hash)
  SELECT $1, $2, $3, t.i, $4, t.d, t.h FROM jsonb_to_recordset($5::jsonb) AS t(i text, h text, d jsonb)
  ON CONFLICT (connection_id, stream, external_id) DO UPDATE
    SET data = excluded.data, hash = excluded.hash, entity = excluded.entity, seq = nextval('record_seq'), updated_at = now(), deleted_at = NULL
    WHERE records.hash IS DISTINCT FROM excluded.hash OR records.deleted_at IS NOT NULL
  RETURNING (xmax = 0) AS inserted)
SELECT count(*) FILTER (WHERE inserted)::int AS created, count(*) FILTER (WHERE NOT inserted)::int AS updated FROM written`;

/**
 * By row address, found with one indexed probe per id: `= ANY` over ids walks the whole stream on a
 * table without statistics.
 */
const TOMBSTONE = `UPDATE records SET deleted_at = now(), updated_at = now(), seq = nextval('record_seq')
  WHERE deleted_at IS NULL AND ctid = ANY (ARRAY(SELECT r.ctid FROM unnest($3::text[]) x(id)
    CROSS JOIN LATERAL (SELECT ctid FROM records WHERE connection_id = $1 AND stream = $2 AND external_id = x.id AND workspace_id = $4 LIMIT 1) r))`;

/** Records made ready for one write. */
export interface Prepared {
  live: readonly Row[];
  gone: readonly string[];
  copy: Buffer | null;
}
/** What is to be written: no live record that is there already as it is. */
export interface Changes {
  changed: readonly Row[];
  /** How many of these are deleted ones that came back. */ revived: number;
  gone: readonly string[];
  copy: Buffer | null;
}

/**
 * Pure: what can be done before anything is asked. Of the same id twice the later is newer.
 * `first_load` says that nothing can be there yet: plain inserts without a look-up, which throw
 * UNIQUE_VIOLATION when something is there after all.
 */
export function prepareRecords(
  target: WriteTarget,
  rows: readonly Row[],
  options: { first_load: boolean },
): Prepared {
  const latest = new Map<string, Row>();
  for (const row of rows) latest.set(row.id, row);
  const live: Row[] = [],
    gone: string[] = [];
  for (const row of latest.values())
    if (row.deleted) gone.push(row.id);
    else live.push(row);
  return {
    live,
    gone,
    copy: options.first_load && live.length > 0 ? copyText(target, live) : null,
  };
}

/**
 * Leaves out what is stored as it is. Needs no transaction: who writes behind the fence is the only
 * one to write this stream.
 */
export async function findChanges(
  sql: Sql,
  { connection_id, stream }: WriteTarget,
  { live, gone, copy }: Prepared,
): Promise<Changes> {
  if (copy || live.length === 0) return { changed: live, revived: 0, gone, copy };
  const { rows } = await sql.query<{ n: number; gone: boolean }>({
    name: 'record-differing',
    text: DIFFERING,
    values: [
      connection_id,
      stream,
      JSON.stringify(live.map((r) => r.id)),
      live.map((r) => r.hash).join(','),
    ],
  });
  return {
    changed: rows.map((r) => live[r.n - 1]!),
    revived: rows.filter((r) => r.gone).length,
    gone,
    copy,
  };
}

/**
 * Writes records inside the caller's transaction, which begins here if they go in by COPY: creates,
 * changes, undeletes and tombstones. The caller adds what it answers to the stream's counts.
 */
export async function writeRecords(
  tx: PoolClient,
  target: WriteTarget,
  { changed, revived, gone, copy }: Changes,
): Promise<Written> {
  const written: Written = { created: 0, updated: 0, deleted: 0, revived };
  if (copy) {
    await copyNew(tx, copy);
    written.created = changed.length;
  } else if (changed.length > 0) Object.assign(written, await upsert(tx, target, changed));
  if (gone.length > 0) written.deleted = await tombstone(tx, target, gone);
  return written;
}

async function upsert(
  tx: PoolClient,
  { workspace_id, connection_id, stream, entity }: WriteTarget,
  changed: readonly Row[],
): Promise<{ created: number; updated: number }> {
  const json =
    '[' +
    changed.map((r) => `{"i":${JSON.stringify(r.id)},"h":"${r.hash}","d":${r.text}}`).join(',') +
    ']';
  return (
    await tx.query<{ created: number; updated: number }>({
      name: 'record-upsert',
      text: UPSERT,
      values: [workspace_id, connection_id, stream, entity, json],
    })
  ).rows[0]!;
}

/** Tombstones records by id; answers how many were live. */
async function tombstone(
  tx: PoolClient,
  { workspace_id, connection_id, stream }: WriteTarget,
  ids: readonly string[],
): Promise<number> {
  return (await tx.query(TOMBSTONE, [connection_id, stream, ids, workspace_id])).rowCount ?? 0;
}

/**
 * Notes which ids a full pass met, in a narrow table: touching the wide row would double what is
 * written.
 */
export async function sightRecords(
  tx: PoolClient,
  target: WriteTarget,
  ids: readonly string[],
  generation: number,
): Promise<void> {
  await tx.query(
    `INSERT INTO record_sightings (connection_id, stream, external_id, generation) SELECT $1, $2, x, $4 FROM (SELECT DISTINCT unnest($3::text[]) AS x) s
     ON CONFLICT (connection_id, stream, external_id) DO UPDATE SET generation = excluded.generation WHERE record_sightings.generation <> excluded.generation`,
    [target.connection_id, target.stream, ids, generation],
  );
}

/**
 * Set difference, not NOT EXISTS: without statistics the latter becomes a loop over the stream for
 * each of its rows.
 */
const UNSEEN = `SELECT external_id FROM records WHERE workspace_id = $1 AND connection_id = $2 AND stream = $3 AND deleted_at IS NULL
  EXCEPT SELECT external_id FROM record_sightings WHERE connection_id = $2 AND stream = $3 AND generation = $4`;

/**
 * Live records the complete pass `generation` did not meet, and how many live records there are.
 */
export async function findUnseen(
  tx: PoolClient,
  target: WriteTarget,
  generation: number,
): Promise<{ ids: string[]; of: number }> {
  const key = [target.workspace_id, target.connection_id, target.stream];
  const { rows } = await tx.query<{ external_id: string }>(UNSEEN, [...key, generation]);
  const {
    rows: [count],
  } = await tx.query<{ of: number }>(
    'SELECT count(*)::int AS of FROM records WHERE workspace_id = $1 AND connection_id = $2 AND stream = $3 AND deleted_at IS NULL',
    key,
  );
  return { ids: rows.map((r) => r.external_id), of: count!.of };
}

let analyzed = false;

/**
 * Gives the planner statistics once the first rows are in: until then it guesses, and autovacuum
 * may take a minute. Costs one catalogue look-up a process, and one ANALYZE an installation.
 */
export async function analyzeOnce(sql: Sql): Promise<void> {
  if (analyzed) return;
  const { rows } = await sql.query<{ never: boolean }>(
    `SELECT bool_or(reltuples < 0) AS never FROM pg_class WHERE oid IN ('records'::regclass, 'record_sightings'::regclass)`,
  );
  if (rows[0]?.never)
    await sql.query(
      'ANALYZE records (workspace_id, connection_id, stream, external_id, seq), record_sightings',
    );
  analyzed = true;
}

/**
 * Ids of the newest live records of a stream, for a recheck. Ids are decimal text: longer is newer,
 * then lexical.
 */
export async function newestIds(
  tx: Sql,
  target: Pick<WriteTarget, 'workspace_id' | 'connection_id' | 'stream'>,
  limit: number,
): Promise<string[]> {
  const { rows } = await tx.query<{ external_id: string }>(
    `SELECT external_id FROM records WHERE workspace_id = $1 AND connection_id = $2 AND stream = $3 AND deleted_at IS NULL ORDER BY length(external_id) DESC, external_id DESC LIMIT $4`,
    [target.workspace_id, target.connection_id, target.stream, limit],
  );
  return rows.map((r) => r.external_id);
}
