import {
  BookmarkGone,
  BrokenPaging,
  Gone,
  JobLost,
  listOf,
  NotReady,
  text,
  TooLarge,
} from '@/lib/connectors/kit';
import { db } from '@/lib/platform/db';
import { failedParents, forgetLate, resolveUnmet } from '@/lib/records/service';
import { askerFor } from '@/lib/sync/ask';
import { batched, mustBeStorable } from '@/lib/sync/batches';
import { isFirstLoad, loadCheckpoint, type Checkpoint, type Pass } from '@/lib/sync/checkpoint';
import { commitAll } from '@/lib/sync/commit';
import type { StreamRun } from '@/lib/sync/context';
import { RestartPass, SyncError } from '@/lib/sync/errors';
import { readPhase } from '@/lib/sync/phases';
import { bookmarkAfter, phaseAfter, phasesOf, planPass } from '@/lib/sync/plan';
import type { StreamProgress } from '@/lib/sync/progress';
import { sweepUnseen } from '@/lib/sync/sweep';
import { isTargeted, readTargets, targetsIn } from '@/lib/sync/targets';
import { worldOf } from '@/lib/sync/world';

/**
 * Brings one stream up to date: from its checkpoint through every phase of the pass. Each commit
 * moves the checkpoint with the records, so a stop anywhere loses nothing. Throws SyncError,
 * LostClaim or the abort reason.
 */
export async function syncStream(job: StreamRun): Promise<void> {
  const checkpoint = await loadCheckpoint(job);
  try {
    if ((await readNamed(job, checkpoint)) && isTargeted(job.run)) return;
  } catch (error) {
    throw asSyncError(error);
  }
  const begun = !checkpoint.bookmark && !checkpoint.pass && (await isFirstLoad(job));
  const plan = (options: { anew?: boolean; force_full?: boolean } = {}) =>
    planPass(job.declared, options.anew ? { ...checkpoint, pass: null } : checkpoint, job.run, {
      first_load: begun && !options.anew,
      force_full: options.force_full,
      backfill_from: job.backfill_from,
    });
  try {
    await makePass(job, checkpoint, plan()).catch((error: unknown) => {
      // Once: a provider that forgets again in the same run is not to be walked today.
      if (error instanceof RestartPass || error instanceof JobLost)
        return makePass(job, checkpoint, plan({ anew: true }));
      if (error instanceof BookmarkGone)
        return makePass(job, checkpoint, plan({ anew: true, force_full: true }));
      throw error;
    });
  } catch (error) {
    throw asSyncError(error);
  }
  await reportFailedParents(job);
}

/**
 * Reads what events named. False: there is nothing of the kind, or the stream was never read to its
 * end; an ordinary pass reads it all then.
 */
async function readNamed(job: StreamRun, checkpoint: Checkpoint): Promise<boolean> {
  const { one } = job.declared;
  const named = targetsIn(job.run, job.stream);
  if (!one || named.length === 0 || !checkpoint.bookmark) return false;
  const before = { ...checkpoint, pass: null };
  const planned = planPass(job.declared, before, job.run, { first_load: false });
  const pass: Pass = { ...planned, mode: 'incremental', missed_before: null };
  await readTargets(job, { one, named, pass, world: worldOf(job, pass, job.caller.signal) });
  return true;
}

/** Phase after phase. A pass that another version left in a phase we do not have begins it anew. */
async function makePass(job: StreamRun, checkpoint: Checkpoint, begun: Pass): Promise<void> {
  const known = phasesOf(job.declared, begun).includes(begun.phase);
  let pass: Pass | null = await withProbe(job, known ? begun : { ...begun, phase: 'main' });
  while (pass) {
    const done: Pass = await makePhase(job, checkpoint, pass);
    pass = nextPhase(job, done);
    if (!pass && done.mode === 'full' && job.declared.deletions.by !== 'none')
      await resolveUnmet(db, job, done.run_id);
  }
  await forgetLate(job);
}

/** Where the stream stands once its phase is done: in the next one, or at the new bookmark. */
function progressAfter(job: StreamRun, checkpoint: Checkpoint, pass: Pass): StreamProgress {
  const next = nextPhase(job, pass);
  return next
    ? { pass: next }
    : {
        done: true,
        bookmark: bookmarkAfter(job.declared, pass, checkpoint.bookmark),
        generation: pass.generation,
        current_to: pass.incomplete ? null : (pass.provider_began_at ?? pass.began_at),
      };
}

function nextPhase(job: StreamRun, pass: Pass): Pass | null {
  const phase = phaseAfter(job.declared, pass);
  return phase ? { ...pass, phase, position: null } : null;
}

/** Reads, batches and commits one phase: one direction, and an end that reaches all of it. */
async function makePhase(job: StreamRun, checkpoint: Checkpoint, pass: Pass): Promise<Pass> {
  if (pass.phase === 'sweep') {
    await sweepUnseen(job, pass, progressAfter(job, checkpoint, pass));
    return pass;
  }
  const stop = new AbortController();
  const world = worldOf(job, pass, AbortSignal.any([job.caller.signal, stop.signal]));
  const end = await commitAll(
    job,
    batched(readPhase(job, pass, world)),
    (batch) => (batch.last ? progressAfter(job, checkpoint, batch.pass) : { pass: batch.pass }),
    (error) => stop.abort(error),
  );
  if (!end) throw new Error(`the walk of ${job.stream} ended without saying so`);
  return end;
}

/** Asks for the bookmark that has to be known before the walk begins, where there is one. */
async function withProbe(job: StreamRun, pass: Pass): Promise<Pass> {
  const bookmark = job.declared.incremental?.bookmark;
  if (bookmark?.by !== 'probe' || pass.first !== null || pass.pages > 0) return pass;
  const { list } = bookmark;
  const ask = askerFor(job.caller);
  const answer = await ask(bookmark.request(job.context), list === undefined ? list : { list });
  const first = text(answer.body, bookmark.path);
  mustBeStorable(first);
  const isEmpty = list !== undefined && listOf(answer, list).length === 0;
  if (first === null && !isEmpty)
    throw new SyncError('unknown', `The provider did not say where ${job.stream} stands.`);
  return { ...pass, first };
}

/** Parents that could not be read make the stream incomplete, and come first next time. */
async function reportFailedParents(job: StreamRun): Promise<void> {
  const { full, incremental } = job.declared;
  const parents = full.parents ?? incremental?.walk.parents ?? [];
  if (parents.length === 0) return;
  const { failed, reason } = await failedParents(job);
  if (failed > 0)
    throw new SyncError(
      'unknown',
      `${failed} of the ${parents.join(' and ')} could not be read: ${reason}`,
    );
}

/** What a walk gave up on, as the reason of its stream. */
function asSyncError(error: unknown): unknown {
  if (error instanceof RestartPass || error instanceof BookmarkGone || error instanceof JobLost)
    return new SyncError('transient', error.message);
  if (
    error instanceof BrokenPaging ||
    error instanceof TooLarge ||
    error instanceof Gone ||
    error instanceof NotReady
  )
    return new SyncError('unknown', error.message);
  return error;
}
