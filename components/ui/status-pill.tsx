import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleSlash,
  Clock,
  Gauge,
  KeyRound,
  Pause,
  TriangleAlert,
  type LucideIcon,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import { cn } from '@/components/ui/cn';
import { Spinner } from '@/components/ui/spinner';
import type { MessageKey } from '@/lib/client/words';
import type { RunStatus } from '@/lib/contract/runs';
import { stateOf, type State } from '@/lib/contract/state';

export type Tone = 'ok' | 'info' | 'warn' | 'bad' | 'idle';
interface Sign {
  word: MessageKey;
  tone: Tone;
  icon: LucideIcon | 'spinner';
}

/** Status is colour, icon and word, always all three. */
export const STATE_SIGNS: Record<State, Sign> = {
  healthy: { word: 'ui.healthy', tone: 'ok', icon: CircleCheck },
  syncing: { word: 'ui.syncing', tone: 'info', icon: 'spinner' },
  stale: { word: 'ui.delayed', tone: 'warn', icon: Clock },
  degraded: { word: 'ui.warning', tone: 'warn', icon: TriangleAlert },
  rate_limited: { word: 'ui.rateLimited', tone: 'warn', icon: Gauge },
  needs_reauth: { word: 'ui.reconnectNeeded', tone: 'bad', icon: KeyRound },
  error: { word: 'ui.failing', tone: 'bad', icon: CircleAlert },
  disconnected: { word: 'ui.disconnected', tone: 'idle', icon: CircleSlash },
  paused: { word: 'ui.paused', tone: 'idle', icon: Pause },
  unfinished: { word: 'ui.notFinished', tone: 'warn', icon: CircleDashed },
};

export const RUN_SIGNS: Record<RunStatus, Sign> = {
  pending: { word: 'ui.queued', tone: 'idle', icon: CircleDashed },
  running: { word: 'ui.running', tone: 'info', icon: 'spinner' },
  completed: { word: 'ui.completed', tone: 'ok', icon: CircleCheck },
  partial: { word: 'ui.partial', tone: 'warn', icon: TriangleAlert },
  failed: { word: 'ui.failed', tone: 'bad', icon: CircleAlert },
  cancelled: { word: 'ui.cancelled', tone: 'idle', icon: CircleSlash },
  skipped_locked: { word: 'ui.skipped', tone: 'idle', icon: CircleSlash },
};

const TONES: Record<Tone, string> = {
  ok: 'bg-ok-soft text-ok-ink',
  info: 'bg-info-soft text-info-ink',
  warn: 'bg-warn-soft text-warn-ink',
  bad: 'bg-bad-soft text-bad-ink',
  idle: 'bg-idle-soft text-idle-ink',
};
export const TONE_TEXT: Record<Tone, string> = {
  ok: 'text-ok-ink',
  info: 'text-info-ink',
  warn: 'text-warn-ink',
  bad: 'text-bad-ink',
  idle: 'text-idle-ink',
};

/** The one pill of a connection: two axes, one word. */
export const connectionSign = (c: Parameters<typeof stateOf>[0]): Sign => STATE_SIGNS[stateOf(c)];

/** Whether it cannot work as it is. */
export const isBroken = (c: Parameters<typeof stateOf>[0]): boolean =>
  connectionSign(c).tone === 'bad';

export function SignIcon({ sign, className }: { sign: Sign; className?: string }) {
  if (sign.icon === 'spinner') return <Spinner className={className} />;
  const Icon = sign.icon;
  return <Icon aria-hidden className={cn('size-3.5 shrink-0', className)} />;
}

/** A status as colour, icon and word. */
export function Pill({ sign, className }: { sign: Sign; className?: string }) {
  const t = useTranslations();
  return (
    <span
      className={cn(
        'text-2xs inline-flex h-6 items-center gap-1.5 rounded-full pr-2.5 pl-2 font-medium whitespace-nowrap',
        TONES[sign.tone],
        className,
      )}
    >
      <SignIcon sign={sign} />
      {t(sign.word)}
    </span>
  );
}
