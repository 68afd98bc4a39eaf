'use client';
import { ChartFrame } from '@/components/charts/chart-frame';
import { useWalk } from '@/components/charts/use-walk';
import { useZone } from '@/components/hooks/use-zone';
import { percent } from '@/components/social/numbers';
import { cn } from '@/components/ui/cn';
import { BLOCK_HOURS, bestTimes, WEEKDAYS, type Slot } from '@/lib/client/best-times';
import { count } from '@/lib/client/format';
import type { SocialPost } from '@/lib/contract/metrics';

const two = (n: number): string => String(n).padStart(2, '0');
const hours = ({ hour }: Slot): string => `${two(hour)}–${two(hour + BLOCK_HOURS)}`;
const PER_DAY = 24 / BLOCK_HOURS;

/**
 * When posts were taken best, by weekday and hour: the darker, the higher the rate; hollow where
 * nothing is known. Arrow keys walk.
 */
export function BestTimes({ posts }: { posts: readonly SocialPost[] }) {
  const zone = useZone();
  const slots = bestTimes(posts, zone);
  const { at, look, chart } = useWalk(slots.length);
  const known = slots.filter((slot) => slot.rate !== null);
  const most = Math.max(...known.map((slot) => slot.rate!), 0.0001);
  const best = known.toSorted((a, b) => b.rate! - a.rate!)[0];
  if (!best) return null;
  const looked = at === null ? best : slots[at]!;
  const table = {
    columns: ['Day', 'Hours', 'Posts', 'Engagement'],
    rows: slots
      .filter((slot) => slot.posts > 0)
      .map((slot) => [
        WEEKDAYS[slot.day]!,
        hours(slot),
        String(slot.posts),
        slot.rate === null ? 'not known' : percent(slot.rate),
      ]),
  };
  return (
    <ChartFrame
      title="When posts are taken best"
      hint={`Mean engagement of the posts of those hours, in your own time (${zone}).`}
      table={table}
    >
      <div
        {...chart}
        role="application"
        aria-roledescription="chart"
        aria-label={`Engagement by weekday and hour. Best: ${words(best)}. Arrow keys move between them.`}
        className="grid max-w-lg grid-cols-[36px_repeat(8,minmax(0,1fr))] gap-1"
      >
        {slots.map((slot, i) => (
          <Cell
            key={i}
            slot={slot}
            share={(slot.rate ?? 0) / most}
            on={i === at}
            onLook={() => look(i)}
          />
        ))}
        <span aria-hidden />
        {slots.slice(0, PER_DAY).map((slot) => (
          <span key={slot.hour} aria-hidden className="text-muted text-2xs tabular">
            {two(slot.hour)}
          </span>
        ))}
      </div>
      <p role="status" className="text-muted tabular text-2xs mt-1 min-h-4">
        {at === null ? `Best: ${words(looked)}` : words(looked)}
      </p>
    </ChartFrame>
  );
}

function Cell({
  slot,
  share,
  on,
  onLook,
}: {
  slot: Slot;
  /** Of the best one. */
  share: number;
  on: boolean;
  onLook: () => void;
}) {
  return (
    <>
      {slot.hour === 0 ? (
        <span aria-hidden className="text-muted text-2xs self-center">
          {WEEKDAYS[slot.day]!.slice(0, 3)}
        </span>
      ) : null}
      <span
        aria-hidden
        onMouseEnter={onLook}
        className={cn(
          'relative h-6 overflow-hidden rounded-sm border',
          on ? 'border-ink' : 'border-line',
        )}
      >
        {slot.rate === null ? null : (
          <span className="bg-accent absolute inset-0" style={{ opacity: 0.12 + 0.78 * share }} />
        )}
      </span>
    </>
  );
}

const words = (slot: Slot): string =>
  `${WEEKDAYS[slot.day]}, ${hours(slot)}: ` +
  (slot.posts === 0
    ? 'nothing was posted'
    : `${slot.rate === null ? 'rate not known' : percent(slot.rate)} of ${count(slot.posts, 'post')}`);
