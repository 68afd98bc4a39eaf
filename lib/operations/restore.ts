import pg from 'pg';
import { checkSecrets } from '@/lib/oauth/service';
import {
  ArchiveReader,
  OperationError,
  type EndLine,
  type Header,
  type TableLine,
} from '@/lib/operations/archive';
import { copyIn } from '@/lib/operations/copy';
import { pinnedUrl } from '@/lib/platform/session';
import { sql } from '@/lib/platform/sql';
import { opensDataKey } from '@/lib/vault/service';

const NOT_EMPTY =
  'The database already holds an Inlet with data. Restore into an empty one: another ' +
  'DATA_DIR, or a new database in DATABASE_URL.';

export interface Contents {
  header: Header;
  rows: Record<string, number>;
  data_keys: number;
}

/**
 * Reads a backup to its end before anything is touched: that it is whole, that the key of this
 * process opens its data keys, and that the target is empty and not ahead of it. Throws
 * OperationError with what to do.
 */
export async function examine(database_url: string, file: string): Promise<Contents> {
  const reader = new ArchiveReader(file);
  try {
    const header = await reader.header();
    const refused = new Set<string>();
    let data_keys = 0;
    for (;;) {
      const part = await reader.next();
      if ('end' in part) {
        if (refused.size > 0)
          throw new OperationError(
            'INLET_ENCRYPTION_KEY does not open this backup: its credentials were sealed with ' +
              `key ${[...refused].join(', ')}. Set the key of the installation it was made of ` +
              '(with the embedded database: secrets.json of its DATA_DIR). Nothing was restored.',
          );
        await refuseTarget(database_url, header);
        return { header, rows: part.rows, data_keys };
      }
      for await (const lines of reader.rows()) {
        if (part.table !== 'data_keys') continue;
        for (const row of dataKeysIn(part, lines)) {
          data_keys += 1;
          if (!opensDataKey(row)) refused.add(row.kek_id);
        }
      }
    }
  } finally {
    await reader.close();
  }
}

/**
 * Rows of data_keys as COPY writes them: columns apart by tabs, bytes as `\\x…`; none of the others
 * can hold a backslash.
 */
function dataKeysIn({ columns }: TableLine, lines: Buffer) {
  return lines
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const values = Object.fromEntries(line.split('\t').map((value, i) => [columns[i]!, value]));
      return {
        id: values.id!,
        workspace_id: values.workspace_id!,
        kek_id: values.kek_id!,
        wrapped: Buffer.from(values.wrapped!.replace(/^\\\\x/, ''), 'hex'),
      };
    });
}

async function refuseTarget(database_url: string, header: Header): Promise<void> {
  await connected(database_url, async (client) => {
    const {
      rows: [has],
    } = await client.query<{ migrated: boolean }>(
      sql`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS migrated`,
    );
    if (!has!.migrated) return;
    const { rows } = await client.query<{ migration_name: string }>(sql`
      SELECT migration_name
      FROM _prisma_migrations
      WHERE rolled_back_at IS NULL`);
    const known = new Set(header.migrations.map((m) => m.name));
    const {
      rows: [people],
    } = await client.query<{ n: number }>(sql`
      SELECT count(*)::int AS n
      FROM (SELECT 1 FROM users LIMIT 1) u`);
    if (people!.n > 0) throw new OperationError(NOT_EMPTY);
    if (rows.some((r) => !known.has(r.migration_name)))
      throw new OperationError(
        'The database was already prepared by a newer Inlet than the one the backup was made ' +
          'with. Restore into a database that no Inlet was started on yet; the newer ' +
          'migrations are applied to the data afterwards.',
      );
  });
}

/**
 * Loads a backup into a database at exactly its migrations: every row, all in one transaction,
 * which is committed only when the counts are those of the backup and every credential opens with
 * the key of this process.
 */
export async function restore(
  database_url: string,
  file: string,
): Promise<{ rows: Record<string, number>; secrets: number }> {
  const reader = new ArchiveReader(file);
  try {
    await reader.header();
    return await connected(database_url, async (client) => {
      await client.query('SET statement_timeout = 0');
      await client.query(`SET timezone = 'UTC'`);
      await client.query('BEGIN');
      try {
        // An Inlet that runs here waits, and then finds its people.
        await client.query('LOCK TABLE users, workspaces IN ACCESS EXCLUSIVE MODE');
        const rows = await load(client, reader);
        const { opened, refused } = await checkSecrets(client);
        if (refused > 0)
          throw new OperationError(
            `${refused} of ${opened + refused} credentials do not open with ` +
              'INLET_ENCRYPTION_KEY. Nothing was restored.',
          );
        await client.query('COMMIT');
        await client.query('ANALYZE');
        return { rows, secrets: opened };
      } catch (error) {
        await client.query('ROLLBACK').catch(() => undefined);
        // Classes 22 and 23 are about values: whoever wrote them could store them.
        if (/^2[23]/.test((error as { code?: string }).code ?? ''))
          throw new OperationError(
            `The backup is damaged: ${(error as Error).message}. Nothing was restored.`,
          );
        throw error;
      }
    });
  } finally {
    await reader.close();
  }
}

async function load(client: pg.Client, reader: ArchiveReader): Promise<Record<string, number>> {
  const rows: Record<string, number> = {};
  for (;;) {
    const part = await reader.next();
    if ('end' in part) {
      await finish(client, part, rows);
      return rows;
    }
    const { rowCount } = await client.query(`SELECT 1 FROM "${part.table}" LIMIT 1`);
    if (rowCount) throw new OperationError(NOT_EMPTY);
    rows[part.table] = await copyIn(
      client,
      `COPY "${part.table}" (${part.columns.map((c) => `"${c}"`).join(', ')}) FROM STDIN`,
      reader.rows(),
    );
  }
}

async function finish(
  client: pg.Client,
  end: EndLine,
  rows: Record<string, number>,
): Promise<void> {
  for (const [table, n] of Object.entries(end.rows))
    if (rows[table] !== n)
      throw new OperationError(
        `The backup has ${n} rows of ${table}, and ${rows[table] ?? 0} arrived. Nothing was restored.`,
      );
  for (const [name, { value, called }] of Object.entries(end.sequences))
    await client.query(sql`SELECT setval(${name}::regclass, ${value}::bigint, ${called})`);
  // Nobody here holds the claims that were held there: the first worker goes on with these runs at
  // once.
  await client.query(sql`
    UPDATE sync_runs
    SET lease_until = now() - interval '1 minute'
    WHERE status IN ('pending', 'running')`);
}

async function connected<T>(
  database_url: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    connectionString: pinnedUrl(database_url),
    application_name: 'inlet-restore',
  });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
