import { SEALED, sealedRows, type SealedRow } from '@/lib/oauth/secrets';
import { db } from '@/lib/platform/db';
import { all, part, joined, raw, sql, type Fragment } from '@/lib/platform/sql';
import { dropRetired, keyIdOf, seal, startNewDataKey, unseal } from '@/lib/vault/service';

export interface Resealed {
  new_keys: number;
  resealed: number;
  refused: number;
  left: number;
  dropped_keys: number;
}

/** A row that changed while it was sealed again is met by the next pass. */
const PASSES = 5;

/**
 * Gives each workspace whose data key is older than `older_than_hours` a new one and seals its
 * secrets with it. Every row is replaced only while it is the one that was read, so that a refresh
 * at the same moment wins; reads never fail. Can be interrupted anywhere and started again. Data
 * keys nothing is sealed with are deleted a while later, by the next call.
 */
export async function resealAll(
  older_than_hours: number,
  say: (line: string) => void = () => undefined,
): Promise<Resealed> {
  const done: Resealed = { new_keys: 0, resealed: 0, refused: 0, left: 0, dropped_keys: 0 };
  const { rows: old } = await db.query<{ workspace_id: string; id: string }>(sql`
    SELECT workspace_id, id
    FROM data_keys
    WHERE "primary"
      AND created_at <= now() - make_interval(secs => ${older_than_hours}::float8 * 3600)
    ORDER BY workspace_id`);
  for (const key of old) if (await startNewDataKey(key.workspace_id, key.id)) done.new_keys += 1;
  if (done.new_keys > 0)
    say(
      `${done.new_keys} ${done.new_keys === 1 ? 'workspace seals' : 'workspaces seal'} with a new data key.`,
    );
  for (let pass = 0; pass < PASSES; pass++) {
    const before = done.resealed;
    done.left = 0;
    done.refused = 0;
    for (const column of SEALED)
      for await (const row of sealedRows(db, column, stale(column)))
        await resealRow(column, row, done);
    say(`${done.resealed - before} secrets sealed again, ${done.left + done.refused} left.`);
    if (done.left === 0) break;
  }
  done.dropped_keys = await dropRetired(await unusedKeys());
  return done;
}

/** SQL: a value of the row was sealed with another key than the workspace's primary. */
const stale = ({ columns }: (typeof SEALED)[number]): Fragment => part`EXISTS (
        SELECT 1
        FROM data_keys k
        CROSS JOIN LATERAL unnest(ARRAY[${joined(
          columns.map((c) => raw(`t.${c}`)),
          ', ',
        )}]) AS v(cipher)
        WHERE k.workspace_id = t.workspace_id AND k."primary"
          AND substring(v.cipher FROM 2 FOR 16) <> ${KEY_BYTES})`;
/** The id of the data key `k` as a sealed value begins with it. */
const KEY_BYTES = raw(`decode(replace(k.id::text, '-', ''), 'hex')`);

async function resealRow(
  column: (typeof SEALED)[number],
  row: SealedRow,
  done: Resealed,
): Promise<void> {
  const place = column.place(row.workspace_id, row.row_id);
  let values: (Buffer | null)[];
  let data_key_id: string;
  try {
    values = await Promise.all(
      row.values.map(async (value) =>
        value === null ? null : (await seal(place, await unseal(place, value))).cipher,
      ),
    );
    data_key_id = keyIdOf(values[0]!);
  } catch {
    done.refused += 1;
    return;
  }
  const columns = column.columns.map(raw);
  const set = columns.map((name, i) => part`${name} = ${values[i]}`);
  const same = columns.map((name, i) => part`${name} IS NOT DISTINCT FROM ${row.values[i]}`);
  if (column.table === 'credentials') set.push(part`data_key_id = ${data_key_id}`);
  const { rowCount } = await db.query(sql`
    UPDATE ${raw(column.table)}
    SET ${joined(set, ', ')}
    WHERE workspace_id = ${row.workspace_id} AND ${raw(column.id)} = ${row.row_id}
      AND ${all(same)}`);
  if (rowCount === 1) done.resealed += 1;
  else done.left += 1;
}

/** Data keys that are not primary and that no stored value names. */
async function unusedKeys(): Promise<string[]> {
  const unnamed = [
    ...SEALED.flatMap(({ table, columns }) => columns.map((column) => unnamedIn(table, column))),
    unnamedIn('oauth_states', 'verifier_cipher', part`t.expires_at > now()`),
  ];
  const { rows } = await db.query<{ id: string }>(sql`
    SELECT k.id
    FROM data_keys k
    WHERE NOT k."primary" AND ${all(unnamed)}`);
  return rows.map((r) => r.id);
}

/** SQL: no value in the column is sealed with the data key `k`. */
const unnamedIn = (table: string, column: string, where = all([])): Fragment => part`NOT EXISTS (
      SELECT 1
      FROM ${raw(table)} t
      WHERE t.workspace_id = k.workspace_id AND ${where}
        AND substring(t.${raw(column)} FROM 2 FOR 16) = ${KEY_BYTES})`;
