import pg from 'pg';
import { sleep } from '@/lib/platform/clock';
import type { Sql } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { pinnedUrl } from '@/lib/platform/session';
import { sql } from '@/lib/platform/sql';

const CHANNEL = 'inlet_jobs';
const AGAIN_MS = 1_000;

/** Tells every process, once the transaction is committed, that there is a job. */
export async function ring(tx: Sql, queue: string): Promise<void> {
  await tx.query(sql`SELECT pg_notify(${CHANNEL}, ${queue})`);
}

/** A connection of its own for NOTIFY; polling goes on while it is away. */
export class Bell {
  readonly #onRing: () => void;
  #stopped = false;
  #client: pg.Client | undefined;

  constructor(onRing: () => void) {
    this.#onRing = onRing;
  }

  listen(): void {
    void this.#listen();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#client?.end().catch(() => undefined);
  }

  async #listen(): Promise<void> {
    while (!this.#stopped) {
      const client = new pg.Client({
        connectionString: pinnedUrl(env().DATABASE_URL),
        application_name: 'inlet-listen',
        keepAlive: true,
      });
      const lost = new Promise<void>((resolve) => {
        client.on('error', () => resolve());
        client.on('end', () => resolve());
      });
      try {
        await client.connect();
        client.on('notification', this.#onRing);
        await client.query(`LISTEN ${CHANNEL}`);
        this.#client = client;
        this.#onRing(); // what came while nobody listened
        await lost;
      } catch {
        /* the server is away; try again below */
      }
      await client.end().catch(() => undefined);
      if (!this.#stopped) await sleep(AGAIN_MS);
    }
  }
}
