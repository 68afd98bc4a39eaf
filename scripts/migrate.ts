// Applies prisma/migrations the way `prisma migrate deploy` does, in its own bookkeeping table and
// under its own lock, so that `prisma migrate status` agrees and no Prisma command line is needed
// where Inlet runs.
import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type pg from 'pg';
import { sql } from '../lib/platform/sql.ts';
import { PlainError } from './plain-error.mjs';
import { withClient } from './postgres.ts';

const PRISMA_LOCK = 72707369; // the key Prisma's schema engine takes while it migrates
const LOCK_TIMEOUT_MS = 120_000; // another process may be in the middle of a long migration
const OLDEST_SERVER = 14;

const BOOKKEEPING = `
  CREATE TABLE _prisma_migrations (
    id VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum VARCHAR(64) NOT NULL,
    finished_at TIMESTAMPTZ,
    migration_name VARCHAR(255) NOT NULL,
    logs TEXT,
    rolled_back_at TIMESTAMPTZ,
    started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
  )`;

export interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

/** A migration as the database has it noted. */
interface Applied {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
}

/** The migrations in `dir`, oldest first: `{ name, sql, checksum }`. */
export function readMigrations(dir: string): Migration[] {
  return fs
    .readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const text = fs.readFileSync(path.join(dir, name, 'migration.sql'), 'utf8');
      return { name, sql: text, checksum: createHash('sha256').update(text).digest('hex') };
    });
}

/**
 * Brings the database to the newest migration in `dir`; answers the names it applied. Each
 * migration is one transaction. Safe with any number of processes at once. Throws PlainError, with
 * nothing changed, when the database is not ours, is newer than this version, failed half-way
 * before, or holds a migration whose file was edited since. `only`: the names of the migrations to
 * apply, for data of an earlier version; all of them have to be known here.
 */
export async function applyMigrations(
  connectionString: string,
  dir: string,
  { only }: { only?: readonly string[] | undefined } = {},
): Promise<string[]> {
  const known = readMigrations(dir);
  const unknown = only?.find((name) => !known.some((migration) => migration.name === name));
  if (unknown)
    throw new PlainError(
      `The data is of a newer Inlet (${unknown} is unknown here). Update Inlet first.`,
    );
  return withClient(connectionString, async (client) => {
    await refuseOldServer(client);
    await client.query(`SET lock_timeout = ${LOCK_TIMEOUT_MS}`);
    await client
      .query(sql`SELECT pg_advisory_lock(${PRISMA_LOCK})`)
      .catch((error: NodeJS.ErrnoException) => {
        if (error.code === '55P03')
          throw new PlainError(
            'Another process has been migrating the database for two minutes. Wait for it, then start again.',
          );
        throw error;
      });
    try {
      await client.query('SET lock_timeout = 0');
      const applied = await readApplied(client);
      refuseMismatch(known, applied);
      const missing = known.filter(
        ({ name }) => !applied.has(name) && (!only || only.includes(name)),
      );
      for (const migration of missing) await apply(client, migration);
      return missing.map(({ name }) => name);
    } finally {
      await client.query(sql`SELECT pg_advisory_unlock(${PRISMA_LOCK})`);
    }
  });
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const {
    rows: [server],
  } = await client.query<{ major: number }>(sql`
    SELECT current_setting('server_version_num')::int / 10000 AS major`);
  if (server!.major < OLDEST_SERVER)
    throw new PlainError(
      `DATABASE_URL is a PostgreSQL ${server!.major} server; Inlet needs ${OLDEST_SERVER} or newer.`,
    );
}

/**
 * What the database says was applied, by name. Makes the bookkeeping table in an empty database.
 */
async function readApplied(client: pg.Client): Promise<Map<string, Applied>> {
  const { rows: tables } = await client.query<{ table_name: string }>(sql`
    SELECT table_name
    FROM information_schema.tables
    WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'`);
  const names = tables.map((t) => t.table_name);
  if (!names.includes('_prisma_migrations')) {
    if (names.length > 0)
      throw new PlainError(
        `The database already holds tables that are not Inlet's ` +
          `(${names.slice(0, 3).join(', ')}). Point DATABASE_URL at an empty database.`,
      );
    await client.query(BOOKKEEPING);
  }
  const { rows } = await client.query<Applied>(sql`
    SELECT migration_name, checksum, finished_at
    FROM _prisma_migrations
    WHERE rolled_back_at IS NULL`);
  return new Map(rows.map((row) => [row.migration_name, row]));
}

function refuseMismatch(known: Migration[], applied: Map<string, Applied>): void {
  const files = new Map(known.map((migration) => [migration.name, migration]));
  for (const [name, row] of applied) {
    const file = files.get(name);
    if (!file)
      throw new PlainError(
        `The database was migrated by a newer Inlet (${name} is unknown here). Update Inlet, ` +
          'or restore a backup from before.',
      );
    if (!row.finished_at)
      throw new PlainError(
        `Migration ${name} failed half-way earlier. Repair the ` +
          'database, then mark it with: npx prisma migrate resolve.',
      );
    if (row.checksum !== file.checksum)
      throw new PlainError(
        `Migration ${name} was edited after it was applied. Restore the file, and put the change into a new migration.`,
      );
  }
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  const { name, checksum } = migration;
  await client.query('BEGIN');
  try {
    await client.query(migration.sql);
    await client.query(sql`
      INSERT INTO _prisma_migrations (
        id, checksum, migration_name, finished_at, applied_steps_count
      )
      VALUES (${randomUUID()}, ${checksum}, ${name}, now(), 1)`);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new PlainError(
      `Migration ${name} failed and was rolled back: ${(error as Error).message}`,
    );
  }
}
