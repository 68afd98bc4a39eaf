'use client';
import { useTranslations } from 'next-intl';
import { cn } from '@/components/ui/cn';
import { useNow } from '@/components/ui/time';
import {
  ledgerOf,
  NOW_AT,
  spoken,
  type Ledger,
  type Stretch,
  type Subject,
} from '@/lib/client/ledger';

const pct = (share: number): string => `${Math.round(share * 10_000) / 100}%`;

/**
 * How current something was and is, as a line of time: thick where everything was in, hatched where
 * a part was, a hairline where nothing is known, a stroke for each failed sync; then the last good
 * moment, now, and what comes. In words for whoever does not see it.
 */
export function FreshnessLine({
  subject,
  span_ms,
  syncing = false,
  className,
}: {
  subject: Subject;
  /** How much of the past is shown. */
  span_ms: number;
  syncing?: boolean;
  className?: string;
}) {
  const t = useTranslations();
  const now_ms = useNow();
  const ledger = ledgerOf(subject, now_ms, span_ms);
  return (
    <svg
      role="img"
      aria-label={spoken(subject, now_ms, t)}
      suppressHydrationWarning
      className={cn('block h-6 w-full overflow-visible', className)}
    >
      <LedgerMarks ledger={ledger} y={12} syncing={syncing} />
    </svg>
  );
}

/** The marks of a line at a height, for a drawing that has more in it. */
export function LedgerMarks({
  ledger,
  y,
  syncing = false,
}: {
  ledger: Ledger;
  y: number;
  syncing?: boolean;
}) {
  return (
    <>
      <Line stretch={ledger.known} y={y} className="stroke-line-strong" />
      {ledger.full.map((stretch) => (
        <Line key={stretch.from} stretch={stretch} y={y} thick className="stroke-accent" />
      ))}
      {ledger.partial.map((stretch) => (
        <Line key={stretch.from} stretch={stretch} y={y} thick hatched className="stroke-warn" />
      ))}
      {ledger.failures.map((at) => (
        <line
          key={at}
          x1={pct(at)}
          x2={pct(at)}
          y1={y - 4.5}
          y2={y + 4.5}
          strokeWidth={1.75}
          strokeLinecap="round"
          className="stroke-bad"
        />
      ))}
      {ledger.partials.map((at) => (
        <svg key={at} x={pct(at)} y={y} className="overflow-visible">
          <path
            d="M0-3.7 3.7 0 0 3.7-3.7 0Z"
            strokeWidth={1.5}
            className="fill-surface stroke-warn"
          />
        </svg>
      ))}
      {ledger.last ? (
        <circle
          cx={pct(ledger.last.at)}
          cy={y}
          r={3.6}
          strokeWidth={1.9}
          className={cn('stroke-accent', ledger.last.old ? 'fill-surface' : 'fill-accent')}
        />
      ) : null}
      <line x1={pct(NOW_AT)} x2={pct(NOW_AT)} y1={y - 8} y2={y + 8} className="stroke-ink" />
      {syncing ? (
        <circle cx={pct(NOW_AT)} cy={y} r={4} className="fill-info animate-pulse" />
      ) : null}
      {ledger.next === null ? null : <Next at={ledger.next} y={y} />}
    </>
  );
}

function Line({
  stretch,
  y,
  thick = false,
  hatched = false,
  className,
}: {
  stretch: Stretch;
  y: number;
  thick?: boolean;
  hatched?: boolean;
  className: string;
}) {
  return (
    <line
      x1={pct(stretch.from)}
      x2={pct(stretch.to)}
      y1={y}
      y2={y}
      strokeWidth={thick ? 2.5 : 1}
      strokeLinecap={thick && !hatched ? 'round' : 'butt'}
      strokeDasharray={hatched ? '2 2' : undefined}
      className={className}
    />
  );
}

/** A dotted way to a hollow ring. */
const Next = ({ at, y }: { at: number; y: number }) => (
  <>
    <line
      x1={pct(NOW_AT)}
      x2={pct(at)}
      y1={y}
      y2={y}
      strokeDasharray="1.5 3"
      strokeLinecap="round"
      className="stroke-muted"
    />
    <circle cx={pct(at)} cy={y} r={3.2} strokeWidth={1.4} className="fill-canvas stroke-muted" />
  </>
);
