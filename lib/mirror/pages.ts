import type * as z from 'zod';
import { recordsOf } from '@/lib/connections/service';
import type {
  answerMirroredPage as answerOperation,
  listKnowledgeRuns as runsOperation,
  listMirroredPages as pagesOperation,
  MirroredPage,
} from '@/lib/contract/knowledge-sync';
import { missing } from '@/lib/contract/missing';
import type { Actor, Principal } from '@/lib/contract/principal';
import { emit } from '@/lib/events/service';
import { assertOutbound, startWriting } from '@/lib/mirror/outbound';
import { answerPage, listPages, listRuns, type PageRow } from '@/lib/mirror/repository-answers';
import { iso } from '@/lib/platform/clock';
import { decodeCursor, encodeCursor, fromKey, toKey } from '@/lib/platform/cursor';
import { transaction } from '@/lib/platform/db';

async function keyOf(principal: Principal, id: string) {
  const row = await recordsOf(principal, id);
  assertOutbound(row);
  return { workspace_id: row.workspace_id, connection_id: row.id };
}

/** What became of each document. Throws not_outbound and invalid_cursor. */
export async function listMirroredPages(
  principal: Principal,
  { id, cursor, ...wanted }: z.output<typeof pagesOperation.input>,
): Promise<z.output<typeof pagesOperation.output>> {
  const key = await keyOf(principal, id);
  const [title, last_id] = cursor === undefined ? [] : decodeCursor('p', cursor, ['key', 'id']);
  const after: [string, string] | null =
    title === undefined || last_id === undefined ? null : [fromKey(title), last_id];
  const rows = await listPages(key, { ...wanted, after });
  const page = rows.slice(0, wanted.limit);
  const last = page.at(-1);
  const more = rows.length > wanted.limit && last;
  return {
    pages: page.map(shown),
    next_cursor: more ? encodeCursor('p', toKey(last.title), last.document_id) : null,
  };
}

/** Keeps what a person said of a page, and queues a run. Throws not_outbound and not_found. */
export async function answerMirroredPage(
  actor: Actor,
  { id, document_id, answer }: z.output<typeof answerOperation.input>,
): Promise<z.output<typeof answerOperation.output>> {
  const key = await keyOf(actor, id);
  await transaction(async (tx) => {
    if (!(await answerPage(tx, key, document_id, answer))) throw missing('document');
    await emit(tx, actor, { event: 'knowledge_sync.page_answered', id, data: { answer } });
  });
  const sync_run_id = answer === 'write' ? await startWriting(actor, id) : null;
  const [row] = await listPages(key, { document_id, after: null, limit: 1 });
  if (!row) throw missing('document');
  return { page: shown(row), sync_run_id };
}

/** Runs, newest first, with what each did to the pages. Throws not_outbound. */
export async function listKnowledgeRuns(
  principal: Principal,
  { id, limit }: z.output<typeof runsOperation.input>,
): Promise<z.output<typeof runsOperation.output>> {
  const rows = await listRuns(await keyOf(principal, id), limit);
  return {
    runs: rows.map(({ started_at, finished_at, ...run }) => ({
      ...run,
      started_at: iso(started_at),
      finished_at: iso(finished_at),
    })),
  };
}

const shown = ({ updated_at, ...row }: PageRow): MirroredPage => ({
  ...row,
  updated_at: iso(updated_at),
});
