import { randomBytes } from 'node:crypto';
import path from 'node:path';
import pg from 'pg';
import { freePort, withClient } from '../../scripts/postgres.ts';
import { databaseUrl, startTestServer } from '../../scripts/test-database.ts';
import { startProcess } from '../fixtures/process';
import { expect, test } from '../fixtures/test';
import { sandboxUrl } from '../fixtures/world';

const ROOT = path.resolve(import.meta.dirname, '../..');
const CONNECTIONS = 9;
const PERSONS = 2_500;
const SCRAPE = 'a token for the scraper';
/** Companies of this test alone: their size is also their name. */
const account = (i: number) => `bulk-${PERSONS + i}`;
const keyOf = (i: number) => `b01d${String(PERSONS + i).padStart(36, '0')}`;

/**
 * Two web processes that do not sync and two workers on one database; killed one after the other.
 */
test('several processes share the work, and killing any of them loses nothing', async () => {
  test.setTimeout(240_000);
  const server = await startTestServer();
  const name = `test_${process.pid}_several`;
  await withClient(server.adminUrl, async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${server.template}`);
  });
  const pool = new pg.Pool({ connectionString: databaseUrl(server.adminUrl, name), max: 2 });
  pool.on('error', () => undefined);
  const ports = [await freePort(), await freePort()];
  const public_url = `http://localhost:${ports[0]}`;
  const env = {
    DATABASE_URL: databaseUrl(server.adminUrl, name),
    INLET_ENCRYPTION_KEY: randomBytes(32).toString('hex'),
    SESSION_SECRET: randomBytes(32).toString('hex'),
    PUBLIC_URL: public_url,
    SANDBOX_URL: sandboxUrl(),
    METRICS_TOKEN: SCRAPE,
    WORKER: '0',
    WORKER_SLOTS: '3',
    LOG_LEVEL: 'error',
    NEXT_TELEMETRY_DISABLED: '1',
  };
  const web = (port: number) =>
    startProcess(`web ${port}`, ['--enable-source-maps', 'dist/web.mjs'], {
      cwd: ROOT,
      ready: /answers at/,
      env: { ...env, PORT: String(port) },
    });
  const worker = (more = {}) =>
    startProcess('worker', ['dist/worker.mjs'], {
      cwd: ROOT,
      ready: /is running/,
      env: { ...env, ...more },
    });
  const call = async (
    port: number,
    method: string,
    at: string,
    headers: Record<string, string> = {},
    body?: unknown,
  ) => {
    const response = await fetch(`http://localhost:${port}${at}`, {
      method,
      redirect: 'manual',
      headers: {
        origin: public_url,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json().catch(() => ({}))) as Record<string, never>,
    };
  };
  const [a, b] = ports as [number, number];
  const webs = [await web(a), await web(b)] as const;
  const metrics_port = await freePort();
  const workers = [await worker({ METRICS_PORT: String(metrics_port) }), await worker()];
  try {
    // The first account made through one web process; the session that is made there holds at the
    // other.
    const person = { email: 'ada@example.com', password: 'correct horse battery staple' };
    expect(
      await call(a, 'POST', '/api/setup', {}, { ...person, name: 'Ada', workspace_name: 'Acme' }),
    ).toMatchObject({ status: 201 });
    expect(
      await call(b, 'POST', '/api/setup', {}, { ...person, name: 'Eve', workspace_name: 'Eve' }),
    ).toMatchObject({ status: 409 });
    await pool.query(`UPDATE workspaces SET mode = 'sandbox'`);
    const csrf = await call(a, 'GET', '/api/auth/csrf');
    const jar = (headers: Headers) =>
      headers
        .getSetCookie()
        .map((c) => c.split(';')[0]!)
        .join('; ');
    const signed = await fetch(`http://localhost:${a}/api/auth/callback/credentials`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: public_url, cookie: jar(csrf.headers) },
      body: new URLSearchParams({ ...person, csrfToken: csrf.body.csrfToken!, json: 'true' }),
    });
    const session = { cookie: jar(signed.headers), 'x-inlet-workspace': 'acme' };
    expect((await call(a, 'GET', '/api/platform/v1/session', session)).status).toBe(200);
    expect((await call(b, 'GET', '/api/platform/v1/session', session)).status).toBe(200);
    const made = await call(b, 'POST', '/api/platform/v1/api-keys', session, {
      name: 'several',
      scopes: ['connections:read', 'connections:write', 'platform:read'],
    });
    const key = { 'x-api-key': made.body.key! as string };

    const ids: string[] = [];
    for (let i = 0; i < CONNECTIONS; i++) {
      const connected = await call(i % 2 ? a : b, 'POST', '/api/platform/v1/connections', key, {
        connector_type: 'pipedrive',
        api_key: keyOf(i),
        sync_immediately: false,
      });
      expect(connected.status).toBe(200);
      ids.push((connected.body.connection! as { id: string }).id);
    }
    // Slow, and asked for one right after the other: so many are under way at once on any machine.
    for (let i = 0; i < CONNECTIONS; i++)
      await fetch(`${sandboxUrl()}/_control/faults`, {
        method: 'POST',
        body: JSON.stringify({
          provider: 'pipedrive',
          account: account(i),
          kind: 'slow',
          delay_ms: 400,
        }),
      });
    for (const [i, id] of ids.entries()) {
      const at = `/api/platform/v1/connections/${id}/sync`;
      expect((await call(i % 2 ? a : b, 'POST', at, key, {})).status).toBe(202);
    }
    const running = async () =>
      (
        await pool.query<{ workers: number; running: number }>(
          `SELECT count(DISTINCT worker_id)::int AS workers, count(*)::int AS running
             FROM sync_runs WHERE status = 'running'`,
        )
      ).rows[0]!;
    await expect.poll(running, { timeout: 30_000 }).toEqual({ workers: 2, running: 6 });
    const checks = await call(b, 'GET', '/api/platform/v1/system/checks', key);
    expect(
      (checks.body.checks! as { id: string; finding: string }[]).find((c) => c.id === 'workers')!
        .finding,
    ).toBe('2 processes sync, 6 syncs at a time.');
    for (const port of [a, b, metrics_port]) {
      const scrape = async () =>
        (
          await fetch(`http://localhost:${port}/metrics`, {
            headers: { authorization: `Bearer ${SCRAPE}` },
          })
        ).text();
      await expect.poll(scrape).toContain('inlet_provider_calls_total{connector="pipedrive"');
      const text = await scrape();
      expect(text).toContain('inlet_workers_alive 2\n');
      expect(text).toContain(
        'inlet_connections{connector="pipedrive",status="connected",health="syncing"}',
      );
    }

    await workers[0]!.kill();
    await webs[0].kill();
    expect((await call(b, 'GET', '/api/platform/v1/session', session)).status).toBe(200);
    const third = await worker();
    workers.push(third);
    await expect
      .poll(async () => (await running()).workers, { timeout: 60_000 })
      .toBeGreaterThan(1);
    await workers[1]!.stop(); // SIGTERM: its syncs go back
    for (let i = 0; i < CONNECTIONS; i++)
      await fetch(`${sandboxUrl()}/_control/faults?provider=pipedrive&account=${account(i)}`, {
        method: 'DELETE',
      });
    const runs = async () =>
      (
        await pool.query<{ status: string; n: number }>(
          'SELECT status, count(*)::int AS n FROM sync_runs GROUP BY 1',
        )
      ).rows;
    await expect
      .poll(runs, { timeout: 120_000, intervals: [500] })
      .toEqual([{ status: 'completed', n: CONNECTIONS }]);
    const { rows } = await pool.query<{
      id: string;
      persons: number;
      stored: number;
      created: number;
      updated: number;
      deleted: number;
    }>(
      `SELECT r.connection_id AS id, r.records_created AS created, r.records_updated AS updated,
              r.records_deleted AS deleted,
              (SELECT count(*)::int FROM records x
                WHERE x.connection_id = r.connection_id) AS stored,
              (SELECT count(*)::int FROM records x
                WHERE x.connection_id = r.connection_id AND stream = 'persons') AS persons
         FROM sync_runs r`,
    );
    for (const [i, id] of ids.entries()) {
      const row = rows.find((r) => r.id === id)!;
      expect(row).toMatchObject({
        persons: PERSONS + i,
        created: row.stored,
        updated: 0,
        deleted: 0,
      });
    }
    // What is ended through one process is ended at all.
    const again = await web(a);
    workers.push(again);
    await pool.query('DELETE FROM sessions');
    for (const port of [a, b])
      expect((await call(port, 'GET', '/api/platform/v1/session', session)).status).toBe(401);
  } finally {
    await Promise.all([...webs, ...workers].map((p) => p.kill()));
    await pool.end();
    await withClient(server.adminUrl, async (client) => {
      await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    });
  }
});
