import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { freePort } from '../../scripts/postgres.ts';

test.describe.configure({ mode: 'serial' });

const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'inlet-start-'));
test.afterAll(() => fs.rmSync(dataDir, { recursive: true, force: true }));

function start(env: Record<string, string>) {
  const own = Object.fromEntries(
    ['PATH', 'HOME', 'TMPDIR'].flatMap((name) =>
      process.env[name] ? [[name, process.env[name]]] : [],
    ),
  );
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    env: { NODE_ENV: 'production', ...own, DATA_DIR: dataDir, ...env },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  const exit = new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
  });
  return { child, exit, text: () => text };
}

test('npm start on an empty data directory, again, and while it runs', async ({ request }) => {
  const PORT = String(await freePort());
  const first = start({ PORT });
  await expect
    .poll(first.text, { timeout: 60_000 })
    .toContain(`Inlet is running at http://localhost:${PORT}`);
  expect(first.text()).toContain('create the owner');
  expect(fs.statSync(path.join(dataDir, 'secrets.json')).mode & 0o777).toBe(0o600);
  expect(await (await request.get(`http://127.0.0.1:${PORT}/api/setup`)).json()).toEqual({
    needs_setup: true,
  });

  const other = start({ PORT });
  expect(await other.exit).toBe(1);
  expect(other.text()).toContain(`Port ${PORT} is in use by another Inlet`);

  first.child.kill('SIGTERM');
  expect(await first.exit).toBe(0);
  expect(fs.readdirSync(dataDir)).not.toContain('postmaster.pid');

  const from = Date.now();
  const second = start({ PORT });
  await expect
    .poll(second.text, { intervals: [50], timeout: 60_000 })
    .toContain('Inlet is running');
  test.info().annotations.push({ type: 'second start', description: `${Date.now() - from} ms` });
  expect(second.text()).not.toMatch(/Creating|Applied|Made/);
  second.child.kill('SIGINT');
  expect(await second.exit).toBe(0);
});

test('a failure is one line that says what to do', async () => {
  const cases: [Record<string, string>, RegExp][] = [
    [{ PORT: '99999' }, /^\nPORT is not valid \([^\n]+\)\. [^\n]+\n$/],
    [
      {
        DATABASE_URL: 'postgres://inlet@127.0.0.1:1/inlet',
        INLET_ENCRYPTION_KEY: 'k'.repeat(32),
        SESSION_SECRET: 's'.repeat(32),
        PORT: String(await freePort()),
      },
      /^\nThe database in DATABASE_URL does not answer: [^\n]+\n$/,
    ],
    [
      { PUBLIC_URL: 'https://ada@inlet.example/console?x#y' },
      /^\nPUBLIC_URL is not valid \(must not have [^\n]+: set it to https:\/\/inlet\.example\)\. [^\n]+\n$/,
    ],
    ...['5060', '6000', '10080'].map((PORT): [Record<string, string>, RegExp] => [
      { PORT },
      /^\nPORT is not valid \(Browsers refuse this port[^\n]+\)\. [^\n]+\n$/,
    ]),
    [{ HOST: '203.0.113.1' }, /^\nHOST 203\.0\.113\.1 is no address of this machine\. [^\n]+\n$/],
  ];
  for (const [env, reason] of cases) {
    const run = start(env);
    expect(await run.exit).toBe(1);
    expect(run.text()).toMatch(reason);
  }
});

test('a port that browsers refuse is said before there is a database', async () => {
  const fresh = path.join(dataDir, 'fresh');
  const run = start({ PORT: '5060', DATA_DIR: fresh });
  expect(await run.exit).toBe(1);
  expect(run.text()).toContain('PORT is not valid (Browsers refuse this port');
  expect(fs.readdirSync(fresh)).toEqual(['secrets.json']);
});
