'use client';
import { useTranslations } from 'next-intl';
import { ChartFrame } from '@/components/charts/chart-frame';
import { useWalk } from '@/components/charts/use-walk';
import { useWidth } from '@/components/charts/use-width';
import type { AppOf } from '@/components/social/app-of';
import { barsOf, type Bar } from '@/components/social/mix';
import { amount, percent } from '@/components/social/numbers';
import type { MessageKey, Words } from '@/lib/client/words';
import type { ComparedNetwork, MetricTotals } from '@/lib/contract/metrics';

const ROW = 26;
const HEAD = 26;
const GAP = 18;
const LABEL = 84;
const VALUE = 104;
/** Beside each other from this width on. */
const WIDE = 640;
const BETWEEN = 44;

const MEASURES: Record<Bar['measure'], MessageKey> = {
  followers: 'social.followers',
  posts: 'social.posts',
  impressions: 'social.impressions',
  engagement_rate: 'social.engagementRate',
};

/**
 * What each network brings in: its share of followers, posts and impressions, and its engagement rate,
 * each with a mark where it was before. Arrow keys walk.
 */
export function NetworkMix({
  networks,
  total,
  shown,
  appOf,
}: {
  networks: readonly ComparedNetwork[];
  total: { current: MetricTotals; previous: MetricTotals };
  shown: { from: string; to: string };
  appOf: AppOf;
}) {
  const t = useTranslations();
  const bars = barsOf(networks, total);
  const { at, look, chart } = useWalk(bars.length);
  const looked = at === null ? null : bars[at]!;
  const table = {
    columns: [
      t('social.measure'),
      t('social.network'),
      t('social.value'),
      t('social.share'),
      t('social.valueBefore'),
      t('social.shareBefore'),
    ],
    rows: bars.map(({ measure, network, now, before }) => [
      t(MEASURES[measure]),
      appOf(network).name,
      { shown: valueOf(measure, now.value, t), value: now.value },
      { shown: percent(now.share, t), value: now.share },
      { shown: valueOf(measure, before.value, t), value: before.value },
      { shown: percent(before.share, t), value: before.share },
    ]),
  };
  const account = networks.map(({ connector_type }) => appOf(connector_type).name).join(', ');
  return (
    <ChartFrame
      title={t('social.whatNetworksBring')}
      hint={t('social.mixHint')}
      table={table}
      name="networks"
      shown={{ account, ...shown }}
    >
      <div
        {...chart}
        role="application"
        aria-roledescription={t('social.chart')}
        aria-label={t('social.mixSummary', { count: networks.length })}
      >
        <Panels bars={bars} rows={networks.length} at={at} onLook={look} appOf={appOf} />
      </div>
      <p role="status" className="text-muted tabular text-2xs mt-1 min-h-4">
        {looked ? sentence(looked, appOf(looked.network).name, t) : ''}
      </p>
    </ChartFrame>
  );
}

function Panels({
  bars,
  rows,
  at,
  onLook,
  appOf,
}: {
  bars: readonly Bar[];
  rows: number;
  at: number | null;
  onLook: (index: number) => void;
  appOf: AppOf;
}) {
  const t = useTranslations();
  const [box, width] = useWidth(900);
  const across = width < WIDE ? 1 : 2;
  const panel = (width - (across - 1) * BETWEEN) / across;
  const tall = HEAD + rows * ROW + GAP;
  const panels = Math.ceil(bars.length / rows);
  return (
    <div ref={box}>
      <svg
        aria-hidden
        width="100%"
        height={Math.ceil(panels / across) * tall - GAP}
        className="block overflow-visible"
      >
        {bars.map((bar, i) => {
          const nth = Math.floor(i / rows);
          const left = (nth % across) * (panel + BETWEEN);
          const top = Math.floor(nth / across) * tall;
          return (
            <g key={`${bar.measure} ${bar.network}`} onMouseEnter={() => onLook(i)}>
              {i % rows === 0 ? (
                <text x={left} y={top + 14} className="fill-ink text-xs font-medium">
                  {t(MEASURES[bar.measure])}
                </text>
              ) : null}
              <Line
                bar={bar}
                name={appOf(bar.network).name}
                on={i === at}
                box={{ left, top: top + HEAD + (i % rows) * ROW, width: panel }}
              />
            </g>
          );
        })}
      </svg>
    </div>
  );
}

function Line({
  bar: { measure, now, before },
  name,
  on,
  box: { left, top, width },
}: {
  bar: Bar;
  name: string;
  on: boolean;
  box: { left: number; top: number; width: number };
}) {
  const t = useTranslations();
  const whole = width - LABEL - VALUE;
  const middle = top + ROW / 2;
  const from = left + LABEL;
  const mark = before.length === null ? null : from + before.length * whole;
  return (
    <>
      <rect x={left} y={top} width={width} height={ROW} className="fill-canvas" />
      <text x={left} y={middle} dy="0.32em" className="fill-muted text-2xs">
        {name}
      </text>
      <line x1={from} x2={from + whole} y1={middle + 7} y2={middle + 7} className="stroke-line" />
      {now.length === null ? null : (
        <rect
          x={from}
          y={middle - 6}
          width={now.length * whole}
          height={12}
          className="fill-accent"
          opacity={on ? 1 : 0.72}
        />
      )}
      {mark === null ? null : (
        <line
          x1={mark}
          x2={mark}
          y1={middle - 9}
          y2={middle + 9}
          strokeWidth={2}
          className="stroke-ink"
        />
      )}
      <text
        x={left + width}
        y={middle}
        dy="0.32em"
        textAnchor="end"
        className="fill-ink tabular text-2xs"
      >
        {shortOf(measure, now, t)}
      </text>
    </>
  );
}

type Side = Bar['now'];
const valueOf = (measure: Bar['measure'], value: number | null, t: Words): string =>
  measure === 'engagement_rate' ? percent(value, t) : amount(value, t);

function shortOf(measure: Bar['measure'], { value, share }: Side, t: Words): string {
  if (value === null) return t('social.notKnown');
  const said = valueOf(measure, value, t);
  return share === null ? said : `${percent(share, t)} · ${said}`;
}

const longOf = (measure: Bar['measure'], { value, share }: Side, t: Words): string =>
  value === null || share === null
    ? shortOf(measure, { value, share, length: null }, t)
    : t('social.shareOfValue', { share: percent(share, t), value: valueOf(measure, value, t) });

function sentence({ measure, now, before }: Bar, network: string, t: Words): string {
  const said = t('social.mixOf', {
    measure: t(MEASURES[measure]),
    network,
    value: longOf(measure, now, t),
  });
  return t('social.mixBefore', { said, before: longOf(measure, before, t) });
}
