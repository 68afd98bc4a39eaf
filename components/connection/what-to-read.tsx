'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { attempt } from '@/components/hooks/use-connection-actions';
import { useStreamChoice } from '@/components/hooks/use-stream-choice';
import { because, useWhyNot, useWorkspace } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { ErrorState } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/input';
import { SkeletonRows } from '@/components/ui/skeleton';
import { useDay } from '@/components/ui/time';
import { BACKFILL_RANGES } from '@/lib/client/backfill';
import { call, type Output } from '@/lib/client/call';
import type { Connection } from '@/lib/contract/connections';

const DAY_MS = 86_400_000;

/** Which streams are read, and how far back, as it is and to be changed. */
export function WhatToRead({ connection: c }: { connection: Connection }) {
  const t = useTranslations();
  const why = useWhyNot('connections:write');
  const off = why !== undefined;
  const { query: streams, busy, last, change } = useStreamChoice(c.id);
  if (streams.isPending) return <SkeletonRows rows={3} label={t('connection.loadingWhatRead')} />;
  if (streams.isError)
    return <ErrorState error={streams.error} retry={() => void streams.refetch()} />;
  if (streams.data.streams.length === 0) return null;
  return (
    <section aria-labelledby="reading">
      <h2 id="reading" className="pb-1 text-sm">
        {t('connection.whatRead')}
      </h2>
      {off ? <p className="text-muted pb-1 text-xs">{why}</p> : null}
      <fieldset disabled={off}>
        <legend className="sr-only">{t('connection.streams')}</legend>
        {streams.data.streams.map((s) => (
          <Checkbox
            key={s.stream}
            checked={s.enabled}
            disabled={s.enabled && last}
            hint={s.description}
            {...because(why)}
            aria-disabled={busy || undefined}
            onChange={(e) => {
              // Not disabled meanwhile: whoever pressed it by key would lose their place.
              if (!busy) void attempt(change({ streams: { [s.stream]: e.target.checked } }));
            }}
          >
            {s.label}
          </Checkbox>
        ))}
      </fieldset>
      {streams.data.streams.some((s) => s.backfill) ? (
        <HowFarBack
          id={c.id}
          from={streams.data.backfill_from}
          disabled={off || busy}
          onChange={(backfill_from) => void attempt(change({ backfill_from }))}
        />
      ) : null}
    </section>
  );
}

/** How far back first loads go, with what the provider says that comes to. */
function HowFarBack({
  id,
  from,
  disabled,
  onChange,
}: {
  id: string;
  from: string | null;
  disabled: boolean;
  onChange: (from: string | null) => void;
}) {
  const t = useTranslations();
  const day = useDay();
  const [chosen, choose] = useState<string | null>(from);
  const options = BACKFILL_RANGES.map(([days, words]) => ({ words, from: momentOf(days) }));
  return (
    <div className="flex flex-wrap items-end gap-3 pt-4">
      <div className="min-w-56">
        <Field
          id="backfill"
          label={t('connection.howFarBack')}
          hint={
            from === null
              ? t('connection.nowEverythingThere')
              : t('connection.nowFromOn', { from: day(from) })
          }
        >
          {(control) => (
            <Select
              {...control}
              disabled={disabled}
              value={chosen ?? 'all'}
              onChange={(e) => choose(e.target.value === 'all' ? null : e.target.value)}
            >
              {from !== null && options.every((o) => o.from !== from) ? (
                <option value={from}>{t('connection.fromDate', { from: day(from) })}</option>
              ) : null}
              {options.map((option) => (
                <option key={option.words} value={option.from ?? 'all'}>
                  {t(option.words)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <Estimate key={chosen} id={id} from={chosen} disabled={disabled} />
      <Button disabled={disabled || chosen === from} onClick={() => onChange(chosen)}>
        {t('connection.save')}
      </Button>
    </div>
  );
}

/** The midnight so many days ago: the same on every render of a day. */
function momentOf(days: number | null): string | null {
  if (days === null) return null;
  const midnight = new Date();
  midnight.setUTCHours(0, 0, 0, 0);
  return new Date(midnight.getTime() - days * DAY_MS).toISOString();
}

/** What the provider says a first load would read; asked only when somebody wants to know. */
function Estimate({ id, from, disabled }: { id: string; from: string | null; disabled: boolean }) {
  const t = useTranslations();
  const workspace = useWorkspace();
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<Output<'estimateStreams'> | null>(null);
  const ask = async () => {
    setBusy(true);
    const input = { id, ...(from === null ? {} : { from }) };
    await attempt(call('estimateStreams', input, { workspace }).then(setAnswer));
    setBusy(false);
  };
  if (answer === null)
    return (
      <Button variant="ghost" busy={busy} disabled={disabled} onClick={() => void ask()}>
        {t('connection.howMuch')}
      </Button>
    );
  const known = answer.streams.flatMap((s) => s.records ?? []);
  const total = known.reduce((sum, n) => sum + n, 0);
  return (
    <p role="status" className="text-muted tabular self-center text-xs">
      {known.length === 0
        ? t('connection.theProviderDoesNotSay')
        : t('connection.aboutRecordStreamsCounts', {
            total,
            which: String(known.length < answer.streams.length),
          })}
    </p>
  );
}
