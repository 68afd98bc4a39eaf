import { queueLag, type EngineFinding } from '@/lib/jobs/service';
import { fail, ok, plural, span, unchecked, warn, type Finding } from '@/lib/operations/check';
import { aliveWorkers, connectionsByMode, dueLag, liveRuns } from '@/lib/operations/repository';
import { iso } from '@/lib/platform/clock';
import { env } from '@/lib/platform/env';

const QUEUE_WARN_SECONDS = 60;
const QUEUE_FAIL_SECONDS = 600;
const DUE_WARN_SECONDS = 300;
const DUE_FAIL_SECONDS = 3_600;
const SILENT_WARN_SECONDS = 15;
const SILENT_FAIL_SECONDS = 300;

/** Who syncs. */
export async function workers(): Promise<Finding> {
  const alive = await aliveWorkers();
  if (alive.length === 0)
    return fail(
      'No process syncs.',
      env().JOB_ENGINE === 'pgboss'
        ? 'Start Inlet, with WORKER=1 in the web process or with npm run worker beside it.'
        : 'Start npm run worker.',
    );
  const facts = alive.map(
    (w) =>
      [
        `Worker ${w.id.slice(-6)}`,
        `version ${w.version}, ${plural(w.slots, 'slot')}, since ` +
          `${iso(w.started_at).slice(0, 16).replace('T', ' ')} UTC`,
      ] as const,
  );
  if (new Set(alive.map((w) => w.version)).size > 1)
    return warn(
      'Workers of different versions run side by side.',
      'Restart those of the earlier version once the upgrade is done.',
      facts,
    );
  return ok(
    `${plural(alive.length, 'process syncs', 'processes sync')}, ${plural(
      alive.reduce((sum, w) => sum + w.slots, 0),
      'sync',
    )} at a time.`,
    facts,
  );
}

/**
 * How an engine outside the database looks from the workers: of what they say to one question the
 * worst.
 */
export async function jobEngine(): Promise<Finding | Finding[]> {
  const engine = env().JOB_ENGINE;
  if (engine === 'pgboss') return ok('Jobs are in the database.', [['Engine', 'pg-boss']]);
  const alive = await aliveWorkers();
  const said = alive.flatMap((worker) => worker.engine);
  if (said.length === 0)
    return unchecked('No worker has told yet how the job engine looks from there.', null, [
      ['Engine', engine],
    ]);
  const worst = new Map<string, EngineFinding>();
  for (const one of said) {
    const before = worst.get(one.id);
    if (!before || GRAVITY[one.level] > GRAVITY[before.level]) worst.set(one.id, one);
  }
  return [...worst.values()].map(({ id, title, ...finding }) => ({
    ...finding,
    of: { id: `job_engine.${id}`, title },
  }));
}
const GRAVITY = { ok: 0, not_checked: 1, warn: 2, fail: 3 };

/** Whether jobs wait for a free slot, and connections for the scheduler. */
export async function queue(): Promise<Finding> {
  const [jobs, due] = [await queueLag(), await dueLag()];
  const oldest = jobs.oldest_waiting_ms / 1000;
  const facts = [
    ['Waiting', String(jobs.waiting)],
    ['Running', String(jobs.active)],
    ['Oldest waits', span(oldest)],
    ['Due connections', String(due.due)],
    ['Most overdue', span(due.oldest_seconds)],
  ] as const;
  const more = 'Start another worker, or raise WORKER_SLOTS.';
  if (due.oldest_seconds > DUE_WARN_SECONDS)
    return (due.oldest_seconds > DUE_FAIL_SECONDS ? fail : warn)(
      `Connections have been due for ${span(due.oldest_seconds)} and were not queued.`,
      'See that a worker runs and its log is quiet.',
      facts,
    );
  if (oldest > QUEUE_WARN_SECONDS)
    return (oldest > QUEUE_FAIL_SECONDS ? fail : warn)(
      `The oldest sync has waited for ${span(oldest)}.`,
      more,
      facts,
    );
  return ok(
    jobs.waiting === 0
      ? 'Nothing waits.'
      : `${plural(jobs.waiting, 'sync waits', 'syncs wait')}, the oldest for ${span(oldest)}.`,
    facts,
  );
}

/**
 * Live runs whose worker has gone silent. Another worker takes them over within seconds, if there
 * is one.
 */
export async function runs(): Promise<Finding> {
  const { live, silent, silent_seconds } = await liveRuns();
  const facts = [
    ['Live', String(live)],
    ['Silent', String(silent)],
  ] as const;
  if (silent > 0 && silent_seconds > SILENT_WARN_SECONDS)
    return (silent_seconds > SILENT_FAIL_SECONDS ? fail : warn)(
      `${plural(silent, 'sync shows', 'syncs show')} no sign of life, the first for ${span(silent_seconds)}.`,
      'See that a worker runs: it takes them over by itself.',
      facts,
    );
  return ok(
    live === 0
      ? 'No sync is under way.'
      : `${plural(live, 'sync is', 'syncs are')} under way and ${live === 1 ? 'shows' : 'show'} signs of life.`,
    facts,
  );
}

/**
 * Each process has a sandbox of its own unless it is told of one: what is authorized in one,
 * another does not know.
 */
export async function sandbox(): Promise<Finding> {
  if (!env().SANDBOX) return unchecked('The sandbox is off.');
  if (env().SANDBOX_URL) return ok('All processes use the sandbox in SANDBOX_URL.');
  const used = (await connectionsByMode()).some((c) => c.mode === 'sandbox');
  const alive = (await aliveWorkers()).length;
  if (used && (alive > 1 || !env().WORKER))
    return warn(
      'Sandbox connections exist, and each process has a sandbox of its own.',
      'Start one with npm run sandbox and set SANDBOX_URL for every process, or set SANDBOX=0.',
    );
  return ok('The sandbox is inside the process.');
}
