import { spawn } from 'node:child_process';
import { freePort } from '../scripts/postgres.ts';
import { HEAP } from '../scripts/supervise.mjs';

export interface Built {
  port: number;
  /** As people call it. */
  origin: string;
  pid: number;
  /** From the start of the process to its first answer. */
  start_ms: number;
  stop: () => Promise<void>;
}

/**
 * The built app, web and worker, in a process of its own; answers when it does. Keys may ask as often
 * as they like.
 */
export async function startBuilt(): Promise<Built> {
  const port: number = await freePort();
  const origin = `http://localhost:${port}`;
  const begun = performance.now();
  const child = spawn(process.execPath, [...HEAP, '--enable-source-maps', 'dist/web.mjs'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      PORT: String(port),
      PUBLIC_URL: origin,
      API_RATE_PER_KEY: '0',
      API_RATE_PER_WORKSPACE: '0',
      NEXT_MANUAL_SIG_HANDLE: 'true',
      NEXT_TELEMETRY_DISABLED: '1',
    },
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await new Promise((resolve) => {
      child.once('exit', resolve);
    });
  };
  try {
    await answers(`http://127.0.0.1:${port}/healthz`);
    const start_ms = performance.now() - begun;
    return { port, origin, pid: child.pid!, start_ms, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function answers(url: string): Promise<void> {
  for (let i = 0; i < 600; i++) {
    try {
      if ((await fetch(url)).ok) return;
    } catch {
      /* not yet */
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
  throw new Error('the app did not start');
}
