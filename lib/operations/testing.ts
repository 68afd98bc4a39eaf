import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { inject } from 'vitest';
import { env } from '@/lib/platform/env';
import { applyMigrations } from '@/scripts/migrate';
import { withClient } from '@/scripts/postgres';
import { databaseUrl } from '@/scripts/test-database';
import '@/lib/platform/testing';

const settings = (more: Record<string, string>): NodeJS.ProcessEnv => ({
  ...process.env,
  NODE_ENV: 'production',
  LOG_LEVEL: 'error',
  DATABASE_URL: env().DATABASE_URL,
  INLET_ENCRYPTION_KEY: env().INLET_ENCRYPTION_KEY,
  SESSION_SECRET: env().SESSION_SECRET,
  VITEST: '',
  ...more,
});

export interface Ended {
  code: number | null;
  said: string;
}

/**
 * Runs a command of lib/operations/main.ts in a process of its own, as `npm run` does; killed as
 * soon as it says `kill_at`.
 */
export function operations(
  args: readonly string[],
  more: Record<string, string> = {},
  kill_at?: RegExp,
): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'lib/operations/main.ts', ...args], {
    env: settings(more),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (kill_at?.test(said)) child.kill('SIGKILL');
    });
  return new Promise((resolve) => {
    child.once('exit', (code) => resolve({ code, said }));
  });
}

/** A worker in a process of its own. */
export const startWorker = (more: Record<string, string>): ChildProcess =>
  spawn(process.execPath, ['--import', 'tsx', 'lib/worker/main.ts'], {
    env: settings(more),
    stdio: ['ignore', 'ignore', 'inherit'],
  });

export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  child.kill(signal);
  await gone;
}

/**
 * An empty database of its own beside the file's; migrated when `migrated`. Answers its address and
 * how to drop it.
 */
export async function emptyDatabase({
  migrated,
}: {
  migrated: boolean;
}): Promise<{ url: string; drop: () => Promise<void> }> {
  const { adminUrl } = inject('testServer');
  const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`;
  await withClient(adminUrl, (client) => client.query(`CREATE DATABASE ${name}`));
  const url = databaseUrl(adminUrl, name);
  if (migrated) await applyMigrations(url, path.resolve('prisma/migrations'));
  return {
    url,
    drop: () =>
      withClient(adminUrl, async (client) => {
        await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      }),
  };
}

export async function until<T>(
  read: () => Promise<T>,
  good: (value: T) => boolean,
  within_ms: number,
): Promise<T> {
  const deadline = performance.now() + within_ms;
  for (;;) {
    const value = await read();
    if (good(value)) return value;
    if (performance.now() > deadline)
      throw new Error(`did not happen within ${within_ms} ms: ${JSON.stringify(value)}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 25);
    });
  }
}
