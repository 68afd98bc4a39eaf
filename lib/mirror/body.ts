import { Gone, listAt, text } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';
import { save, type Job, type Target } from '@/lib/mirror/job';
import {
  childrenOf,
  readPage,
  requests,
  type Anchor,
  type RemotePage,
} from '@/lib/mirror/notion/api';
import type { Block } from '@/lib/mirror/notion/block';
import { valuesOf } from '@/lib/mirror/notion/columns';
import { digestOf, stepsTo, type Step } from '@/lib/mirror/notion/diff';
import { blocksOf } from '@/lib/mirror/notion/from-markdown';
import { writeBlocks, type Hand } from '@/lib/mirror/notion/write';
import type { Document, Page } from '@/lib/mirror/repository-pages';
import type { Counts } from '@/lib/runs/service';

/** More steps than this cost more calls than writing the page anew. */
const MOST_STEPS = 40;

/** A document and its page, on the way to being the same. */
export interface Writing {
  job: Job;
  target: Target;
  document: Document;
  page_id: string;
}

/** What the columns say of a document. */
export const columnsFor = ({ columns }: Target, document: Document, hash: string): Json =>
  valuesOf(columns, document, hash);

/** How blocks are put into pages for a run. */
export const handOf = (job: Job): Hand => ({
  append: async (id, blocks, after) => {
    const { body } = await job.change(requests.append(id, blocks, after), { once: true });
    return idsOf(listAt(body, 'results'));
  },
  children: async (id) => idsOf(await childrenOf(job.ask, id)),
});

const idsOf = (blocks: readonly Json[]): string[] => blocks.map((block) => text(block, 'id') ?? '');

/**
 * Writes a page anew. It is marked as unfinished first and gets its hash last: wherever this ends, the
 * next attempt begins from the beginning.
 */
export async function rewrite(writing: Writing): Promise<void> {
  const { job, target, document, page_id } = writing;
  const blocks = blocksOf(document.markdown);
  await save(job, document, { state: 'writing', hash: null, blocks: null });
  const properties = columnsFor(target, document, '');
  await job.change(requests.changePage(page_id, { properties, erase_content: true }));
  await writeBlocks(handOf(job), page_id, blocks, 'end');
  await finish(writing, blocks, { updated: 1 });
}

/** Sets the hash, and keeps what was written. */
export async function finish(
  { job, target, document, page_id }: Writing,
  blocks: readonly Block[],
  counts: Counts,
): Promise<void> {
  const properties = columnsFor(target, document, document.hash);
  const { body } = await job.change(requests.changePage(page_id, { properties }));
  await noteWritten(job, document, readPage(body), blocks, counts);
}

/** Keeps that a page is as its document is. */
export const noteWritten = (
  job: Job,
  document: Document,
  remote: RemotePage,
  blocks: readonly Block[],
  counts: Counts,
): Promise<void> =>
  save(
    job,
    document,
    {
      state: 'written',
      page_id: remote.id,
      url: remote.url,
      hash: document.hash,
      blocks: blocks.map(digestOf),
      remote_edited_at: new Date(remote.edited),
      asked: false,
    },
    counts,
  );

/** Changes only what is different; the whole page when what stands there is not what was written. */
export async function update(writing: Writing, page: Page): Promise<void> {
  const { job, document, page_id } = writing;
  if (page.blocks === null) return rewrite(writing);
  const blocks = blocksOf(document.markdown);
  if (JSON.stringify(blocks.map(digestOf)) === JSON.stringify(page.blocks))
    return finish(writing, blocks, { updated: 1 });
  const children = await childrenOf(job.ask, page_id);
  if (children.length !== page.blocks.length) return rewrite(writing);
  const standing = children.map((child, i) => ({
    id: text(child, 'id') ?? '',
    digest: page.blocks![i]!,
    type: text(child, 'type') ?? '',
    has_children: (child as Record<string, Json>).has_children === true,
  }));
  const steps = stepsTo(standing, blocks);
  if (steps.length > MOST_STEPS) return rewrite(writing);
  await save(job, document, { state: 'writing', hash: null, blocks: null });
  try {
    for (const step of steps) await take(job, page_id, step, standing);
  } catch (error) {
    if (error instanceof Gone) return rewrite(writing); // somebody deleted a block meanwhile
    throw error;
  }
  await finish(writing, blocks, { updated: 1 });
}

async function take(
  job: Job,
  page_id: string,
  step: Step,
  standing: readonly { id: string }[],
): Promise<void> {
  switch (step.do) {
    case 'remove':
      await job.change(requests.removeBlock(standing[step.at]!.id));
      return;
    case 'change':
      await job.change(requests.changeBlock(standing[step.at]!.id, step.block));
      return;
    case 'insert':
      await writeBlocks(handOf(job), page_id, step.blocks, anchorOf(standing[step.after]));
  }
}

const anchorOf = (block: { id: string } | undefined): Anchor =>
  block ? { id: block.id } : 'start';
