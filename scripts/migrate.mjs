// Applies prisma/migrations the way `prisma migrate deploy` does, in its own bookkeeping table and
// under its own lock, so that `prisma migrate status` agrees and no Prisma command line is needed
// where Inlet runs.
import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { PlainError } from './plain-error.mjs';
import { withClient } from './postgres.mjs';

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

/** The migrations in `dir`, oldest first: `{ name, sql, checksum }`. */
export function readMigrations(dir) {
  return fs
    .readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = fs.readFileSync(path.join(dir, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

/**
 * Brings the database to the newest migration in `dir`; answers the names it applied. Each
 * migration is one transaction. Safe with any number of processes at once. Throws PlainError, with
 * nothing changed, when the database is not ours, is newer than this version, failed half-way
 * before, or holds a migration whose file was edited since. `only`: the names of the migrations to
 * apply, for data of an earlier version; all of them have to be known here.
 */
export async function applyMigrations(connectionString, dir, { only } = {}) {
  const known = readMigrations(dir);
  const unknown = only?.find((name) => !known.some((migration) => migration.name === name));
  if (unknown)
    throw new PlainError(
      `The data is of a newer Inlet (${unknown} is unknown here). Update Inlet first.`,
    );
  return withClient(connectionString, async (client) => {
    await refuseOldServer(client);
    await client.query(`SET lock_timeout = ${LOCK_TIMEOUT_MS}`);
    await client.query('SELECT pg_advisory_lock($1)', [PRISMA_LOCK]).catch((error) => {
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
      await client.query('SELECT pg_advisory_unlock($1)', [PRISMA_LOCK]);
    }
  });
}

async function refuseOldServer(client) {
  const { rows } = await client.query(
    `SELECT current_setting('server_version_num')::int / 10000 AS major`,
  );
  if (rows[0].major < OLDEST_SERVER)
    throw new PlainError(
      `DATABASE_URL is a PostgreSQL ${rows[0].major} server; Inlet needs ${OLDEST_SERVER} or newer.`,
    );
}

/**
 * What the database says was applied, by name. Makes the bookkeeping table in an empty database.
 */
async function readApplied(client) {
  const { rows: tables } = await client.query(
    'SELECT table_name FROM information_schema.tables WHERE table_schema = ' +
      `current_schema() AND table_type = 'BASE TABLE'`,
  );
  const names = tables.map((t) => t.table_name);
  if (!names.includes('_prisma_migrations')) {
    if (names.length > 0)
      throw new PlainError(
        `The database already holds tables that are not Inlet's ` +
          `(${names.slice(0, 3).join(', ')}). Point DATABASE_URL at an empty database.`,
      );
    await client.query(BOOKKEEPING);
  }
  const { rows } = await client.query(
    'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  );
  return new Map(rows.map((row) => [row.migration_name, row]));
}

function refuseMismatch(known, applied) {
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
        `Migration ${name} failed half-way earlier. Repair the database, then mark it with: ` +
          'npx prisma migrate resolve.',
      );
    if (row.checksum !== file.checksum)
      throw new PlainError(
        `Migration ${name} was edited after it was applied. Restore the file, and put the change into a new migration.`,
      );
  }
}

async function apply(client, { name, sql, checksum }) {
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query(
      'INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, ' +
        'applied_steps_count) VALUES ($1, $2, $3, now(), 1)',
      [randomUUID(), checksum, name],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new PlainError(`Migration ${name} failed and was rolled back: ${error.message}`);
  }
}
