import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { execute } from '@/lib/api/execute';
import { metrics } from '@/lib/api/metrics';
import { findConnector } from '@/lib/catalog/service';
import type { Connector, OAuth } from '@/lib/connectors/kit';
import { probeApp } from '@/lib/oauth/service';
import { liftLimit } from '@/lib/operations/limits';
import { checkSystem, reportWorker } from '@/lib/operations/service';
import { db } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { sql } from '@/lib/platform/sql';
import { makePrincipal, makeUser, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import { bulkKey, connectHubSpot, connectPipedrive, useSandbox, work } from '@/lib/sync/testing';
import { serveMetrics } from '@/lib/worker/metrics-server';

useTestDatabase();
useSandbox();
const TOKEN = 'a token for the scraper';
const check = async (id: string) =>
  (await checkSystem({ ask_providers: false })).checks.find((c) => c.id === id)!;
let connection = '';

beforeAll(async () => {
  const principal = await makePrincipal(await makeWorkspace());
  connection = (await connectPipedrive(principal, bulkKey(40))).id;
  await work(connection);
  await work(await connectHubSpot(principal, 'acme'));
});
afterEach(() => {
  delete env().METRICS_TOKEN;
  env().PUBLIC_URL = 'http://localhost:3000';
});

const scrape = (authorization?: string) =>
  metrics(new Request('http://x/metrics', authorization ? { headers: { authorization } } : {}));

it('/metrics is not there without METRICS_TOKEN, closed to another token, and open to the right one', async () => {
  expect((await scrape('Bearer anything')).status).toBe(404);
  env().METRICS_TOKEN = TOKEN;
  for (const wrong of [undefined, `Bearer ${TOKEN}x`, `Basic ${TOKEN}`, 'Bearer '])
    expect((await scrape(wrong)).status).toBe(401);
  const answer = await scrape(`Bearer ${TOKEN}`);
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const text = await answer.text();
  for (const wanted of [
    'inlet_database_up 1',
    'inlet_queue_jobs{state="waiting"} ',
    'inlet_due_connections 0',
    'inlet_runs_last_hour{status="completed"} 2',
    'inlet_connections{connector="pipedrive",status="connected",health="healthy"} 1',
    'inlet_provider_calls_total{connector="pipedrive",status="2xx"} ',
    'inlet_provider_budget_wait_seconds_total{connector="hubspot"} ',
    'inlet_records_total{kind="created"} ',
    'inlet_runs_finished_total{connector="pipedrive",status="completed"} 1',
    'inlet_commit_seconds_bucket{le="+Inf"} ',
    'process_resident_memory_bytes ',
  ])
    expect(text).toContain(wanted);
  // Nothing names a workspace, a connection or a run.
  expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
});

it('a worker answers the same on its own port, and nothing else', async () => {
  env().METRICS_TOKEN = TOKEN;
  const server = await serveMetrics(0, '127.0.0.1');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const status = async (path: string, headers = {}) =>
    (await fetch(base + path, { headers })).status;
  expect([
    await status('/healthz'),
    await status('/metrics'),
    await status('/metrics', { authorization: 'Bearer no' }),
    await status('/metrics', { authorization: `Bearer ${TOKEN}` }),
    await status('/x'),
  ]).toEqual([200, 401, 401, 200, 404]);
  delete env().METRICS_TOKEN;
  expect(await status('/metrics', { authorization: `Bearer ${TOKEN}` })).toBe(404);
  server.closeAllConnections();
  server.close();
});

it('workers are seen while they live', async () => {
  expect(await check('workers')).toMatchObject({ level: 'fail', finding: 'No process syncs.' });
  const [a, b] = [reportWorker(10), reportWorker(5)];
  await expect
    .poll(async () => (await check('workers')).finding)
    .toBe('2 processes sync, 15 syncs at a time.');
  await db.query(sql`
    INSERT INTO workers (id, version, slots, last_seen_at)
    VALUES (${randomUUID()}, '0.0.9', 1, now() - interval '1 minute')`);
  expect((await check('workers')).facts).toHaveLength(2);
  await db.query(sql`UPDATE workers SET last_seen_at = now()`);
  expect(await check('workers')).toMatchObject({ level: 'warn' });
  await Promise.all([a.stop(), b.stop()]);
  expect((await db.query(sql`SELECT version FROM workers`)).rows).toEqual([{ version: '0.0.9' }]);
  await db.query(sql`DELETE FROM workers`);
});

it('says what is wrong, and what to do', async () => {
  for (const id of [
    'database',
    'migrations',
    'encryption_key',
    'clock',
    'queue',
    'runs',
    'public_url',
    'versions',
  ])
    expect(await check(id), id).toMatchObject({ level: 'ok', fix: null });
  expect((await check('public_url')).facts).toContainEqual({
    label: 'Redirect URI of HubSpot',
    value: 'http://localhost:3000/api/oauth/callback/hubspot',
  });
  env().PUBLIC_URL = 'http://inlet.example.com';
  expect(await check('public_url')).toMatchObject({
    level: 'fail',
    fix: expect.stringContaining('https') as string,
  });
  env().PUBLIC_URL = 'https://inlet.example.com';
  expect(await check('public_url')).toMatchObject({ level: 'ok' });

  await db.query(sql`
    UPDATE connections
    SET next_sync_at = now() - interval '20 minutes'
    WHERE id = ${connection}`);
  expect(await check('queue')).toMatchObject({
    level: 'warn',
    finding: 'Connections have been due for 20 min and were not queued.',
  });
  await db.query(sql`
    UPDATE connections
    SET next_sync_at = now() + interval '20 minutes'
    WHERE id = ${connection}`);

  await db.query(sql`
    UPDATE sync_runs
    SET status = 'running', lease_until = now() - interval '10 minutes'
    WHERE connection_id = ${connection}`);
  expect(await check('runs')).toMatchObject({
    level: 'fail',
    finding: '1 sync shows no sign of life, the first for 10 min.',
  });
  await db.query(sql`
    UPDATE sync_runs
    SET status = 'completed', lease_until = NULL
    WHERE connection_id = ${connection}`);

  const {
    rows: [last],
  } = await db.query<{ migration_name: string; id: string }>(sql`
    DELETE FROM _prisma_migrations
    WHERE migration_name = (SELECT max(migration_name) FROM _prisma_migrations)
    RETURNING *`);
  expect(await check('migrations')).toMatchObject({
    level: 'warn',
    finding: '1 migration waits to be applied.',
  });
  await db.query(sql`
    INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)
    VALUES (${last!.id}, 'x', ${last!.migration_name}, now())`);
  expect(await check('migrations')).toMatchObject({
    level: 'fail',
    finding: expect.stringContaining('was edited') as string,
  });
});

it('a provider app that is not set up is a failure only when live connections need it', async () => {
  expect(await check('provider_app.hubspot')).toMatchObject({
    level: 'not_checked',
    finding: 'HubSpot is not set up, so nobody can connect it.',
  });
  await db.query(sql`UPDATE workspaces SET mode = 'live'`);
  expect(await check('provider_app.hubspot')).toMatchObject({
    level: 'fail',
    finding: 'HubSpot is not set up, and 1 connection needs it.',
  });
  await db.query(sql`UPDATE workspaces SET mode = 'sandbox'`);
});

it('a provider tells a good app from a bad one, and no grant is touched', async () => {
  const hubspot = findConnector('hubspot') as Connector & { auth: OAuth };
  const ask = (client_secret: string) =>
    probeApp(
      hubspot,
      { client_id: 'sandbox', client_secret },
      {
        hosts: hubspot.hosts,
        mode: 'sandbox',
        limits: [],
        keys: { connection: 'check/hubspot', app: 'app/hubspot/check' },
      },
    );
  expect(await ask('sandbox')).toMatchObject({ verdict: 'accepted' });
  expect(await ask('wrong')).toMatchObject({ verdict: 'rejected' });
});

it('is for platform people', async () => {
  const workspace = await makeWorkspace();
  const owner = await makePrincipal(workspace);
  await expect(execute('getSystemChecks', owner, {}, { id: 'r' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  const admin = await makePrincipal(workspace, {
    user: await makeUser({ platform_role: 'engineering' }),
  });
  const report = await execute('getSystemChecks', admin, {}, { id: 'r' });
  expect(report.checks.map((c) => c.id)).toContain('encryption_key');
  const text = JSON.stringify(report);
  for (const secret of [
    env().INLET_ENCRYPTION_KEY,
    env().SESSION_SECRET,
    new URL(env().DATABASE_URL).password,
  ].filter(Boolean))
    expect(text).not.toContain(secret);
});

it('names budgets a provider closed for long, and lifts one by hand', async () => {
  expect(await check('limits')).toMatchObject({ level: 'ok' });
  const { rows } = await db.query<{ mode: string }>(sql`SELECT mode FROM workspaces LIMIT 1`);
  const key = `app/pipedrive/${rows[0]!.mode}/daily`;
  await db.query(sql`
    INSERT INTO rate_budgets (key, blocked_until)
    VALUES (${key}, now() + interval '5 hours'), ('app/x/live/short', now() + interval '1 minute')`);
  await db.query(sql`
    UPDATE connections
    SET rate_limited_until = now() + interval '5 hours', next_sync_at = now() + interval '5 hours'
    WHERE id = ${connection}`);
  expect(await check('limits')).toMatchObject({
    level: 'warn',
    finding: '1 provider limit is closed for up to 5 h more.',
    fix: expect.stringContaining('npm run lift-limit') as string,
    facts: [{ label: `Budget ${key}`, value: '5 h' }],
  });
  expect(await liftLimit('app/x/live/nothing')).toBeNull();
  expect(await liftLimit(key)).toBe(1);
  expect(await check('limits')).toMatchObject({ level: 'ok' });
  const { rows: after } = await db.query(sql`
    SELECT rate_limited_until, next_sync_at <= now() AS due
    FROM connections
    WHERE id = ${connection}`);
  expect(after).toEqual([{ rate_limited_until: null, due: true }]);
});
