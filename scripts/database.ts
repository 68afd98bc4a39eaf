// The database of a start: ours, kept running as long as the process that asked for it, or the one
// in DATABASE_URL; migrated.
import path from 'node:path';
import { sql } from '../lib/platform/sql.ts';
import { ROOT } from './bootstrap.mjs';
import { keepPostgres, type OpenDatabase } from './keeper.ts';
import { applyMigrations } from './migrate.ts';
import { PlainError } from './plain-error.mjs';
import { withClient } from './postgres.ts';
import type { Settings } from './settings.ts';

/**
 * `{ url, close }` of a migrated database. `close` stops the embedded server when nobody else uses
 * it.
 */
export async function openDatabase(
  { env, embedded }: Pick<Settings, 'env' | 'embedded'>,
  say: (line: string) => void,
): Promise<OpenDatabase> {
  const kept = embedded ? await keepPostgres({ dataDir: env.DATA_DIR!, say }) : undefined;
  const url = kept?.url ?? env.DATABASE_URL!;
  const { databaseTrouble } = await import('../lib/platform/session.ts');
  const applied = await applyMigrations(url, path.join(ROOT, 'prisma/migrations')).catch(
    (error: NodeJS.ErrnoException) => {
      if (error instanceof PlainError) throw error;
      const { reason, fix } = databaseTrouble(error) ?? {
        reason: error.message || error.code,
        fix: 'Check the address, the password, and that the server is running.',
      };
      throw new PlainError(`The database in DATABASE_URL does not answer: ${reason}. ${fix}`);
    },
  );
  if (applied.length > 0)
    say(`Applied ${applied.length} database ${applied.length === 1 ? 'migration' : 'migrations'}.`);
  return { url, close: kept?.close ?? (async () => {}) };
}

/** Whether nobody has an account in this database yet. */
export const isEmpty = (url: string): Promise<boolean> =>
  withClient(
    url,
    async (client) => (await client.query(sql`SELECT 1 FROM users LIMIT 1`)).rowCount === 0,
  );
