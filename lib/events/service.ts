/** The door of the events room: what happened, told in the transaction of the change. */
export { bySystem, emit, type Teller } from '@/lib/events/emit';
export {
  consume,
  latestEvent,
  pruneOutbox,
  readEvents,
  subscribe,
  type TellingEvent,
} from '@/lib/events/outbox';
