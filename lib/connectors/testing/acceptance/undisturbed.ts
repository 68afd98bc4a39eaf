import { EPOCH } from '@/lib/sandbox/kit/evolution';

/** What comes, changes and goes at a sandbox by itself does so at multiples of this since its epoch. */
const TURN_MS = 300_000;
/** So much of it is late by up to this. */
const LATE_MS = 3_000;
/** What a check lets pass while nothing may move by itself. */
const STILL_MS = 120_000;

/**
 * A time like this one, on a full second as the providers' Date header has no fraction, after which
 * nothing moves by itself for two minutes: a check could not tell that from what it did.
 */
export function undisturbed(now_ms: number): number {
  const since_ms = (now_ms - EPOCH) % TURN_MS;
  const left_ms = TURN_MS - since_ms;
  const at_ms =
    left_ms < STILL_MS ? now_ms + left_ms + LATE_MS : now_ms + Math.max(LATE_MS - since_ms, 0);
  return Math.floor(at_ms / 1_000) * 1_000;
}
