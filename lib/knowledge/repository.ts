import type { KnowledgeCategory, listDocuments } from '@/lib/contract/knowledge';
import type * as z from 'zod';
import { db, type Sql } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';
import { all, part, raw, sql, type Fragment } from '@/lib/platform/sql';

export interface DocumentRow {
  id: string;
  external_id: string;
  category: KnowledgeCategory;
  connection_id: string | null;
  stream: string | null;
  record_id: string | null;
  title: string;
  url: string | null;
  tags: string[];
  characters: number;
  truncated: boolean;
  hash: string;
  version: number;
  seq: string;
  created_at: Date;
  updated_at: Date;
  deleted_at: Date | null;
}

/** All but the markdown, which may be long. */
const COLUMNS = raw(`
  id, external_id, category, connection_id, stream, record_id, title, url, tags,
  length(markdown) AS characters, truncated, hash, version, seq::text, created_at, updated_at,
  deleted_at`);

/** The connections a caller is kept to; null: to none. */
export type Reach = { ids: readonly string[]; types: readonly string[] } | null;

type Query = Omit<z.output<typeof listDocuments.input>, 'cursor'> & { after: string | null };

/** Documents after a place in the order of change, up to one more than `limit`. */
export async function selectDocuments(
  workspace_id: string,
  query: Query,
  reach: Reach,
): Promise<DocumentRow[]> {
  const { rows } = await db.query<DocumentRow>(sql`
    SELECT ${COLUMNS}
    FROM knowledge_documents
    WHERE workspace_id = ${workspace_id} AND ${all(conditionsOf(query, workspace_id, reach))}
    ORDER BY knowledge_documents.seq
    LIMIT ${query.limit + 1}`);
  return rows;
}

function conditionsOf(query: Query, workspace_id: string, reach: Reach): Fragment[] {
  const { after, category, connection_id, tag, updated_after, q, deleted } = query;
  const where: Fragment[] = [within(workspace_id, reach)];
  if (after !== null) where.push(part`seq > ${after}::bigint`);
  if (category) where.push(part`category = ${category}`);
  if (connection_id) where.push(part`connection_id = ${connection_id}`);
  if (tag) where.push(part`${tag} = ANY(tags)`);
  if (updated_after) where.push(part`updated_at > ${updated_after}`);
  if (q) where.push(part`position(lower(${q}) IN lower(title)) > 0`);
  if (!deleted) where.push(part`deleted_at IS NULL`);
  return where;
}

/** What the caller may see: of a key for some connections, what these brought in. */
function within(workspace_id: string, reach: Reach): Fragment {
  if (reach === null) return part`true`;
  return part`connection_id IN (
    SELECT c.id
    FROM connections c
    WHERE c.workspace_id = ${workspace_id}
      AND (cardinality(${reach.ids}::uuid[]) = 0 OR c.id = ANY(${reach.ids}::uuid[]))
      AND (cardinality(${reach.types}::text[]) = 0 OR c.connector_type = ANY(${reach.types}::text[]))
  )`;
}

/** One document that is not deleted, with its markdown; null: there is none the caller may see. */
export async function findDocument(
  workspace_id: string,
  external_id: string,
  reach: Reach,
): Promise<(DocumentRow & { markdown: string }) | null> {
  const { rows } = await db.query<DocumentRow & { markdown: string }>(sql`
    SELECT ${COLUMNS}, markdown
    FROM knowledge_documents
    WHERE workspace_id = ${workspace_id} AND external_id = ${external_id} AND deleted_at IS NULL
      AND ${within(workspace_id, reach)}`);
  return rows[0] ?? null;
}

/**
 * Lets the writers of a workspace's documents take turns, so that numbers are visible in their order
 * and a reader that follows them passes none by. To be called first in a transaction.
 */
export async function takeTurn(tx: Sql, workspace_id: string): Promise<void> {
  await tx.query(sql`SELECT pg_advisory_xact_lock(hashtext(${`knowledge-${workspace_id}`}))`);
}

export interface NewDocument {
  external_id: string;
  category: KnowledgeCategory;
  connection_id: string | null;
  stream: string | null;
  record_id: string | null;
  title: string;
  markdown: string;
  truncated: boolean;
  url: string | null;
  tags: readonly string[];
  hash: string;
}

/**
 * Writes a document unless it is there as it is; one that was deleted comes back. Null: nothing had
 * to be changed. `created`: it was not there before.
 */
export async function upsertDocument(
  tx: Sql,
  workspace_id: string,
  d: NewDocument,
): Promise<(DocumentRow & { created: boolean }) | null> {
  const { rows } = await tx.query<DocumentRow & { created: boolean }>(sql`
    INSERT INTO knowledge_documents AS k (
      workspace_id, id, external_id, category, connection_id, stream, record_id, title, markdown,
      truncated, url, tags, hash
    )
    VALUES (
      ${workspace_id}, ${newId()}, ${d.external_id}, ${d.category}, ${d.connection_id}, ${d.stream},
      ${d.record_id}, ${d.title}, ${d.markdown}, ${d.truncated}, ${d.url}, ${d.tags}::text[], ${d.hash}
    )
    ON CONFLICT (workspace_id, external_id) DO UPDATE SET
      category = excluded.category,
      title = excluded.title,
      markdown = excluded.markdown,
      truncated = excluded.truncated,
      url = excluded.url,
      tags = excluded.tags,
      hash = excluded.hash,
      version = k.version + 1,
      seq = nextval('knowledge_seq'),
      updated_at = now(),
      deleted_at = NULL
    WHERE k.hash <> excluded.hash OR k.deleted_at IS NOT NULL
    RETURNING ${COLUMNS}, k.version = 1 AS created`);
  return rows[0] ?? null;
}

/** Locks a document until the transaction ends; null: there is none. */
export async function lockDocument(
  tx: Sql,
  workspace_id: string,
  external_id: string,
  reach: Reach,
): Promise<(DocumentRow & { markdown: string }) | null> {
  const { rows } = await tx.query<DocumentRow & { markdown: string }>(sql`
    SELECT ${COLUMNS}, markdown
    FROM knowledge_documents
    WHERE workspace_id = ${workspace_id} AND external_id = ${external_id} AND deleted_at IS NULL
      AND ${within(workspace_id, reach)}
    FOR UPDATE`);
  return rows[0] ?? null;
}

/** Leaves a tombstone without content of each of these that is there. */
export async function buryDocuments(
  tx: Sql,
  workspace_id: string,
  external_ids: readonly string[],
): Promise<void> {
  await tx.query(sql`
    UPDATE knowledge_documents SET
      markdown = '',
      truncated = false,
      deleted_at = now(),
      updated_at = now(),
      version = version + 1,
      seq = nextval('knowledge_seq')
    WHERE workspace_id = ${workspace_id} AND external_id = ANY(${external_ids})
      AND deleted_at IS NULL`);
}
