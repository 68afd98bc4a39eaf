import { BrokenPaging, text, type Later, type Page } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';
import { turn } from '@/lib/platform/turns';
import type { ParentMark, Row } from '@/lib/records/service';
import type { Pass } from '@/lib/sync/checkpoint';
import type { StreamRun } from '@/lib/sync/context';
import { notesSeen } from '@/lib/sync/plan';
import { isStorable, tombstones, toRows, unstorable, type BadItem } from '@/lib/sync/rows';

/** A commit holds about this many records, or what came in this long, whichever is first. */
const COMMIT_RECORDS = 1_000;
/**
 * Of large records fewer: what waits to be stored is held in memory, by every sync of the process.
 */
const COMMIT_CHARACTERS = 4_000_000;
const COMMIT_AFTER_MS = 2_000;

/** A page as rows, and where the pass stands after it. */
export interface ReadPage {
  rows: Row[];
  bad: BadItem[];
  /** Ids met, when the pass reconciles; null otherwise. */
  seen: string[] | null;
  later: Later[];
  parents: ParentMark[];
  /** Ids of the work list that are done with. */
  resolved: string[];
  read: number;
  characters: number;
  total: number | null;
  pass: Pass;
  /** It was the last of its phase. */
  last: boolean;
}

/** What one commit holds. */
export interface Batch extends ReadPage {
  pages: number;
}

/** Pages of the main walk → rows. Proof and bookmarks of the pass are gathered on the way. */
export async function* readPages(
  job: StreamRun,
  begun: Pass,
  pages: AsyncIterable<Page>,
): AsyncGenerator<ReadPage> {
  let pass = begun;
  for await (const page of pages) {
    mustBeStorable(page.position);
    await turn(); // lets the next request go out before this page is worked on
    const { rows, bad } = toRows(job.declared, page.items, job.context, page.parent?.id);
    const total = totalOf(page, pass);
    pass = passAfter(job, pass, page, rows);
    const gone = tombstones(page.gone ?? []);
    const wanted = pass.from ? rows.filter((row) => !isOlder(row, pass.from!)) : rows;
    yield {
      rows: [...wanted, ...gone],
      bad,
      // A bad record was met all the same: it is not gone. Nor is one that is not ready yet.
      seen: notesSeen(job.declared, pass) ? idsMet(rows, bad, page) : null,
      later: (page.later ?? []).filter(isKept),
      parents: marksOf(page),
      resolved: [],
      read: page.items.length,
      characters: wanted.reduce((sum, row) => sum + row.text.length, 0),
      total,
      pass,
      last: page.position === null,
    };
  }
}

/** Whether a record has not changed since then; one that does not say when it changed is kept. */
const isOlder = ({ changed_ms, deleted }: Row, from: string): boolean =>
  !deleted && changed_ms !== undefined && changed_ms < Date.parse(from);

/**
 * Pages → what is committed together. When the source fails, what was read before is handed out
 * first: its position says "go on with the page that failed".
 */
export async function* batched(pages: AsyncIterable<ReadPage>): AsyncGenerator<Batch> {
  let batch: Batch | null = null;
  // The first page is committed at once: an attempt that got somewhere is told from one that
  // crashes its worker.
  let opened = -Infinity;
  try {
    for await (const page of pages) {
      batch = batch ? joined(batch, page) : { ...page, pages: 1 };
      if (!page.last && !isFull(batch) && performance.now() - opened <= COMMIT_AFTER_MS) continue;
      const full: Batch = batch;
      batch = null;
      opened = performance.now();
      yield full;
    }
  } catch (error) {
    if (batch) yield batch;
    throw error;
  }
}

const isFull = (batch: Batch): boolean =>
  batch.read >= COMMIT_RECORDS || batch.characters >= COMMIT_CHARACTERS;

const joined = (batch: Batch, page: ReadPage): Batch => ({
  rows: append(batch.rows, page.rows),
  bad: append(batch.bad, page.bad),
  seen: batch.seen && page.seen ? append(batch.seen, page.seen) : null,
  later: append(batch.later, page.later),
  parents: append(batch.parents, page.parents),
  resolved: append(batch.resolved, page.resolved),
  read: batch.read + page.read,
  characters: batch.characters + page.characters,
  total: page.total ?? batch.total,
  pass: page.pass,
  last: page.last,
  pages: batch.pages + 1,
});

function append<T>(to: T[], more: readonly T[]): T[] {
  for (const one of more) to.push(one);
  return to;
}

function passAfter(job: StreamRun, pass: Pass, page: Page, rows: readonly Row[]): Pass {
  const { answer } = page;
  const bookmark = job.declared.incremental?.bookmark;
  const provider_began_at =
    pass.provider_began_at ?? (pass.pages === 0 && answer ? dateOf(answer.headers.date) : null);
  const valueOf = (by: 'first_page' | 'last_page'): string | null => {
    if (!answer || bookmark?.by !== by) return null;
    const value = text(answer.body, bookmark.path);
    mustBeStorable(value);
    return value;
  };
  return {
    ...pass,
    position: page.position,
    provider_began_at,
    newest: newestOf(pass.newest, rows, provider_began_at ?? pass.began_at),
    first: pass.first ?? valueOf('first_page'),
    last: valueOf('last_page') ?? pass.last,
    pages: pass.pages + 1,
    records: pass.records + page.items.length,
    ...(pass.incomplete === true || page.proves_nothing ? { incomplete: true } : {}),
  };
}

/** A position or bookmark that cannot be stored cannot be gone on from. Throws BrokenPaging. */
export function mustBeStorable(place: Json | null): void {
  const fault = place === null ? null : unstorable(JSON.stringify(place));
  if (fault)
    throw new BrokenPaging(
      `The provider gave a page position that holds ${fault}; it cannot be kept.`,
    );
}

const isKept = ({ id, item }: Later): boolean =>
  isStorable(id) && unstorable(JSON.stringify(item)) === null;

/** The newest change time met that the provider's clock had reached when the pass began. */
function newestOf(before: string | null, rows: readonly Row[], clock: string): string | null {
  const until_ms = Date.parse(clock);
  let newest_ms = before === null ? -Infinity : Date.parse(before);
  for (const { changed_ms } of rows)
    if (changed_ms !== undefined && changed_ms > newest_ms && changed_ms <= until_ms)
      newest_ms = changed_ms;
  return newest_ms === -Infinity ? null : new Date(newest_ms).toISOString();
}

function dateOf(header: string | undefined): string | null {
  const ms = Date.parse(header ?? '');
  return Number.isFinite(ms) ? new Date(ms).toISOString() : null;
}

/** How many records the whole walk will have read, by the provider's own count. */
const totalOf = ({ total }: Page, pass: Pass): number | null =>
  total ? total.records + (total.counts === 'rest' ? pass.records : 0) : null;

const idsMet = (rows: readonly Row[], bad: readonly BadItem[], page: Page): string[] => [
  ...rows.filter((row) => !row.deleted).map((row) => row.id),
  ...bad.flatMap((item) => item.external_id ?? []),
  ...(page.later ?? []).filter(isKept).map((item) => item.id),
];

function marksOf({ parent, failed_parent }: Page): ParentMark[] {
  if (parent?.bookmark) mustBeStorable(parent.bookmark);
  if (failed_parent)
    return [{ id: failed_parent.id, bookmark: null, failed_reason: failed_parent.reason }];
  return parent?.whole ? [{ id: parent.id, bookmark: parent.bookmark, failed_reason: null }] : [];
}
