import { availableParallelism } from 'node:os';
import type { PoolClient } from 'pg';
import { newId } from '@/lib/platform/ids';
import { db, transaction } from '@/lib/platform/db';
import { counter, histogram } from '@/lib/platform/metrics';
import { atMost, turn } from '@/lib/platform/turns';
import {
  awaitItems,
  findChanges,
  forgetItems,
  markParents,
  noteSeen,
  NOTHING_WRITTEN,
  prepareRecords,
  quarantine,
  resolveStored,
  UNIQUE_VIOLATION,
  writeRecords,
  type Changes,
  type Row,
  type Written,
} from '@/lib/records/service';
import type { Batch } from '@/lib/sync/batches';
import type { Pass } from '@/lib/sync/checkpoint';
import type { StreamRun } from '@/lib/sync/context';
import { writeProgress, type Done, type StreamProgress } from '@/lib/sync/progress';
import type { BadItem } from '@/lib/sync/rows';
import { isRowsFault, writeSafely } from '@/lib/sync/write-safely';

/** Where the stream stands after a batch. */
export type ProgressAfter = (batch: Batch) => StreamProgress;

/** Large writes keep a core of the database busy each. Small ones are mostly round trips. */
const LARGE = 250;
const heavy = atMost(availableParallelism());
/**
 * Second transactions of a stream, begun before the first has ended: a few of the pool at most, so
 * that firsts, which they wait for, always find a connection.
 */
const overlapping = { now: 0, most: 3 };

const records = counter<'kind'>(
  'inlet_records_total',
  'Records by what was done: read, created, updated, deleted, quarantined.',
);
const missedTotal = counter<'connector'>(
  'inlet_records_missed_total',
  'Records a full pass found that the incremental passes before it should have brought.',
);
const commitSeconds = histogram(
  'inlet_commit_seconds',
  'How long it took to store a batch of records with its checkpoint.',
  [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
);

/**
 * Stores batches in their order, each all or nothing and only while the run is ours: records,
 * checkpoint, counts and sign of life in one transaction. The records of the next batch are written
 * on another connection while this one is being committed. Throws LostClaim when the run is not ours
 * any more, and LostCommit when a page committed before is not there (commits do not wait for the
 * disk): going on from memory would leave its records out for good.
 */
export async function commitAll(
  job: StreamRun,
  batches: AsyncIterable<Batch>,
  after: ProgressAfter,
  onFailure: (error: unknown) => void,
): Promise<Pass | null> {
  let pass: Pass | null = null;
  let flying: Commit[] = [];
  try {
    for await (const batch of batches) {
      const touches = touchedBy(batch);
      flying = await makeRoom(flying, touches);
      const before = flying.at(-1);
      const commit = startCommit(job, batch, after(batch), { touches, before });
      commit.done.catch(onFailure); // what is being asked for meanwhile is of no use any more
      flying.push(commit);
      pass = batch.last ? batch.pass : null;
    }
    await Promise.all(flying.map((commit) => commit.done));
  } catch (error) {
    onFailure(error);
    await Promise.allSettled(flying.map((commit) => commit.done));
    throw error;
  }
  return pass;
}

interface Commit {
  done: Promise<void>;
  ended: boolean;
  /** Keys of what it locks until it is committed. */
  touches: ReadonlySet<string>;
}

/** Waits until a batch may be written beside those that are being committed; answers these. */
async function makeRoom(
  flying: readonly Commit[],
  touches: ReadonlySet<string>,
): Promise<Commit[]> {
  for (;;) {
    const live = flying.filter((commit) => !commit.ended);
    const [oldest] = live;
    if (!oldest) return [];
    const mayOverlap =
      live.length === 1 &&
      overlapping.now < overlapping.most &&
      oldest.touches.isDisjointFrom(touches);
    if (mayOverlap) return live;
    await oldest.done;
  }
}

/**
 * What a batch locks. What stands in two batches at a time would make them wait for each other in a
 * circle that the database does not see: one waits for the row, the other for its turn.
 */
const touchedBy = (batch: Batch): Set<string> =>
  new Set([
    ...batch.rows.map((row) => row.id),
    ...(batch.seen ?? []),
    ...batch.bad.flatMap((item) => [`bad ${item.hash}`, item.external_id ?? '']),
    ...batch.parents.map((mark) => `parent ${mark.id}`),
    ...batch.later.map((item) => item.id),
    ...batch.resolved,
  ]);

function startCommit(
  job: StreamRun,
  batch: Batch,
  progress: StreamProgress,
  { touches, before }: { touches: ReadonlySet<string>; before: Commit | undefined },
): Commit {
  if (before) overlapping.now += 1;
  const commit: Commit = { touches, ended: false, done: Promise.resolve() };
  commit.done = commitBatch(job, batch, progress, before?.done).finally(() => {
    commit.ended = true;
    if (before) overlapping.now -= 1;
  });
  return commit;
}

/** Stores one batch once the one before it is stored. A row the database refuses is quarantined. */
export async function commitBatch(
  job: StreamRun,
  batch: Batch,
  progress: StreamProgress,
  before: Promise<void> = Promise.resolve(),
): Promise<void> {
  const begun = performance.now();
  await turn();
  const { pass } = batch;
  const first_load = pass.first_load && pass.mode === 'full' && pass.phase === 'main';
  const ready = prepareRecords(job, batch.rows, { first_load });
  const changes = await findChanges(db, job, ready);
  const bad = [...batch.bad];
  const plan: Plan = { job, batch, progress, before, bad, missed: missedIn(job, changes, pass) };
  const written = await write(plan, changes).catch((error: unknown) => {
    // A listing that shifts while it is walked names a record twice, which a first load does not
    // look for.
    const twice = changes.copy !== null && codeOf(error) === UNIQUE_VIOLATION;
    if (!isRowsFault(error) && !twice) throw error;
    return writeTogether(plan, (tx) => writeSafely(tx, job, batch.rows, bad), { begin: true });
  });
  job.run.records_read += batch.read;
  commitSeconds((performance.now() - begun) / 1000);
  countRecords(written, batch.read, bad.length);
  if (plan.missed > 0) missedTotal({ connector: job.caller.connector.type }, plan.missed);
}

interface Plan {
  job: StreamRun;
  batch: Batch;
  progress: StreamProgress;
  before: Promise<void>;
  bad: BadItem[];
  missed: number;
}

async function write(plan: Plan, changes: Changes): Promise<Written> {
  const { changed, gone, copy } = changes;
  if (changed.length + gone.length === 0 && isProgressOnly(plan)) {
    await plan.before;
    await writeProgress(db, plan.job, plan.progress, doneBy(plan, NOTHING_WRITTEN));
    return NOTHING_WRITTEN;
  }
  const work = (tx: PoolClient) => writeRecords(tx, plan.job, changes);
  return writeTogether(plan, (tx) => (changed.length >= LARGE ? heavy(() => work(tx)) : work(tx)), {
    begin: copy === null,
  });
}

/** The checkpoint alone is one statement, which needs no transaction around it. */
const isProgressOnly = ({ batch, bad, job }: Plan): boolean =>
  !batch.seen?.length &&
  bad.length + batch.later.length + batch.parents.length + batch.resolved.length === 0 &&
  job.quarantined.size === 0;

/** Records first, then everything that hangs on them, and at the end, in turn, the progress. */
function writeTogether(
  plan: Plan,
  work: (tx: PoolClient) => Promise<Written>,
  options: { begin: boolean },
): Promise<Written> {
  const { job, batch, bad } = plan;
  return transaction(async (tx) => {
    const written = await work(tx);
    if (batch.seen && batch.seen.length > 0)
      await noteSeen(tx, job, batch.seen, batch.pass.generation);
    if (batch.later.length > 0)
      await awaitItems(tx, job, batch.later, job.declared.full.later_days ?? 14);
    if (batch.parents.length > 0) await markParents(tx, job, batch.parents);
    if (batch.resolved.length > 0) await forgetItems(tx, job, batch.resolved);
    await quarantineBad(tx, job, batch.rows, bad);
    await plan.before;
    await writeProgress(tx, job, plan.progress, doneBy(plan, written));
    return written;
  }, options);
}

const doneBy = ({ job, batch, bad, missed }: Plan, written: Written): Done => ({
  pages: batch.pages,
  read: batch.read,
  written,
  failed: bad.length,
  missed,
  note: job.progress({
    records: batch.pass.records,
    pages: batch.pass.pages,
    total: batch.total,
  }),
});

/** What changed long enough ago that an incremental pass should have brought it. */
function missedIn({ declared }: StreamRun, changes: Changes, { missed_before }: Pass): number {
  if (missed_before === null) return 0;
  const before_ms = Date.parse(missed_before);
  const due = declared.incremental?.sees === 'new' ? changes.unknown : changes.changed;
  return due.filter((row) => row.changed_ms !== undefined && row.changed_ms < before_ms).length;
}

/** Keeps what could not be stored, and resolves what was kept of records that are stored by now. */
async function quarantineBad(
  tx: PoolClient,
  job: StreamRun,
  rows: readonly Row[],
  bad: readonly BadItem[],
): Promise<void> {
  if (job.quarantined.size > 0) {
    const still = new Set(bad.map((item) => item.external_id));
    const stored = rows
      .filter((row) => job.quarantined.has(row.id) && !still.has(row.id))
      .map((row) => row.id);
    if (stored.length > 0) await resolveStored(tx, job, stored);
  }
  for (const item of bad) {
    await quarantine(tx, job, job.run.id, { id: newId(), ...item });
    if (item.external_id !== null) job.quarantined.add(item.external_id);
  }
}

/** Counts what was stored; after the commit, so that a rolled-back batch is not in it. */
export function countRecords(
  { created, updated, deleted }: Written,
  read = 0,
  quarantined = 0,
): void {
  for (const [kind, amount] of Object.entries({ read, created, updated, deleted, quarantined }))
    if (amount > 0) records({ kind }, amount);
}

const codeOf = (error: unknown): string => (error as { code?: string }).code ?? '';
