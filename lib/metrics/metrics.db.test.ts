import { expect, it } from 'vitest';
import { getMetrics, getMetricsSummary } from '@/lib/metrics/service';
import { findConnector } from '@/lib/catalog/service';
import type { UserPrincipal } from '@/lib/contract/principal';
import { db, transaction } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';
import { sql } from '@/lib/platform/sql';
import { keepMetrics } from '@/lib/records/service';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';

useTestDatabase();

const DAY_MS = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * DAY_MS);

async function account({ workspace }: UserPrincipal, owner: string | null = null): Promise<string> {
  const id = newId();
  await db.query(sql`
    INSERT INTO connections (
      workspace_id, id, connector_type, name, status, scope, external_account_id, owner_user_id
    )
    VALUES (
      ${workspace.id}, ${id}, 'x', '@acme', 'connected', ${owner ? 'personal' : 'business'}, ${id},
      ${owner}
    )`);
  return id;
}

async function record(
  { workspace }: UserPrincipal,
  connection_id: string,
  stream: string,
  id: string,
  canonical: object,
): Promise<void> {
  await db.query(sql`
    INSERT INTO records (
      workspace_id, connection_id, stream, external_id, entity, data, canonical, hash
    )
    VALUES (
      ${workspace.id}, ${connection_id}, ${stream}, ${id}, ${stream}, '{}', ${canonical}, ${id}
    )
    ON CONFLICT (connection_id, stream, external_id) DO UPDATE SET canonical = excluded.canonical`);
}

/** A run that read these streams to their end, or failed to. */
async function run(
  { workspace }: UserPrincipal,
  connection_id: string,
  streams: Record<string, 'completed' | 'failed'>,
): Promise<void> {
  const id = newId();
  await db.query(sql`
    INSERT INTO sync_runs (workspace_id, id, connection_id, status, sync_type, triggered_by)
    VALUES (${workspace.id}, ${id}, ${connection_id}, 'completed', 'full', 'manual')`);
  for (const [stream, status] of Object.entries(streams))
    await db.query(sql`
      INSERT INTO stream_runs (workspace_id, run_id, stream, position, status)
      VALUES (${workspace.id}, ${id}, ${stream}, 0, ${status})`);
  await transaction((tx) =>
    keepMetrics(tx, { workspace_id: workspace.id, connection_id, id }, findConnector('x')!),
  );
}

const points = async () =>
  (
    await db.query<{ metric: string; value: number }>(sql`
      SELECT metric, value
      FROM metric_points
      ORDER BY at, metric`)
  ).rows.map((p) => [p.metric, p.value]);

it('every run that read the numbers keeps them; what was not read, or not said, leaves no point', async () => {
  const me = await makePrincipal(await makeWorkspace());
  const id = await account(me);
  await record(me, id, 'profile', '1', { followers: 4_586, following: null });
  await record(me, id, 'posts', 'a', { metrics: { likes: 3, impressions: 100 } });
  await record(me, id, 'posts', 'b', { metrics: { likes: 4, impressions: null } });
  await record(me, id, 'posts', 'c', { metrics: null });
  await run(me, id, { profile: 'completed', posts: 'failed' });
  expect(await points()).toEqual([['followers', 4_586]]);
  await record(me, id, 'profile', '1', { followers: 4_590 });
  await run(me, id, { profile: 'completed', posts: 'completed' });
  expect(await points()).toEqual([
    ['followers', 4_586],
    ['followers', 4_590],
    ['posts.impressions', 100],
    ['posts.likes', 7],
  ]);
});

it('is read by day, with gaps, beside the stretch before, and by nobody else', async () => {
  const me = await makePrincipal(await makeWorkspace());
  const id = await account(me);
  for (const [days, value] of [
    [12, 100],
    [4, 110],
    [3.9, 120],
    [0.01, 131],
  ] as const)
    await db.query(sql`
      INSERT INTO metric_points (workspace_id, connection_id, metric, at, value)
      VALUES (${me.workspace.id}, ${id}, 'followers', ${ago(days)}, ${value})`);
  const posted = (days: number, likes: number, impressions: number) => ({
    text: 'Hello',
    posted_at: ago(days).toISOString(),
    metrics: { likes, impressions },
  });
  await record(me, id, 'posts', 'new', posted(2, 5, 100));
  await record(me, id, 'posts', 'old', posted(9, 1, 100));
  const from = ago(7).toISOString();
  const { series, tracking_since } = await getMetrics(me, { id, from, granularity: 'day' });
  const values = series.find((s) => s.metric === 'followers')!.points.map((p) => p.value);
  expect(values.filter((v) => v !== null)).toContain(131);
  expect(values).toContain(null);
  expect(values).not.toContain(0);
  expect(Date.parse(tracking_since!)).toBeCloseTo(ago(12).getTime(), -4);
  const summary = await getMetricsSummary(me, { id, from });
  expect(summary.current).toEqual({
    followers: 131,
    followers_change: 31,
    posts: 1,
    impressions: 100,
    engagements: 5,
    engagement_rate: 0.05,
  });
  expect(summary.previous).toMatchObject({ posts: 1, engagement_rate: 0.01, followers: 100 });
  expect(summary.previous.followers_change).toBeNull();
  expect(summary.engagement_of).toEqual(['likes']);
  expect(summary.posts.map((p) => p.id)).toEqual(['new']);

  const other = await makePrincipal(await makeWorkspace());
  await expect(getMetrics(other, { id, granularity: 'day' })).rejects.toMatchObject({
    code: 'connection_not_found',
  });
  const mine = await account(me, other.user_id);
  await expect(getMetricsSummary(me, { id: mine })).rejects.toMatchObject({ code: 'forbidden' });
});

it.each([
  [{ from: '2026-11-21T00:00:00Z', to: '2026-11-20T00:00:00Z' }],
  [{ from: '2000-01-01T00:00:00Z', to: '2026-11-20T00:00:00Z' }],
])('refuses %j', async (period) => {
  const me = await makePrincipal(await makeWorkspace());
  const id = await account(me);
  await expect(getMetrics(me, { id, ...period, granularity: 'day' })).rejects.toMatchObject({
    code: 'invalid_request',
  });
});
