import { Gone } from '@/lib/connectors/kit';
import { followAll } from '@/lib/knowledge/service';
import { archive } from '@/lib/mirror/archive';
import { databaseIsGone, targetOf } from '@/lib/mirror/database';
import { save, type Job, type Target } from '@/lib/mirror/job';
import { look } from '@/lib/mirror/look';
import { writeDocument } from '@/lib/mirror/page';
import { findMirror } from '@/lib/mirror/repository';
import { nextWork, pagesToArchive, type Work } from '@/lib/mirror/repository-pages';
import { troubleOf } from '@/lib/mirror/trouble';
import {
  askerFor,
  changerFor,
  SyncError,
  Uncertain,
  type RunContext,
  type Written,
} from '@/lib/sync/service';

/** Documents on their way at once: the budget is three calls a second. */
const WIDTH = 4;
const BATCH = 100;
/** What nobody knows the end of is taken up again so often in a run. */
const ROUNDS = 3;
/** Documents in a row that meet trouble until the provider is taken to be down. */
const TROUBLED = 5;

/**
 * One run of an outbound connection: follows the records, looks what was done by hand, writes what is
 * missing or different, and puts away what left the selection. Safe to end anywhere and to begin
 * again. Throws SyncError when the whole run cannot go on.
 */
export async function writeKnowledge({ run, connection, caller }: RunContext): Promise<Written> {
  const { workspace_id, id: connection_id } = connection;
  const mirror = await findMirror({ workspace_id, connection_id });
  if (!mirror)
    throw new SyncError('unknown', 'It is not set up yet. Finish it on the page Knowledge sync.', {
      reach: 'run',
    });
  if (mirror.database_gone) throw databaseIsGone();
  await followAll(workspace_id, caller.signal);
  const { signal, clock } = caller;
  const bot = connection.external_account_id;
  const job: Job = {
    run,
    mirror,
    bot,
    signal,
    clock,
    ask: askerFor(caller),
    change: changerFor(caller),
  };
  try {
    await mirrored(job);
  } catch (error) {
    if (error instanceof Uncertain)
      throw new SyncError('transient', error.message, { reach: 'run' });
    throw error;
  }
  return { trouble: await troubleOf(mirror) };
}

async function mirrored(job: Job): Promise<void> {
  const known = job.mirror.data_source_id;
  const columns = job.mirror.properties as Target['columns'];
  if (known !== null) await look(job, { data_source_id: known, columns });
  const something =
    known === null ||
    (await isSomethingToDo(job)) ||
    (await pagesToArchive(job.mirror, 1)).length > 0;
  if (!something) return;
  const target = await targetOf(job);
  if (known === null) await look(job, target);
  const writer = new Writer(job, target);
  await writer.pass('first');
  for (let round = 0; round < ROUNDS && (await writer.pass('again')) > 0; round++);
  if (job.mirror.policy === 'mirror') await archive(job);
  await look(job, target);
}

const isSomethingToDo = async ({ mirror }: Job): Promise<boolean> =>
  (await nextWork(mirror, 'first', '0', 1)).length > 0 ||
  (await nextWork(mirror, 'again', '0', 1)).length > 0;

/** Writes documents, several at once; what one of them meets is no trouble of the others. */
class Writer {
  readonly #job: Job;
  readonly #target: Target;
  #troubled = 0;

  constructor(job: Job, target: Target) {
    this.#job = job;
    this.#target = target;
  }

  /** Takes every document of a pass up once; answers how many there were. */
  async pass(which: 'first' | 'again'): Promise<number> {
    let after = '0';
    let count = 0;
    for (;;) {
      const batch = await nextWork(this.#job.mirror, which, after, BATCH);
      const last = batch.at(-1);
      if (!last) return count;
      const rest = batch.values();
      let failure: { error: unknown } | null = null;
      const lane = async () => {
        for (const work of rest) {
          await this.#write(work).catch((error: unknown) => (failure ??= { error }));
          if (failure) return;
        }
      };
      await Promise.all(Array.from({ length: WIDTH }, lane));
      if (failure) throw (failure as { error: unknown }).error;
      count += batch.length;
      after = last.seq;
    }
  }

  async #write(work: Work): Promise<void> {
    this.#job.signal.throwIfAborted();
    try {
      await writeDocument(this.#job, this.#target, work);
      this.#troubled = 0;
    } catch (error) {
      if (error instanceof Gone) return save(this.#job, work, { state: 'gone' });
      if (error instanceof Uncertain)
        return this.#passTrouble(new SyncError('transient', error.message));
      if (!(error instanceof SyncError) || error.reach === 'run') throw error;
      if (error.reason === 'transient') return this.#passTrouble(error);
      if (error.reason === 'auth') throw new SyncError('auth', error.message, { reach: 'run' });
      const { message } = error;
      const failed = { state: 'failed', hash: work.hash, blocks: null, error: message } as const;
      await save(this.#job, work, failed, { failed: 1 });
    }
  }

  /** It is taken up again later in the run; a provider that is down ends it. */
  #passTrouble(error: SyncError): void {
    this.#troubled += 1;
    if (this.#troubled < TROUBLED) return;
    throw new SyncError('transient', error.message, { reach: 'run' });
  }
}
