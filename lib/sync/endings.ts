import type { Connector } from '@/lib/connectors/kit';
import { now } from '@/lib/platform/clock';
import { db, transaction } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { log } from '@/lib/platform/log';
import { counter } from '@/lib/platform/metrics';
import { keepMetrics } from '@/lib/records/service';
import { finish, release, type RunRow } from '@/lib/runs/service';
import {
  intervalOf,
  nextSyncIn,
  reauthRetryIn,
  retryIn,
  staleAfterOf,
} from '@/lib/schedule/service';
import type { Caller } from '@/lib/sync/context';
import { Cancelled, LostClaim, Stopping } from '@/lib/sync/errors';
import { countFruitless } from '@/lib/sync/fruitless';
import type { Refusal } from '@/lib/sync/gate';
import type { Outcome } from '@/lib/sync/outcome';
import {
  applyOutcome,
  freeConnection,
  lockConnection,
  type ConnectionRow,
} from '@/lib/sync/repository';
import { noteStalls } from '@/lib/sync/stall';
import { isTargeted } from '@/lib/sync/targets';
import { tellingVerdict } from '@/lib/sync/verdict';

const HOUR_MS = 3_600_000;

const ended = counter<'connector' | 'status'>(
  'inlet_runs_finished_total',
  'Syncs this process ended, by outcome.',
);

export interface EndingRun {
  run: RunRow;
  connection: ConnectionRow;
  connector: Connector;
  clock: Caller['clock'];
}

/** Ends a run by what its streams came to, and writes what that means for the connection. */
export async function endByOutcome(
  { run, connection, connector, clock }: EndingRun,
  outcome: Outcome,
): Promise<void> {
  const next_in_ms = await nextIn(connection, connector, outcome);
  const stale_ms = await staleAfterOf(connector, connection);
  try {
    await transaction(async (tx) => {
      await lockConnection(tx, run);
      if (!(await finish(tx, run, outcome))) throw new LostClaim();
      await noteStalls(tx, run);
      await keepMetrics(tx, run, connector);
      await tellingVerdict(tx, run, outcome, stale_ms, async () => {
        await applyOutcome(tx, run, outcome, {
          next_in_ms,
          clock_offset_ms: clock.offset_ms,
          proves_current: !isTargeted(run),
          streams: connector.streams
            .map((s) => s.name)
            .filter((name) => !connection.excluded_streams.includes(name)),
        });
        await countFruitless(tx, run, outcome);
      });
    });
    ended({ connector: connector.type, status: outcome.status });
  } catch (error) {
    if (!(error instanceof LostClaim)) throw error;
  }
  const { status, error_reason: reason } = outcome;
  log.info(
    { run: run.id, connection: connection.id, connector: connector.type, status, reason },
    'sync ended',
  );
}

/** Milliseconds until the next sync; null when only a person can help. */
async function nextIn(
  connection: ConnectionRow,
  connector: Connector,
  outcome: Outcome,
): Promise<number | null> {
  if (outcome.needs_reauth !== null)
    return outcome.grant_gone ? null : reauthRetryIn(connection.reauth_tries);
  if (outcome.rate_limited_until !== null)
    return outcome.rate_limited_until - now() + Math.random() * 5_000;
  const in_rhythm = await nextSyncIn(db, connector, connection);
  if (outcome.status !== 'failed') return in_rhythm;
  const longest = connection.schedule ? in_rhythm : await intervalOf(connector);
  return retryIn(connection.consecutive_failures, longest);
}

/** Ends a run that may not start. */
export async function endUnstarted(run: RunRow, gate: Refusal): Promise<void> {
  const failed = gate.status === 'failed';
  await transaction(async (tx) => {
    await lockConnection(tx, run);
    const end = {
      status: gate.status,
      error_reason: failed ? ('unknown' as const) : null,
      error_message: gate.reason,
    };
    if (!(await finish(tx, run, end))) return;
    if (!failed) return freeConnection(tx, run, HOUR_MS);
    const outcome = crashed(gate.reason);
    await tellingVerdict(tx, run, outcome, env().FRESHNESS_HOURS * HOUR_MS, () =>
      applyOutcome(tx, run, outcome, {
        next_in_ms: HOUR_MS,
        clock_offset_ms: null,
        proves_current: false,
        streams: null,
      }),
    );
  });
}

const crashed = (error_message: string): Outcome => ({
  status: 'failed',
  error_reason: 'unknown',
  error_message,
  needs_reauth: null,
  grant_gone: false,
  rate_limited_until: null,
});

/**
 * A run that was stopped from outside: cancelled, taken over, or given back because the process
 * ends. Throws what is trouble of our own: the job engine tries again, from the checkpoint.
 */
export async function interrupted(whole: EndingRun, error: unknown): Promise<void> {
  if (error instanceof LostClaim) return;
  if (error instanceof Cancelled) return endCancelled(whole);
  // The run goes back; so does its job, because a handler that throws is tried again. A second job
  // would be refused: one a run.
  if (error instanceof Stopping) await release(db, whole.run);
  throw error;
}

async function endCancelled({ run, connection, connector }: EndingRun): Promise<void> {
  const next_in_ms = await nextSyncIn(db, connector, connection);
  const end = { status: 'cancelled' as const, error_reason: null, error_message: 'Cancelled.' };
  await transaction(async (tx) => {
    await lockConnection(tx, run);
    if (!(await finish(tx, run, end))) return;
    await freeConnection(tx, run, next_in_ms);
    ended({ connector: connector.type, status: 'cancelled' });
  });
}
