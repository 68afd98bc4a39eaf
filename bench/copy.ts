import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from } from 'pg-copy-streams';
import { sql } from '@/lib/platform/sql';

/** Rows that one piece of the stream holds, as a batch of the pipeline does. */
const ROWS_AT_A_TIME = 1_000;
/** What a first load writes, the canonical form included. */
const COLUMNS =
  'workspace_id, connection_id, stream, external_id, entity, data, hash, canonical, canonical_version';
const NAMES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const escaped = (value: string | null): string =>
  value === null ? '\\N' : value.replace(/[\\\t\n\r]/g, (c) => NAMES[c]!);

/**
 * Seconds that COPY needs for the rows of this connection, as text made beforehand, into an empty
 * table like theirs, with its indexes.
 */
export async function secondsToCopy(connection_id: string): Promise<number> {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, string | null>>(sql`
      SELECT workspace_id::text, connection_id::text, stream, external_id, entity,
        data::text AS data, hash, canonical::text AS canonical,
        canonical_version::text AS canonical_version
      FROM records
      WHERE connection_id = ${connection_id}`);
    const lines = rows.map((row) => `${Object.values(row).map(escaped).join('\t')}\n`);
    const pieces: string[] = [];
    for (let i = 0; i < lines.length; i += ROWS_AT_A_TIME)
      pieces.push(lines.slice(i, i + ROWS_AT_A_TIME).join(''));
    await client.query('CREATE TABLE bench_copy (LIKE records INCLUDING ALL)');
    const begun = performance.now();
    await pipeline(
      Readable.from(pieces),
      client.query(from(`COPY bench_copy (${COLUMNS}) FROM STDIN`)),
    );
    return (performance.now() - begun) / 1000;
  } finally {
    await client.query('DROP TABLE IF EXISTS bench_copy');
    await client.end();
  }
}
