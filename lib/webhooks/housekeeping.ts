import { pruneDeliveries } from '@/lib/webhooks/repository';

/** Longer than any provider goes on delivering the same event (Pub/Sub and Meta: a week). */
const KEPT_DAYS = 30;

/** Deletes what the inbox no longer needs. What waits to be handled stays, however old. */
export const pruneInbox = (): Promise<number> => pruneDeliveries(KEPT_DAYS);
