'use client';
import { scaleLinear, scaleSqrt, scaleUtc } from 'd3-scale';
import { useTranslations } from 'next-intl';
import { ChartFrame, type Shown } from '@/components/charts/chart-frame';
import { useWalk } from '@/components/charts/use-walk';
import { useWidth } from '@/components/charts/use-width';
import { cn } from '@/components/ui/cn';
import { IN_UTC, percent } from '@/components/social/numbers';
import { formatDay, formatNumber } from '@/lib/client/format';
import type { SocialPost } from '@/lib/contract/metrics';

const HEIGHT = 240;
const EDGE = { top: 16, right: 16, bottom: 26, left: 44 };
const TICKS = 4;

type Rated = SocialPost & { engagement_rate: number };

/**
 * Posts by when they were posted and how they were taken; size is how often they were seen. Arrow keys
 * walk them, Enter opens. Longer than a screen: the parts of one drawing.
 */
export function PostScatter({
  posts,
  shown,
  formula,
  chosen,
  onChoose,
}: {
  posts: readonly SocialPost[];
  shown: Shown;
  formula: string;
  chosen: string | null;
  onChoose: (id: string) => void;
}) {
  const t = useTranslations();
  const [box, width] = useWidth(460);
  const rated = posts
    .filter((p): p is Rated => p.engagement_rate !== null)
    .toSorted((a, b) => a.posted_at.localeCompare(b.posted_at));
  const { at, look, chart } = useWalk(rated.length);
  const x = scaleUtc(
    [Date.parse(shown.from), Date.parse(shown.to)],
    [EDGE.left, width - EDGE.right],
  );
  const top = Math.max(0.01, ...rated.map((p) => p.engagement_rate));
  const y = scaleLinear([0, top], [HEIGHT - EDGE.bottom, EDGE.top]).nice(TICKS);
  const most = Math.max(1, ...rated.map((p) => p.metrics.impressions ?? 0));
  const size = scaleSqrt([0, most], [2, 14]);
  const looked = at === null ? null : rated[at];
  const table = {
    columns: [
      t('social.posted'),
      t('social.engagement'),
      t('social.impressions'),
      t('social.post'),
    ],
    rows: rated.map((p) => [
      { shown: formatDay(p.posted_at, undefined, t), value: p.posted_at },
      { shown: percent(p.engagement_rate, t), value: p.engagement_rate },
      {
        shown: formatNumber(p.metrics.impressions ?? 0, t),
        value: p.metrics.impressions ?? null,
      },
      p.text ?? p.id,
    ]),
  };
  return (
    <ChartFrame
      title={t('social.postsByEngagement')}
      hint={t('social.sizeImpressions', { formula, days: t(IN_UTC) })}
      table={table}
      name="posts"
      shown={shown}
      empty={rated.length === 0}
    >
      {rated.length === 0 ? (
        <p className="text-muted border-line border-y py-8 text-center text-xs">
          {t('social.ofNoPostThisTime')}
        </p>
      ) : (
        <div ref={box}>
          <svg
            {...chart}
            role="application"
            aria-roledescription={t('social.chart')}
            aria-label={t('social.postsByTimeEngagementArrow', { count: rated.length })}
            width="100%"
            height={HEIGHT}
            className="block overflow-visible"
            onKeyDown={(event) => {
              if (event.key === 'Enter' && looked) onChoose(looked.id);
              else chart.onKeyDown(event);
            }}
          >
            {y.ticks(TICKS).map((tick) => (
              <g key={tick}>
                <text x={0} y={y(tick)} dy="0.32em" className="fill-muted tabular text-2xs">
                  {percent(tick, t)}
                </text>
                <line
                  x1={EDGE.left}
                  x2={width - EDGE.right}
                  y1={y(tick)}
                  y2={y(tick)}
                  className="stroke-line"
                />
              </g>
            ))}
            {rated.map((p, i) => (
              <circle
                key={p.id}
                cx={x(Date.parse(p.posted_at))}
                cy={y(p.engagement_rate)}
                r={size(p.metrics.impressions ?? 0)}
                strokeWidth={2}
                onMouseEnter={() => look(i)}
                onClick={() => onChoose(p.id)}
                className={cn(
                  'fill-accent cursor-pointer',
                  p.id === chosen || i === at ? 'stroke-ink opacity-90' : 'opacity-30',
                )}
              />
            ))}
            <text x={EDGE.left} y={HEIGHT - 6} className="fill-muted text-2xs">
              {formatDay(shown.from, undefined, t)}
            </text>
            <text
              x={width - EDGE.right}
              y={HEIGHT - 6}
              textAnchor="end"
              className="fill-muted text-2xs"
            >
              {formatDay(shown.to, undefined, t)}
            </text>
          </svg>
          <p role="status" className="text-muted tabular text-2xs min-h-4 truncate">
            {looked
              ? t('social.postLooked', {
                  day: formatDay(looked.posted_at, undefined, t),
                  rate: percent(looked.engagement_rate, t),
                  post: looked.text ?? looked.id,
                })
              : ''}
          </p>
        </div>
      )}
    </ChartFrame>
  );
}
