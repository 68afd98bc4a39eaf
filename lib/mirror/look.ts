import { Gone } from '@/lib/connectors/kit';
import { databaseGone, targetOf } from '@/lib/mirror/database';
import { fenced, namedBy, save, type Job, type Target } from '@/lib/mirror/job';
import { queryPages, requests, type RemotePage } from '@/lib/mirror/notion/api';
import { moveLook } from '@/lib/mirror/repository';
import { findByExternalId, findPages, type Page } from '@/lib/mirror/repository-pages';
import { now } from '@/lib/platform/clock';

const BY_TIME = { timestamp: 'last_edited_time', direction: 'ascending' };
const AT_ONCE = 500;

/**
 * Finds what was done by hand since the last look: pages that were edited, that were put into the
 * trash, and pages of ours that we do not know of (an answer was lost, a database was taken over).
 * Everything that was edited since is read, a request for a hundred pages. Throws SyncError.
 */
export async function look(job: Job, target: Target): Promise<void> {
  const { looked_at } = job.mirror;
  const began = new Date(now() + (job.clock.offset_ms ?? 0));
  try {
    const edited = await queryPages(job.ask, target.data_source_id, {
      sorts: [BY_TIME],
      ...(looked_at ? { filter: since(looked_at) } : {}),
    });
    const trashed = await queryPages(job.ask, target.data_source_id, { in_trash: true });
    edited.sort((a, b) => (a.created < b.created ? -1 : 1));
    for (let i = 0; i < edited.length; i += AT_ONCE)
      await takeUp(job, target, edited.slice(i, i + AT_ONCE));
    if (trashed.length > 0) await noteTrashed(job, trashed);
  } catch (error) {
    if (error instanceof Gone) throw await databaseGone(job);
    throw error;
  }
  await fenced(job, (tx) => moveLook(tx, job.mirror, began));
  job.mirror.looked_at = began;
}

const since = (at: Date) => ({
  timestamp: 'last_edited_time',
  last_edited_time: { on_or_after: minuteOf(at).toISOString() },
});

/** Notion knows times to the minute. */
const minuteOf = (at: Date): Date => new Date(Math.floor(at.getTime() / 60_000) * 60_000);

/** Whether somebody else than us edited the page after we did, as far as minutes tell. */
export const isEditedByHand = (
  { bot }: Pick<Job, 'bot'>,
  page: Pick<Page, 'remote_edited_at'>,
  remote: RemotePage,
): boolean =>
  remote.edited_by !== bot &&
  page.remote_edited_at !== null &&
  Date.parse(remote.edited) >= minuteOf(page.remote_edited_at).getTime();

async function takeUp(
  job: Job,
  { columns }: Target,
  remotes: readonly RemotePage[],
): Promise<void> {
  const idOf = (remote: RemotePage) => remote.texts.get(columns.external_id) ?? '';
  const known = await findPages(
    job.mirror,
    remotes.map(({ id }) => id),
    remotes.map(idOf),
  );
  const byPage = new Map(known.map((page) => [page.page_id, page]));
  const byName = new Map(known.map((page) => [page.external_id, page]));
  const documents = await findByExternalId(
    job.mirror.workspace_id,
    remotes.filter(({ id }) => !byPage.has(id)).map(idOf),
  );
  for (const remote of remotes) {
    const page = byPage.get(remote.id);
    if (page) {
      await noteEdit(job, page, remote);
      continue;
    }
    const external_id = idOf(remote);
    const document = documents.get(external_id);
    if (!document) continue;
    const other = byName.get(external_id);
    if (other?.page_id) {
      await job.change(requests.changePage(remote.id, { in_trash: true })); // a twin
      continue;
    }
    const adopted = { ...document, external_id };
    await adopt(job, adopted, remote, remote.texts.get(columns.hash) ?? '', other ? 1 : 0);
    byName.set(external_id, { page_id: remote.id } as Page);
  }
}

/** Takes a page up as that of a document; one whose hash says otherwise is written anew. */
export async function adopt(
  job: Job,
  document: { id: string; external_id: string; hash: string },
  remote: RemotePage,
  hash: string,
  created: number,
): Promise<void> {
  const whole = hash === document.hash;
  await save(
    job,
    document,
    {
      state: whole ? 'written' : 'writing',
      page_id: remote.id,
      url: remote.url,
      hash: whole ? hash : null,
      blocks: null,
      remote_edited_at: new Date(remote.edited),
    },
    { created },
  );
}

async function noteEdit(job: Job, page: Page, remote: RemotePage): Promise<void> {
  if (page.state !== 'written' || !isEditedByHand(job, page, remote)) return;
  const { policy, conflicts } = job.mirror;
  if (policy === 'append_only') return;
  if (conflicts === 'overwrite')
    await save(job, namedBy(page), { state: 'writing', hash: null, blocks: null });
  else await noteConflict(job, page, page.hash);
}

/** Leaves a page that was edited by hand as it is, by the rule of the connection. */
export async function noteConflict(job: Job, page: Page, hash: string | null): Promise<void> {
  const keep = job.mirror.conflicts === 'keep_remote_edits';
  await save(
    job,
    namedBy(page),
    { state: keep ? 'kept' : 'conflict', hash, blocks: null },
    keep ? { skipped: 1 } : { conflicts: 1 },
  );
}

async function noteTrashed(job: Job, remotes: readonly RemotePage[]): Promise<void> {
  const pages = await findPages(
    job.mirror,
    remotes.map(({ id }) => id),
    [],
  );
  const trashed = pages.filter(({ state }) => !['archived', 'gone', 'left'].includes(state));
  // Pages in the trash may be there with the whole database.
  if (trashed.length > 0) await targetOf(job);
  for (const page of trashed) if (!page.asked) await save(job, namedBy(page), { state: 'gone' });
}
