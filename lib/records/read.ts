import type * as z from 'zod';
import type { listEntities, listRecords, SyncedRecord } from '@/lib/contract/runs';
import type { Connector } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';
import { decodeCursor, encodeCursor } from '@/lib/platform/cursor';
import { db } from '@/lib/platform/db';
import { iso } from '@/lib/platform/clock';
import { parseJson } from '@/lib/platform/json';
import { all, part, raw, sql, type Fragment } from '@/lib/platform/sql';

type Query = z.output<typeof listRecords.input>;

interface RecordRow {
  external_id: string;
  stream: string;
  entity: string;
  /** JSON text: what reads it must keep every digit. */
  data: string;
  canonical: string | null;
  parent_id: string | null;
  merged_into: string | null;
  seq: string;
  created_at: Date;
  updated_at: Date;
  deleted_at: Date | null;
}

/**
 * A page of a connection's records in order of change. Deleted ones are included as tombstones. The
 * cursor is the sequence of the last record, so a reader that follows it misses nothing and sees
 * every later change once. The order is that of the number: `seq` alone would be the text above.
 * `pageOf`: where a person sees a record at its provider.
 */
export async function readRecords(
  workspace_id: string,
  connection_id: string,
  query: Query,
  pageOf: (stream: string, data: Json) => string | null,
): Promise<z.output<typeof listRecords.output>> {
  const { rows } = await db.query<RecordRow>(sql`
    SELECT external_id, stream, entity, data::text, canonical::text, parent_id, merged_into,
      seq::text, created_at, updated_at, deleted_at
    FROM records
    WHERE workspace_id = ${workspace_id} AND connection_id = ${connection_id}
      AND ${all(conditionsOf(query))}
    ORDER BY records.seq ${raw(query.order === 'desc' ? 'DESC' : 'ASC')}
    LIMIT ${query.limit + 1}`);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  // A follower keeps the cursor of the last page and asks again later: it is given even when there
  // is no more yet.
  return {
    records: page.map((row) => toRecord(row, query.canonical === true, pageOf)),
    next_cursor: last ? encodeCursor('s', last.seq) : (query.cursor ?? null),
    has_more: rows.length > query.limit,
  };
}

/** A record's own `seq`: where somebody goes on who reads them one a line. */
const SEQUENCE = /^\d{1,18}$/;

function conditionsOf(query: Query): Fragment[] {
  const { cursor, stream, entity, updated_after, q } = query;
  const where: Fragment[] = [];
  if (cursor !== undefined) {
    const [seq] = SEQUENCE.test(cursor) ? [cursor] : decodeCursor('s', cursor, ['sequence']);
    where.push(query.order === 'desc' ? part`seq < ${seq}` : part`seq > ${seq}`);
  }
  if (stream) where.push(part`stream = ${stream}`);
  if (entity) where.push(part`entity = ${entity}`);
  if (updated_after) where.push(part`updated_at > ${updated_after}`);
  if (q) where.push(part`(external_id = ${q} OR data::text ILIKE ${`%${likeLiteral(q)}%`})`);
  return where;
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
  const rows = await streamRows(workspace_id, connection_id);
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
      current_to: iso(row?.current_to ?? null),
      bookmark: s.incremental ? readable(row?.since ?? null) : null,
      full_read_at: iso(row?.full_at ?? null),
      missed: row?.missed ?? null,
      updated_at: row?.updated_at ?? null,
    };
  });
  return { entities: byEntity(streams), streams: streams.map(({ updated_at: _, ...s }) => s) };
}

interface StreamRow {
  stream: string;
  entity: string;
  live: number;
  deleted: number;
  updated_at: Date | null;
  last_success_at: Date | null;
  current_to: Date | null;
  quarantined: number;
  since: string | null;
  full_at: Date | null;
  missed: number | null;
}

/** What is counted and kept of each stream that has begun. */
async function streamRows(workspace_id: string, connection_id: string): Promise<StreamRow[]> {
  const { rows } = await db.query<StreamRow>(sql`
    SELECT COALESCE(c.stream, k.stream) AS stream, c.entity, COALESCE(c.live, 0) AS live,
      COALESCE(c.deleted, 0) AS deleted, c.updated_at, k.last_success_at, k.current_to,
      k.bookmark->>'since' AS since, (k.bookmark->>'full_at')::timestamptz AS full_at,
      (
        SELECT s.records_missed
        FROM (
          SELECT id
          FROM sync_runs
          WHERE workspace_id = ${workspace_id} AND connection_id = ${connection_id}
            AND created_at <= (k.bookmark->>'full_at')::timestamptz
            AND status <> 'skipped_locked'
          ORDER BY created_at DESC, id DESC
          LIMIT 1
        ) r
        JOIN stream_runs s ON s.workspace_id = ${workspace_id} AND s.run_id = r.id
          AND s.stream = k.stream
      ) AS missed,
      (
        SELECT count(*)::int
        FROM quarantined_records q
        WHERE q.workspace_id = ${workspace_id} AND q.connection_id = ${connection_id}
          AND q.stream = COALESCE(c.stream, k.stream) AND q.resolved_at IS NULL
      ) AS quarantined
    FROM (
      SELECT *
      FROM stream_counts
      WHERE workspace_id = ${workspace_id} AND connection_id = ${connection_id}
    ) c
    FULL JOIN (
      SELECT *
      FROM stream_checkpoints
      WHERE workspace_id = ${workspace_id} AND connection_id = ${connection_id}
    ) k
      ON k.stream = c.stream`);
  return rows;
}

/** A bookmark as a person may see it: a link or a long token is for its provider alone. */
const readable = (since: string | null): string | null =>
  since !== null && since.length <= 40 && !since.includes('://') ? since : null;

type Entities = z.output<typeof listEntities.output>['entities'];

function byEntity(
  streams: readonly {
    entity: Entities[number]['entity'];
    count: number;
    updated_at: Date | null;
  }[],
): Entities {
  return [...Map.groupBy(streams, (s) => s.entity)].map(([entity, all]) => ({
    entity,
    count: all.reduce((sum, s) => sum + s.count, 0),
    updated_at: iso(
      all.reduce<Date | null>(
        (last, { updated_at: at }) => (at && (!last || at > last) ? at : last),
        null,
      ),
    ),
  }));
}

function toRecord(
  r: RecordRow,
  canonical: boolean,
  pageOf: (stream: string, data: Json) => string | null,
): SyncedRecord {
  const data = parseJson(r.data);
  return {
    id: r.external_id,
    stream: r.stream,
    entity: r.entity,
    data,
    ...(canonical ? { canonical: r.canonical === null ? null : parseJson(r.canonical) } : {}),
    parent_id: r.parent_id,
    seq: r.seq,
    created_at: iso(r.created_at),
    updated_at: iso(r.updated_at),
    deleted: r.deleted_at !== null,
    deleted_at: iso(r.deleted_at),
    merged_into: r.merged_into,
    source_url: r.deleted_at === null ? pageOf(r.stream, data) : null,
  };
}

/** A pattern of LIKE in which the text stands for itself. */
const likeLiteral = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
