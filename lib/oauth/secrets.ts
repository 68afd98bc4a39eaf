import type { Sql } from '@/lib/platform/db';
import { all, part, raw, sql } from '@/lib/platform/sql';
import { unseal, type Place } from '@/lib/vault/service';

/** A column that holds sealed values, and how to find them. */
interface SealedColumn {
  table: string;
  id: string;
  columns: readonly string[];
  place: (workspace_id: string, row_id: string) => Place;
}

/** Where secrets that last are kept. (The verifiers in oauth_states live for ten minutes.) */
export const SEALED: readonly SealedColumn[] = [
  // The pair before the last rotation was sealed for the column it stood in.
  {
    table: 'credentials',
    id: 'connection_id',
    columns: ['cipher', 'previous_cipher'],
    place: (workspace_id, row_id) => ({
      table: 'credentials',
      column: 'cipher',
      workspace_id,
      row_id,
    }),
  },
  {
    table: 'provider_apps',
    id: 'id',
    columns: ['client_secret_cipher'],
    place: (workspace_id, row_id) => ({
      table: 'provider_apps',
      column: 'client_secret_cipher',
      workspace_id,
      row_id,
    }),
  },
  // The one before the last rotation was sealed for the column it stood in.
  {
    table: 'webhook_endpoints',
    id: 'id',
    columns: ['secret_cipher', 'previous_cipher'],
    place: (workspace_id, row_id) => ({
      table: 'webhook_endpoints',
      column: 'secret_cipher',
      workspace_id,
      row_id,
    }),
  },
  {
    table: 'auth_providers',
    id: 'id',
    columns: ['settings_cipher'],
    place: (workspace_id, row_id) => ({
      table: 'auth_providers',
      column: 'settings_cipher',
      workspace_id,
      row_id,
    }),
  },
  {
    table: 'chat_hooks',
    id: 'workspace_id',
    columns: ['url_cipher'],
    place: (workspace_id, row_id) => ({
      table: 'chat_hooks',
      column: 'url_cipher',
      workspace_id,
      row_id,
    }),
  },
  {
    table: 'platform_apps',
    id: 'id',
    columns: ['client_secret_cipher'],
    place: (workspace_id, row_id) => ({
      table: 'platform_apps',
      column: 'client_secret_cipher',
      workspace_id,
      row_id,
    }),
  },
  // Answers are kept for a day, but may hold a secret that was shown once.
  {
    table: 'idempotent_answers',
    id: 'id',
    columns: ['cipher'],
    place: (workspace_id, row_id) => ({
      table: 'idempotent_answers',
      column: 'cipher',
      workspace_id,
      row_id,
    }),
  },
];

export interface SealedRow {
  workspace_id: string;
  row_id: string;
  values: (Buffer | null)[];
}
const PAGE = 500;

/**
 * Rows of a sealed table in a stable order, a page at a time. `where` narrows them; it may speak of
 * the table as `t`.
 */
export async function* sealedRows(
  db: Sql,
  { table, id, columns }: SealedColumn,
  where = all([]),
): AsyncGenerator<SealedRow> {
  for (let after: SealedRow | undefined; ;) {
    const row = raw(`t.${id}`);
    const values = raw(columns.map((c) => `t.${c}`).join(', '));
    const from = after
      ? part`(t.workspace_id, ${row}) > (${after.workspace_id}, ${after.row_id})`
      : all([]);
    const { rows } = await db.query<SealedRow>(sql`
      SELECT t.workspace_id, ${row} AS row_id, ARRAY[${values}] AS values
      FROM ${raw(table)} t
      WHERE ${from} AND (${where})
      ORDER BY t.workspace_id, ${row}
      LIMIT ${PAGE}`);
    yield* rows;
    if (rows.length < PAGE) return;
    after = rows.at(-1);
  }
}

export interface SecretCount {
  opened: number;
  refused: number;
}

/** Opens every stored secret and forgets it: how many open with the key of this process. */
export async function checkSecrets(sql: Sql): Promise<SecretCount> {
  const count: SecretCount = { opened: 0, refused: 0 };
  for (const column of SEALED) {
    for await (const row of sealedRows(sql, column)) {
      const place = column.place(row.workspace_id, row.row_id);
      // The first value is the one in use; an earlier one that does not open is of no consequence.
      await unseal(place, row.values[0]!, sql).then(
        () => {
          count.opened += 1;
        },
        () => {
          count.refused += 1;
        },
      );
    }
  }
  return count;
}
