import { toArrival, type Arrival } from '@/lib/webhooks/arrivals';
import { bodyOf } from '@/lib/webhooks/body';
import type { Matched } from '@/lib/webhooks/matching';
import type { Receiver, WebhookEvent } from '@/lib/webhooks/receiver';
import type { StoredDelivery } from '@/lib/webhooks/repository';
import type { Wake } from '@/lib/webhooks/wakes';

/** Connections an account's events are about. */
export type Match = (account_id: string | null) => Promise<readonly Matched[]>;

/** What comes of one delivery. */
export interface Effect {
  /** How many connections it is about. */
  matched: number;
  wakes: readonly Wake[];
  /** Of the webhook connector: the event is the record. */
  arrivals: readonly Arrival[];
  /** What becomes of the endpoint's registration at the provider. */
  registration: WebhookEvent['registration'] | null;
}

/**
 * What a stored delivery asks for. Throws why it cannot be handled; it was verified when it came,
 * and is not again.
 */
export async function effectOf(
  receiver: Receiver,
  delivery: StoredDelivery,
  match: Match,
): Promise<Effect> {
  const body = bodyOf(delivery);
  const events = receiver.events(body, delivery);
  const id = receiver.delivery_id(body, delivery) ?? delivery.id;
  const said = { id, received_at: delivery.received_at.toISOString(), body };
  const wakes: Wake[] = [];
  const arrivals: Arrival[] = [];
  const changes = events.filter((event) => event.registration !== 'ending');
  for (const [account_id, about] of Map.groupBy(changes, (event) => event.account_id)) {
    for (const one of await match(account_id)) {
      const { workspace_id, id: connection_id } = one;
      if (one.connector_type === 'webhook') arrivals.push(toArrival(one, said));
      else wakes.push({ workspace_id, connection_id, ...asked(about) });
    }
  }
  const met = new Set([...wakes, ...arrivals].map((one) => one.connection_id));
  const ends = events.map((event) => event.registration);
  const registration = ends.find((one) => one === 'gone') ?? ends.find((one) => one) ?? null;
  return { matched: met.size, wakes, arrivals, registration };
}

/** The records the events name; one that names none asks for an ordinary run. */
const asked = (events: readonly WebhookEvent[]): Pick<Wake, 'targets' | 'whole' | 'events'> => ({
  targets: events.flatMap(named).filter((target) => !target.includes('\0')),
  whole: events.some((event) => named(event).length === 0),
  events: events.length,
});

const named = ({ records = [] }: WebhookEvent): string[] =>
  records.map(({ stream, id, place }) =>
    (place === undefined ? `${stream} ${id}` : `${stream} ${id}\n${place}`).toWellFormed(),
  );
