import type { PoolClient } from 'pg';
import { allConnectors } from '@/lib/catalog/service';
import { bounded, hashOf, recordExternalId } from '@/lib/knowledge/content';
import { documentOf, KNOWN_ENTITIES } from '@/lib/knowledge/from-record';
import { buryDocuments, takeTurn, upsertDocument } from '@/lib/knowledge/repository';
import {
  connectionsBehind,
  lockCursor,
  mirroredSources,
  moveCursor,
  nextRecords,
  tagsOf,
  type Followed,
  type FollowedRecord,
} from '@/lib/knowledge/repository-follow';
import { transaction } from '@/lib/platform/db';
import { parseJson } from '@/lib/platform/json';
import { settledSequence } from '@/lib/records/service';

/** Records read in one transaction: a document may be a megabyte. */
const BATCH = 100;
const AT_ONCE = 20;
/** How long transactions that write records are waited for. */
const PATIENCE_MS = 5_000;

const isKnown = (entity: string): boolean => (KNOWN_ENTITIES as readonly string[]).includes(entity);
/** Connectors that have documents. */
const typesWithDocuments = (): string[] =>
  allConnectors()
    .filter(({ streams }) => streams.some(({ entity }) => isKnown(entity)))
    .map(({ type }) => type);

/**
 * Brings documents up to date with the records of one workspace, or of all (null), as far as they
 * are committed: a change is read once it is, and none is passed by, whatever order transactions
 * end in. Answers how many records were read, and whether there are more; safe to call in several
 * processes at once.
 */
export async function followRecords(
  workspace_id: string | null,
): Promise<{ read: number; more: boolean }> {
  const up_to = await settledSequence(PATIENCE_MS);
  if (up_to === null) return { read: 0, more: true };
  const behind = await connectionsBehind(workspace_id, up_to, typesWithDocuments(), AT_ONCE);
  let read = 0;
  let more = behind.length === AT_ONCE;
  for (const connection of behind) {
    const taken = await transaction((tx) => takeBatch(tx, connection, up_to));
    read += taken;
    more ||= taken === BATCH;
  }
  return { read, more };
}

/** Follows one workspace to the end; for whoever needs all that is there now. */
export async function followAll(workspace_id: string, signal: AbortSignal): Promise<void> {
  for (let more = true; more;) {
    signal.throwIfAborted();
    ({ more } = await followRecords(workspace_id));
  }
}

async function takeBatch(tx: PoolClient, connection: Followed, up_to: string): Promise<number> {
  const after = await lockCursor(tx, connection);
  if (after === null) return 0;
  const records = await nextRecords(tx, connection, after, up_to, BATCH);
  const last = records.at(-1);
  if (!last) return 0;
  await takeTurn(tx, connection.workspace_id);
  const ours = await mirroredSources(tx, connection.workspace_id);
  await write(
    tx,
    connection,
    records.filter(
      ({ entity, data_source_id }) => isKnown(entity) && !ours.has(data_source_id ?? ''),
    ),
  );
  await moveCursor(tx, connection.connection_id, last.seq);
  return records.length;
}

async function write(
  tx: PoolClient,
  { workspace_id, connection_id, connector_type }: Followed,
  records: readonly FollowedRecord[],
): Promise<void> {
  const idOf = (r: FollowedRecord) => recordExternalId(connection_id, r.stream, r.record_id);
  const tags = await tagsOf(tx, workspace_id, records.map(idOf));
  const gone: string[] = [];
  for (const record of records) {
    const external_id = idOf(record);
    const canonical = record.canonical === null ? null : parseJson(record.canonical);
    const found = record.deleted ? null : documentOf({ ...record, connector_type, canonical });
    if (!found) {
      gone.push(external_id);
      continue;
    }
    const content = { ...found, ...bounded(found.markdown), tags: tags.get(external_id) ?? [] };
    await upsertDocument(tx, workspace_id, {
      ...content,
      external_id,
      connection_id,
      stream: record.stream,
      record_id: record.record_id,
      hash: hashOf(found.category, content),
    });
  }
  if (gone.length > 0) await buryDocuments(tx, workspace_id, gone);
}
