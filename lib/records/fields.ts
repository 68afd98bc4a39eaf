import type * as z from 'zod';
import type { listFields, RecordField } from '@/lib/contract/fields';
import { FIELD_STATES } from '@/lib/contract/fields';
import { iso } from '@/lib/platform/clock';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';

/** So many records tell what a stream looks like; a field that fewer have may be missed. */
const SAMPLE = 1_000;
/** No provider's record has so many; a map that is keyed by ids has. */
const MOST_FIELDS = 1_000;

interface FieldRow {
  path: string;
  types: string[];
  types_before: string[];
  newest: number;
  oldest: number;
}
interface SampleRow {
  is_new: boolean;
  records: number;
  since: string;
  until: string;
}
type Fields = z.output<typeof listFields.output>;

/**
 * The fields of a stream's live records, and of what is inside them one level down: of those that
 * changed last beside those that changed longest ago. What a provider added, took away or writes in
 * another form shows by that.
 */
export async function readFields(
  workspace_id: string,
  connection_id: string,
  stream: string,
): Promise<Fields> {
  const { samples, found } = await readSamples(workspace_id, connection_id, stream);
  const sampleOf = (is_new: boolean): Fields['newest'] => {
    const sample = samples.find((one) => one.is_new === is_new);
    return {
      records: sample?.records ?? 0,
      from: sample ? iso(new Date(sample.since)) : null,
      to: sample ? iso(new Date(sample.until)) : null,
    };
  };
  const [newest, oldest] = [sampleOf(true), sampleOf(false)];
  const comparable = newest.records > 0 && oldest.records > 0;
  const fields = found
    .map((row): RecordField => ({ ...row, state: comparable ? stateOf(row) : 'kept' }))
    .sort(
      (a, b) =>
        FIELD_STATES.indexOf(a.state) - FIELD_STATES.indexOf(b.state) ||
        a.path.localeCompare(b.path, 'en'),
    );
  return { stream, newest, oldest, fields };
}

function stateOf({ newest, oldest, types, types_before }: FieldRow): RecordField['state'] {
  if (oldest === 0) return 'new';
  if (newest === 0) return 'gone';
  const another = types.some((type) => !types_before.includes(type));
  return another && types_before.length > 0 ? 'retyped' : 'kept';
}

/**
 * The newest half and the oldest half, at most so many of each, and the fields of both. Longer than a
 * screen: it is one statement.
 */
async function readSamples(
  workspace_id: string,
  connection_id: string,
  stream: string,
): Promise<{ samples: SampleRow[]; found: FieldRow[] }> {
  const { rows } = await db.query<{ samples: SampleRow[]; found: FieldRow[] }>(sql`
    WITH half AS (
      SELECT LEAST(${SAMPLE}::int, (live + 1) / 2) AS size
      FROM stream_counts
      WHERE workspace_id = ${workspace_id} AND connection_id = ${connection_id}
        AND stream = ${stream}
    ),
    newest AS (
      SELECT seq, updated_at, data
      FROM records
      WHERE workspace_id = ${workspace_id} AND connection_id = ${connection_id}
        AND stream = ${stream} AND deleted_at IS NULL
      ORDER BY seq DESC
      LIMIT (SELECT COALESCE(max(size), 0) FROM half)
    ),
    oldest AS (
      SELECT updated_at, data
      FROM records
      WHERE workspace_id = ${workspace_id} AND connection_id = ${connection_id}
        AND stream = ${stream} AND deleted_at IS NULL AND seq < (SELECT min(seq) FROM newest)
      ORDER BY seq
      LIMIT (SELECT COALESCE(max(size), 0) FROM half)
    ),
    sampled AS (
      SELECT true AS is_new, updated_at, data
      FROM newest
      UNION ALL
      SELECT false, updated_at, data
      FROM oldest
    ),
    outer_fields AS (
      SELECT s.is_new, f.key AS path, f.value
      FROM sampled s
      CROSS JOIN LATERAL jsonb_each(s.data) f
    ),
    inner_fields AS (
      SELECT o.is_new, o.path || '.' || i.key AS path, i.value
      FROM outer_fields o
      CROSS JOIN LATERAL jsonb_each(
        CASE WHEN jsonb_typeof(o.value) = 'object' THEN o.value ELSE '{}' END
      ) i
    ),
    fields AS (
      SELECT path,
        COALESCE(
          array_agg(DISTINCT jsonb_typeof(value))
            FILTER (WHERE is_new AND jsonb_typeof(value) <> 'null'), '{}'
        ) AS types,
        COALESCE(
          array_agg(DISTINCT jsonb_typeof(value))
            FILTER (WHERE NOT is_new AND jsonb_typeof(value) <> 'null'), '{}'
        ) AS types_before,
        count(*) FILTER (WHERE is_new)::int AS newest,
        count(*) FILTER (WHERE NOT is_new)::int AS oldest
      FROM (
        SELECT *
        FROM outer_fields
        UNION ALL
        SELECT *
        FROM inner_fields
      ) f
      GROUP BY path
      ORDER BY count(*) DESC, path
      LIMIT ${MOST_FIELDS}
    )
    SELECT
      (SELECT COALESCE(json_agg(f), '[]') FROM fields f) AS found,
      (
        SELECT COALESCE(json_agg(s), '[]')
        FROM (
          SELECT is_new, count(*)::int AS records, min(updated_at) AS since,
            max(updated_at) AS until
          FROM sampled
          GROUP BY is_new
        ) s
      ) AS samples`);
  return rows[0]!;
}
