'use client';
import { scaleLinear, scaleUtc } from 'd3-scale';
import { line } from 'd3-shape';
import { useTranslations } from 'next-intl';
import { ChartFrame, type Shown } from '@/components/charts/chart-frame';
import { useWalk } from '@/components/charts/use-walk';
import { useWidth } from '@/components/charts/use-width';
import { IN_UTC } from '@/components/social/numbers';
import { formatDay, formatNumber } from '@/lib/client/format';
import type { Words } from '@/lib/client/words';

const HEIGHT = 176;
const EDGE = { top: 12, right: 12, bottom: 26, left: 56 };

interface Point {
  at: string;
  value: number | null;
}

/**
 * How many followed, day by day. Days of which nothing is known are a gap; the time before the first
 * number is marked, not drawn. Longer than a screen: the parts of one drawing.
 */
export function FollowerChart({
  points,
  since,
  shown,
  title,
}: {
  points: readonly Point[];
  since: string | null;
  shown: Shown;
  /** Where several stand on a page; "Followers" unless said. */
  title?: string;
}) {
  const t = useTranslations();
  const [box, width] = useWidth(900);
  const known = points.filter((p): p is Point & { value: number } => p.value !== null);
  const { at, look, chart } = useWalk(known.length);
  const values = known.map((p) => p.value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const x = scaleUtc(
    [Date.parse(points[0]?.at ?? ''), Date.parse(points.at(-1)?.at ?? '')],
    [EDGE.left, width - EDGE.right],
  );
  // A follower count does not begin at zero: what is seen is how it moves.
  const spread = Math.max(high - low, 2);
  const y = scaleLinear(
    [low - spread * 0.1, high + spread * 0.1],
    [HEIGHT - EDGE.bottom, EDGE.top],
  );
  const path = line<Point>()
    .defined((p) => p.value !== null)
    .x((p) => x(Date.parse(p.at)))
    .y((p) => y(p.value ?? 0));
  const looked = at === null ? null : known[at];
  const table = {
    columns: [t('social.day'), t('social.followers')],
    rows: points.map((p) => [
      { shown: formatDay(p.at, undefined, t), value: p.at.slice(0, 10) },
      {
        shown: p.value === null ? t('social.notKnown') : formatNumber(p.value, t),
        value: p.value,
      },
    ]),
  };
  const said = { title: title ?? t('social.followers'), hint: t(IN_UTC), table, name: 'followers' };
  if (known.length === 0)
    return (
      <ChartFrame {...said} shown={shown} empty>
        <p className="text-muted border-line border-y py-8 text-center text-xs">
          {t('social.noNumberKnownThisTime')}
        </p>
      </ChartFrame>
    );
  return (
    <ChartFrame {...said} shown={shown}>
      <div ref={box}>
        <svg
          {...chart}
          role="application"
          aria-roledescription={t('social.chart')}
          aria-label={summaryOf(known, points.length, t)}
          width="100%"
          height={HEIGHT}
          className="block overflow-visible"
          onMouseMove={(event) => {
            const left = event.clientX - event.currentTarget.getBoundingClientRect().left;
            look(
              nearest(
                known.map((p) => x(Date.parse(p.at))),
                left,
              ),
            );
          }}
        >
          {[low, high].map((value) => (
            <text
              key={value}
              x={0}
              y={y(value)}
              dy="0.32em"
              className="fill-muted tabular text-2xs"
            >
              {formatNumber(value, t)}
            </text>
          ))}
          <line
            x1={EDGE.left}
            x2={width - EDGE.right}
            y1={HEIGHT - EDGE.bottom}
            y2={HEIGHT - EDGE.bottom}
            className="stroke-line"
          />
          <Gaps points={points} x={(iso) => x(Date.parse(iso))} />
          <Since
            since={since}
            first={points[0]!.at}
            x={x(Date.parse(since ?? points[0]!.at))}
            width={width}
          />
          <path d={path(points) ?? ''} fill="none" strokeWidth={1.75} className="stroke-accent" />
          {lonely(points).map((p) => (
            <circle
              key={p.at}
              cx={x(Date.parse(p.at))}
              cy={y(p.value!)}
              r={2}
              className="fill-accent"
            />
          ))}
          <Dot p={looked ?? known.at(-1)!} x={x} y={y} open={looked !== null} />
          <text
            x={width - EDGE.right}
            y={HEIGHT - 8}
            textAnchor="end"
            className="fill-muted text-2xs"
          >
            {formatDay(points.at(-1)!.at, undefined, t)}
          </text>
        </svg>
        <p role="status" className="text-muted tabular text-2xs min-h-4">
          {looked
            ? t('social.followersAt', {
                at: formatDay(looked.at, undefined, t),
                value: looked.value,
              })
            : ''}
        </p>
      </div>
    </ChartFrame>
  );
}

function Dot({
  p,
  x,
  y,
  open,
}: {
  p: Point & { value: number };
  x: (ms: number) => number;
  y: (value: number) => number;
  open: boolean;
}) {
  return (
    <circle
      cx={x(Date.parse(p.at))}
      cy={y(p.value)}
      r={open ? 4.5 : 3.5}
      strokeWidth={1.75}
      className={open ? 'fill-surface stroke-accent' : 'fill-accent stroke-accent'}
    />
  );
}

/** From here on numbers were kept; before it, nothing is known. */
function Since({
  since,
  first,
  x,
  width,
}: {
  since: string | null;
  first: string;
  x: number;
  width: number;
}) {
  const t = useTranslations();
  const inside = since !== null && Date.parse(since) > Date.parse(first);
  const late = x > width / 2;
  return (
    <>
      {inside ? (
        <line
          x1={x}
          x2={x}
          y1={EDGE.top}
          y2={HEIGHT - EDGE.bottom}
          strokeDasharray="2 3"
          className="stroke-line-strong"
        />
      ) : null}
      {inside ? (
        <text
          x={late ? x - 6 : x + 6}
          y={EDGE.top}
          textAnchor={late ? 'end' : 'start'}
          className="fill-muted text-2xs"
        >
          {t('social.trackingSince', { since: formatDay(since, undefined, t) })}
        </text>
      ) : null}
      <text x={EDGE.left} y={HEIGHT - 8} className="fill-muted text-2xs">
        {formatDay(first, undefined, t)}
      </text>
    </>
  );
}

/** Stretches between two known numbers of which nothing is known. */
function Gaps({ points, x }: { points: readonly Point[]; x: (iso: string) => number }) {
  const t = useTranslations();
  const known = points.flatMap((p, i) => (p.value === null ? [] : i));
  return known.slice(1).map((to, i) => {
    const from = known[i]!;
    if (to - from < 2) return null;
    const [left, right] = [x(points[from]!.at), x(points[to]!.at)];
    return (
      <g key={from}>
        <rect
          x={left + 2}
          width={Math.max(0, right - left - 4)}
          y={EDGE.top}
          height={HEIGHT - EDGE.top - EDGE.bottom}
          className="fill-sunken"
        />
        {right - left > 60 ? (
          <text
            x={(left + right) / 2}
            y={HEIGHT - 8}
            textAnchor="middle"
            className="fill-muted text-2xs"
          >
            {t('social.noData')}
          </text>
        ) : null}
      </g>
    );
  });
}

/** Known points with unknown ones on both sides, which a line does not show. */
const lonely = (points: readonly Point[]): Point[] =>
  points.filter(
    (p, i) =>
      p.value !== null &&
      (points[i - 1]?.value ?? null) === null &&
      (points[i + 1]?.value ?? null) === null,
  );

function nearest(places: readonly number[], left: number): number {
  let best = 0;
  for (const [i, place] of places.entries())
    if (Math.abs(place - left) < Math.abs(places[best]! - left)) best = i;
  return best;
}

function summaryOf(
  known: readonly { at: string; value: number }[],
  days: number,
  t: Words,
): string {
  const [first, last] = [known[0]!, known.at(-1)!];
  return t('social.followersFromDaysKnownArrow', {
    at: formatDay(first.at, undefined, t),
    value: first.value,
    at2: formatDay(last.at, undefined, t),
    value2: last.value,
    count: known.length,
    days,
  });
}
