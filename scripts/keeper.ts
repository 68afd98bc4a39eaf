// The embedded server, kept running as long as the process that asked for it.
import fs from 'node:fs';
import path from 'node:path';
import type pg from 'pg';
import { ensurePostgres, releasePostgres } from './postgres.ts';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
/** lib/platform/embedded.ts reads it. */
const STATE_FILE = 'database.state';
const STATE_BYTES = 1_024;

export interface OpenDatabase {
  url: string;
  close: () => Promise<void>;
}

/**
 * Holds the server by one connection: others who stop see that it is in use, and when it dies
 * (killed for memory, out of disk) it is started again on the same port, so that the processes that
 * use it only reconnect. What stands in the way may pass, so it is tried for as long as we live.
 * `settings`: over our own, as for ensurePostgres.
 */
export async function keepPostgres({
  dataDir,
  settings,
  say,
}: {
  dataDir: string;
  settings?: Record<string, string>;
  say: (line: string) => void;
}): Promise<OpenDatabase> {
  const { default: driver } = await import('pg');
  const state = stateFile(dataDir);
  let server = await ensurePostgres({ dataDir, settings, say });
  let holder: pg.Client;
  const closing = new AbortController();
  const hold = async () => {
    const client = new driver.Client({
      connectionString: server.adminUrl,
      application_name: 'inlet-keeper',
      keepAlive: true,
    });
    client.on('error', () => {}); // what matters is that it ended
    await client.connect();
    client.on('end', () => {
      if (!closing.signal.aborted) void restart();
    });
    holder = client;
  };
  const restart = async () => {
    say('The database stopped by itself; starting it again.');
    let said: string | undefined;
    for (let wait_ms = FIRST_WAIT_MS; !closing.signal.aborted; wait_ms *= 2) {
      try {
        server = await ensurePostgres({ dataDir, port: server.port, settings, say });
        await hold();
        state.write('');
        return say('The database is running again.');
      } catch (error) {
        const { message, reason } = error as Error & { reason?: string };
        state.write(reason ?? message);
        if (message !== said) process.stderr.write(`${message} Trying again until it does.\n`);
        said = message;
      }
      await pause(Math.min(wait_ms, LONGEST_WAIT_MS), closing.signal);
    }
  };
  state.write('');
  await hold();
  const close = async () => {
    closing.abort();
    await holder.end().catch(() => {});
    await releasePostgres(server);
  };
  return { url: server.url, close };
}

/**
 * Where other processes read why there is no database. It has its size from the start: on a full
 * disk it can still be written over.
 */
function stateFile(dataDir: string): { write: (reason: string) => void } {
  const file = path.join(path.resolve(dataDir), STATE_FILE);
  const write = (reason: string) => {
    try {
      const text = Buffer.alloc(STATE_BYTES, ' ');
      text.write(reason);
      const to = fs.openSync(file, fs.existsSync(file) ? 'r+' : 'w', 0o600);
      fs.writeSync(to, text, 0, STATE_BYTES, 0);
      fs.closeSync(to);
    } catch {
      // Nobody hears why, and the database is still tried.
    }
  };
  return { write };
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
