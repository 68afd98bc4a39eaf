import type * as z from 'zod';
import type { listEntities, listRecords, SyncedRecord } from '@/lib/contract/runs';
import type { Connector } from '@/lib/connectors/kit';
import { decodeCursor, encodeCursor } from '@/lib/platform/cursor';
import { db } from '@/lib/platform/db';
import { iso } from '@/lib/platform/clock';

type Query = z.output<typeof listRecords.input>;

interface RecordRow {
  external_id: string;
  stream: string;
  entity: string;
  data: unknown;
  seq: string;
  created_at: Date;
  updated_at: Date;
  deleted_at: Date | null;
}

/**
 * A page of a connection's records in order of change. Deleted ones are included as tombstones. The
 * cursor is the sequence of the last record, so a reader that follows it misses nothing and sees
 * every later change once.
 */
export async function readRecords(
  workspace_id: string,
  connection_id: string,
  query: Query,
): Promise<z.output<typeof listRecords.output>> {
  const values: unknown[] = [workspace_id, connection_id];
  const where = ['workspace_id = $1', 'connection_id = $2'];
  const add = (sql: string, value: unknown) => {
    values.push(value);
    where.push(sql.replaceAll('?', `$${values.length}`));
  };
  const down = query.order === 'desc';
  if (query.cursor !== undefined)
    add(down ? 'seq < ?' : 'seq > ?', decodeCursor('s', query.cursor, ['sequence'])[0]);
  if (query.stream) add('stream = ?', query.stream);
  if (query.entity) add('entity = ?', query.entity);
  if (query.updated_after) add('updated_at > ?', query.updated_after);
  if (query.q)
    add(`(external_id = ? OR data::text ILIKE '%' || ${likeLiteral('?')} || '%')`, query.q);
  values.push(query.limit + 1);
  const { rows } = await db.query<RecordRow>(
    `SELECT external_id, stream, entity, data, seq::text, created_at, updated_at, deleted_at
       FROM records
      WHERE ${where.join(' AND ')}
      ORDER BY seq ${down ? 'DESC' : 'ASC'}
      LIMIT $${values.length}`,
    values,
  );
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  // A follower keeps the cursor of the last page and asks again later: it is given even when there
  // is no more yet.
  return {
    records: page.map(toRecord),
    next_cursor: last ? encodeCursor('s', last.seq) : (query.cursor ?? null),
    has_more: rows.length > query.limit,
  };
}

/**
 * Counts by entity and by stream, from the counters kept by the writer. Streams without records are
 * listed with zero.
 */
export async function readEntities(
  workspace_id: string,
  connection_id: string,
  connector: Connector | undefined,
): Promise<z.output<typeof listEntities.output>> {
  const { rows } = await db.query<{
    stream: string;
    entity: string;
    live: number;
    deleted: number;
    updated_at: Date | null;
    last_success_at: Date | null;
    quarantined: number;
  }>(
    `SELECT COALESCE(c.stream, k.stream) AS stream, c.entity, COALESCE(c.live, 0) AS live,
            COALESCE(c.deleted, 0) AS deleted, c.updated_at, k.last_success_at,
            (SELECT count(*)::int
               FROM quarantined_records q
              WHERE q.workspace_id = $1 AND q.connection_id = $2
                AND q.stream = COALESCE(c.stream, k.stream) AND q.resolved_at IS NULL) AS quarantined
       FROM (SELECT * FROM stream_counts WHERE workspace_id = $1 AND connection_id = $2) c
       FULL JOIN (SELECT * FROM stream_checkpoints WHERE workspace_id = $1 AND connection_id = $2) k
         ON k.stream = c.stream`,
    [workspace_id, connection_id],
  );
  const byStream = new Map(rows.map((r) => [r.stream, r]));
  const streams = (connector?.streams ?? []).map((s) => {
    const row = byStream.get(s.name);
    return {
      stream: s.name,
      label: s.label,
      entity: s.entity,
      sync_mode: s.incremental ? ('incremental' as const) : ('full' as const),
      count: row?.live ?? 0,
      deleted: row?.deleted ?? 0,
      quarantined: row?.quarantined ?? 0,
      last_success_at: iso(row?.last_success_at ?? null),
      updated_at: row?.updated_at ?? null,
    };
  });
  const entities = new Map<
    string,
    { entity: (typeof streams)[number]['entity']; count: number; updated_at: Date | null }
  >();
  for (const s of streams) {
    const sum = entities.get(s.entity) ?? { entity: s.entity, count: 0, updated_at: null };
    sum.count += s.count;
    if (s.updated_at && (!sum.updated_at || s.updated_at > sum.updated_at))
      sum.updated_at = s.updated_at;
    entities.set(s.entity, sum);
  }
  return {
    entities: [...entities.values()].map((e) => ({ ...e, updated_at: iso(e.updated_at) })),
    streams: streams.map(({ updated_at: _, ...s }) => s),
  };
}

const toRecord = (r: RecordRow): SyncedRecord => ({
  id: r.external_id,
  stream: r.stream,
  entity: r.entity,
  data: r.data,
  seq: r.seq,
  created_at: iso(r.created_at),
  updated_at: iso(r.updated_at),
  deleted: r.deleted_at !== null,
  deleted_at: iso(r.deleted_at),
});

/** SQL that makes a text stand for itself in LIKE. */
const likeLiteral = (text: string): string =>
  ['\\', '%', '_'].reduce((sql, c) => `replace(${sql}, '${c}', '\\${c}')`, text);
