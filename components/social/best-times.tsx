'use client';
import { useTranslations } from 'next-intl';
import { ChartFrame, type Shown } from '@/components/charts/chart-frame';
import { useWalk } from '@/components/charts/use-walk';
import { useWidth } from '@/components/charts/use-width';
import { useZone } from '@/components/hooks/use-zone';
import { percent } from '@/components/social/numbers';
import { BLOCK_HOURS, bestTimes, weekday, type Slot } from '@/lib/client/best-times';
import { localeOf } from '@/lib/client/format';
import type { Words } from '@/lib/client/words';
import type { SocialPost } from '@/lib/contract/metrics';

const two = (n: number): string => String(n).padStart(2, '0');
const hours = ({ hour }: Slot): string => `${two(hour)}–${two(hour + BLOCK_HOURS)}`;
const PER_DAY = 24 / BLOCK_HOURS;
const DAYS = 7;
/** Of a cell, in pixels: its height, the space after it, and where the first one begins. */
const CELL = { height: 24, gap: 4, left: 40 };
const STEP = CELL.height + CELL.gap;
const HEIGHT = DAYS * STEP + 16;

/**
 * When posts were taken best, by weekday and hour: the darker, the higher the rate; hollow where
 * nothing is known. Arrow keys walk.
 */
export function BestTimes({ posts, shown }: { posts: readonly SocialPost[]; shown: Shown }) {
  const t = useTranslations();
  const zone = useZone();
  const slots = bestTimes(posts, zone);
  const { at, look, chart } = useWalk(slots.length);
  const known = slots.filter((slot) => slot.rate !== null);
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
        { shown: String(slot.posts), value: slot.posts },
        {
          shown: slot.rate === null ? t('social.notKnown') : percent(slot.rate, t),
          value: slot.rate,
        },
      ]),
  };
  return (
    <ChartFrame
      title={t('social.whenPostsTakenBest')}
      hint={t('social.meanEngagementPostsThoseHours', { zone })}
      table={table}
      name="best-times"
      shown={shown}
    >
      <div
        {...chart}
        role="application"
        aria-roledescription={t('social.chart')}
        aria-label={t('social.engagementByWeekdayHourBest', { words: words(best, t) })}
        className="max-w-lg"
      >
        <Cells slots={slots} most={best.rate!} at={at} onLook={look} />
      </div>
      <p role="status" className="text-muted tabular text-2xs mt-1 min-h-4">
        {at === null ? t('social.best', { slot: words(looked, t) }) : words(looked, t)}
      </p>
    </ChartFrame>
  );
}

function Cells({
  slots,
  most,
  at,
  onLook,
}: {
  slots: readonly Slot[];
  /** The rate of the best one. */
  most: number;
  at: number | null;
  onLook: (index: number) => void;
}) {
  const t = useTranslations();
  const [box, width] = useWidth(512);
  const step = (width - CELL.left + CELL.gap) / PER_DAY;
  const x = (slot: Slot): number => CELL.left + (slot.hour / BLOCK_HOURS) * step;
  return (
    <div ref={box}>
      <svg aria-hidden width="100%" height={HEIGHT} className="block overflow-visible">
        {slots.map((slot, i) => (
          <Cell
            key={i}
            slot={slot}
            share={most === 0 ? 0 : (slot.rate ?? 0) / most}
            box={{ x: x(slot) + 0.5, y: slot.day * STEP + 0.5, width: step - CELL.gap - 1 }}
            on={i === at}
            onLook={() => onLook(i)}
          />
        ))}
        {slots
          .filter(({ hour }) => hour === 0)
          .map(({ day }) => (
            <text
              key={day}
              x={0}
              y={day * STEP + CELL.height / 2}
              dy="0.32em"
              className="fill-muted text-2xs"
            >
              {weekday(day, localeOf(t), 'short')}
            </text>
          ))}
        {slots.slice(0, PER_DAY).map((slot) => (
          <text key={slot.hour} x={x(slot)} y={HEIGHT - 4} className="fill-muted text-2xs tabular">
            {two(slot.hour)}
          </text>
        ))}
      </svg>
    </div>
  );
}

const Cell = ({
  slot,
  share,
  box,
  on,
  onLook,
}: {
  slot: Slot;
  /** Of the best one. */
  share: number;
  box: { x: number; y: number; width: number };
  on: boolean;
  onLook: () => void;
}) => (
  <g onMouseEnter={onLook}>
    <rect
      {...box}
      height={CELL.height - 1}
      rx={3.5}
      className={on ? 'stroke-ink fill-canvas' : 'stroke-line fill-canvas'}
    />
    {slot.rate === null ? null : (
      <rect
        {...box}
        height={CELL.height - 1}
        rx={3.5}
        opacity={0.12 + 0.78 * share}
        className="fill-accent"
      />
    )}
  </g>
);

function words(slot: Slot, t: Words): string {
  const at = { day: weekday(slot.day, localeOf(t), 'long'), hours: hours(slot) };
  if (slot.posts === 0) return t('social.nothingPostedThen', at);
  const rate = slot.rate === null ? t('social.rateNotKnown') : percent(slot.rate, t);
  return t('social.rateOfPosts', { ...at, rate, posts: slot.posts });
}
