import { db } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';
import { sql } from '@/lib/platform/sql';
import { startBuilt } from './built.ts';
import { rssOf } from './load.ts';
import type { Line } from './report.ts';
import { prepare } from './workspaces.ts';

const FEW = 20_000;
const MANY = 500_000;
const SAMPLE_MS = 50;

/** Megabytes of the process that answers at most, while a reader takes the whole feed. */
interface FeedResult {
  few_mb: number;
  many_mb: number;
}

/** The records feed as lines, of a connection with few records and of one with 25 times as many. */
export async function benchFeed(): Promise<FeedResult> {
  const { workspace_id, small_key } = await prepare();
  const few = await fill(workspace_id, FEW);
  const many = await fill(workspace_id, MANY);
  const app = await startBuilt();
  try {
    const read = (id: string, records: number) => mostWhile(app, { id, records, key: small_key });
    await read(few, FEW); // what is loaded the first time only
    return { few_mb: await read(few, FEW), many_mb: await read(many, MANY) };
  } finally {
    await app.stop();
  }
}

/** A connection of the bench with so many records of about 1 KB. */
async function fill(workspace_id: string, records: number): Promise<string> {
  const id = newId();
  await db.query(sql`
    INSERT INTO connections (
      workspace_id, id, connector_type, name, status, scope, external_account_id
    )
    VALUES (${workspace_id}, ${id}, 'hubspot', 'Feed', 'connected', 'business', ${`feed ${id}`})`);
  await db.query(sql`
    INSERT INTO records (workspace_id, connection_id, stream, external_id, entity, data, hash)
    SELECT ${workspace_id}, ${id}, 'contacts', n::text, 'person',
      jsonb_build_object('id', n, 'text', repeat('x', 1000)), n::text
    FROM generate_series(1, ${records}::int) n`);
  return id;
}

async function mostWhile(
  { port, pid }: { port: number; pid: number },
  { id, records, key }: { id: string; records: number; key: string },
): Promise<number> {
  let most = 0;
  const sampling = setInterval(() => (most = Math.max(most, rssOf(pid))), SAMPLE_MS);
  try {
    const url = `http://127.0.0.1:${port}/api/platform/v1/connections/${id}/records`;
    const answer = await fetch(url, {
      headers: { 'x-api-key': key, accept: 'application/x-ndjson' },
    });
    let lines = 0;
    for await (const chunk of answer.body!)
      for (const byte of chunk as Uint8Array) if (byte === 0x0a) lines++;
    if (lines !== records) throw new Error(`the feed ended after ${lines} of ${records} records`);
  } finally {
    clearInterval(sampling);
  }
  return most;
}

export const feedLines = ({ few_mb, many_mb }: FeedResult): Line[] => [
  {
    what: `feed of ${FEW.toLocaleString('en')} records as lines, MB at most`,
    measured: `${Math.round(few_mb)} MB`,
  },
  {
    what: `  of ${MANY.toLocaleString('en')}, beside it`,
    measured: `${Math.round(many_mb)} MB`,
    value: many_mb / few_mb,
    at_most: 1.15,
  },
];
