import { once } from 'node:events';
import fs from 'node:fs';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import {
  END_OF_ROWS,
  OperationError,
  type EndLine,
  type Header,
  type TableLine,
} from '@/lib/operations/archive';
import { copyOut } from '@/lib/operations/copy';
import { pinnedUrl } from '@/lib/platform/session';
import { sql } from '@/lib/platform/sql';
import { VERSION } from '@/lib/platform/version';

/**
 * Tables with their columns, each after those it refers to. Unlogged tables hold what may be lost
 * and stay out, and so do the job engine's: live runs get new jobs where they are restored.
 */
const TABLES = sql`
  WITH RECURSIVE tables AS (
    SELECT c.oid, c.relname::text AS name
    FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
      AND c.relpersistence = 'p' AND c.relname <> '_prisma_migrations'
  ),
  refs AS (
    SELECT conrelid, confrelid
    FROM pg_constraint
    WHERE contype = 'f' AND conrelid <> confrelid
  ),
  depth AS (
    SELECT oid, 0 AS n
    FROM tables
    UNION ALL
    SELECT r.conrelid, d.n + 1
    FROM depth d
    JOIN refs r ON r.confrelid = d.oid
    WHERE d.n < 50
  )
  SELECT t.name AS "table",
    (
      SELECT array_agg(a.attname::text ORDER BY a.attnum)
      FROM pg_attribute a
      WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    ) AS columns
  FROM tables t
  ORDER BY (SELECT max(n) FROM depth d WHERE d.oid = t.oid), t.name`;

/**
 * Writes the whole database as of one moment to a new file, while everything goes on. Memory stays
 * flat. No key is in it.
 */
export async function backUp(
  database_url: string,
  file: string,
): Promise<{ rows: Record<string, number>; bytes: number }> {
  if (fs.existsSync(file)) throw new OperationError(`${file} exists already. Take another name.`);
  const partial = `${file}.partial`;
  const client = new pg.Client({
    connectionString: pinnedUrl(database_url),
    application_name: 'inlet-backup',
  });
  await client.connect();
  try {
    const out = fs.createWriteStream(partial, { mode: 0o600, flush: true });
    const gzip = createGzip({ level: 3, chunkSize: 256 * 1024 });
    gzip.pipe(out);
    const failed = new Promise<never>((_, reject) => {
      out.once('error', reject);
      gzip.once('error', reject);
    });
    const rows = await Promise.race([writeAll(client, gzip), failed]);
    gzip.end();
    await Promise.race([finished(out), failed]);
    fs.renameSync(partial, file);
    return { rows, bytes: fs.statSync(file).size };
  } catch (error) {
    fs.rmSync(partial, { force: true });
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EACCES' || code === 'ENOSPC')
      throw new OperationError(`${file} could not be written (${message}).`);
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

type Sink = ReturnType<typeof createGzip>;

async function writeAll(client: pg.Client, sink: Sink): Promise<Record<string, number>> {
  const line = async (value: Header | TableLine | EndLine) => {
    if (!sink.write(`${JSON.stringify(value)}\n`)) await once(sink, 'drain');
  };
  await client.query('SET statement_timeout = 0');
  await client.query('SET idle_in_transaction_session_timeout = 0');
  await client.query(`SET timezone = 'UTC'`);
  await client.query('SET extra_float_digits = 3');
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY');
  await line(await readHeader(client));
  const { rows: tables } = await client.query<TableLine>(TABLES);
  const rows: Record<string, number> = {};
  for (const { table, columns } of tables) {
    await line({ table, columns });
    rows[table] = await copyOut(
      client,
      `COPY "${table}" (${columns.map((c) => `"${c}"`).join(', ')}) TO STDOUT`,
      sink,
    );
    sink.write(END_OF_ROWS);
  }
  // Sequences are outside of transactions: read last, they are past every row above.
  const sequences = await readSequences(client);
  await client.query('COMMIT');
  await line({ end: true, rows, sequences });
  return rows;
}

async function readHeader(client: pg.Client): Promise<Header> {
  const { rows: made } = await client.query(sql`
    SELECT 1
    WHERE to_regclass('_prisma_migrations') IS NOT NULL`);
  if (made.length === 0) throw new OperationError('This database holds no Inlet.');
  const { rows: migrations } = await client.query<{ name: string; checksum: string }>(sql`
    SELECT migration_name AS name, checksum
    FROM _prisma_migrations
    WHERE rolled_back_at IS NULL AND finished_at IS NOT NULL
    ORDER BY 1`);
  const {
    rows: [server],
  } = await client.query<{ version: string }>(
    sql`SELECT current_setting('server_version') AS version`,
  );
  return {
    format: 'inlet-backup/1',
    inlet: VERSION,
    made_at: new Date().toISOString(),
    postgres: server!.version,
    migrations,
  };
}

async function readSequences(client: pg.Client): Promise<EndLine['sequences']> {
  const { rows: names } = await client.query<{ name: string }>(sql`
    SELECT relname::text AS name
    FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind = 'S'`);
  const sequences: EndLine['sequences'] = {};
  for (const { name } of names) {
    const {
      rows: [at],
    } = await client.query<{ value: string; called: boolean }>(
      `SELECT last_value::text AS value, is_called AS called FROM "${name}"`,
    );
    sequences[name] = at!;
  }
  return sequences;
}
