import { Gone, type ChangeRequest } from '@/lib/connectors/kit';
import {
  columnsFor,
  finish,
  handOf,
  noteWritten,
  rewrite,
  update,
  type Writing,
} from '@/lib/mirror/body';
import { intend, namedBy, save, type Job, type Target } from '@/lib/mirror/job';
import { adopt, isEditedByHand, noteConflict } from '@/lib/mirror/look';
import { queryPages, readPage, requests, type RemotePage } from '@/lib/mirror/notion/api';
import { chunksOf } from '@/lib/mirror/notion/chunks';
import { blocksOf } from '@/lib/mirror/notion/from-markdown';
import { completePage, isWhole } from '@/lib/mirror/notion/write';
import { readDocument, type Document, type Page, type Work } from '@/lib/mirror/repository-pages';
import { sleep } from '@/lib/platform/clock';
import { Uncertain } from '@/lib/sync/service';

/**
 * How long after a create was written down or given up it may still arrive: nobody looks for its
 * page before.
 */
const SETTLE_MS = 5_000;
/** A create that was written down and has not left within this time does not leave any more. */
const DEPARTS_MS = 2_000;

/**
 * Makes the page of a document as the document is. Rejects with Uncertain when nobody knows how far
 * it got: to be called again then.
 */
export async function writeDocument(job: Job, target: Target, work: Work): Promise<void> {
  const document = await readDocument(job.mirror.workspace_id, work.id);
  if (!document) return;
  const { page } = work;
  if (page?.page_id)
    return bringUpToDate(job, target, document, { ...page, page_id: page.page_id });
  if (page?.state === 'creating') {
    const left_ms = SETTLE_MS - (work.intended_ms_ago ?? SETTLE_MS);
    if (left_ms > 0) await sleep(left_ms, job.signal);
    job.signal.throwIfAborted();
    if (await lookUp(job, target, document)) return;
  }
  await create(job, target, document);
}

/**
 * Finds the page of a create whose answer never came. Of several the oldest stays and the others go
 * into the trash. False: there is none.
 */
async function lookUp(
  job: Job,
  { data_source_id, columns }: Target,
  document: Document,
): Promise<boolean> {
  const found = await queryPages(job.ask, data_source_id, {
    filter: { property: columns.external_id, rich_text: { equals: document.external_id } },
    sorts: [{ timestamp: 'created_time', direction: 'ascending' }],
  });
  const [first, ...twins] = found;
  for (const twin of twins) await job.change(requests.changePage(twin.id, { in_trash: true }));
  if (!first) return false;
  await adopt(job, document, first, first.texts.get(columns.hash) ?? '', 1);
  return true;
}

/** One call where a page fits into one; the hash is set last where it does not. */
async function create(job: Job, target: Target, document: Document): Promise<void> {
  const blocks = blocksOf(document.markdown);
  const [first = [], ...rest] = chunksOf(blocks);
  const fits = rest.length === 0 && isWhole(first);
  const properties = columnsFor(target, document, fits ? document.hash : '');
  const heads = first.map(({ head }) => head);
  const made = await make(
    job,
    document,
    requests.makePage(target.data_source_id, properties, heads),
  );
  if (fits) return noteWritten(job, document, made, blocks, { created: 1 });
  await save(
    job,
    document,
    { state: 'writing', page_id: made.id, url: made.url, hash: null, blocks: null },
    { created: 1 },
  );
  await completePage(handOf(job), made.id, first, rest);
  await finish({ job, target, document, page_id: made.id }, blocks, {});
}

/** Makes a page. One that nobody knows of whether it was made may be on its way from now on. */
async function make(job: Job, document: Document, request: ChangeRequest): Promise<RemotePage> {
  const note = () => intend(job, document);
  try {
    const departing = { note, within_ms: DEPARTS_MS };
    return readPage((await job.change(request, { once: true, departing })).body);
  } catch (error) {
    if (error instanceof Uncertain) await note();
    throw error;
  }
}

async function bringUpToDate(
  job: Job,
  target: Target,
  document: Document,
  page: Page & { page_id: string },
): Promise<void> {
  const remote = await read(job, page);
  if (remote === null || (remote.in_trash && !page.asked && page.state !== 'archived')) {
    if (remote === null && page.asked) return create(job, target, document);
    return save(job, namedBy(page), { state: 'gone' });
  }
  if (remote.in_trash) await job.change(requests.changePage(page.page_id, { in_trash: false }));
  const writing: Writing = { job, target, document, page_id: page.page_id };
  // What is unfinished was ours to write, or was decided to be written over.
  const ours = page.asked || page.state === 'writing' || page.state === 'archived';
  if (!ours && isEditedByHand(job, page, remote)) {
    if (job.mirror.conflicts !== 'overwrite') return noteConflict(job, page, document.hash);
    return rewrite(writing);
  }
  return page.hash === null || page.asked ? rewrite(writing) : update(writing, page);
}

/** The page as it is now; null: it is not there any more. */
async function read(job: Job, { page_id }: { page_id: string }): Promise<RemotePage | null> {
  try {
    return readPage((await job.ask(requests.page(page_id))).body);
  } catch (error) {
    if (error instanceof Gone) return null;
    throw error;
  }
}
