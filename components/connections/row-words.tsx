'use client';
import { cn } from '@/components/ui/cn';
import { connectionSign, SignIcon, TONE_TEXT } from '@/components/ui/status-pill';
import { useNow } from '@/components/ui/time';
import { formatPast, formatRelative } from '@/lib/client/format';
import type { Connection } from '@/lib/contract/connections';
import { stateOf } from '@/lib/contract/state';

/** Under the line: how current it is, and what comes. The word of its state only where it is not well. */
export function RowCaption({
  connection: c,
  next_at,
  live,
}: {
  connection: Connection;
  next_at: string | null;
  /** Its records arrive as they happen. */
  live: boolean;
}) {
  const now_ms = useNow();
  const state = stateOf(c);
  const sign = connectionSign(c);
  const current = c.current_to ? formatPast(c.current_to, now_ms) : null;
  const again = c.health_detail.retry_at ?? next_at;
  return (
    <p
      suppressHydrationWarning
      className="text-muted text-2xs tabular flex justify-between gap-3 whitespace-nowrap"
    >
      <span className="flex min-w-0 items-center gap-1.5 truncate">
        {state === 'healthy' ? null : (
          <span className={cn('inline-flex items-center gap-1 font-medium', TONE_TEXT[sign.tone])}>
            <SignIcon sign={sign} className="size-3" />
            {sign.word}
          </span>
        )}
        {state === 'healthy' && !live && current === null ? 'Not read to the end yet' : null}
        {state === 'healthy' && live ? <span className="text-ink font-medium">Live</span> : null}
        {current && !(live && state === 'healthy') ? (
          <span className={cn(state === 'healthy' && 'text-ink font-medium')}>
            <span className="sr-only">Current to </span>
            {current}
          </span>
        ) : null}
      </span>
      <span>{whatComes(state, live, again, now_ms)}</span>
    </p>
  );
}

/** Under this there is no telling how long still. */
const SOON_MS = 5_000;

function whatComes(
  state: ReturnType<typeof stateOf>,
  live: boolean,
  again: string | null,
  now_ms: number,
): string {
  if (state === 'syncing' || state === 'paused' || state === 'disconnected') return '';
  if (live) return 'as it happens';
  if (again === null) return '';
  const due = Date.parse(again) - now_ms < SOON_MS;
  return due ? 'next now' : `next ${formatRelative(again, now_ms)}`;
}

/** Why a person has to do something, and up to when what is here is good. */
export function RowCause({ connection: c }: { connection: Connection }) {
  const now_ms = useNow();
  const sign = connectionSign(c);
  return (
    <p suppressHydrationWarning className={cn('text-xs text-pretty', TONE_TEXT[sign.tone])}>
      <SignIcon sign={sign} className="mr-1.5 inline size-3.5 align-[-2px]" />
      <span className="sr-only">{sign.word}. </span>
      {c.health_detail.cause}
      {c.current_to ? ` Current to ${formatPast(c.current_to, now_ms)}.` : ''}
    </p>
  );
}
