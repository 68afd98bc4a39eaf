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
import { cn } from '@/components/ui/cn';
import { Spinner } from '@/components/ui/spinner';
import type { RunStatus } from '@/lib/contract/runs';
import { stateOf, type State } from '@/lib/contract/state';

export type Tone = 'ok' | 'info' | 'warn' | 'bad' | 'idle';
interface Sign {
  word: string;
  tone: Tone;
  icon: LucideIcon | 'spinner';
}

/** Status is colour, icon and word, always all three. */
export const STATE_SIGNS: Record<State, Sign> = {
  healthy: { word: 'Healthy', tone: 'ok', icon: CircleCheck },
  syncing: { word: 'Syncing', tone: 'info', icon: 'spinner' },
  stale: { word: 'Delayed', tone: 'warn', icon: Clock },
  degraded: { word: 'Warning', tone: 'warn', icon: TriangleAlert },
  rate_limited: { word: 'Rate limited', tone: 'warn', icon: Gauge },
  needs_reauth: { word: 'Reconnect needed', tone: 'bad', icon: KeyRound },
  error: { word: 'Failing', tone: 'bad', icon: CircleAlert },
  disconnected: { word: 'Disconnected', tone: 'idle', icon: CircleSlash },
  paused: { word: 'Paused', tone: 'idle', icon: Pause },
  unfinished: { word: 'Not finished', tone: 'warn', icon: CircleDashed },
};

export const RUN_SIGNS: Record<RunStatus, Sign> = {
  pending: { word: 'Queued', tone: 'idle', icon: CircleDashed },
  running: { word: 'Running', tone: 'info', icon: 'spinner' },
  completed: { word: 'Completed', tone: 'ok', icon: CircleCheck },
  partial: { word: 'Partial', tone: 'warn', icon: TriangleAlert },
  failed: { word: 'Failed', tone: 'bad', icon: CircleAlert },
  cancelled: { word: 'Cancelled', tone: 'idle', icon: CircleSlash },
  skipped_locked: { word: 'Skipped', tone: 'idle', icon: CircleSlash },
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
  return (
    <span
      className={cn(
        'text-2xs inline-flex h-6 items-center gap-1.5 rounded-full pr-2.5 pl-2 font-medium whitespace-nowrap',
        TONES[sign.tone],
        className,
      )}
    >
      <SignIcon sign={sign} />
      {sign.word}
    </span>
  );
}
