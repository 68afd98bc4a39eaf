'use client';
import { useTranslations } from 'next-intl';
import { cn } from '@/components/ui/cn';
import { Cause } from '@/components/ui/said';
import { connectionSign, SignIcon, TONE_TEXT } from '@/components/ui/status-pill';
import { useNow } from '@/components/ui/time';
import { formatPast, formatRelative } from '@/lib/client/format';
import type { Words } from '@/lib/client/words';
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
  const t = useTranslations();
  const now_ms = useNow();
  const state = stateOf(c);
  const sign = connectionSign(c);
  const current = c.current_to ? formatPast(c.current_to, now_ms, t) : null;
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
            {t(sign.word)}
          </span>
        )}
        {state === 'healthy' && !live && current === null ? t('connections.notReadEndYet') : null}
        {state === 'healthy' && live ? (
          <span className="text-ink font-medium">{t('connections.live')}</span>
        ) : null}
        {current && !(live && state === 'healthy') ? (
          <span className={cn(state === 'healthy' && 'text-ink font-medium')}>
            <span className="sr-only">{t('connections.currentTo')} </span>
            {current}
          </span>
        ) : null}
      </span>
      <span>{whatComes(state, live, again, now_ms, t)}</span>
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
  t: Words,
): string {
  if (state === 'syncing' || state === 'paused' || state === 'disconnected') return '';
  if (live) return t('connections.asHappens');
  if (again === null) return '';
  const due = Date.parse(again) - now_ms < SOON_MS;
  return due
    ? t('connections.nextNow')
    : t('connections.nextAt', { again: formatRelative(again, now_ms, t) });
}

/** Why a person has to do something, and up to when what is here is good. */
export function RowCause({ connection: c }: { connection: Connection }) {
  const t = useTranslations();
  const now_ms = useNow();
  const sign = connectionSign(c);
  return (
    <p suppressHydrationWarning className={cn('text-xs text-pretty', TONE_TEXT[sign.tone])}>
      <SignIcon sign={sign} className="mr-1.5 inline size-3.5 align-[-2px]" />
      <span className="sr-only">{t(sign.word)}. </span>
      <Cause connection={c} />
      {c.current_to
        ? t('connections.currentToSentence', { current_to: formatPast(c.current_to, now_ms, t) })
        : ''}
    </p>
  );
}
