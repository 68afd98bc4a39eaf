'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { LedgerMarks } from '@/components/freshness/freshness-line';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { useZone } from '@/components/hooks/use-zone';
import { Skeleton } from '@/components/ui/skeleton';
import { Time, useNow } from '@/components/ui/time';
import type { Output } from '@/lib/client/call';
import { formatDuration, localeOf } from '@/lib/client/format';
import type { Words } from '@/lib/client/words';
import { ledgerOf, NOW_AT, spanFor, spoken, type Subject } from '@/lib/client/ledger';
import { queries } from '@/lib/client/queries';
import type { Connection } from '@/lib/contract/connections';

const HEIGHT_PX = 84;
const LINE_Y = 72;
const BARS_PX = 52;
const QUARTER_MS = 15 * 60_000;
const TICKS = [0, 0.25, 0.5, 0.75] as const;

/** How current the connection was in the last day, what arrived when, and what comes. */
export function FreshnessHeader({ connection: c, app }: { connection: Connection; app: string }) {
  const t = useTranslations();
  const freshness = useQuery(queries.freshness(useWorkspace(), c.id)).data;
  const now_ms = useNow();
  const span_ms = spanFor([c.created_at], now_ms);
  if (!freshness) return <Skeleton className="h-32 w-full" />;
  const subject: Subject = { freshness, current_to: c.current_to, since: c.created_at };
  return (
    <section aria-label={t('connection.freshness')} className="pt-1">
      <svg
        role="img"
        aria-label={spoken(subject, now_ms, t)}
        suppressHydrationWarning
        className="block w-full overflow-visible"
        style={{ height: HEIGHT_PX }}
      >
        <Arrivals
          arrivals={freshness.arrivals}
          since_ms={Date.parse(c.created_at)}
          now_ms={now_ms}
          span_ms={span_ms}
        />
        <LedgerMarks
          ledger={ledgerOf(subject, now_ms, span_ms)}
          y={LINE_Y}
          syncing={c.is_syncing}
        />
      </svg>
      <Hours now_ms={now_ms} span_ms={span_ms} />
      <div className="mt-2.5 flex flex-wrap justify-between gap-x-6 gap-y-0.5 text-sm">
        <CurrentTo connection={c} app={app} live={freshness.promise_ms === null} />
        <WhatComes freshness={freshness} />
      </div>
    </section>
  );
}

/** A bar for each quarter of an hour in which something changed, by how much. */
function Arrivals({
  arrivals,
  since_ms,
  now_ms,
  span_ms,
}: {
  arrivals: Output<'getFreshness'>['arrivals'];
  /** Nothing arrived before this, whatever quarter it lies in. */
  since_ms: number;
  now_ms: number;
  span_ms: number;
}) {
  const most = Math.max(1, ...arrivals.map((a) => a.changed));
  return (
    <g aria-hidden className="fill-accent opacity-30">
      {arrivals.map(({ at, changed }) => {
        const middle = Math.max(Date.parse(at) + QUARTER_MS / 2, since_ms);
        const share = 1 - (now_ms - Math.min(middle, now_ms)) / span_ms;
        if (share < 0) return null;
        // By the root: beside a first import everything else would be flat.
        const height = Math.max(2, Math.sqrt(changed / most) * BARS_PX);
        return (
          <rect
            key={at}
            x={`${Math.min(share, 1) * NOW_AT * 100}%`}
            y={LINE_Y - 6 - height}
            width={5}
            height={height}
            rx={1}
          />
        );
      })}
    </g>
  );
}

/** The hours under the line, in the reader's zone. */
function Hours({ now_ms, span_ms }: { now_ms: number; span_ms: number }) {
  const t = useTranslations();
  const zone = useZone();
  return (
    <div aria-hidden className="text-muted text-2xs tabular relative h-4">
      {TICKS.map((share) => (
        <span
          key={share}
          suppressHydrationWarning // seconds pass between server and browser
          className="absolute whitespace-nowrap"
          style={{
            left: `${share * NOW_AT * 100}%`,
            transform: share === 0 ? undefined : 'translateX(-50%)',
          }}
        >
          {clock(now_ms - span_ms * (1 - share), zone, t)}
        </span>
      ))}
      <span className="text-ink absolute -translate-x-1/2" style={{ left: `${NOW_AT * 100}%` }}>
        {t('connection.now')}
      </span>
    </div>
  );
}

const clock = (ms: number, timeZone: string, t: Words): string =>
  new Date(ms).toLocaleTimeString(localeOf(t), {
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
    timeZone,
  });

function CurrentTo({
  connection: c,
  app,
  live,
}: {
  connection: Connection;
  app: string;
  live: boolean;
}) {
  const t = useTranslations();
  if (live)
    return (
      <p>
        <strong className="font-medium">{t('connection.live')}</strong>
        <span className="text-muted">{t('connection.recordsArriveAsSendsThem', { app })}</span>
      </p>
    );
  if (c.current_to === null)
    return (
      <p className="text-muted">
        {t('connection.readPartNotEveryStream', { which: String(c.records_total > 0) })}
      </p>
    );
  return (
    <p>
      <strong className="font-medium">
        {t('connection.current')} <Time iso={c.current_to} />
      </strong>
      <span className="text-muted">{t('connection.byClockOf', { app })}</span>
    </p>
  );
}

function WhatComes({ freshness }: { freshness: Output<'getFreshness'> }) {
  const t = useTranslations();
  const every = freshness.promise_ms === null ? null : freshness.promise_ms / 2;
  if (freshness.next_at === null) return null;
  return (
    <p className="text-muted">
      {t('connection.next')} <Time future iso={freshness.next_at} />
      {every === null
        ? ''
        : t('connection.everyInterval', {
            replace: formatDuration(every, t).replace(/ 00 (min|s)$/, ''),
          })}
    </p>
  );
}
