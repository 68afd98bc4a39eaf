import { expect, it } from 'vitest';
import { compareMetrics, getMetrics, getMetricsSummary } from '@/lib/metrics/service';
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

async function account(
  { workspace }: UserPrincipal,
  owner: string | null = null,
  type: 'x' | 'linkedin' = 'x',
): Promise<string> {
  const id = newId();
  await db.query(sql`
    INSERT INTO connections (
      workspace_id, id, connector_type, name, status, scope, external_account_id, owner_user_id
    )
    VALUES (
      ${workspace.id}, ${id}, ${type}, '@acme', 'connected', ${owner ? 'personal' : 'business'}, ${id},
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

it('accounts stand side by side, and by network, as far as the caller may read them', async () => {
  const me = await makePrincipal(await makeWorkspace());
  const from = ago(7).toISOString();
  const [x, page] = [await account(me), await account(me, null, 'linkedin')];
  const somebody = await makePrincipal(me.workspace);
  const theirs = await account(me, somebody.user_id);
  await db.query(sql`
    INSERT INTO metric_points (workspace_id, connection_id, metric, at, value)
    VALUES
      (${me.workspace.id}, ${x}, 'followers', ${ago(9)}, 100),
      (${me.workspace.id}, ${x}, 'followers', ${ago(1)}, 130),
      (${me.workspace.id}, ${page}, 'followers', ${ago(1)}, 50)`);
  const post = (days: number, metrics: object) => ({
    posted_at: ago(days).toISOString(),
    metrics,
  });
  await record(me, x, 'posts', 'x', post(2, { likes: 5, impressions: 100 }));
  await record(me, x, 'posts', 'before', post(9, { likes: 1, impressions: 10 }));
  await record(me, page, 'posts', 'page', post(2, { clicks: 45, impressions: 400 }));
  await record(me, page, 'posts', 'unseen', post(2, { clicks: 7 }));
  const seen = await compareMetrics(me, { from });
  expect(seen.accounts.map(({ connection_id }) => connection_id).toSorted()).toEqual(
    [x, page].toSorted(),
  );
  const mine = seen.accounts.find((one) => one.connection_id === x)!;
  expect(mine).toMatchObject({
    connector_type: 'x',
    current: { followers: 130, followers_change: 30, posts: 1, engagement_rate: 0.05 },
    previous: { followers: 100, followers_change: null, posts: 1, engagement_rate: 0.1 },
  });
  expect(mine).not.toHaveProperty('posts');
  const days = mine.followers.map(({ value }) => value);
  expect(days.filter((value) => value !== null)).toEqual([130]);
  expect(days.length).toBeGreaterThan(6);
  expect(seen.networks.find((one) => one.connector_type === 'linkedin')).toMatchObject({
    accounts: 1,
    engagement_of: ['clicks'],
    current: { followers: 50, followers_change: null, posts: 2, impressions: 400 },
  });
  // Of all posts of which both are known: (5 + 45) / (100 + 400), not the mean of the two rates.
  expect(seen.total.current).toEqual({
    followers: 180,
    followers_change: 30,
    posts: 3,
    impressions: 500,
    engagements: 57,
    engagement_rate: 0.1,
  });
  expect(seen.total.engagement_of).toEqual(['likes', 'clicks']);
  const forThem = await compareMetrics(somebody, { from });
  expect(forThem.accounts.map(({ connection_id }) => connection_id)).toContain(theirs);
  expect((await compareMetrics(await makePrincipal(await makeWorkspace()), {})).accounts).toEqual(
    [],
  );
});

it('an attempt and a disconnected account stand beside nothing; what is too many is counted', async () => {
  const me = await makePrincipal(await makeWorkspace());
  const ids = [];
  for (let n = 0; n < 23; n++) ids.push(await account(me));
  await db.query(sql`UPDATE connections SET status = 'pending' WHERE id = ${ids[0]}`);
  await db.query(sql`UPDATE connections SET status = 'disconnected' WHERE id = ${ids[1]}`);
  const { accounts, left_out, networks } = await compareMetrics(me, {});
  expect(accounts).toHaveLength(20);
  expect(left_out).toBe(1);
  expect(networks).toHaveLength(1);
  await expect(compareMetrics(me, { from: '2000-01-01T00:00:00Z' })).rejects.toMatchObject({
    code: 'invalid_request',
  });
});
