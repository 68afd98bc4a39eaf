import type { ComparedNetwork, MetricTotals } from '@/lib/contract/metrics';

export const SHARED = ['followers', 'posts', 'impressions'] as const;

/** A number of a network, now and in the days before. */
export interface Bar {
  measure: (typeof SHARED)[number] | 'engagement_rate';
  /** The type of its connector. */
  network: string;
  now: Side;
  before: Side;
}
interface Side {
  /** Null: not known. */
  value: number | null;
  /** Of what is known of all networks; null of a rate, and where it is not known. */
  share: number | null;
  /** How long its bar is, from 0 to 1; null: there is none. */
  length: number | null;
}

/**
 * The bars of a mix, number by number and each in the order of the networks. A share is of what is
 * known; a rate is no share and is measured by the highest, of now or before.
 */
export function barsOf(
  networks: readonly ComparedNetwork[],
  total: { current: MetricTotals; previous: MetricTotals },
): Bar[] {
  const shares = SHARED.flatMap((measure) =>
    networks.map((network) => ({
      measure,
      network: network.connector_type,
      now: shareOf(network.current[measure], total.current[measure]),
      before: shareOf(network.previous[measure], total.previous[measure]),
    })),
  );
  const rates = networks.flatMap(({ current, previous }) => [
    current.engagement_rate ?? 0,
    previous.engagement_rate ?? 0,
  ]);
  const highest = Math.max(0, ...rates);
  return [
    ...shares,
    ...networks.map(({ connector_type, current, previous }) => ({
      measure: 'engagement_rate' as const,
      network: connector_type,
      now: rateSide(current.engagement_rate, highest),
      before: rateSide(previous.engagement_rate, highest),
    })),
  ];
}

function shareOf(value: number | null, all: number | null): Side {
  const share = value === null || all === null || all === 0 ? null : value / all;
  return { value, share, length: share };
}

const rateSide = (value: number | null, highest: number): Side => ({
  value,
  share: null,
  length: value === null || highest === 0 ? null : value / highest,
});
