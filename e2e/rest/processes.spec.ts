import { execFileSync } from 'node:child_process';
import http from 'node:http';
import path from 'node:path';
import { freePort } from '../../scripts/postgres.ts';
import { doors, type Door } from '../fixtures/doors';
import { startProcess } from '../fixtures/process';
import { expect, test } from '../fixtures/test';
import { appSettings, makeKey } from '../fixtures/world';

// What is seen of a process of its own only: its memory, its end, its log.
const ROOT = path.resolve(import.meta.dirname, '../..');
const MB = 1024 * 1024;

/** Sends a body without a length until somebody says stop; answers the status. */
function flood(base: string, { at, type, key }: Door, bytes: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const outgoing = http.request(`${base}${at}`, {
      method: 'POST',
      agent: false,
      headers: { 'content-type': type, ...(key ? { 'x-api-key': key } : {}) },
    });
    const chunk = Buffer.alloc(64 * 1024, 'a');
    let left = bytes;
    let status = 0;
    const go = () => {
      while (left > 0 && status === 0) {
        left -= chunk.length;
        if (!outgoing.write(chunk)) return void outgoing.once('drain', go);
      }
      outgoing.end();
    };
    outgoing.once('response', (response) => {
      status = response.statusCode!;
      response.resume();
      response.once('end', () => {
        outgoing.destroy();
        resolve(status);
      });
    });
    outgoing.once('error', (error) =>
      status > 0 ? resolve(status) : reject(new Error(`${at}: ${error.message}`)),
    );
    go();
  });
}

/** Resident memory of a process in bytes. */
const memory = (pid: number): number =>
  Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1024;

test('a body without end costs no memory, at whatever door', async ({ workspace }) => {
  const port = await freePort();
  const app = await startProcess(
    'flooded app',
    ['--max-semi-space-size=16', '--heap-growing-percent=50', 'dist/web.mjs'],
    {
      cwd: ROOT,
      ready: /answers at/,
      env: { ...appSettings(), PORT: String(port), WORKER: '0', LOG_LEVEL: 'error' },
    },
  );
  const base = `http://127.0.0.1:${port}`;
  const all = doors(await makeKey(workspace));
  try {
    // Once before it counts: what is loaded or compiled at first use is not what a body costs.
    for (const at of ['/', '/sign-in', '/acme/connections']) await fetch(`${base}${at}`);
    for (let i = 0; i < 3; i++) for (const door of all) await flood(base, door, 2 * MB);
    const begun = memory(app.pid);
    for (const door of all) {
      const before = memory(app.pid);
      let most = before;
      const flooding = flood(base, door, 256 * MB);
      let over = false;
      void flooding.finally(() => {
        over = true;
      });
      while (!over) {
        most = Math.max(most, memory(app.pid));
        await Promise.race([flooding, new Promise((resolve) => setTimeout(resolve, 50))]);
      }
      const status = await flooding;
      expect.soft(status, door.at).toBeGreaterThanOrEqual(400);
      expect.soft(status, door.at).toBeLessThan(500);
      expect.soft((most - before) / MB, `growth by ${door.at}`).toBeLessThan(20);
    }
    // All of them together: what the process came to hold, not what it was sent.
    expect((memory(app.pid) - begun) / MB).toBeLessThan(64);
  } finally {
    await app.kill();
  }
});

test('with the wrong encryption key it never says that it runs', async ({ rest }) => {
  // Something is sealed with the right one.
  expect((await rest.post('/connections', { connector_type: 'hubspot' })).status).toBe(200);
  const started = startProcess('locked app', ['scripts/serve.mjs', 'web'], {
    cwd: ROOT,
    ready: /running|answers/,
    env: {
      ...appSettings(),
      PORT: String(await freePort()),
      WORKER: '0',
      INLET_ENCRYPTION_KEY: 'another key of thirty-two characters',
    },
  });
  await expect(started).rejects.toThrow(
    /ended with 1 while starting[\s\S]*INLET_ENCRYPTION_KEY is not the key/,
  );
});

test('a refusal for who asks leaves a line in the log, and nothing secret in it', async () => {
  const port = await freePort();
  const key = `inlet_sk_live_${'x'.repeat(46)}`;
  const started = startProcess('logging app', ['dist/web.mjs'], {
    cwd: ROOT,
    ready: /\{[^\n]*"request refused"[^\n]*\}/,
    env: { ...appSettings(), PORT: String(port), WORKER: '0' },
  });
  let over = false;
  void started.finally(() => {
    over = true;
  });
  while (!over) {
    const url = `http://127.0.0.1:${port}/api/platform/v1/connections?q=secret`;
    await fetch(url, { headers: { 'x-api-key': key } }).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const app = await started;
  await app.kill();
  const line = app.match[0];
  expect(JSON.parse(line)).toMatchObject({
    level: 'warn',
    problem: 'invalid_api_key',
    method: 'GET',
    path: '/api/platform/v1/connections',
    request_id: expect.any(String),
  });
  expect(line).not.toMatch(/secret|inlet_sk/);
});
