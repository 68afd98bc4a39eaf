'use client';
import { useTranslations } from 'next-intl';
import { ChartFrame } from '@/components/charts/chart-frame';
import { useWalk } from '@/components/charts/use-walk';
import { useZone } from '@/components/hooks/use-zone';
import { percent } from '@/components/social/numbers';
import { cn } from '@/components/ui/cn';
import { BLOCK_HOURS, bestTimes, weekday, type Slot } from '@/lib/client/best-times';
import { localeOf } from '@/lib/client/format';
import type { Words } from '@/lib/client/words';
import type { SocialPost } from '@/lib/contract/metrics';

const two = (n: number): string => String(n).padStart(2, '0');
const hours = ({ hour }: Slot): string => `${two(hour)}–${two(hour + BLOCK_HOURS)}`;
const PER_DAY = 24 / BLOCK_HOURS;

/**
 * When posts were taken best, by weekday and hour: the darker, the higher the rate; hollow where
 * nothing is known. Arrow keys walk.
 */
export function BestTimes({ posts }: { posts: readonly SocialPost[] }) {
  const t = useTranslations();
  const zone = useZone();
  const slots = bestTimes(posts, zone);
  const { at, look, chart } = useWalk(slots.length);
  const known = slots.filter((slot) => slot.rate !== null);
  const most = Math.max(...known.map((slot) => slot.rate!), 0.0001);
  const best = known.toSorted((a, b) => b.rate! - a.rate!)[0];
  if (!best) return null;
  const looked = at === null ? best : slots[at]!;
  const table = {
    columns: [t('social.day'), t('social.hours'), t('social.posts'), t('social.engagement')],
    rows: slots
      .filter((slot) => slot.posts > 0)
      .map((slot) => [
        weekday(slot.day, localeOf(t), 'long'),
        hours(slot),
        String(slot.posts),
        slot.rate === null ? t('social.notKnown') : percent(slot.rate, t),
      ]),
  };
  return (
    <ChartFrame
      title={t('social.whenPostsTakenBest')}
      hint={t('social.meanEngagementPostsThoseHours', { zone })}
      table={table}
    >
      <div
        {...chart}
        role="application"
        aria-roledescription={t('social.chart')}
        aria-label={t('social.engagementByWeekdayHourBest', { words: words(best, t) })}
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
        {at === null ? t('social.best', { slot: words(looked, t) }) : words(looked, t)}
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
  const t = useTranslations();
  return (
    <>
      {slot.hour === 0 ? (
        <span aria-hidden className="text-muted text-2xs self-center">
          {weekday(slot.day, localeOf(t), 'short')}
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

function words(slot: Slot, t: Words): string {
  const at = { day: weekday(slot.day, localeOf(t), 'long'), hours: hours(slot) };
  if (slot.posts === 0) return t('social.nothingPostedThen', at);
  const rate = slot.rate === null ? t('social.rateNotKnown') : percent(slot.rate, t);
  return t('social.rateOfPosts', { ...at, rate, posts: slot.posts });
}
