import type { Granularity } from '@/lib/metrics/buckets';
import type { PostMedia } from '@/lib/contract/metrics';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';

const POSTS_AT_MOST = 500;

/** When the first number of a connection was kept. */
export async function trackingSince(connection_id: string): Promise<Date | null> {
  const { rows } = await db.query<{ at: Date | null }>(sql`
    SELECT min(at) AS at
    FROM metric_points
    WHERE connection_id = ${connection_id}`);
  return rows[0]!.at;
}

/** The last number of each metric in each hour, day or week, by the beginning of it. */
export async function lastIn(
  connection_id: string,
  period: { from: Date; to: Date },
  granularity: Granularity,
): Promise<{ metric: string; bucket: Date; value: number }[]> {
  const { rows } = await db.query<{ metric: string; bucket: Date; value: number }>(sql`
    SELECT DISTINCT ON (metric, bucket)
      metric, date_trunc(${granularity}, at, 'UTC') AS bucket, value
    FROM metric_points
    WHERE connection_id = ${connection_id} AND at >= ${period.from} AND at <= ${period.to}
    ORDER BY metric, bucket, at DESC`);
  return rows;
}

/**
 * How many followed at a moment, as the last number before it says; of the time before there was
 * any, null.
 */
export async function followersAt(connection_id: string, at: Date): Promise<number | null> {
  const { rows } = await db.query<{ value: number }>(sql`
    SELECT value
    FROM metric_points
    WHERE connection_id = ${connection_id} AND metric = 'followers' AND at <= ${at}
    ORDER BY at DESC
    LIMIT 1`);
  return rows[0]?.value ?? null;
}

/** A post, as far as it is shown. */
export interface PostRow {
  id: string;
  text: string | null;
  posted_at: Date;
  metrics: Record<string, number | null>;
  media: PostMedia[];
}

type Nullable<Row, Names extends keyof Row> = {
  [Name in keyof Row]: Name extends Names ? Row[Name] | null : Row[Name];
};

/** What was posted in a stretch of time, newest first, with its numbers of today. */
export async function postsIn(
  connection_id: string,
  streams: readonly string[],
  period: { from: Date; to: Date },
): Promise<PostRow[]> {
  const { rows } = await db.query<Nullable<PostRow, 'metrics' | 'media'>>(sql`
    SELECT
      external_id AS id, canonical ->> 'text' AS text,
      (canonical ->> 'posted_at')::timestamptz AS posted_at, canonical -> 'metrics' AS metrics,
      canonical -> 'media' AS media
    FROM records
    WHERE connection_id = ${connection_id} AND stream = ANY(${streams}) AND deleted_at IS NULL
      AND canonical ->> 'posted_at' IS NOT NULL
      AND (canonical ->> 'posted_at')::timestamptz >= ${period.from}
      AND (canonical ->> 'posted_at')::timestamptz < ${period.to}
    ORDER BY posted_at DESC
    LIMIT ${POSTS_AT_MOST}`);
  return rows.map((row) => ({ ...row, metrics: row.metrics ?? {}, media: row.media ?? [] }));
}

/** Where a picture of a live post is, or the still of its film; null: there is none. */
export async function pictureAddress(
  connection_id: string,
  streams: readonly string[],
  { post, index }: { post: string; index: number },
): Promise<string | null> {
  const { rows } = await db.query<{ address: string | null }>(sql`
    SELECT COALESCE(
      canonical -> 'media' -> ${index}::int ->> 'url',
      canonical -> 'media' -> ${index}::int ->> 'preview_url'
    ) AS address
    FROM records
    WHERE connection_id = ${connection_id} AND stream = ANY(${streams})
      AND external_id = ${post} AND deleted_at IS NULL`);
  return rows[0]?.address ?? null;
}
