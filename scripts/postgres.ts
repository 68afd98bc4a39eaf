// The embedded PostgreSQL: attach to the one that runs in the data directory, or start it. Any
// number of processes may ask at once; PostgreSQL's own postmaster.pid decides who starts it.
// Nothing here ever deletes a data directory that was in use.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { PlainError } from './plain-error.mjs';
import type pg from 'pg';
import { sql } from '../lib/platform/sql.ts';
import { createCluster, lastLine, USER } from './postgres-cluster.ts';
import { postgresHome, serverEnv, writeOnce, type Home } from './postgres-home.ts';
import { alive, forgetPidFile, isStranger, readPidFile } from './postgres-pid.ts';

const START_TIMEOUT_MS = 60_000; // crash recovery of a large database takes its time
const LOG_LIMIT_BYTES = 1_000_000;

/** Loopback only, quiet log without statements or row values. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  shared_buffers: '128MB',
  max_connections: '120',
  synchronous_commit: 'on',
  max_wal_size: '1GB',
  wal_compression: 'on',
  log_checkpoints: 'off',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

export interface PostgresServer {
  url: string;
  adminUrl: string;
  port: number;
  pid: number;
  cluster: string;
  started: boolean;
}

type Say = (line: string) => void;

const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/**
 * A running PostgreSQL in `dataDir` with the database `inlet`: `{ url, adminUrl, port, pid,
 * cluster, started }`; `started` is false when it ran already. Options: `port` to insist on one,
 * `settings` over ours, `say` for progress lines. Throws PlainError.
 */
export async function ensurePostgres({
  dataDir,
  port,
  settings = {},
  say = () => {},
}: {
  dataDir: string;
  port?: number | undefined;
  settings?: Record<string, string> | undefined;
  say?: Say;
}): Promise<PostgresServer> {
  const dir = path.resolve(dataDir);
  const home = postgresHome(dir, say);
  const secretFile = path.join(dir, 'postgres.password');
  if (fs.existsSync(home.cluster) && !fs.existsSync(secretFile))
    throw new PlainError(
      `${secretFile} is missing, and the database in ${home.cluster} does not open without ` +
        'it. Restore it from a backup.',
    );
  const password = writeOnce(secretFile, `${randomBytes(24).toString('hex')}\n`).trim();
  createCluster(home, password, say);
  const unix_socket_directories = canHoldSocket(home.cluster) ? home.cluster : '';
  const server = await attachOrStart(home, {
    port,
    settings: { unix_socket_directories, ...SETTINGS, ...settings },
  });
  const way = wayTo(home.cluster, server.port);
  const url = (database: string) =>
    `postgres://${USER}:${password}@127.0.0.1:${server.port}/${database}${way}`;
  await createDatabase(url('postgres'), USER);
  return { ...server, url: url(USER), adminUrl: url('postgres'), cluster: home.cluster };
}

/** The longest path that the name of a socket may have on every system, with room for its end. */
const SOCKET_PATH = 103;
const socketIn = (dir: string, port: number): string => path.join(dir, `.s.PGSQL.${port}`);
const canHoldSocket = (dir: string): boolean =>
  process.platform !== 'win32' && Buffer.byteLength(socketIn(dir, 65_535)) <= SOCKET_PATH;

/**
 * By its socket where it has one, which is in its own directory: a statement and back takes half as
 * long as over the loopback address. Empty otherwise.
 */
const wayTo = (dir: string, port: number): string =>
  canHoldSocket(dir) && fs.existsSync(socketIn(dir, port))
    ? `?host=${encodeURIComponent(dir)}`
    : '';

/** Stops the server unless somebody else is connected to it. True when it was stopped. */
export async function releasePostgres({
  adminUrl,
  pid,
  cluster,
}: Pick<PostgresServer, 'adminUrl' | 'pid' | 'cluster'>): Promise<boolean> {
  const others = await withClient(adminUrl, async (client) => {
    const { rows } = await client.query<{ n: number }>(sql`
      SELECT count(*)::int AS n
      FROM pg_stat_activity
      WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`);
    return rows[0]!.n;
  }).catch(() => 1); // not reachable: nothing of ours to stop
  if (others > 0) return false;
  try {
    process.kill(pid, 'SIGINT'); // "fast": roll back what is open, write everything, exit
    for (let i = 0; i < 250 && readPidFile(cluster)?.pid === pid; i++) await sleep(20);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
  return true;
}

/**
 * Losing the race for postmaster.pid or for the port is no failure, and the children of a killed
 * server take a moment to go: it is looked again.
 */
const LOST_RACE = [
  'postmaster.pid',
  'lock file',
  'shared memory block',
  'could not bind',
  'already in use',
  'no listening',
  'tcp/ip sockets',
  'shutting down',
];

/** Some file systems, shared folders among them, hold no sockets. */
const NO_SOCKETS = /could not (create|bind) .*unix/i;

async function attachOrStart(
  home: Home,
  { port, settings }: { port: number | undefined; settings: Record<string, string> },
): Promise<Pick<PostgresServer, 'port' | 'pid' | 'started'>> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  let problem = '';
  while (Date.now() < deadline) {
    const running = readPidFile(home.cluster);
    if (running?.ready && (await answers(running.port)))
      return { port: running.port, pid: running.pid, started: false };
    if (running && isStranger(running, home.cluster)) forgetPidFile(home.cluster, running);
    if (!running || !alive(running.pid)) {
      const outcome = await launch(home, port ?? (await freePort()), settings, deadline);
      if ('pid' in outcome) return { ...outcome, started: true };
      problem = outcome.problem;
      if (settings.unix_socket_directories !== '' && NO_SOCKETS.test(problem)) {
        settings = { ...settings, unix_socket_directories: '' };
        continue;
      }
      if (!LOST_RACE.some((words) => lastLine(problem).toLowerCase().includes(words))) break;
    }
    await sleep(30 + Math.random() * 70);
  }
  const reason = lastLine(problem) || 'no answer within a minute.';
  throw Object.assign(
    new PlainError(
      `PostgreSQL did not start: ${reason} The whole story is in ${home.log}; the data in ` +
        `${home.cluster} is untouched.`,
    ),
    { reason },
  );
}

/**
 * Starts the server detached from us: it outlives a killed parent, and the next start attaches to
 * it.
 */
async function launch(
  { native, cluster, log, user }: Home,
  port: number,
  settings: Record<string, string>,
  deadline: number,
): Promise<{ pid: number; port: number } | { problem: string }> {
  const from =
    fs.existsSync(log) && fs.statSync(log).size < LOG_LIMIT_BYTES ? fs.statSync(log).size : 0;
  const out = fs.openSync(log, from ? 'a' : 'w', 0o600);
  const args = [
    '-D',
    cluster,
    '-p',
    String(port),
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
  const child = spawn(path.join(native, 'bin', 'postgres'), args, {
    ...user,
    cwd: '/',
    env: serverEnv(native),
    stdio: ['ignore', out, out],
    detached: true,
    windowsHide: true,
  });
  fs.closeSync(out);
  let exited = false;
  let problem = '';
  child.on('exit', () => {
    exited = true;
  });
  child.on('error', (error) => {
    exited = true;
    problem = error.message;
  });
  while (!exited && Date.now() < deadline) {
    const running = readPidFile(cluster);
    if (running && running.pid === child.pid && running.ready && (await answers(port))) {
      child.unref();
      return { pid: running.pid, port };
    }
    await sleep(10);
  }
  child.unref();
  return { problem: problem || fs.readFileSync(log).subarray(from).toString() };
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

/** A port nobody listens on right now. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });

/** Runs `work` with one connection of its own. */
export async function withClient<T>(
  url: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const [{ default: driver }, { pinnedUrl }] = await Promise.all([
    import('pg'),
    import('../lib/platform/session.ts'),
  ]);
  const client = new driver.Client({
    connectionString: pinnedUrl(url),
    application_name: 'inlet-setup',
    connectionTimeoutMillis: 10_000,
  });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const createDatabase = (url: string, name: string): Promise<void> =>
  withClient(url, async (client) => {
    const { rowCount } = await client.query(sql`
      SELECT 1
      FROM pg_database
      WHERE datname = ${name}`);
    if (rowCount) return;
    await client.query(`CREATE DATABASE "${name}"`).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== '42P04' && error.code !== '23505') throw error; // another process was first
    });
  });
