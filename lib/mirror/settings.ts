import type * as z from 'zod';
import { recordsOf } from '@/lib/connections/service';
import { DomainError } from '@/lib/contract/errors';
import type {
  confirmArchiving as confirmOperation,
  getKnowledgeSync as getOperation,
  KnowledgeSync,
  makeDatabaseAgain as againOperation,
  previewKnowledge as previewOperation,
  setKnowledgeSync as setOperation,
} from '@/lib/contract/knowledge-sync';
import { PAGE_STATES } from '@/lib/contract/state';
import type { Actor, Principal } from '@/lib/contract/principal';
import { emit } from '@/lib/events/service';
import { archivingHeld } from '@/lib/mirror/archive';
import { attentionOf } from '@/lib/mirror/attention';
import { blocksOf } from '@/lib/mirror/notion/from-markdown';
import { markdownOf } from '@/lib/mirror/notion/to-markdown';
import { assertOutbound, startWriting } from '@/lib/mirror/outbound';
import {
  confirmArchive,
  countChosen,
  findMirror,
  firstChosen,
  putMirror,
  setDatabaseGone,
  type Mirror,
} from '@/lib/mirror/repository';
import { applyConflictRule, forgetPages } from '@/lib/mirror/repository-answers';
import { countStates } from '@/lib/mirror/trouble';
import { transaction } from '@/lib/platform/db';

type Shown = z.output<typeof KnowledgeSync>;

const PREVIEWED = 10;
/** Blocks of a document that are shown. */
const SHOWN_BLOCKS = 12;

/** Which documents a selection holds now, and how the first of them will read in Notion. */
export async function previewKnowledge(
  { workspace }: Principal,
  { selection }: z.output<typeof previewOperation.input>,
): Promise<z.output<typeof previewOperation.output>> {
  const chosen = { workspace_id: workspace.id, ...selection };
  const [total, first] = await Promise.all([countChosen(chosen), firstChosen(chosen, PREVIEWED)]);
  return {
    total,
    documents: first.map(({ external_id, title, category, markdown }) => {
      const blocks = blocksOf(markdown);
      const beginning = markdownOf(blocks.slice(0, SHOWN_BLOCKS));
      return { external_id, title, category, markdown: beginning, blocks: blocks.length };
    }),
  };
}

/** What a connection writes, where, and what it asks. Throws not_outbound. */
export async function getKnowledgeSync(
  principal: Principal,
  { id }: z.output<typeof getOperation.input>,
): Promise<Shown> {
  const row = await recordsOf(principal, id);
  assertOutbound(row);
  return shown(row.workspace_id, row.id);
}

/**
 * Sets what is written, where and how, and queues a run. Pages that waited for a decision follow the
 * new rule. Throws not_outbound, and parent_is_set when the database stands under another page.
 */
export async function setKnowledgeSync(
  actor: Actor,
  { id, parent, selection, policy, conflicts, start }: z.output<typeof setOperation.input>,
): Promise<z.output<typeof setOperation.output>> {
  const row = await recordsOf(actor, id);
  assertOutbound(row);
  const key = { workspace_id: row.workspace_id, connection_id: row.id };
  const before = await findMirror(key);
  if (before?.database_id && before.parent_id !== parent.id)
    throw new DomainError('parent_is_set', {
      detail: `The database stands under “${before.parent_title}”.`,
    });
  await transaction(async (tx) => {
    const where = { parent_id: parent.id, parent_title: parent.title };
    await putMirror(tx, { ...key, ...where, ...selection, policy, conflicts });
    await applyConflictRule(tx, key, conflicts);
    await emit(tx, actor, { event: 'knowledge_sync.set', id: row.id, data: { policy } });
  });
  const sync_run_id = start ? await startWriting(actor, row.id) : null;
  return { knowledge_sync: await shown(row.workspace_id, row.id), sync_run_id };
}

/**
 * Forgets the database that was deleted by hand, so that the next run makes another. Throws
 * not_outbound, and database_is_there when none was missed.
 */
export async function makeDatabaseAgain(
  actor: Actor,
  { id }: z.output<typeof againOperation.input>,
): Promise<z.output<typeof againOperation.output>> {
  const row = await recordsOf(actor, id);
  assertOutbound(row);
  const key = { workspace_id: row.workspace_id, connection_id: row.id };
  if (!(await findMirror(key))?.database_gone) throw new DomainError('database_is_there');
  await transaction(async (tx) => {
    await setDatabaseGone(tx, key, false);
    await forgetPages(tx, key);
    await emit(tx, actor, { event: 'knowledge_sync.database_made_again', id: row.id });
  });
  const sync_run_id = await startWriting(actor, row.id);
  return { knowledge_sync: await shown(row.workspace_id, row.id), sync_run_id };
}

/**
 * Keeps that a person agreed to so many pages being put into the trash, and queues a run. Throws
 * not_outbound, nothing_to_archive, and deletions_changed when it would be more by now.
 */
export async function confirmArchiving(
  actor: Actor,
  { id, up_to }: z.output<typeof confirmOperation.input>,
): Promise<z.output<typeof confirmOperation.output>> {
  const row = await recordsOf(actor, id);
  assertOutbound(row);
  const mirror = await findMirror({ workspace_id: row.workspace_id, connection_id: row.id });
  const held = mirror && (await archivingHeld(mirror));
  if (!held) throw new DomainError('nothing_to_archive');
  if (held.would_archive > up_to) throw new DomainError('deletions_changed');
  await transaction(async (tx) => {
    await confirmArchive(tx, mirror, up_to);
    await emit(tx, actor, {
      event: 'knowledge_sync.archiving_confirmed',
      id: row.id,
      data: { up_to },
    });
  });
  const sync_run_id = await startWriting(actor, row.id);
  return { knowledge_sync: await shown(row.workspace_id, row.id), sync_run_id };
}

async function shown(workspace_id: string, connection_id: string): Promise<Shown> {
  const mirror = await findMirror({ workspace_id, connection_id });
  const counts = await countStates({ connection_id });
  const held = mirror && (await archivingHeld(mirror));
  return {
    connection_id,
    settings: mirror && settingsOf(mirror),
    database_url: mirror?.database_url ?? null,
    attention: attentionOf(mirror, counts, held),
    archiving_held: held,
    selected: mirror ? await countChosen(mirror) : 0,
    pages: Object.fromEntries(
      PAGE_STATES.map((state) => [state, counts.get(state) ?? 0]),
    ) as Shown['pages'],
  };
}

const settingsOf = (m: Mirror): NonNullable<Shown['settings']> => ({
  parent: { id: m.parent_id, title: m.parent_title },
  selection: { categories: m.categories, connection_ids: m.connection_ids, tags: m.tags },
  policy: m.policy,
  conflicts: m.conflicts,
});
