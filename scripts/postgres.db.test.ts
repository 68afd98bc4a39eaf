import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { ensurePostgres, releasePostgres, withClient, type PostgresServer } from './postgres.ts';

const run = promisify(execFile);
const parent = fs.mkdtempSync(path.join(os.tmpdir(), 'inlet-test-'));
fs.chmodSync(parent, 0o755);
const servers: PostgresServer[] = [];
const homes: string[] = [];
let count = 0;
const newDir = () => path.join(parent, `data-${++count}`);

async function start(dataDir: string) {
  const said: string[] = [];
  const server = await ensurePostgres({
    dataDir,
    settings: { fsync: 'off', shared_buffers: '16MB' },
    say: (line) => {
      said.push(line);
    },
  });
  servers.push(server);
  return { ...server, said: said.join('\n') };
}

/** As many processes as asked, each of which wants the database in `dataDir` at the same time. */
async function startTogether(dataDir: string, processes: number) {
  const code =
    'const { ensurePostgres } = await ' +
    `import(${JSON.stringify(path.resolve('scripts/postgres.ts'))}); const s = await ` +
    `ensurePostgres({ dataDir: ${JSON.stringify(dataDir)}, settings: { fsync: 'off' } ` +
    '}); console.log(JSON.stringify(s));';
  const outputs = await Promise.all(
    Array.from({ length: processes }, () =>
      run(process.execPath, ['--input-type=module', '-e', code]),
    ),
  );
  const answers = outputs.map(({ stdout }) => JSON.parse(stdout) as PostgresServer);
  servers.push(answers[0]!);
  return answers;
}

const answer = (url: string) =>
  withClient(
    url,
    async (client) => (await client.query<{ n: number }>('SELECT 40 + 2 AS n')).rows[0]!.n,
  );

afterAll(async () => {
  for (const server of servers) await releasePostgres(server).catch(() => false);
  for (const dir of [parent, ...homes]) fs.rmSync(dir, { recursive: true, force: true });
});

test('five processes at once share one server', async () => {
  const answers = await startTogether(newDir(), 5);
  expect(answers.filter((a) => a.started)).toHaveLength(1);
  expect(new Set(answers.map((a) => a.pid)).size).toBe(1);
  expect(await answer(answers[0]!.url)).toBe(42);
});

test('after the server was killed, three at once start it again, with its data', async () => {
  const dir = newDir();
  const first = await start(dir);
  await withClient(first.url, (client) => client.query('CREATE TABLE kept AS SELECT 42 AS n'));
  process.kill(first.pid, 'SIGKILL');
  const answers = await startTogether(dir, 3);
  expect(answers.filter((a) => a.started)).toHaveLength(1);
  expect(
    await withClient(
      answers[0]!.url,
      async (client) => (await client.query('SELECT n FROM kept')).rows,
    ),
  ).toEqual([{ n: 42 }]);
});

test.runIf(process.platform === 'linux')(
  'a pid file that names another program by now does not stand in the way',
  async () => {
    const dir = newDir();
    const first = await start(dir);
    const file = path.join(first.cluster, 'postmaster.pid');
    const text = fs.readFileSync(file, 'utf8');
    await releasePostgres(first);
    fs.writeFileSync(file, text.replace(/^\d+/, String(process.pid)));
    expect(await start(dir)).toMatchObject({ started: true });
  },
);

test('it stays while somebody is connected, and stops when nobody is', async () => {
  const server = await start(newDir());
  await withClient(server.url, async () => {
    expect(await releasePostgres(server)).toBe(false);
  });
  await expect.poll(() => releasePostgres(server)).toBe(true);
  await expect(answer(server.url)).rejects.toThrow();
});

test.runIf(process.getuid?.() === 0)('root, in a directory that only root can enter', async () => {
  const closed = fs.mkdtempSync(path.join(parent, 'closed-'));
  fs.chmodSync(closed, 0o700);
  const dir = path.join(closed, 'data');
  const first = await start(dir);
  expect(first.said).toContain('Only root can enter');
  expect(first.cluster.startsWith(closed)).toBe(false);
  homes.push(path.dirname(first.cluster));
  expect(fs.statSync(first.cluster).uid).not.toBe(0);
  expect(await answer(first.url)).toBe(42);
  await expect.poll(() => releasePostgres(first)).toBe(true);
  expect(await start(dir)).toMatchObject({ cluster: first.cluster, said: '' });
});

test('what it cannot use it says, and leaves alone', async () => {
  const foreign = newDir();
  fs.mkdirSync(path.join(foreign, 'postgres'), { recursive: true });
  fs.writeFileSync(path.join(foreign, 'postgres', 'thesis.txt'), 'mine');
  fs.writeFileSync(path.join(foreign, 'postgres.password'), 'x');
  await expect(start(foreign)).rejects.toThrow(/not a PostgreSQL database/);
  expect(fs.readFileSync(path.join(foreign, 'postgres', 'thesis.txt'), 'utf8')).toBe('mine');

  const old = newDir();
  fs.mkdirSync(path.join(old, 'postgres'), { recursive: true });
  fs.writeFileSync(path.join(old, 'postgres', 'PG_VERSION'), '16\n');
  await expect(start(old)).rejects.toThrow(/postgres\.password is missing/);
  fs.writeFileSync(path.join(old, 'postgres.password'), 'x');
  await expect(start(old)).rejects.toThrow(/made by PostgreSQL 16/);
  expect(fs.readdirSync(path.join(old, 'postgres'))).toEqual(['PG_VERSION']);
});

test('it is reached by its socket, or over the loopback address where the path is too long', async () => {
  const near = await start(newDir());
  expect(new URL(near.url).searchParams.get('host')).toBe(near.cluster);
  expect(await answer(near.url)).toBe(42);
  const far = await start(path.join(newDir(), 'a-long-name-'.repeat(8)));
  expect(new URL(far.url).searchParams.get('host')).toBeNull();
  expect(await answer(far.url)).toBe(42);
});
