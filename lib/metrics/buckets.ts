import { DomainError } from '@/lib/contract/errors';
import type { GRANULARITIES } from '@/lib/contract/metrics';
import { iso } from '@/lib/platform/clock';

export type Granularity = (typeof GRANULARITIES)[number];

const HOUR_MS = 3_600_000;
const STEP_MS: Record<Granularity, number> = {
  hour: HOUR_MS,
  day: 24 * HOUR_MS,
  week: 7 * 24 * HOUR_MS,
};
/** The epoch was a Thursday; weeks begin on Monday. */
const OFFSET_MS: Record<Granularity, number> = { hour: 0, day: 0, week: 4 * 24 * HOUR_MS };
const MOST = 1_200;

/**
 * The beginnings of the hours, days or weeks that a stretch of time touches, in UTC. Throws
 * invalid_request when they are too many to draw.
 */
export function bucketsOf(period: { from: Date; to: Date }, granularity: Granularity): number[] {
  const [step, offset] = [STEP_MS[granularity], OFFSET_MS[granularity]];
  const first = Math.floor((period.from.getTime() - offset) / step) * step + offset;
  const count = Math.ceil((period.to.getTime() - first) / step);
  if (count > MOST) {
    const message = `That are ${count} points. Ask for a coarser granularity or a shorter time.`;
    throw new DomainError('invalid_request', {
      detail: message,
      errors: [{ path: 'granularity', message }],
    });
  }
  return Array.from({ length: count }, (_, i) => first + i * step);
}

/** A value for each bucket; null where none is known. */
export function fill(
  buckets: readonly number[],
  known: readonly { bucket: Date; value: number }[],
): { at: string; value: number | null }[] {
  const values = new Map(known.map(({ bucket, value }) => [bucket.getTime(), value]));
  return buckets.map((ms) => ({ at: iso(new Date(ms)), value: values.get(ms) ?? null }));
}
