import type * as z from 'zod';
import type { Connector } from '@/lib/connectors/kit';
import type { Schedule } from '@/lib/contract/common';
import type { ConnectorCadence, setCadence as setCadenceOperation } from '@/lib/contract/access';
import { DomainError } from '@/lib/contract/errors';
import type { Actor, Principal } from '@/lib/contract/principal';
import { allConnectors, findConnector } from '@/lib/catalog/service';
import { emit } from '@/lib/events/service';
import { transaction, type Sql } from '@/lib/platform/db';
import { now } from '@/lib/platform/clock';
import { sql } from '@/lib/platform/sql';
import { env } from '@/lib/platform/env';
import { enqueueRun, orphans, requestScheduled } from '@/lib/runs/service';
import { CADENCE_MS, nextSlotIn } from '@/lib/schedule/cadence';
import { assertSchedule, longestGapOf, nextTimeOf } from '@/lib/schedule/cron';
import {
  cadenceOverrides,
  claimDue,
  connectionsByType,
  databaseNow,
  putOverride,
  respread,
} from '@/lib/schedule/repository';

export { reauthRetryIn, retryIn } from '@/lib/schedule/cadence';

const CLAIM_AT_ONCE = 200;
/** A hundred years. */
const NEVER_MS = 100 * 365 * 86_400_000;

/** A connector's interval in milliseconds, with the admin's override. */
export async function intervalOf(connector: Connector): Promise<number> {
  return CADENCE_MS[(await cadenceOverrides()).get(connector.type) ?? connector.default_cadence];
}

/**
 * Milliseconds until a connection's next sync: by its own schedule, read with the database's clock,
 * or else its slot in the connector's interval.
 */
export async function nextSyncIn(
  sql: Sql,
  connector: Connector,
  { id, schedule }: { id: string; schedule: Schedule | null },
): Promise<number> {
  if (schedule === null) return nextSlotIn(id, await intervalOf(connector), now());
  const at = await databaseNow(sql);
  return (nextTimeOf(schedule, at) ?? at + NEVER_MS) - at;
}

/** Throws invalid_request unless a connection can be synced by this schedule. */
export const checkSchedule = (schedule: Schedule): void => assertSchedule(schedule, now());

/** The columns of a connection that hold a schedule of its own; null: it has none. */
export const ownRhythm = (schedule: Schedule | null) => ({
  schedule,
  schedule_gap_seconds: schedule && Math.ceil(longestGapOf(schedule, now()) / 1000),
});

/**
 * The freshness threshold of one connection in milliseconds: its connector's, never tighter than
 * twice the longest gap of its own schedule.
 */
export const staleAfterOf = async (
  connector: Connector,
  { schedule_gap_seconds }: { schedule_gap_seconds: number | null },
): Promise<number> => Math.max(await staleAfter(connector), 2_000 * (schedule_gap_seconds ?? 0));

/**
 * Freshness threshold of a connector in milliseconds: the setting, never tighter than twice the
 * cadence.
 */
export const staleAfter = async (connector: Connector): Promise<number> =>
  // Nobody knows when the next event is sent.
  connector.auth.method === 'webhook'
    ? NEVER_MS
    : Math.max(env().FRESHNESS_HOURS * 3_600_000, 2 * (await intervalOf(connector)));

/**
 * One tick: enqueues what is due and gives live runs that lost their worker back to the queue. Run
 * row, job and the moved due time are one transaction. Answers how many runs it started; call again
 * at once when that is a full batch.
 */
export async function tick(): Promise<{ started: number; recovered: number; more: boolean }> {
  return transaction(async (tx) => {
    const due = await claimDue(tx, CLAIM_AT_ONCE);
    const started = await requestScheduled(
      tx,
      due.map((row) => ({ ...row, priority: -row.rank })),
    );
    const lost = await orphans(tx, CLAIM_AT_ONCE);
    for (const run of lost) {
      await enqueueRun(tx, run);
      await tx.query(sql`
        UPDATE sync_runs
        SET lease_until = now() + interval '30 seconds'
        WHERE workspace_id = ${run.workspace_id} AND id = ${run.id}`);
    }
    return { started, recovered: lost.length, more: due.length === CLAIM_AT_ONCE };
  });
}

/** Every connector's cadence, with overrides. */
export async function listCadences(
  _principal: Principal,
  _input: object,
): Promise<{ connectors: z.output<typeof ConnectorCadence>[] }> {
  const [overrides, counts] = [await cadenceOverrides(), await connectionsByType()];
  return {
    connectors: allConnectors()
      .filter((c) => c.puller.status === 'live')
      .map((c) => cadenceOf(c, overrides.get(c.type) ?? null, counts.get(c.type) ?? 0)),
  };
}

/**
 * Sets or clears a connector's override; its connections take the new rhythm at once. Throws
 * unknown_connector.
 */
export async function setCadence(
  actor: Actor,
  input: z.output<typeof setCadenceOperation.input>,
): Promise<{ connector: z.output<typeof ConnectorCadence> }> {
  const connector = findConnector(input.type);
  if (!connector)
    throw new DomainError('unknown_connector', {
      detail: `There is no connector "${input.type}".`,
    });
  await transaction(async (tx) => {
    const data = { sync_interval: input.sync_interval };
    await emit(tx, actor, { event: 'cadence.set', id: connector.type, data });
    await putOverride(
      tx,
      connector.type,
      input.sync_interval,
      actor.kind === 'user' ? actor.user_id : null,
    );
    await respread(
      tx,
      connector.type,
      CADENCE_MS[input.sync_interval ?? connector.default_cadence] / 1000,
    );
  });
  return {
    connector: cadenceOf(
      connector,
      input.sync_interval,
      (await connectionsByType()).get(connector.type) ?? 0,
    ),
  };
}

const cadenceOf = (
  c: Connector,
  override: z.output<typeof ConnectorCadence>['override'],
  connections: number,
) => ({
  type: c.type,
  name: c.name,
  default_interval: c.default_cadence,
  override,
  effective_interval: override ?? c.default_cadence,
  connections,
});
