import { createHash } from 'node:crypto';
import {
  at,
  text,
  type Answer,
  type AnyStream,
  type At,
  type Pull,
  type StreamContext,
} from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';
import { db } from '@/lib/platform/db';
import { turn } from '@/lib/platform/turns';
import { newestIds, prepareRecords, resolveUnmet, type Row } from '@/lib/records/service';
import {
  isFirstLoad,
  loadCheckpoint,
  type Checkpoint,
  type Pass,
  type Phase,
} from '@/lib/sync/checkpoint';
import {
  commitBatch,
  type Batch,
  type ProgressNote,
  type Standing,
  type StreamTarget,
} from '@/lib/sync/commit';
import { RestartPass, SyncError } from '@/lib/sync/errors';
import { fetchAnswer, type Caller } from '@/lib/sync/fetch';
import { bookmarkAfter, notesSightings, phaseAfter, phasesOf, planPass } from '@/lib/sync/plan';
import { toRows } from '@/lib/sync/rows';
import { sweepUnseen } from '@/lib/sync/sweep';
import type { RunRow } from '@/lib/runs/service';

/** A commit holds about this many records, or what came in this long, whichever is first. */
const COMMIT_RECORDS = 1_000;
/**
 * Of large records fewer: what waits to be stored is held in memory, by every sync of the process.
 */
const COMMIT_CHARACTERS = 4_000_000;
const COMMIT_AFTER_MS = 2_000;

export interface StreamJob {
  stream: AnyStream;
  target: StreamTarget;
  run: RunRow;
  caller: Caller;
  context: StreamContext;
  /** Adds what the run already did to what this stream reports. */
  progress: (p: { records: number; pages: number; total: number | null }) => ProgressNote;
}

/**
 * Brings one stream up to date: from its checkpoint through every phase of the pass. Each commit
 * moves the checkpoint with the records, so a stop anywhere loses nothing. Throws SyncError,
 * LostClaim or the abort reason.
 */
export async function syncStream(job: StreamJob): Promise<void> {
  const checkpoint = await loadCheckpoint(
    job.target.workspace_id,
    job.target.connection_id,
    job.target.stream,
  );
  const first_load =
    !checkpoint.cursor &&
    !checkpoint.pass &&
    (await isFirstLoad(job.target.workspace_id, job.target.connection_id, job.target.stream));
  const pass = planPass(job.stream, checkpoint, job.run, checkpoint.now, first_load);
  try {
    await walkPass(job, checkpoint, pass);
  } catch (error) {
    if (!(error instanceof RestartPass)) throw error;
    // Once: a provider that drops its page tokens again in the same run is not to be walked today.
    try {
      await walkPass(
        job,
        checkpoint,
        planPass(job.stream, { ...checkpoint, pass: null }, job.run, checkpoint.now, false),
      );
    } catch (again) {
      throw again instanceof RestartPass ? new SyncError('transient', again.message) : again;
    }
  }
}

async function walkPass(job: StreamJob, checkpoint: Checkpoint, begun: Pass): Promise<void> {
  let pass = begun;
  for (
    let phase: Phase | undefined = phasesOf(job.stream, pass).includes(pass.phase)
      ? pass.phase
      : 'main';
    phase;
    phase = phaseAfter(job.stream, pass)
  ) {
    const after = (p: Pass): Standing => {
      const next = phaseAfter(job.stream, p);
      return next
        ? { pass: { ...p, phase: next, page: null } }
        : {
            done: true,
            cursor: bookmarkAfter(job.stream, p, checkpoint.cursor),
            generation: p.generation,
          };
    };
    pass = { ...(await runPhase(job, { ...pass, phase }, after)), phase };
  }
  if (pass.mode === 'full' && job.stream.deletions.by !== 'none')
    await resolveUnmet(db, job.target, pass.run_id);
}

async function runPhase(job: StreamJob, pass: Pass, after: (p: Pass) => Standing): Promise<Pass> {
  const { stream } = job;
  switch (pass.phase) {
    case 'main':
      return walkPages(
        job,
        pass,
        pass.mode === 'full' ? stream.full : stream.incremental!,
        after,
        'main',
      );
    case 'deletions':
      return walkPages(
        job,
        pass,
        stream.deletions.by === 'listing' ? stream.deletions.pull : stream.full,
        after,
        'deletions',
      );
    case 'recheck':
      return recheck(job, pass, after);
    case 'sweep':
      await sweepUnseen(job.target, pass.generation, after(pass));
      return pass;
  }
}

/**
 * Fetches page after page, while one batch is being written and at most another waits for it:
 * neither side stands still for the other's bad moments.
 */
async function walkPages(
  job: StreamJob,
  begun: Pass,
  pull: Pull,
  after: (p: Pass) => Standing,
  phase: Phase,
): Promise<Pass> {
  let pass = begun;
  let total: number | null = null;
  let writing: Promise<void> = Promise.resolve();
  let before = writing;
  let failed = false;
  let batch = emptyBatch(job, pass);
  let characters = 0;
  // The first page is committed at once: an attempt that got somewhere is told from one that
  // crashes its worker.
  let opened = -Infinity;
  const seen = new Set<string>();

  const commit = async (standing: Standing) => {
    const full = batch;
    batch = emptyBatch(job, pass);
    characters = 0;
    opened = performance.now();
    await turn();
    const ready = prepareRecords(job.target, full.rows, {
      first_load: pass.first_load && pass.mode === 'full',
    });
    const progress = job.progress({ records: pass.records, pages: pass.pages, total });
    await before;
    before = writing;
    writing = writing.then(async () => {
      await commitBatch(job.target, full, ready, standing, progress);
    });
    writing.catch(() => {
      failed = true;
    }); // awaited below; this keeps it from being unhandled meanwhile
  };

  const ask = (page: Json | null): Asked => {
    const where: At = { ...job.context, page, since: pass.since, until: pass.until };
    const answer = fetchAnswer(job.caller, pull.request(where));
    answer.catch(() => undefined); // thrown where it is awaited
    return { where, answer };
  };

  try {
    for (let asked = ask(pass.page); ;) {
      if (failed) await writing;
      const answer = await asked.answer;
      // The provider gave this page's position itself: it cannot mean that there is nothing.
      if (!answer && asked.where.page !== null)
        throw new SyncError(
          'transient',
          `The provider answered a page in the middle of ${job.stream.name} as if there were nothing. What is known stays, and the page is read again.`,
        );
      const items = answer ? itemsOf(answer.body, pull.records) : [];
      const page = answer ? pull.next(answer, asked.where, items) : null; // before anything is kept: if it throws, this page was not read
      const repeats = page !== null && !noteNew(seen, page);
      if (page !== null && !repeats) {
        asked = ask(page);
        await turn(); // lets the request go out: it is on its way while this page is worked on
      }
      if (answer && pull.total) total = totalOf(answer.body, pull.total, pass.records) ?? total;
      if (phase === 'main') {
        const cursor = job.stream.incremental?.cursor;
        const first =
          pass.first ??
          (answer && cursor?.by === 'first_page' ? text(answer.body, cursor.path) : null);
        const { rows, bad } = toRows(job.stream, items, job.context);
        batch.rows.push(...rows);
        for (const row of rows) characters += row.text.length;
        batch.bad.push(...bad);
        // A bad record was met all the same: it is not gone.
        batch.sightings?.push(...rows.map((r) => r.id), ...bad.flatMap((b) => b.external_id ?? []));
        const incomplete =
          pass.incomplete === true || !answer || at(answer.body, pull.records) === undefined;
        pass = { ...pass, first, ...(incomplete ? { incomplete } : {}) };
      } else batch.rows.push(...tombstones(job.stream, items));
      batch.read += items.length;
      batch.pages += 1;
      pass = { ...pass, page, pages: pass.pages + 1, records: pass.records + items.length };
      if (page === null) break;
      if (repeats)
        throw new SyncError(
          'unknown',
          `The provider repeats a page position in ${job.stream.name}; the walk was stopped so that it does not go round for ever.`,
        );
      if (
        batch.read >= COMMIT_RECORDS ||
        characters >= COMMIT_CHARACTERS ||
        performance.now() - opened > COMMIT_AFTER_MS
      )
        await commit({ pass });
    }
  } catch (error) {
    // What was read is kept: the checkpoint says "go on with the page that failed".
    await writing;
    if (batch.pages > 0 && !(error instanceof RestartPass)) {
      await commit({ pass });
      await writing;
    }
    throw error;
  }
  await commit(after(pass));
  await writing;
  const next = after(pass);
  return 'pass' in next ? next.pass : pass;
}

interface Asked {
  where: At;
  answer: Promise<Answer | null>;
}

/** How many records the whole walk will have read, by the provider's own count. */
function totalOf(
  body: Json,
  { at: path, counts }: NonNullable<Pull['total']>,
  read: number,
): number | null {
  const found = at(body, path);
  return typeof found === 'number' && Number.isFinite(found) && found > 0
    ? Math.trunc(found) + (counts === 'rest' ? read : 0)
    : null;
}

const itemsOf = (body: Json, path: string): Json[] => {
  const found = at(body, path);
  return Array.isArray(found) ? found : found === undefined || found === null ? [] : [found];
};

const emptyBatch = (job: StreamJob, pass: Pass): Batch => ({
  rows: [],
  bad: [],
  read: 0,
  pages: 0,
  sightings: notesSightings(job.stream, pass) && pass.phase === 'main' ? [] : null,
});

function tombstones(stream: AnyStream, items: readonly Json[]): Row[] {
  const path = stream.deletions.by === 'listing' ? (stream.deletions.id ?? stream.id) : stream.id;
  return items.flatMap((item) => {
    const id = text(item, path);
    return id === null ? [] : [{ id, text: '', hash: '', deleted: true }];
  });
}

/** False: this page position was met before in the walk, which would go round for ever. */
function noteNew(seen: Set<string>, page: Json): boolean {
  const key = createHash('sha1').update(JSON.stringify(page)).digest('base64');
  return seen.size < seen.add(key).size;
}

const commitNow = (
  job: StreamJob,
  batch: Batch,
  standing: Standing,
  progress: ProgressNote | null,
) =>
  commitBatch(
    job.target,
    batch,
    prepareRecords(job.target, batch.rows, { first_load: false }),
    standing,
    progress,
  );

/** Reads the newest known records again by id, for numbers that change without a change time. */
async function recheck(job: StreamJob, begun: Pass, after: (p: Pass) => Standing): Promise<Pass> {
  const { recheck: rule } = job.stream;
  if (!rule) return begun;
  let pass = begun;
  const ids = await newestIds(db, job.target, rule.newest);
  for (
    let offset = typeof pass.page === 'number' ? pass.page : 0;
    offset < ids.length;
    offset += rule.batch
  ) {
    const answer = await fetchAnswer(
      job.caller,
      rule.request(ids.slice(offset, offset + rule.batch), job.context),
    );
    const items = answer ? itemsOf(answer.body, rule.records) : [];
    const { rows, bad } = toRows(job.stream, items, job.context);
    const gone = answer
      ? rule.gone(answer).map((id): Row => ({ id, text: '', hash: '', deleted: true }))
      : [];
    pass = { ...pass, page: offset + rule.batch, pages: pass.pages + 1 };
    await commitNow(
      job,
      { rows: [...rows, ...gone], bad, read: items.length, pages: 1, sightings: null },
      { pass },
      job.progress({ records: pass.records, pages: pass.pages, total: null }),
    );
  }
  const standing = after(pass);
  await commitNow(job, emptyBatch(job, pass), standing, null);
  return 'pass' in standing ? standing.pass : pass;
}
