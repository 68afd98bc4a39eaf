import { findConnector } from '@/lib/catalog/service';
import { createConnection } from '@/lib/connections/service';
import type { Connector } from '@/lib/connectors/kit';
import type { setKnowledgeSync as setOperation } from '@/lib/contract/knowledge-sync';
import { putDocument } from '@/lib/knowledge/service';
import { startWriting } from '@/lib/mirror/outbound';
import { setKnowledgeSync, writeKnowledge } from '@/lib/mirror/service';
import { notionAs, parentPage, type Notion } from '@/lib/mirror/testing/notion-as';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { makePrincipal, makeWorkspace, type SignedIn } from '@/lib/platform/testing';
import type { RunningSandbox } from '@/lib/sandbox/server';
import { runSync } from '@/lib/sync/service';
import { consentAs } from '@/lib/sync/testing';
import type * as z from 'zod';

/** A workspace whose knowledge is mirrored into an account of the sandbox's Notion. */
export interface MirrorWorld {
  owner: SignedIn;
  id: string;
  sandbox: RunningSandbox['sandbox'];
  app: Notion;
  person: Notion;
  parent: { id: string; title: string };
}

type Settings = Partial<z.input<typeof setOperation.input>>;

/** The sandbox as it was, and a new workspace with a connection that is not set up yet. */
export async function mirrorWorld(running: { current: RunningSandbox }): Promise<MirrorWorld> {
  const { sandbox } = running.current;
  sandbox.control.reset();
  sandbox.control.limits({ off: true });
  const owner = await makePrincipal(await makeWorkspace());
  const { authorize_url, connection } = await createConnection(owner, {
    connector_type: 'notion-knowledge',
    sync_immediately: false,
  });
  const end = await consentAs(authorize_url!, 'globex', owner.session_id);
  if (!end.searchParams.has('connected')) throw new Error(`connecting failed: ${end.search}`);
  const app = await notionAs(sandbox, 'globex', 'app');
  const person = await notionAs(sandbox, 'globex', 'person');
  return { owner, id: connection!.id, sandbox, app, person, parent: await parentPage(app) };
}

/** Sets the mirror up, without a run. */
export async function setUp({ owner, id, parent }: MirrorWorld, settings: Settings = {}) {
  return setKnowledgeSync(owner, {
    id,
    parent,
    selection: { categories: ['docs', 'calls', 'written'], connection_ids: [], tags: [] },
    policy: 'mirror',
    conflicts: 'skip_and_report',
    start: false,
    ...(settings as object),
  });
}

/** Writes a document through the API. */
export const put = (
  { owner }: MirrorWorld,
  external_id: string,
  markdown: string,
  tags: string[] = [],
) => putDocument(owner, { external_id, title: `About ${external_id}`, markdown, tags });

/** How a run is done in a test: by the real engine, maybe with another budget. */
export const deps = (change: Partial<Connector> = {}) => ({
  connector: (type: string): Connector | undefined => {
    const found = findConnector(type);
    return found && type === 'notion-knowledge' ? { ...found, ...change } : found;
  },
  write: writeKnowledge,
});

/** Queues a run of its own and answers its row when it has ended. */
export async function mirrorOnce(
  world: Pick<MirrorWorld, 'owner' | 'id'>,
  how = deps(),
): Promise<Run> {
  const run_id = await startWriting(world.owner, world.id);
  if (run_id === null) throw new Error('no run could be started');
  const payload = { workspace_id: world.owner.workspace.id, connection_id: world.id, run_id };
  await runSync(payload, new AbortController().signal, how);
  return runOf(run_id);
}

export interface Run {
  status: string;
  error_message: string | null;
  records_created: number;
  records_updated: number;
  records_deleted: number;
  records_failed: number;
  skipped: number;
  conflicts: number;
}

export async function runOf(run_id: string): Promise<Run> {
  const { rows } = await db.query<Run>(sql`
    SELECT
      r.status, r.error_message, r.records_created, r.records_updated, r.records_deleted,
      r.records_failed, COALESCE(m.skipped, 0) AS skipped, COALESCE(m.conflicts, 0) AS conflicts
    FROM sync_runs r
    LEFT JOIN mirror_runs m ON m.run_id = r.id
    WHERE r.id = ${run_id}`);
  return rows[0]!;
}

/** The states of all pages, by the external id of their documents. */
export async function states({ id }: Pick<MirrorWorld, 'id'>): Promise<Record<string, string>> {
  const { rows } = await db.query<{ external_id: string; state: string }>(sql`
    SELECT external_id, state
    FROM mirrored_pages
    WHERE connection_id = ${id}
    ORDER BY external_id`);
  return Object.fromEntries(rows.map(({ external_id, state }) => [external_id, state]));
}

/** The table the pages are in. */
export async function sourceOf({ id }: Pick<MirrorWorld, 'id'>): Promise<string> {
  const { rows } = await db.query<{ data_source_id: string }>(sql`
    SELECT data_source_id
    FROM knowledge_mirrors
    WHERE connection_id = ${id}`);
  return rows[0]!.data_source_id;
}

/** The id of the page of a document. */
export async function pageOf(
  { id }: Pick<MirrorWorld, 'id'>,
  external_id: string,
): Promise<string> {
  const { rows } = await db.query<{ page_id: string }>(sql`
    SELECT page_id
    FROM mirrored_pages
    WHERE connection_id = ${id} AND external_id = ${external_id}`);
  return rows[0]!.page_id;
}
