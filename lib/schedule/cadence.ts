import { createHash } from 'node:crypto';
import type { Cadence } from '@/lib/contract/common';

export const CADENCE_MS: Record<Cadence, number> = {
  '1m': 60_000,
  '10m': 600_000,
  '30m': 1_800_000,
  '1h': 3_600_000,
  '6h': 21_600_000,
  '1d': 86_400_000,
};

/**
 * Milliseconds until the next sync: the connection's own slot in the interval, given by a hash of
 * its id, so that connections made together do not sync together for ever. Never sooner than half
 * an interval.
 */
export function nextSlotIn(connection_id: string, interval_ms: number, now_ms: number): number {
  const slot = createHash('sha1').update(connection_id).digest().readUInt32BE(0) % interval_ms;
  const wait = (slot - (now_ms % interval_ms) + interval_ms) % interval_ms;
  return wait < interval_ms / 2 ? wait + interval_ms : wait;
}

/**
 * Milliseconds until a failed sync is tried again: one minute doubling, never later than the
 * cadence.
 */
export const retryIn = (failures: number, interval_ms: number): number =>
  Math.min(interval_ms, 60_000 * 2 ** Math.min(failures, 10)) * (0.8 + Math.random() * 0.4);

const MINUTE_MS = 60_000;
/** A provider's passing refusal is over by then, as a rule; after these a person has to act. */
const REAUTH_RETRIES_MS = [15 * MINUTE_MS, 60 * MINUTE_MS, 6 * 60 * MINUTE_MS];

/**
 * Milliseconds until a refused credential is tried again by itself, given how often it was; null:
 * often enough, it waits for a person.
 */
export const reauthRetryIn = (tries: number): number | null => REAUTH_RETRIES_MS[tries] ?? null;
