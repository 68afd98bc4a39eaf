'use client';
import { useTranslations } from 'next-intl';
import { useEffect, useState, type ReactNode } from 'react';
import type { DetailDialog } from '@/components/connection/connection-header';
import { LiveProgress } from '@/components/connection/live-progress';
import { attempt, useConnectionActions } from '@/components/hooks/use-connection-actions';
import { useWhyNot, useWorkspace } from '@/components/hooks/use-workspace';
import { knowledgeSyncOf } from '@/components/knowledge/place';
import { Button, ButtonLink } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Cause } from '@/components/ui/said';
import { connectionSign, SignIcon, STATE_SIGNS, type Tone } from '@/components/ui/status-pill';
import { Time, useNow } from '@/components/ui/time';
import { asksForPermissions } from '@/lib/client/causes';
import { formatClock } from '@/lib/client/format';
import type { Words } from '@/lib/client/words';
import type { CatalogEntry } from '@/lib/contract/catalog';
import type { Connection } from '@/lib/contract/connections';
import { turnOf } from '@/lib/contract/state';
import type { Progress } from '@/lib/contract/runs';

const CHIP: Record<Tone, string> = {
  ok: 'bg-ok-soft text-ok-ink',
  info: 'bg-info-soft text-info-ink',
  warn: 'bg-warn-soft text-warn-ink',
  bad: 'bg-bad-soft text-bad-ink',
  idle: 'bg-idle-soft text-idle-ink',
};

/**
 * Why it is as it is, whose move it is, and the one thing to do. While a run is live: how far it
 * is.
 */
export function HealthCard({
  connection: c,
  progress,
  entry,
  onDialog,
  onQuarantine,
}: {
  connection: Connection;
  progress: Progress | null;
  entry: CatalogEntry | undefined;
  onDialog: (dialog: DetailDialog) => void;
  onQuarantine: () => void;
}) {
  const t = useTranslations();
  const sign = connectionSign(c);
  // What would go, and the buttons, stand below in DeletionsHeld.
  const cause =
    c.health_detail.action === 'confirm_deletions' ? (
      t('connection.someDeletionsWaitYourWord')
    ) : (
      <Cause connection={c} />
    );
  const app = entry?.name ?? c.connector_type;
  if (turnOf(c) === 'nobody' && !c.is_syncing) return <Well cause={cause} />;
  return (
    <section
      aria-label={t('connection.health')}
      className={cn(
        'border-line bg-surface rounded-card flex min-h-24 flex-wrap items-center gap-x-4',
        'gap-y-3 border px-4 py-3.5',
      )}
    >
      {c.is_syncing ? (
        <LiveProgress progress={progress} running={c.status === 'syncing'} entry={entry} />
      ) : (
        <>
          <span
            aria-hidden
            className={cn('grid size-9 shrink-0 place-items-center rounded-full', CHIP[sign.tone])}
          >
            <SignIcon sign={sign} className="size-4.5" />
          </span>
          <div className="min-w-0 flex-1 basis-56">
            <p className="text-sm font-medium text-pretty">{cause}</p>
            <p className="text-muted mt-0.5 text-xs">
              {whoseMove(c.health_detail.who, app, t)} <When connection={c} />{' '}
              <Quarantined connection={c} onQuarantine={onQuarantine} />
            </p>
          </div>
          <Action connection={c} onDialog={onDialog} onQuarantine={onQuarantine} />
        </>
      )}
    </section>
  );
}

/** What is in order takes a line, no card. */
const Well = ({ cause }: { cause: ReactNode }) => {
  const t = useTranslations();
  return (
    <section
      aria-label={t('connection.health')}
      className="text-muted -mt-4 flex items-center gap-1.5 text-xs"
    >
      <SignIcon sign={STATE_SIGNS.healthy} className="text-ok-ink" />
      {cause}
    </section>
  );
};

/** When it is tried again, or was last in order. */
function When({ connection: c }: { connection: Connection }) {
  const t = useTranslations();
  const { who, retry_at } = c.health_detail;
  if (retry_at) return <Countdown iso={retry_at} />;
  if (!c.last_synced_at || who !== 'nobody') return null;
  const last = c.last_synced_at;
  return <>{t.rich('connection.lastSynced', { time: () => <Time iso={last} /> })}</>;
}

/** The way to the quarantine, unless it is what the card is about. */
function Quarantined({
  connection: c,
  onQuarantine,
}: {
  connection: Connection;
  onQuarantine: () => void;
}) {
  const t = useTranslations();
  if (c.quarantined === 0 || c.health_detail.action === 'review_quarantine') return null;
  return (
    <button
      type="button"
      onClick={onQuarantine}
      className="text-warn-ink font-medium underline underline-offset-2"
    >
      {t('connection.recordQuarantine', { quarantined: c.quarantined })}
    </button>
  );
}

function whoseMove(who: Connection['health_detail']['who'], app: string, t: Words): string {
  switch (who) {
    case 'you':
      return t('connection.thisWaitsYou');
    case 'provider':
      return t('connection.thisWaitsThereNothingYou', { app });
    case 'operator':
      return t('connection.askWhoeverRunsInletHere');
    case 'nobody':
      return t('connection.nothingDo');
  }
}

const reconnectLabel = (c: Connection, t: Words): string =>
  asksForPermissions(c) ? t('connection.grantPermissions') : t('connection.reconnect');

/** Exactly one button, or none when waiting is all there is. */
function Action({
  connection: c,
  onDialog,
  onQuarantine,
}: {
  connection: Connection;
  onDialog: (dialog: DetailDialog) => void;
  onQuarantine: () => void;
}) {
  const t = useTranslations();
  const actions = useConnectionActions();
  const workspace = useWorkspace();
  const whyNot = useWhyNot('connections:write');
  const [busy, setBusy] = useState(false);
  const { action } = c.health_detail;
  const run = (work: () => Promise<unknown>) => () => {
    setBusy(true);
    void attempt(work()).finally(() => setBusy(false));
  };
  const act: Partial<Record<typeof action, { label: string; go: () => void }>> = {
    reconnect: { label: reconnectLabel(c, t), go: () => onDialog('reconnect') },
    finish: { label: t('connection.finishConnecting'), go: () => onDialog('reconnect') },
    sync: { label: t('connection.syncNow'), go: run(() => actions.sync(c)) },
    resume: { label: t('connection.resume'), go: run(() => actions.resume(c)) },
    start_over: {
      label: t('connection.startOver'),
      go: run(() => actions.sync(c, { full_sync: true, streams: c.stalled_streams })),
    },
    review_quarantine: { label: t('connection.review'), go: onQuarantine },
  };
  if (action === 'open_knowledge_sync')
    return (
      <ButtonLink variant="primary" href={knowledgeSyncOf(workspace, c)}>
        {t('connection.openKnowledgeSync')}
      </ButtonLink>
    );
  const chosen = act[action];
  if (!chosen) return null;
  // To look into the quarantine is not to change anything.
  const why = action === 'review_quarantine' ? undefined : whyNot;
  return (
    <div className="flex flex-col items-start gap-1">
      <Button
        variant="primary"
        busy={busy}
        disabled={why !== undefined}
        aria-describedby={why ? 'why-not' : undefined}
        onClick={chosen.go}
      >
        {chosen.label}
      </Button>
      {why ? (
        <p id="why-not" className="text-muted text-2xs">
          {why}
        </p>
      ) : null}
    </div>
  );
}

/** When it is tried again: a running clock under an hour, words above. */
function Countdown({ iso }: { iso: string }) {
  const t = useTranslations();
  const coarse = useNow();
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    const tick = () => setNow(Date.now());
    const timer = setInterval(tick, 1_000);
    tick();
    return () => clearInterval(timer);
  }, []);
  const left = Date.parse(iso) - (now ?? coarse);
  if (left <= 0) return <>{t('connection.tryingAgainNow')}</>;
  if (left > 3_600_000)
    return <>{t.rich('connection.triedAgainAt', { time: () => <Time future iso={iso} /> })}</>;
  return (
    <>
      {t.rich('connection.triedAgainIn', {
        time: () => (
          <time dateTime={iso} className="tabular text-ink font-medium" suppressHydrationWarning>
            {formatClock(left)}
          </time>
        ),
      })}
    </>
  );
}
