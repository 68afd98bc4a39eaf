import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { applyMigrations } from '../scripts/migrate.ts';
import { ensurePostgres, releasePostgres } from '../scripts/postgres.ts';

export interface World {
  /** Replays answers, so that making them is not measured. */
  sandbox_url: string;
  /** The sandbox itself. */
  provider_url: string;
  stop: () => Promise<void>;
}

/**
 * A database of its own on the embedded PostgreSQL and a sandbox process, with the settings in
 * place. Import nothing of lib before.
 */
export async function startWorld(): Promise<World> {
  const server = await ensurePostgres({ dataDir: '.data/bench', port: undefined });
  const admin = new pg.Client({ connectionString: server.adminUrl });
  await admin.connect();
  const name = `bench_${process.pid}`;
  await admin.query(`CREATE DATABASE ${name}`);
  const url = new URL(server.adminUrl);
  url.pathname = `/${name}`;
  await applyMigrations(url.href, 'prisma/migrations');
  const sandbox = await startSandbox();
  const replay = await startProcess(['bench/replay.ts', sandbox.url]);
  const secret = () => randomBytes(32).toString('hex');
  Object.assign(process.env, {
    NODE_ENV: 'production',
    DATABASE_URL: url.href,
    INLET_ENCRYPTION_KEY: secret(),
    SESSION_SECRET: secret(),
    LOG_LEVEL: 'error',
    SANDBOX_URL: replay.url,
  });
  return {
    sandbox_url: replay.url,
    provider_url: sandbox.url,
    stop: async () => {
      replay.stop();
      sandbox.stop();
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await admin.end();
      await releasePostgres(server);
    },
  };
}

interface Process {
  url: string;
  stop: () => void;
}

async function startSandbox(): Promise<Process> {
  const sandbox = await startProcess(['lib/sandbox/main.ts', '--port', '0']);
  await fetch(`${sandbox.url}/_control/limits`, {
    method: 'POST',
    body: JSON.stringify({ off: true }),
    headers: { 'content-type': 'application/json' },
  });
  return sandbox;
}

/** A server in a process of its own, whose CPU is not counted as ours. */
async function startProcess(args: readonly string[]): Promise<Process> {
  const child = spawn(process.execPath, ['--import', 'tsx', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(out);
      if (found) resolve(found[0]);
    });
    child.once('exit', () => reject(new Error(`${args[0]} did not start`)));
  });
  return {
    url,
    stop: () => {
      child.removeAllListeners('exit');
      child.kill('SIGTERM');
    },
  };
}
