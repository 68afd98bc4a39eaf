import type { Sql } from '@/lib/platform/db';
import { bodyOf } from '@/lib/webhooks/body';
import { matchConnections } from '@/lib/webhooks/matching';
import type { Receiver, WebhookEvent } from '@/lib/webhooks/receiver';
import type { ClaimedEndpoint, StoredDelivery } from '@/lib/webhooks/repository';
import type { Wake } from '@/lib/webhooks/wakes';

/** What comes of one delivery. */
export interface Effect {
  /** How many connections it is about. */
  matched: number;
  wakes: readonly Wake[];
}

/**
 * What a stored delivery asks for. Throws why it cannot be handled; it was verified when it came,
 * and is not again.
 */
export async function effectOf(
  tx: Sql,
  endpoint: ClaimedEndpoint,
  receiver: Receiver,
  delivery: StoredDelivery,
): Promise<Effect> {
  const body = bodyOf(delivery);
  const events = receiver.events(body, delivery);
  const wakes: Wake[] = [];
  for (const [account_id, about] of Map.groupBy(events, (event) => event.account_id)) {
    const matched = await matchConnections(tx, endpoint, receiver.connectors, account_id);
    for (const { workspace_id, id: connection_id } of matched)
      wakes.push({ workspace_id, connection_id, ...asked(about) });
  }
  return { matched: new Set(wakes.map((wake) => wake.connection_id)).size, wakes };
}

/** The records the events name; one that names none asks for an ordinary run. */
const asked = (events: readonly WebhookEvent[]): Pick<Wake, 'targets' | 'whole' | 'events'> => ({
  targets: events.flatMap(named).filter((target) => !target.includes('\0')),
  whole: events.some((event) => named(event).length === 0),
  events: events.length,
});

const named = ({ records = [] }: WebhookEvent): string[] =>
  records.map(({ stream, id }) => `${stream} ${id}`.toWellFormed());
