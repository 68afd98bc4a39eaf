import type { Json } from '@/lib/contract/common';
import { joined, LATER, listOf, text, type Expanded, type World } from '@/lib/connectors/kit';
import { dueItems, newestIds } from '@/lib/records/service';
import { db } from '@/lib/platform/db';
import { mustBeStorable, readPages, type ReadPage } from '@/lib/sync/batches';
import type { Pass } from '@/lib/sync/checkpoint';
import type { StreamRun } from '@/lib/sync/context';
import { walkOf } from '@/lib/sync/plan';
import { tombstones, toRows } from '@/lib/sync/rows';

/** Items of the work list taken at a time. */
const LATER_BATCH = 50;

/** What a phase reads, as pages ready to be committed. The sweep reads nothing and is not here. */
export function readPhase(job: StreamRun, pass: Pass, world: World): AsyncIterable<ReadPage> {
  switch (pass.phase) {
    case 'later':
      return readLater(job, pass, world);
    case 'deletions':
      return readDeletions(job, pass, world);
    case 'recheck':
      return readAgain(job, pass, world);
    default:
      return readPages(job, pass, walkOf(job.declared, pass).read(pass.position, world));
  }
}

/** Items that were not ready in an earlier run. */
async function* readLater(job: StreamRun, begun: Pass, world: World): AsyncGenerator<ReadPage> {
  const again = walkOf(job.declared, begun).again!;
  let pass = begun;
  for (;;) {
    const after = typeof pass.position === 'string' ? pass.position : null;
    const due = await dueItems(job, after, LATER_BATCH);
    const got = await Promise.all(
      due.map(async ({ id, item }): Promise<{ id: string; item: Json; record: Expanded }> => ({
        id,
        item,
        record: await again(item, world),
      })),
    );
    const records = got.map((g) => g.record).filter(isRecord);
    const { rows, bad } = toRows(job.declared, records, job.context);
    const gone = tombstones(got.filter((g) => g.record === null).map((g) => g.id));
    pass = { ...pass, position: due.at(-1)?.id ?? null, pages: pass.pages + 1 };
    const last = due.length < LATER_BATCH;
    yield {
      ...pageOf(pass, last),
      rows: [...rows, ...gone],
      bad,
      later: got.filter((g) => g.record === LATER).map(({ id, item }) => ({ id, item })),
      resolved: got.filter((g) => g.record !== LATER).map((g) => g.id),
      read: records.length,
    };
    if (last) return;
  }
}

const isRecord = (record: Expanded): record is Json => record !== null && record !== LATER;

/** The provider's listing of deleted records. */
async function* readDeletions(job: StreamRun, begun: Pass, world: World): AsyncGenerator<ReadPage> {
  const { deletions, id } = job.declared;
  if (deletions.by !== 'listing') return;
  let pass = begun;
  for await (const page of deletions.walk.read(begun.position, world)) {
    mustBeStorable(page.position);
    const ids = page.items.flatMap((item) => text(item, deletions.id ?? id) ?? []);
    pass = { ...pass, position: page.position, pages: pass.pages + 1 };
    yield {
      ...pageOf(pass, page.position === null),
      rows: tombstones(ids),
      read: page.items.length,
    };
  }
}

/** The newest known records again by id, for numbers that change without a change time. */
async function* readAgain(job: StreamRun, begun: Pass, world: World): AsyncGenerator<ReadPage> {
  const rule = job.declared.recheck!;
  const ids = await newestIds(db, job, rule.newest);
  let pass = begun;
  for (let from = typeof begun.position === 'number' ? begun.position : 0; ;) {
    const some = ids.slice(from, from + rule.batch);
    from += rule.batch;
    const last = from >= ids.length;
    pass = { ...pass, position: from, pages: pass.pages + 1 };
    const page = await recheckPage(job, some, world);
    yield { ...pageOf(pass, last), ...page };
    if (last) return;
  }
}

async function recheckPage(
  job: StreamRun,
  ids: readonly string[],
  world: World,
): Promise<Pick<ReadPage, 'rows' | 'bad' | 'read'>> {
  if (ids.length === 0) return { rows: [], bad: [], read: 0 };
  const rule = job.declared.recheck!;
  const shape = { list: rule.records, empty_when: rule.empty_when };
  const answer = await world.ask(rule.request(ids, job.context), shape);
  const items = joined(answer.body, listOf(answer, rule.records), rule.joins);
  const { rows, bad } = toRows(job.declared, items, job.context);
  return { rows: [...rows, ...tombstones(rule.gone(answer))], bad, read: items.length };
}

const pageOf = (pass: Pass, last: boolean): ReadPage => ({
  rows: [],
  bad: [],
  seen: null,
  later: [],
  parents: [],
  resolved: [],
  read: 0,
  characters: 0,
  total: null,
  pass: last ? { ...pass, position: null } : pass,
  last,
});
