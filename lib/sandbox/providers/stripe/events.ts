import { KINDS, record, STREAMS } from '@/lib/sandbox/data/stripe';
import type { Stream } from '@/lib/sandbox/data/stripe';
import type { Item } from '@/lib/sandbox/kit/collection';
import type { World } from '@/lib/sandbox/kit/world';

const DAY_MS = 86_400_000;
/** How long events are kept. */
const KEPT_MS = 30 * DAY_MS;

export interface StripeEvent {
  /** Begins with its time, so that its order is that of the ids. */
  id: string;
  at: number;
  type: string;
  object: object;
}

const eventId = (at: number, what: string): string =>
  `evt_1${at.toString(36).padStart(9, '0')}${what}`;

/** Whether an event id is one that is kept still; it may be of any kind. */
export function isKept(id: string, now: number): boolean {
  const at = Number.parseInt(/^evt_1(\w{9})/.exec(id)?.[1] ?? '', 36);
  return at > now - KEPT_MS && at <= now;
}

/** What happened in the last 30 days, newest first; what happened a moment ago may not show yet. */
export function eventsOf(account: string, world: World): StripeEvent[] {
  const [from, to] = [world.now() - KEPT_MS, world.now() - world.lag_ms()];
  const all = STREAMS.flatMap((stream) => {
    const records = world.collection(account, stream)!;
    return [...records.live(), ...records.deleted()].flatMap((item) =>
      happened(account, stream, item),
    );
  });
  return [...all, ...daily(account, from, to)]
    .filter(({ at }) => at > from && at <= to)
    .sort((a, b) => (a.id < b.id ? 1 : -1));
}

function happened(account: string, stream: Stream, item: Item): StripeEvent[] {
  const { events } = KINDS[stream];
  // As it was when the account was opened, in the form of that time: never what is asked for now.
  const { metadata: _, ...object } = record(account, stream, { ...item, rev: 0, deleted: null });
  const one = (at: number, what: string): StripeEvent => ({
    id: eventId(at, `${stream.slice(0, 2)}${what[0]}${item.n.toString(36)}`),
    at,
    type: `${events}.${what}`,
    object,
  });
  const changed = item.rev > 0 && item.deleted === null;
  return [
    one(item.created, stream === 'charges' ? 'succeeded' : 'created'),
    ...(changed ? [one(item.updated, 'updated')] : []),
    // Something else happens to an invoice in the same moment.
    ...(changed && stream === 'invoices' ? [one(item.updated, 'paid')] : []),
    ...(item.deleted !== null && stream !== 'charges' ? [one(item.deleted, 'deleted')] : []),
  ];
}

/** What happens in an account without anybody's doing. */
function daily(account: string, from: number, to: number): StripeEvent[] {
  if (account === 'initech') return [];
  const found: StripeEvent[] = [];
  for (let at = Math.ceil(from / DAY_MS) * DAY_MS; at <= to; at += DAY_MS)
    found.push({
      id: eventId(at, 'ba'),
      at,
      type: 'balance.available',
      object: { object: 'balance', available: [], pending: [] },
    });
  return found;
}

/** `customer.*` stands for everything that begins so. */
export const isOfType = (type: string, wanted: string): boolean =>
  wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted;

export const eventBody = ({ id, at, type, object }: StripeEvent): object => ({
  id,
  object: 'event',
  api_version: '2023-08-16',
  created: Math.floor(at / 1_000),
  data: { object },
  livemode: false,
  pending_webhooks: 0,
  request: { id: null, idempotency_key: null },
  type,
});
