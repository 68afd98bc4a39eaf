import { canonicalText, type Canonical } from '@/lib/connectors/kit';
import { transaction, type Sql } from '@/lib/platform/db';
import { parseJson } from '@/lib/platform/json';
import { sql } from '@/lib/platform/sql';

/** Records mapped again in one transaction. */
const BATCH = 500;

interface StreamKey {
  workspace_id: string;
  connection_id: string;
  stream: string;
}

/**
 * Maps stored records of one stream again whose mapping has changed since, a batch of them, without
 * asking the provider: the next in order of change. Readers that follow the feed are shown each of
 * them once more. Which stream is next is found among all connections of the connector. Answers how
 * many records were mapped; null: every stored record has this version.
 */
export async function remapSome(
  connector_type: string,
  stream: string,
  mapping: Canonical,
): Promise<number | null> {
  return transaction(async (tx) => {
    const next = await behind(tx, connector_type, stream, mapping.version);
    if (!next) return null;
    const { rows } = await tx.query<{ id: string; hash: string; data: string; seq: string }>(sql`
      SELECT external_id AS id, hash, data::text AS data, seq::text
      FROM records
      WHERE workspace_id = ${next.workspace_id} AND connection_id = ${next.connection_id}
        AND stream = ${stream} AND seq > ${next.after}::bigint
        AND canonical_version IS DISTINCT FROM ${mapping.version}::int
      ORDER BY records.seq
      LIMIT ${BATCH}`);
    await writeMapped(tx, { ...next, stream }, mapping, rows);
    const done = rows.length < BATCH;
    await tx.query(sql`
      UPDATE stream_checkpoints SET
        canonical_version = CASE
          WHEN ${done}::boolean THEN ${mapping.version}::int
          ELSE canonical_version
        END,
        remapped_to = CASE WHEN ${done}::boolean THEN NULL ELSE ${rows.at(-1)?.seq ?? null}::bigint END
      WHERE workspace_id = ${next.workspace_id} AND connection_id = ${next.connection_id}
        AND stream = ${stream}`);
    return rows.length;
  });
}

/** A stream whose records are of another version, locked; a run that commits is not waited for. */
async function behind(
  tx: Sql,
  connector_type: string,
  stream: string,
  version: number,
): Promise<(Omit<StreamKey, 'stream'> & { after: string }) | null> {
  const { rows } = await tx.query<Omit<StreamKey, 'stream'> & { after: string }>(sql`
    SELECT k.workspace_id, k.connection_id, COALESCE(k.remapped_to, 0)::text AS after
    FROM stream_checkpoints k
    JOIN connections c ON c.workspace_id = k.workspace_id AND c.id = k.connection_id
    WHERE c.connector_type = ${connector_type} AND k.stream = ${stream}
      AND k.canonical_version IS DISTINCT FROM ${version}::int
    LIMIT 1
    FOR NO KEY UPDATE OF k SKIP LOCKED`);
  return rows[0] ?? null;
}

/** A record that a run has changed meanwhile has the new form already: its hash differs. */
async function writeMapped(
  tx: Sql,
  { workspace_id, connection_id, stream }: StreamKey,
  mapping: Canonical,
  rows: readonly { id: string; hash: string; data: string }[],
): Promise<void> {
  if (rows.length === 0) return;
  const mapped = rows.map(
    ({ id, hash, data }) =>
      `{"i":${JSON.stringify(id)},"h":"${hash}","c":${canonicalText(mapping, parseJson(data)) ?? 'null'}}`,
  );
  await tx.query(sql`
    UPDATE records r SET
      canonical = x.c,
      canonical_version = ${mapping.version}::int,
      seq = nextval('record_seq'),
      updated_at = now()
    FROM jsonb_to_recordset(${`[${mapped.join(',')}]`}::jsonb) AS x(i text, h text, c jsonb)
    WHERE r.workspace_id = ${workspace_id} AND r.connection_id = ${connection_id}
      AND r.stream = ${stream} AND r.external_id = x.i AND r.hash = x.h`);
}
