import type { EventData, EventName } from '@/lib/contract/events';
import { consume, subscribe, type TellingEvent } from '@/lib/events/service';
import {
  close,
  comingToAnEnd,
  reconcile,
  remind,
  type Reached,
} from '@/lib/notifications/incidents';
import { sendDue } from '@/lib/notifications/send';
import { tell } from '@/lib/notifications/tell';
import { tellOfWish, tellWhoWaits, type Wished } from '@/lib/notifications/wishes';
import { sleep } from '@/lib/platform/clock';
import { transaction, type Sql } from '@/lib/platform/db';
import { log } from '@/lib/platform/log';

const READER = 'notifications';
const AT_ONCE = 500;
const LOOK_MS = 2_000;

/** Events after which a connection may be in other trouble than before. */
const CHANGING: ReadonlySet<EventName> = new Set<EventName>([
  'connection.needs_reauth',
  'connection.health_changed',
  'connection.recovered',
  'connection.connected',
  'connection.deletions_held',
  'connection.deletions_confirmed',
  'connection.paused',
  'connection.auto_paused',
  'connection.resumed',
  'connection.disconnected',
  'run.finished',
]);

/**
 * One look: what happened is turned into incidents, and what is worth telling is told and sent.
 * Incidents and what is told of them are written in the transaction that moves the reader on:
 * whatever dies, each step is told once. Answers how many events were read.
 */
export async function lookAround(): Promise<number> {
  let all = 0;
  for (let some = await readSome(); some > 0; some = await readSome()) all += some;
  await transaction(async (tx) => {
    await tellAll(tx, await reconcile(tx, await comingToAnEnd(tx)));
    await tellAll(tx, await close(tx));
    await tellAll(tx, await remind(tx));
    await tellWhoWaits(tx);
  });
  await sendDue();
  return all;
}

const readSome = (): Promise<number> =>
  consume(READER, AT_ONCE, async (events, tx) => {
    const about = new Map(
      events
        .filter(({ event }) => CHANGING.has(event))
        .map(({ workspace_id, subject_id }) => [
          subject_id,
          { workspace_id, connection_id: subject_id },
        ]),
    );
    if (about.size > 0) await tellAll(tx, await reconcile(tx, [...about.values()]));
    for (const wished of events.filter(({ event }) => event === 'connector.wished'))
      await tellOfWish(tx, wishIn(wished));
  });

function wishIn({ workspace_id, subject_id, data }: TellingEvent): Wished {
  const { is_type, name } = data as EventData<'connector.wished'>;
  return { workspace_id, is_type, wanted: subject_id, name };
}

async function tellAll(tx: Sql, steps: readonly Reached[]): Promise<void> {
  for (const step of steps) await tell(tx, step);
}

/** Makes the reader known: told of is what happens from now on. */
export const listenForTrouble = (): Promise<void> => subscribe(READER);

/** Looks around every two seconds until the signal aborts. Any number of processes may. */
export async function keepTelling(signal: AbortSignal): Promise<void> {
  let isKnown = false;
  while (!signal.aborted) {
    try {
      if (!isKnown) await listenForTrouble();
      isKnown = true;
      await lookAround();
    } catch (error) {
      log.warn({ error: String(error) }, 'telling of trouble failed');
    }
    await sleep(LOOK_MS, signal);
  }
}
