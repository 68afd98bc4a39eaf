import { CircleAlert, CircleCheck, CircleDashed, CircleSlash } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { cn } from '@/components/ui/cn';
import { SignIcon, TONE_TEXT, type Tone } from '@/components/ui/status-pill';
import type { MessageKey } from '@/lib/client/words';
import type { StreamOutcome } from '@/lib/contract/runs';

const SIGNS: Record<
  StreamOutcome['status'],
  { word: MessageKey; tone: Tone; icon: typeof CircleAlert | 'spinner' }
> = {
  pending: { word: 'connection.waiting', tone: 'idle', icon: CircleDashed },
  running: { word: 'connection.running', tone: 'info', icon: 'spinner' },
  completed: { word: 'connection.completed', tone: 'ok', icon: CircleCheck },
  failed: { word: 'connection.failed', tone: 'bad', icon: CircleAlert },
  skipped: { word: 'connection.skipped', tone: 'idle', icon: CircleSlash },
};

/** How one stream of a run went. */
export function OutcomeWord({ status }: { status: StreamOutcome['status'] }) {
  const t = useTranslations();
  const sign = SIGNS[status];
  return (
    <span
      className={cn(
        'inline-flex items-center gap-1.5 font-medium whitespace-nowrap',
        TONE_TEXT[sign.tone],
      )}
    >
      <SignIcon sign={sign} />
      {t(sign.word)}
    </span>
  );
}
