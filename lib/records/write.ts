import type { PoolClient } from 'pg';
import type { Sql } from '@/lib/platform/db';
import { named, sql } from '@/lib/platform/sql';
import { copyNew, copyText } from '@/lib/records/copy';
import type { Row, WriteTarget } from '@/lib/records/row';

/** `updated` includes the revived: deleted records that came back. */
export interface Written {
  created: number;
  updated: number;
  deleted: number;
  revived: number;
}

export const NOTHING_WRITTEN: Written = { created: 0, updated: 0, deleted: 0, revived: 0 };

export interface GoneRecord {
  id: string;
  merged_into: string | null;
}

/** Records made ready for one write. */
export interface PreparedRecords {
  live: readonly Row[];
  gone: readonly GoneRecord[];
  copy: Buffer | null;
}

/** What is to be written: no live record that is there already as it is. */
export interface Changes {
  changed: readonly Row[];
  /** Those of them that were never there. */
  unknown: readonly Row[];
  /** How many of the changed are deleted ones that came back. */
  revived: number;
  gone: readonly GoneRecord[];
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
): PreparedRecords {
  const latest = new Map<string, Row>();
  for (const row of rows) latest.set(row.id, row);
  const live: Row[] = [];
  const gone: GoneRecord[] = [];
  for (const row of latest.values())
    if (row.deleted) gone.push({ id: row.id, merged_into: row.merged_into ?? null });
    else live.push(row);
  return {
    live,
    gone,
    copy: options.first_load && live.length > 0 ? copyText(target, live) : null,
  };
}

/**
 * Leaves out what is stored as it is: one indexed probe per id. LATERAL with LIMIT 1 cannot turn
 * into a scan on a table without statistics, as `= ANY` does; unchanged records then cost a look-up
 * and no write (ON CONFLICT would lock and log each of them). Needs no transaction: who writes
 * behind the fence is the only one to write this stream.
 */
export async function findChanges(
  db: Sql,
  { connection_id, stream }: WriteTarget,
  { live, gone, copy }: PreparedRecords,
): Promise<Changes> {
  if (copy || live.length === 0) return { changed: live, unknown: live, revived: 0, gone, copy };
  const ids = JSON.stringify(live.map((r) => r.id));
  const hashes = live.map((r) => r.hash).join(',');
  const { rows } = await db.query<{ n: number; gone: boolean; known: boolean }>(
    named(
      'record-differing',
      sql`
        SELECT x.n::int AS n, r.gone IS TRUE AS gone, r.hash IS NOT NULL AS known
        FROM ROWS FROM (
          jsonb_array_elements_text(${ids}::jsonb),
          string_to_table(${hashes}, ',')
        ) WITH ORDINALITY AS x(id, hash, n)
        LEFT JOIN LATERAL (
          SELECT hash, deleted_at IS NOT NULL AS gone
          FROM records
          WHERE connection_id = ${connection_id} AND stream = ${stream} AND external_id = x.id
          LIMIT 1
        ) r ON true
        WHERE r.hash IS DISTINCT FROM x.hash OR r.gone`,
    ),
  );
  return {
    changed: rows.map((r) => live[r.n - 1]!),
    unknown: rows.filter((r) => !r.known).map((r) => live[r.n - 1]!),
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
  const written: Written = { ...NOTHING_WRITTEN, revived };
  if (copy) {
    await copyNew(tx, copy);
    written.created = changed.length;
  } else if (changed.length > 0) Object.assign(written, await upsert(tx, target, changed));
  if (gone.length > 0) written.deleted = await tombstone(tx, target, gone);
  return written;
}

/**
 * jsonb_to_recordset with one parameter: the fastest of the write methods measured; arrays of
 * parameters cost the client more than the server.
 */
async function upsert(
  tx: PoolClient,
  { workspace_id, connection_id, stream, entity }: WriteTarget,
  changed: readonly Row[],
): Promise<{ created: number; updated: number }> {
  const json = `[${changed.map(rowJson).join(',')}]`;
  const { rows } = await tx.query<{ created: number; updated: number }>(
    named(
      'record-upsert',
      sql`
        WITH written AS (
          INSERT INTO records AS r
            (workspace_id, connection_id, stream, external_id, entity, parent_id, data, hash,
              canonical, canonical_version)
          SELECT ${workspace_id}::uuid, ${connection_id}::uuid, ${stream}, t.i, ${entity}, t.p, t.d, t.h,
            t.c, t.v
          FROM jsonb_to_recordset(${json}::jsonb) AS t(i text, h text, p text, d jsonb, c jsonb, v int)
          ON CONFLICT (connection_id, stream, external_id) DO UPDATE SET
            data = excluded.data,
            hash = excluded.hash,
            entity = excluded.entity,
            canonical = excluded.canonical,
            canonical_version = excluded.canonical_version,
            parent_id = excluded.parent_id,
            merged_into = NULL,
            seq = nextval('record_seq'),
            updated_at = now(),
            deleted_at = NULL
          WHERE r.hash IS DISTINCT FROM excluded.hash OR r.deleted_at IS NOT NULL
          RETURNING (xmax = 0) AS inserted
        )
        SELECT
          count(*) FILTER (WHERE inserted)::int AS created,
          count(*) FILTER (WHERE NOT inserted)::int AS updated
        FROM written`,
    ),
  );
  return rows[0]!;
}

function rowJson({ id, hash, parent, canonical, text }: Row): string {
  const more = parent === undefined ? '' : `,"p":${JSON.stringify(parent)}`;
  const mapped = canonical ? `,"c":${canonical.text ?? 'null'},"v":${canonical.version}` : '';
  return `{"i":${JSON.stringify(id)},"h":"${hash}"${more}${mapped},"d":${text}}`;
}

/**
 * Tombstones records by id; answers how many were live. By row address, found with one indexed
 * probe per id: `= ANY` over ids walks the whole stream on a table without statistics.
 */
async function tombstone(
  tx: PoolClient,
  { workspace_id, connection_id, stream }: WriteTarget,
  gone: readonly GoneRecord[],
): Promise<number> {
  for (const { id, merged_into } of gone.filter((g) => g.merged_into !== null))
    await tx.query(sql`
      UPDATE records SET merged_into = ${merged_into}
      WHERE workspace_id = ${workspace_id} AND connection_id = ${connection_id}
        AND stream = ${stream} AND external_id = ${id} AND deleted_at IS NULL`);
  const { rowCount } = await tx.query(sql`
    UPDATE records SET deleted_at = now(), updated_at = now(), seq = nextval('record_seq')
    WHERE deleted_at IS NULL AND ctid = ANY (ARRAY(
      SELECT r.ctid
      FROM unnest(${gone.map((g) => g.id)}::text[]) AS x(id)
      CROSS JOIN LATERAL (
        SELECT ctid
        FROM records
        WHERE connection_id = ${connection_id} AND stream = ${stream}
          AND external_id = x.id AND workspace_id = ${workspace_id}
        LIMIT 1
      ) r))`);
  return rowCount ?? 0;
}

let analyzed = false;

/**
 * Gives the planner statistics once the first rows are in: until then it guesses, and autovacuum
 * may take a minute. Costs one catalogue look-up a process, and one ANALYZE an installation.
 */
export async function analyzeOnce(db: Sql): Promise<void> {
  if (analyzed) return;
  const { rows } = await db.query<{ never: boolean }>(sql`
    SELECT bool_or(reltuples < 0) AS never
    FROM pg_class
    WHERE oid IN ('records'::regclass, 'seen_records'::regclass)`);
  if (rows[0]?.never)
    await db.query(
      'ANALYZE records (workspace_id, connection_id, stream, external_id, seq), seen_records',
    );
  analyzed = true;
}
