'use client';
import { useQuery } from '@tanstack/react-query';
import { Ellipsis, Layers, ListChecks, RefreshCw, RotateCcw } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { OutcomeWord } from '@/components/connection/outcome-word';
import { canSync } from '@/components/connections/connection-menu';
import { attempt, useConnectionActions } from '@/components/hooks/use-connection-actions';
import { useStreamChoice } from '@/components/hooks/use-stream-choice';
import { because, useWhyNot, useWorkspace } from '@/components/hooks/use-workspace';
import { IconButton } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Menu, MenuItem, MenuLabel } from '@/components/ui/menu';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Switch } from '@/components/ui/switch';
import { Table, Td, Th } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import type { Output } from '@/lib/client/call';
import { ENTITY_WORDS } from '@/lib/client/entity-words';
import { formatNumber } from '@/lib/client/format';
import { queries } from '@/lib/client/queries';
import type { MessageKey } from '@/lib/client/words';
import type { Words } from '@/lib/client/words';
import type { Connection } from '@/lib/contract/connections';
import type { StreamOutcome } from '@/lib/contract/runs';

type Stream = Output<'listEntities'>['streams'][number];
const MODES: Record<Stream['sync_mode'], MessageKey> = {
  incremental: 'connection.whatChanged',
  full: 'connection.everything',
};

/**
 * Each stream: whether it is read and how, where its next pass begins, what it holds, how its last
 * run went; and the way to read one again. Longer than a screen: the table in one piece.
 */
export function StreamsTab({
  connection: c,
  onRecords,
}: {
  connection: Connection;
  onRecords: (stream: string) => void;
}) {
  const t = useTranslations();
  const workspace = useWorkspace();
  const entities = useQuery(queries.entities(workspace, c.id));
  const runs = useQuery(queries.runs(workspace, c.id));
  const choice = useStreamChoice(c.id);
  const actions = useConnectionActions();
  const [again, setAgain] = useState<Stream | null>(null);
  if (entities.isPending)
    return (
      <Card>
        <SkeletonRows rows={5} label={t('connection.loadingStreams')} />
      </Card>
    );
  if (entities.isError)
    return (
      <Card>
        <ErrorState error={entities.error} retry={() => void entities.refetch()} />
      </Card>
    );
  const { streams } = entities.data;
  if (streams.length === 0)
    return (
      <Card>
        <EmptyState icon={<Layers />} title={t('connection.noStreamsYet')} />
      </Card>
    );
  const outcomes = new Map<string, StreamOutcome>();
  for (const run of runs.data?.runs ?? [])
    for (const outcome of run.finished_at === null ? [] : run.streams)
      if (!outcomes.has(outcome.stream)) outcomes.set(outcome.stream, outcome);
  return (
    <>
      <Card className="overflow-hidden">
        <Table label={t('connection.streams')}>
          <thead>
            <tr>
              <Th>{t('connection.stream')}</Th>
              <Th>{t('connection.read')}</Th>
              <Th>{t('connection.bookmark')}</Th>
              <Th>{t('connection.lastGoodSync')}</Th>
              <Th className="text-right">{t('connection.records')}</Th>
              <Th className="text-right">{t('connection.missed')}</Th>
              <Th>{t('connection.lastRun')}</Th>
              <Th>
                <span className="sr-only">{t('connection.actions')}</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {streams.map((stream) => (
              <StreamRow
                key={stream.stream}
                stream={stream}
                outcome={outcomes.get(stream.stream)}
                choice={choice}
                mayRead={canSync(c)}
                onSync={() => void attempt(actions.sync(c, { streams: [stream.stream] }))}
                onAgain={() => setAgain(stream)}
                onRecords={() => onRecords(stream.stream)}
              />
            ))}
          </tbody>
        </Table>
      </Card>
      {again ? (
        <ConfirmDialog
          title={t('connection.askReadAgain', { label: again.label })}
          action={t('connection.readAgain')}
          confirm={() => actions.sync(c, { full_sync: true, streams: [again.stream] })}
          onClose={() => setAgain(null)}
        >
          <p>{t('connection.allReadFromBeginningWhat')}</p>
        </ConfirmDialog>
      ) : null}
    </>
  );
}

/** A stream and what can be done with it. Longer than a screen: one cell after the other. */
function StreamRow({
  stream: s,
  outcome,
  choice,
  mayRead,
  onSync,
  onAgain,
  onRecords,
}: {
  stream: Stream;
  outcome?: StreamOutcome;
  choice: ReturnType<typeof useStreamChoice>;
  mayRead: boolean;
  onSync: () => void;
  onAgain: () => void;
  onRecords: () => void;
}) {
  const t = useTranslations();
  const why = useWhyNot('connections:write');
  const off = why !== undefined;
  const chosen = choice.of(s.stream);
  const on = chosen?.enabled ?? true;
  return (
    <tr className="relative">
      <Td>
        <div className="flex items-center gap-3">
          {chosen ? (
            <Switch
              label={t('connection.readStream', { label: s.label })}
              checked={on}
              disabled={off || (on && choice.last)}
              busy={choice.busy}
              {...because(why)}
              onChange={(enabled) =>
                void attempt(choice.change({ streams: { [s.stream]: enabled } }))
              }
            />
          ) : null}
          <span className={cn(!on && 'text-muted')}>
            <span className="font-medium">{s.label}</span>
            <span className="text-muted text-2xs block">{t(ENTITY_WORDS[s.entity])}</span>
          </span>
        </div>
      </Td>
      <Td label={t('connection.read')} className="text-muted whitespace-nowrap">
        {t(on ? MODES[s.sync_mode] : 'connection.switchedOff')}
      </Td>
      <Td label={t('connection.bookmark')} className="text-muted tabular md:max-w-40">
        <span className="min-w-0">
          <Bookmark stream={s} />
        </span>
      </Td>
      <Td label={t('connection.lastGoodSync')} className="text-muted whitespace-nowrap">
        {s.last_success_at ? <Time iso={s.last_success_at} /> : t('connection.never')}
      </Td>
      <Td label={t('connection.records')} className="tabular text-right">
        <span>
          {formatNumber(s.count, t)}
          <span className="text-muted text-2xs block">{besides(s, t)}</span>
        </span>
      </Td>
      <Td label={t('connection.missed')} className="tabular text-muted text-right">
        <span>
          <Missed stream={s} />
        </span>
      </Td>
      <Td className="min-w-40">
        {outcome ? (
          <LastRun outcome={outcome} />
        ) : (
          <span className="text-muted">{t('connection.notRunYet')}</span>
        )}
      </Td>
      <Td className="w-12 pl-0 text-right max-md:absolute max-md:top-2 max-md:right-0">
        <Menu
          trigger={
            <IconButton label={t('connection.actionsFor', { label: s.label })}>
              <Ellipsis aria-hidden className="size-4" />
            </IconButton>
          }
        >
          <MenuItem icon={<ListChecks aria-hidden />} onSelect={onRecords}>
            {t('connection.itsRecords')}
          </MenuItem>
          {off ? <MenuLabel>{why}</MenuLabel> : null}
          <MenuItem
            icon={<RefreshCw aria-hidden />}
            disabled={off || !mayRead || !on}
            onSelect={onSync}
          >
            {t('connection.syncStreamNow')}
          </MenuItem>
          <MenuItem
            icon={<RotateCcw aria-hidden />}
            disabled={off || !mayRead || !on}
            onSelect={onAgain}
          >
            {t('connection.readAgainFromBeginning')}
          </MenuItem>
        </Menu>
      </Td>
    </tr>
  );
}

/** Where its next pass begins: a moment in words, anything else as the provider wrote it. */
function Bookmark({ stream: { bookmark } }: { stream: Stream }) {
  if (bookmark === null) return <>–</>;
  return /^\d{4}-\d\d-\d\dT/.test(bookmark) ? (
    <Time iso={bookmark} />
  ) : (
    <code className="text-2xs block truncate font-mono">{bookmark}</code>
  );
}

/** What the last full reading found that the increments before it had not brought. */
function Missed({ stream: s }: { stream: Stream }) {
  const t = useTranslations();
  if (s.full_read_at === null || s.missed === null) return <>–</>;
  return (
    <>
      <span className={cn(s.missed > 0 && 'text-warn-ink font-medium')}>
        {formatNumber(s.missed, t)}
      </span>
      <span className="text-2xs block">
        <Time iso={s.full_read_at} />
      </span>
    </>
  );
}

/** What there is of it besides its records. */
const besides = (s: Stream, t: Words): string =>
  [
    ...(s.deleted > 0 ? [t('connection.countDeleted', { deleted: s.deleted })] : []),
    ...(s.quarantined > 0
      ? [t('connection.recordQuarantine', { quarantined: s.quarantined })]
      : []),
  ].join(', ');

const LastRun = ({ outcome }: { outcome: StreamOutcome }) => {
  const t = useTranslations();
  return (
    <>
      <OutcomeWord status={outcome.status} />
      <span
        className={cn(
          'text-2xs block text-pretty',
          outcome.error_message ? 'text-bad-ink' : 'text-muted tabular',
        )}
      >
        {outcome.error_message ?? changesOf(outcome, t)}
      </span>
    </>
  );
};

const changesOf = ({ records_written, records_read }: StreamOutcome, t: Words): string =>
  t('connection.ofReadWereNewOr', { records_written, records_read });
