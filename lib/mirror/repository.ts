import type { KnowledgeCategory } from '@/lib/contract/knowledge';
import type { CONFLICT_RULES, SYNC_POLICIES } from '@/lib/contract/state';
import type { ColumnIds } from '@/lib/mirror/notion/columns';
import { db, type Sql } from '@/lib/platform/db';
import { all, part, sql, type Fragment } from '@/lib/platform/sql';

/** What a connection writes, and where. */
export interface Mirror {
  workspace_id: string;
  connection_id: string;
  parent_id: string;
  parent_title: string;
  categories: KnowledgeCategory[];
  connection_ids: string[];
  tags: string[];
  policy: (typeof SYNC_POLICIES)[number];
  conflicts: (typeof CONFLICT_RULES)[number];
  database_id: string | null;
  data_source_id: string | null;
  database_url: string | null;
  properties: Partial<ColumnIds>;
  looked_at: Date | null;
  database_gone: boolean;
  archive_confirmed: number | null;
}
export type Chosen = Pick<Mirror, 'workspace_id' | 'categories' | 'connection_ids' | 'tags'>;
type Key = Pick<Mirror, 'workspace_id' | 'connection_id'>;

/** Whether a document `d` is one of those that are written. */
export const chosenBy = ({ workspace_id, categories, connection_ids, tags }: Chosen): Fragment => {
  const where = [
    part`d.workspace_id = ${workspace_id}`,
    part`d.deleted_at IS NULL`,
    part`d.category = ANY(${categories}::text[])`,
  ];
  if (connection_ids.length > 0) where.push(part`d.connection_id = ANY(${connection_ids}::uuid[])`);
  if (tags.length > 0) where.push(part`d.tags && ${tags}::text[]`);
  return all(where);
};

/** The settings of a connection; null: it was not set up. */
export async function findMirror({ workspace_id, connection_id }: Key): Promise<Mirror | null> {
  const { rows } = await db.query<Mirror>(sql`
    SELECT
      workspace_id, connection_id, parent_id, parent_title, categories, connection_ids, tags,
      policy, conflicts, database_id, data_source_id, database_url, properties, looked_at,
      database_gone, archive_confirmed
    FROM knowledge_mirrors
    WHERE workspace_id = ${workspace_id} AND connection_id = ${connection_id}`);
  return rows[0] ?? null;
}

/** Writes the settings; what is known of the database stays. */
export async function putMirror(
  tx: Sql,
  m: Key & Pick<Mirror, 'parent_id' | 'parent_title' | 'policy' | 'conflicts'> & Chosen,
): Promise<void> {
  await tx.query(sql`
    INSERT INTO knowledge_mirrors (
      workspace_id, connection_id, parent_id, parent_title, categories, connection_ids, tags,
      policy, conflicts
    )
    VALUES (
      ${m.workspace_id}, ${m.connection_id}, ${m.parent_id}, ${m.parent_title},
      ${m.categories}::text[], ${m.connection_ids}::uuid[], ${m.tags}::text[], ${m.policy},
      ${m.conflicts}
    )
    ON CONFLICT (connection_id) DO UPDATE SET
      parent_id = excluded.parent_id,
      parent_title = excluded.parent_title,
      categories = excluded.categories,
      connection_ids = excluded.connection_ids,
      tags = excluded.tags,
      policy = excluded.policy,
      conflicts = excluded.conflicts,
      archive_confirmed = NULL,
      updated_at = now()`);
}

/** Keeps which database the pages are in. */
export async function keepDatabase(
  tx: Sql,
  { connection_id }: Key,
  d: { database_id: string; data_source_id: string; url: string | null; properties: ColumnIds },
): Promise<void> {
  await tx.query(sql`
    UPDATE knowledge_mirrors SET
      database_id = ${d.database_id},
      data_source_id = ${d.data_source_id},
      database_url = ${d.url},
      properties = ${JSON.stringify(d.properties)}::jsonb
    WHERE connection_id = ${connection_id}`);
}

/** Notes that the database is gone, or (false) that it is to be made anew. */
export async function setDatabaseGone(
  tx: Sql,
  { connection_id }: Key,
  gone: boolean,
): Promise<void> {
  await tx.query(sql`
    UPDATE knowledge_mirrors SET
      database_gone = ${gone}::boolean,
      database_id = CASE WHEN ${gone}::boolean THEN database_id END,
      data_source_id = CASE WHEN ${gone}::boolean THEN data_source_id END,
      database_url = CASE WHEN ${gone}::boolean THEN database_url END,
      looked_at = CASE WHEN ${gone}::boolean THEN looked_at END
    WHERE connection_id = ${connection_id}`);
}

/** Keeps how many pages a person said may be put away; null: what was said is done. */
export async function confirmArchive(
  tx: Sql,
  { connection_id }: Key,
  confirmed: number | null,
): Promise<void> {
  await tx.query(sql`
    UPDATE knowledge_mirrors
    SET archive_confirmed = ${confirmed}
    WHERE connection_id = ${connection_id}`);
}

/** Edits at the provider are known up to this time by its clock. */
export async function moveLook(tx: Sql, { connection_id }: Key, at: Date): Promise<void> {
  await tx.query(sql`
    UPDATE knowledge_mirrors
    SET looked_at = ${at}
    WHERE connection_id = ${connection_id}`);
}

/** How many documents are chosen. */
export async function countChosen(chosen: Chosen): Promise<number> {
  const { rows } = await db.query<{ n: number }>(sql`
    SELECT count(*)::int AS n
    FROM knowledge_documents d
    WHERE ${chosenBy(chosen)}`);
  return rows[0]!.n;
}

/** The first of the chosen documents, by title. */
export async function firstChosen(
  chosen: Chosen,
  limit: number,
): Promise<
  { external_id: string; title: string; category: KnowledgeCategory; markdown: string }[]
> {
  const { rows } = await db.query<{
    external_id: string;
    title: string;
    category: KnowledgeCategory;
    markdown: string;
  }>(sql`
    SELECT d.external_id, d.title, d.category, left(d.markdown, 20000) AS markdown
    FROM knowledge_documents d
    WHERE ${chosenBy(chosen)}
    ORDER BY d.title, d.id
    LIMIT ${limit}`);
  return rows;
}
