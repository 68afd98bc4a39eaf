import type { PoolClient } from 'pg';
import { log } from '@/lib/platform/log';
import { sleep } from '@/lib/platform/clock';
import { db, transaction } from '@/lib/platform/db';
import { storeAll } from '@/lib/webhooks/arrivals';
import { onArrival } from '@/lib/webhooks/bell';
import { effectOf, type Effect, type Match } from '@/lib/webhooks/effects';
import { matchConnections, type Matched } from '@/lib/webhooks/matching';
import type { Receiver } from '@/lib/webhooks/receiver';
import { findReceiver, RECEIVERS } from '@/lib/webhooks/receivers';
import {
  claimEndpoint,
  dueIn,
  markDone,
  markFailed,
  type ClaimedEndpoint,
  type StoredDelivery,
} from '@/lib/webhooks/repository';
import { noteEnding } from '@/lib/webhooks/repository-registrations';
import { MOST_TARGETS, noteWakes, startWoken, type Wake } from '@/lib/webhooks/wakes';

/** Deliveries handled in one transaction. */
const BATCH = 200;
const LOOK_MS = 500;
/** What arrives this close together is handled in one transaction instead of one each. */
const GATHER_MS = 50;
/** How often a delivery is tried that cannot be handled, and how long after each try. */
const TRIES_AFTER_SECONDS = [1, 5, 30, 120];
const ORDERED = RECEIVERS.filter((one) => one.ordered).map((one) => one.slug);
/** Between two runs that events start; what comes meanwhile is one run. */
const GAP_SECONDS = 10;

/**
 * Handles what one endpoint received, in one transaction: the effects and the note that they
 * happened exist together or not at all, so that a worker may die anywhere. What the database
 * cannot take of one delivery fails that one alone. Answers how many deliveries were looked at; 0:
 * nothing is left to take.
 */
export async function drainOne(limit = BATCH): Promise<number> {
  let first: string | undefined;
  try {
    return await transaction(async (tx) => {
      const endpoint = await claimEndpoint(tx, ORDERED);
      if (!endpoint) return 0;
      const deliveries = await dueIn(tx, endpoint.id, limit);
      first = deliveries[0]?.seq;
      const work = new Work(tx, endpoint, findReceiver(endpoint.provider));
      for (const delivery of deliveries) if (!(await work.handle(delivery))) break;
      await work.settle();
      return deliveries.length;
    });
  } catch (error) {
    if (!isDataFault(error)) throw error;
    if (limit > 1) return drainOne(1);
    if (first !== undefined) await markFailed(db, first, sentence(error), null);
    return 1;
  }
}

/** SQLSTATE classes 22 and 23: what was to be stored is at fault, not the database. */
const isDataFault = (error: unknown): boolean =>
  /^2[23]/.test((error as { code?: string }).code ?? '');

/** One batch: what its deliveries ask for is written together at its end. */
class Work {
  readonly #tx: PoolClient;
  readonly #endpoint: ClaimedEndpoint;
  readonly #receiver: Receiver | undefined;
  readonly #done: { seq: string; matched: number }[] = [];
  readonly #effects: Effect[] = [];
  /** Connections by the account an event names: asked for once in a batch. */
  readonly #matched = new Map<string | null, Promise<Matched[]>>();

  constructor(tx: PoolClient, endpoint: ClaimedEndpoint, receiver: Receiver | undefined) {
    this.#tx = tx;
    this.#endpoint = endpoint;
    this.#receiver = receiver;
  }

  /** False: the later ones wait for this one. */
  async handle(delivery: StoredDelivery): Promise<boolean> {
    try {
      if (!this.#receiver) throw new Error(`Nothing receives ${this.#endpoint.provider}.`);
      const effect = await effectOf(this.#receiver, delivery, this.#match);
      this.#effects.push(effect);
      this.#done.push({ seq: delivery.seq, matched: effect.matched });
      return true;
    } catch (error) {
      if (isFromDatabase(error)) throw error;
      const again = TRIES_AFTER_SECONDS[delivery.attempts] ?? null;
      await markFailed(this.#tx, delivery.seq, sentence(error), again);
      return again === null || !this.#receiver?.ordered;
    }
  }

  readonly #match: Match = (account_id) => {
    const { connectors } = this.#receiver!;
    const found =
      this.#matched.get(account_id) ??
      matchConnections(this.#tx, this.#endpoint, connectors, account_id);
    this.#matched.set(account_id, found);
    return found;
  };

  async settle(): Promise<void> {
    const gap = this.#receiver?.gap_seconds ?? GAP_SECONDS;
    await storeAll(
      this.#tx,
      this.#effects.flatMap((effect) => effect.arrivals),
    );
    await noteWakes(this.#tx, together(this.#effects), gap);
    for (const { registration } of this.#effects)
      if (registration) await noteEnding(this.#tx, this.#endpoint, registration);
    await markDone(this.#tx, this.#done);
  }
}

/** The transaction cannot go on. */
const isFromDatabase = (error: unknown): boolean =>
  typeof (error as { severity?: unknown }).severity === 'string';

const sentence = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replaceAll('\0', '').slice(0, 500);

/** One wake for each connection. */
function together(effects: readonly Effect[]): Wake[] {
  const byConnection = Map.groupBy(
    effects.flatMap((effect) => effect.wakes),
    (wake) => wake.connection_id,
  );
  return [...byConnection.values()].map((wakes) => {
    const targets = [...new Set(wakes.flatMap((wake) => wake.targets))];
    const isMany = targets.length > MOST_TARGETS;
    return {
      ...wakes[0]!,
      targets: isMany ? [] : targets,
      whole: isMany || wakes.some((wake) => wake.whole),
      events: wakes.reduce((sum, wake) => sum + wake.events, 0),
    };
  });
}

/** Handles all that waits now. Answers how many deliveries that were. */
export async function drainInbox(): Promise<number> {
  let all = 0;
  for (let some = await drainOne(); some > 0; some = await drainOne()) all += some;
  return all;
}

/**
 * Handles the inbox and starts what it asks for until the signal aborts: at once when something
 * arrives in this process, and twice a second for what other processes received.
 */
export async function handleInbox(signal: AbortSignal): Promise<void> {
  let wake = new AbortController();
  const stop = onArrival(() => wake.abort());
  try {
    while (!signal.aborted) {
      if (wake.signal.aborted) wake = new AbortController();
      const busy = await round(signal);
      if (!busy) await sleep(LOOK_MS, AbortSignal.any([signal, wake.signal]));
      if (wake.signal.aborted) await sleep(GATHER_MS, signal);
    }
  } finally {
    stop();
  }
}

async function round(signal: AbortSignal): Promise<boolean> {
  try {
    const handled = await drainOne();
    const started = signal.aborted ? 0 : await startWoken();
    return handled + started > 0;
  } catch (error) {
    log.warn({ error: String(error) }, 'handling the inbox failed');
    return false;
  }
}
