// Vitest global set-up of the database tests: a PostgreSQL and, in it, one migrated template that
// every test file clones. TEST_DATABASE_URL uses another server (its user must be allowed to create
// databases).
import { createHash } from 'node:crypto';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import type pg from 'pg';
import { sql } from '../lib/platform/sql.ts';
import { ensurePostgres, releasePostgres, withClient } from './postgres.ts';
import { applyMigrations, readMigrations } from './migrate.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const MIGRATIONS = path.join(ROOT, 'prisma/migrations');
const TEMPLATE_LOCK = 5_124_001;
/** Test data may be lost in a crash: not waiting for the disk makes the suite twice as fast. */
const FAST = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  max_connections: '300',
};

/**
 * A server for tests and the name of a migrated template in it: `{ adminUrl, template, release }`.
 */
export async function startTestServer(): Promise<{
  adminUrl: string;
  template: string;
  release: () => Promise<void>;
}> {
  const own = process.env.TEST_DATABASE_URL
    ? undefined
    : await ensurePostgres({ dataDir: path.join(ROOT, '.data/test'), settings: FAST });
  const adminUrl = own?.adminUrl ?? process.env.TEST_DATABASE_URL!;
  const template = `template_${createHash('sha256')
    .update(
      readMigrations(MIGRATIONS)
        .map((m) => m.checksum)
        .join(),
    )
    .digest('hex')
    .slice(0, 12)}`;
  await withClient(adminUrl, async (client) => {
    // Two suites at once make one template.
    await client.query(sql`SELECT pg_advisory_lock(${TEMPLATE_LOCK})`);
    await dropAbandoned(client, template);
    const { rowCount } = await client.query(sql`
      SELECT 1
      FROM pg_database
      WHERE datname = ${template}`);
    if (!rowCount) {
      // Migrated under another name and renamed, so that a template is never half-made.
      await client.query(`DROP DATABASE IF EXISTS ${template}_new`);
      await client.query(`CREATE DATABASE ${template}_new`);
      await applyMigrations(databaseUrl(adminUrl, `${template}_new`), MIGRATIONS);
      await client.query(`ALTER DATABASE ${template}_new RENAME TO ${template}`);
    }
  });
  return {
    adminUrl,
    template,
    release: async () => {
      if (own) await releasePostgres(own);
    },
  };
}

/** The same server, another database. */
export function databaseUrl(adminUrl: string, name: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/**
 * Databases of test runs that were killed (their process is gone), and templates of other
 * migrations.
 */
async function dropAbandoned(client: pg.Client, template: string): Promise<void> {
  const { rows } = await client.query<{ datname: string }>(sql`
    SELECT datname
    FROM pg_database
    WHERE datname LIKE 'test\\_%' OR datname LIKE 'template\\_%'`);
  for (const { datname } of rows) {
    const pid = /^test_(\d+)_/.exec(datname)?.[1];
    const abandoned = pid ? !isAlive(Number(pid)) : datname !== template;
    if (abandoned) await client.query(`DROP DATABASE IF EXISTS "${datname}" WITH (FORCE)`);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTestServer();
  project.provide('testServer', { adminUrl: server.adminUrl, template: server.template });
  return server.release;
}
