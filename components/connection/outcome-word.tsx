import { CircleAlert, CircleCheck, CircleDashed, CircleSlash } from 'lucide-react';
import { cn } from '@/components/ui/cn';
import { SignIcon, TONE_TEXT, type Tone } from '@/components/ui/status-pill';
import type { StreamOutcome } from '@/lib/contract/runs';

const SIGNS: Record<
  StreamOutcome['status'],
  { word: string; tone: Tone; icon: typeof CircleAlert | 'spinner' }
> = {
  pending: { word: 'Waiting', tone: 'idle', icon: CircleDashed },
  running: { word: 'Running', tone: 'info', icon: 'spinner' },
  completed: { word: 'Completed', tone: 'ok', icon: CircleCheck },
  failed: { word: 'Failed', tone: 'bad', icon: CircleAlert },
  skipped: { word: 'Skipped', tone: 'idle', icon: CircleSlash },
};

/** How one stream of a run went. */
export function OutcomeWord({ status }: { status: StreamOutcome['status'] }) {
  const sign = SIGNS[status];
  return (
    <span
      className={cn(
        'inline-flex items-center gap-1.5 font-medium whitespace-nowrap',
        TONE_TEXT[sign.tone],
      )}
    >
      <SignIcon sign={sign} />
      {sign.word}
    </span>
  );
}
