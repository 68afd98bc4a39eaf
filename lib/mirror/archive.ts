import { Gone } from '@/lib/connectors/kit';
import { fenced, namedBy, save, type Job } from '@/lib/mirror/job';
import { requests } from '@/lib/mirror/notion/api';
import { confirmArchive, type Mirror } from '@/lib/mirror/repository';
import { countToArchive, pagesToArchive, type ToArchive } from '@/lib/mirror/repository-pages';

const BATCH = 100;
/** More pages than this, and more than this share, are not put away before a person was asked. */
const MOST_UNASKED = 50;
const SHARE_UNASKED = 0.2;
/** What a person confirmed may have grown by this share until it is done. */
const CONFIRMED_SLACK = 1.1;

/** Pure: whether so many pages may go. `confirmed`: the number a person has said yes to. */
export function mayArchive({ would_archive, of }: ToArchive, confirmed: number | null): boolean {
  if (would_archive <= MOST_UNASKED || would_archive <= of * SHARE_UNASKED) return true;
  return confirmed !== null && would_archive <= confirmed * CONFIRMED_SLACK;
}

/** The pages that wait for a person's word before they are put away; null: none do. */
export async function archivingHeld(mirror: Mirror): Promise<ToArchive | null> {
  if (mirror.policy !== 'mirror') return null;
  const waiting = await countToArchive(mirror);
  return mayArchive(waiting, mirror.archive_confirmed) ? null : waiting;
}

/**
 * Puts the pages into the trash whose documents are not chosen any more, unless they are so many that
 * it looks like a mistake. A person's word is good until all of them are put away.
 */
export async function archive(job: Job): Promise<void> {
  if (await archivingHeld(job.mirror)) return;
  for (;;) {
    const pages = await pagesToArchive(job.mirror, BATCH);
    if (pages.length === 0) break;
    for (const page of pages) {
      try {
        await job.change(requests.changePage(page.page_id!, { in_trash: true }));
      } catch (error) {
        if (!(error instanceof Gone)) throw error;
      }
      await save(job, namedBy(page), { state: 'archived' }, { deleted: 1 });
    }
  }
  if (job.mirror.archive_confirmed === null) return;
  await fenced(job, (tx) => confirmArchive(tx, job.mirror, null));
  job.mirror.archive_confirmed = null;
}
