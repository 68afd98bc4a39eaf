import type { KnowledgeCategory } from '@/lib/contract/knowledge';
import type { PAGE_STATES } from '@/lib/contract/state';
import { chosenBy, type Mirror } from '@/lib/mirror/repository';
import { db, type Sql } from '@/lib/platform/db';
import { part, raw, sql, type Fragment } from '@/lib/platform/sql';

export type PageState = (typeof PAGE_STATES)[number];

/** What is known of the page of a document. */
export interface Page {
  document_id: string;
  external_id: string;
  page_id: string | null;
  url: string | null;
  state: PageState;
  hash: string | null;
  blocks: string[] | null;
  remote_edited_at: Date | null;
  asked: boolean;
}

/** A document that is to be written, with what is known of its page. */
export interface Work {
  id: string;
  external_id: string;
  hash: string;
  seq: string;
  page: Page | null;
  /** Milliseconds since a create of it was last about to leave, by the database's clock. */
  intended_ms_ago: number | null;
}

const PAGE = raw(`
  p.document_id, p.external_id, p.page_id, p.url, p.state, p.hash, p.blocks, p.remote_edited_at,
  p.asked`);

/**
 * What has to be written of the chosen documents, in order of change. `first`: what has never been
 * begun, or has changed since. `again`: what was begun, and nobody knows how far it got.
 */
const passes: Record<'first' | 'again', (m: Mirror) => Fragment> = {
  again: () => part`p.state IN ('creating', 'writing')`,
  first: ({ policy }) => part`(
    p.document_id IS NULL OR p.asked
    OR (p.state = 'failed' AND p.hash IS DISTINCT FROM d.hash)
    OR (${policy} <> 'append_only' AND p.state IN ('written', 'kept', 'conflict')
      AND p.hash IS DISTINCT FROM d.hash)
    OR (${policy} <> 'append_only' AND p.state = 'archived')
  ) AND COALESCE(p.state, '') NOT IN ('creating', 'writing')`,
};

/** The next documents of a pass, after a place in the order of change. */
export async function nextWork(
  mirror: Mirror,
  pass: 'first' | 'again',
  after: string,
  limit: number,
): Promise<Work[]> {
  const { rows } = await db.query<WorkRow>(sql`
    SELECT
      d.id, d.external_id AS named, d.hash AS wanted, d.seq::text, ${PAGE},
      (extract(epoch FROM now() - p.intended_at) * 1000)::float8 AS intended_ms_ago
    FROM knowledge_documents d
    LEFT JOIN mirrored_pages p ON p.connection_id = ${mirror.connection_id} AND p.document_id = d.id
    WHERE ${chosenBy(mirror)} AND d.seq > ${after}::bigint AND ${passes[pass](mirror)}
    ORDER BY d.seq
    LIMIT ${limit}`);
  return rows.map(({ id, named, wanted, seq, intended_ms_ago, ...page }) => ({
    id,
    external_id: named,
    hash: wanted,
    seq,
    intended_ms_ago,
    page: page.document_id === null ? null : { ...page, document_id: page.document_id },
  }));
}

type WorkRow = Omit<Page, 'document_id'> & {
  document_id: string | null;
  id: string;
  named: string;
  wanted: string;
  seq: string;
  intended_ms_ago: number | null;
};

/** A document as it is written. */
export interface Document {
  id: string;
  external_id: string;
  title: string;
  markdown: string;
  source: string;
  url: string | null;
  tags: string[];
  hash: string;
  updated_at: Date;
  category: KnowledgeCategory;
}

/** The document with its text; null: it was deleted since. */
export async function readDocument(workspace_id: string, id: string): Promise<Document | null> {
  const { rows } = await db.query<Document>(sql`
    SELECT
      d.id, d.external_id, d.title, d.markdown, d.url, d.tags, d.hash, d.updated_at, d.category,
      COALESCE(c.name, 'Written through the API') AS source
    FROM knowledge_documents d
    LEFT JOIN connections c ON c.workspace_id = d.workspace_id AND c.id = d.connection_id
    WHERE d.workspace_id = ${workspace_id} AND d.id = ${id} AND d.deleted_at IS NULL`);
  return rows[0] ?? null;
}

/** How many pages would be put away, of how many that stand. */
export interface ToArchive {
  would_archive: number;
  of: number;
}

/** Counts the pages that `pagesToArchive` would name, and all that stand. */
export async function countToArchive(mirror: Mirror): Promise<ToArchive> {
  const [first] = await pagesToArchive(mirror, 1);
  const { rows } = await db.query<{ of: number }>(sql`
    SELECT count(*)::int AS of
    FROM mirrored_pages
    WHERE connection_id = ${mirror.connection_id} AND page_id IS NOT NULL
      AND state NOT IN ('archived', 'gone', 'left')`);
  return { would_archive: first?.would_archive ?? 0, of: rows[0]!.of };
}

/** Pages whose document is not chosen any more, and how many there are; what people edited there stays. */
export async function pagesToArchive(
  mirror: Mirror,
  limit: number,
): Promise<(Page & Pick<ToArchive, 'would_archive'>)[]> {
  const { rows } = await db.query<Page & Pick<ToArchive, 'would_archive'>>(sql`
    SELECT ${PAGE}, (count(*) OVER ())::int AS would_archive
    FROM mirrored_pages p
    WHERE p.connection_id = ${mirror.connection_id} AND p.page_id IS NOT NULL
      AND p.state IN ('written', 'writing', 'failed')
      AND NOT EXISTS (
        SELECT 1
        FROM knowledge_documents d
        WHERE d.id = p.document_id AND ${chosenBy(mirror)}
      )
    ORDER BY p.document_id
    LIMIT ${limit}`);
  return rows;
}

/** The pages of a mirror that have one of these ids, at the provider or as documents. */
export async function findPages(
  { connection_id }: Pick<Mirror, 'connection_id'>,
  page_ids: readonly string[],
  external_ids: readonly string[],
): Promise<Page[]> {
  const { rows } = await db.query<Page>(sql`
    SELECT ${PAGE}
    FROM mirrored_pages p
    WHERE p.connection_id = ${connection_id}
      AND (p.page_id = ANY(${page_ids}::text[]) OR p.external_id = ANY(${external_ids}::text[]))`);
  return rows;
}

/** The documents of these external ids that are not deleted, by external id. */
export async function findByExternalId(
  workspace_id: string,
  external_ids: readonly string[],
): Promise<Map<string, { id: string; hash: string }>> {
  const { rows } = await db.query<{ id: string; external_id: string; hash: string }>(sql`
    SELECT id, external_id, hash
    FROM knowledge_documents
    WHERE workspace_id = ${workspace_id} AND external_id = ANY(${external_ids}::text[])
      AND deleted_at IS NULL`);
  return new Map(rows.map(({ external_id, ...rest }) => [external_id, rest]));
}

/** What is written of a page; what is not named stays. */
export type PageChange = Partial<
  Omit<Page, 'document_id' | 'external_id'> & { error: string | null; intended: boolean }
>;

/** Writes what is known of the page of a document. */
export async function writePage(
  tx: Sql,
  { workspace_id, connection_id }: Pick<Mirror, 'workspace_id' | 'connection_id'>,
  { id, external_id }: { id: string; external_id: string },
  change: PageChange & { state: PageState },
): Promise<void> {
  const has = (name: keyof PageChange) => name in change;
  const blocks = change.blocks ? JSON.stringify(change.blocks) : null;
  const edited = change.remote_edited_at ?? null;
  await tx.query(sql`
    INSERT INTO mirrored_pages AS p (
      workspace_id, connection_id, document_id, external_id, state, page_id, url, hash, blocks,
      remote_edited_at, intended_at, error
    )
    VALUES (
      ${workspace_id}, ${connection_id}, ${id}, ${external_id}, ${change.state},
      ${change.page_id ?? null}, ${change.url ?? null}, ${change.hash ?? null}, ${blocks}::jsonb,
      ${edited}::timestamptz, CASE WHEN ${change.intended === true}::boolean THEN now() END,
      ${change.error ?? null}
    )
    ON CONFLICT (connection_id, document_id) DO UPDATE SET
      state = excluded.state,
      page_id = CASE WHEN ${has('page_id')}::boolean THEN excluded.page_id ELSE p.page_id END,
      url = CASE WHEN ${has('url')}::boolean THEN excluded.url ELSE p.url END,
      hash = CASE WHEN ${has('hash')}::boolean THEN excluded.hash ELSE p.hash END,
      blocks = CASE WHEN ${has('blocks')}::boolean THEN excluded.blocks ELSE p.blocks END,
      remote_edited_at = COALESCE(excluded.remote_edited_at, p.remote_edited_at),
      intended_at = COALESCE(excluded.intended_at, p.intended_at),
      asked = CASE WHEN ${has('asked')}::boolean THEN ${change.asked ?? false}::boolean ELSE p.asked END,
      error = excluded.error,
      updated_at = now()`);
}

/** Whether the run is still ours; holds it so until the transaction ends. */
export async function isOurs(
  tx: Sql,
  run: { workspace_id: string; id: string; epoch: number },
): Promise<boolean> {
  const { rowCount } = await tx.query(sql`
    SELECT 1
    FROM sync_runs
    WHERE workspace_id = ${run.workspace_id} AND id = ${run.id} AND epoch = ${run.epoch}
      AND status = 'running'
    FOR SHARE`);
  return rowCount === 1;
}

/** Adds what a run passed by, beside the counts every run has. */
export async function countPassed(
  tx: Sql,
  { workspace_id, id }: { workspace_id: string; id: string },
  { skipped = 0, conflicts = 0 }: { skipped?: number; conflicts?: number },
): Promise<void> {
  if (skipped + conflicts === 0) return;
  await tx.query(sql`
    INSERT INTO mirror_runs AS r (workspace_id, run_id, skipped, conflicts)
    VALUES (${workspace_id}, ${id}, ${skipped}, ${conflicts})
    ON CONFLICT (run_id) DO UPDATE SET
      skipped = r.skipped + excluded.skipped,
      conflicts = r.conflicts + excluded.conflicts`);
}
