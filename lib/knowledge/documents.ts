import type * as z from 'zod';
import { DomainError } from '@/lib/contract/errors';
import {
  MOST_MARKDOWN,
  type deleteDocument as deleteOperation,
  type getDocument as getOperation,
  type KnowledgeDocument,
  type listDocuments as listOperation,
  type putDocument as putOperation,
  type tagDocument as tagOperation,
} from '@/lib/contract/knowledge';
import { missing } from '@/lib/contract/missing';
import type { Actor, Principal } from '@/lib/contract/principal';
import { emit } from '@/lib/events/service';
import { hashOf, RECORD_PREFIX, sortedTags } from '@/lib/knowledge/content';
import {
  buryDocuments,
  findDocument,
  lockDocument,
  selectDocuments,
  takeTurn,
  upsertDocument,
  type DocumentRow,
  type Reach,
} from '@/lib/knowledge/repository';
import { iso } from '@/lib/platform/clock';
import { decodeCursor, encodeCursor } from '@/lib/platform/cursor';
import { transaction } from '@/lib/platform/db';

type Of<T extends { output: z.ZodType }> = z.output<T['output']>;

/**
 * A page of the workspace's documents in order of change: a reader that follows the cursor sees every
 * later change once. Throws invalid_cursor.
 */
export async function listDocuments(
  principal: Principal,
  { cursor, ...query }: z.output<typeof listOperation.input>,
): Promise<Of<typeof listOperation>> {
  const [after] = cursor === undefined ? [null] : decodeCursor('k', cursor, ['sequence']);
  const rows = await selectDocuments(
    principal.workspace.id,
    { ...query, after },
    reachOf(principal),
  );
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    documents: page.map(shown),
    next_cursor: last ? encodeCursor('k', last.seq) : (cursor ?? null),
    has_more: rows.length > query.limit,
  };
}

/** One document with its markdown. Throws not_found. */
export async function getDocument(
  principal: Principal,
  { external_id }: z.output<typeof getOperation.input>,
): Promise<Of<typeof getOperation>> {
  const row = await findDocument(principal.workspace.id, external_id, reachOf(principal));
  if (!row) throw missing('document');
  return { ...shown(row), markdown: row.markdown };
}

/**
 * Writes a document under the caller's own id. Told of only when it changed something. Throws
 * document_of_a_record, body_too_large, and insufficient_scope for a key that is for some
 * connections alone.
 */
export async function putDocument(
  actor: Actor,
  { external_id, ...sent }: z.output<typeof putOperation.input>,
): Promise<Of<typeof putOperation>> {
  assertWritable(actor, external_id);
  const bytes = Buffer.byteLength(sent.markdown);
  if (bytes > MOST_MARKDOWN)
    throw new DomainError('body_too_large', {
      detail: `The markdown has ${bytes.toLocaleString('en')} bytes; 1,000,000 are allowed.`,
      fix: 'Write it as several documents.',
    });
  const content = { ...sent, url: sent.url ?? null, tags: sortedTags(sent.tags) };
  const written = await transaction(async (tx) => {
    await takeTurn(tx, actor.workspace.id);
    const row = await upsertDocument(tx, actor.workspace.id, {
      ...content,
      external_id,
      category: 'written',
      connection_id: null,
      stream: null,
      record_id: null,
      truncated: false,
      hash: hashOf('written', content),
    });
    if (row)
      await emit(tx, actor, {
        event: 'document.put',
        id: external_id,
        data: { version: row.version },
      });
    return row;
  });
  const row = written ?? (await findDocument(actor.workspace.id, external_id, null));
  if (!row) throw missing('document'); // deleted in this moment
  return { created: written?.created ?? false, changed: written !== null, document: shown(row) };
}

/** Deletes what the API wrote. Throws not_found and document_of_a_record. */
export async function deleteDocument(
  actor: Actor,
  { external_id }: z.output<typeof deleteOperation.input>,
): Promise<Of<typeof deleteOperation>> {
  await transaction(async (tx) => {
    await takeTurn(tx, actor.workspace.id);
    const row = await lockDocument(tx, actor.workspace.id, external_id, reachOf(actor));
    if (!row) throw missing('document');
    assertWritable(actor, external_id);
    await buryDocuments(tx, actor.workspace.id, [external_id]);
    await emit(tx, actor, { event: 'document.deleted', id: external_id });
  });
  return { external_id, deleted: true };
}

/** Sets the tags of any document. Throws not_found. */
export async function tagDocument(
  actor: Actor,
  { external_id, tags: sent }: z.output<typeof tagOperation.input>,
): Promise<Of<typeof tagOperation>> {
  const tags = sortedTags(sent);
  return transaction(async (tx) => {
    await takeTurn(tx, actor.workspace.id);
    const row = await lockDocument(tx, actor.workspace.id, external_id, reachOf(actor));
    if (!row) throw missing('document');
    const next = { ...row, tags, hash: hashOf(row.category, { ...row, tags }) };
    const written = await upsertDocument(tx, actor.workspace.id, next);
    if (written)
      await emit(tx, actor, { event: 'document.tagged', id: external_id, data: { tags } });
    return { changed: written !== null, document: shown(written ?? row) };
  });
}

function assertWritable(actor: Actor, external_id: string): void {
  if (reachOf(actor) !== null)
    throw new DomainError('insufficient_scope', {
      detail: 'This key is for some connections alone; documents of the workspace are not theirs.',
      fix: 'Use a key that is not restricted.',
    });
  if (external_id.startsWith(RECORD_PREFIX)) throw new DomainError('document_of_a_record');
}

const reachOf = (principal: Principal): Reach =>
  principal.kind === 'api_key' &&
  principal.connection_ids.length + principal.connector_types.length > 0
    ? { ids: principal.connection_ids, types: principal.connector_types }
    : null;

const shown = (row: DocumentRow): KnowledgeDocument => ({
  id: row.id,
  external_id: row.external_id,
  category: row.category,
  connection_id: row.connection_id,
  stream: row.stream,
  record_id: row.record_id,
  title: row.title,
  url: row.url,
  tags: row.tags,
  characters: row.characters,
  truncated: row.truncated,
  hash: row.hash,
  version: row.version,
  created_at: iso(row.created_at),
  updated_at: iso(row.updated_at),
  deleted: row.deleted_at !== null,
});
