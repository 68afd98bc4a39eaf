'use client';
import { ChevronRight } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { Checkbox } from '@/components/ui/checkbox';
import { cn } from '@/components/ui/cn';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/input';
import { BACKFILL_RANGES } from '@/lib/client/backfill';
import type { Input } from '@/lib/client/call';
import { inSentence, type Words } from '@/lib/client/words';
import type { CatalogEntry } from '@/lib/contract/catalog';

/** What a person chose to read: streams that are off, and how many days back; null: all the way. */
export interface Reading {
  off: readonly string[];
  days: number | null;
}
export const EVERYTHING: Reading = { off: [], days: null };

const DAY_MS = 86_400_000;

/** As the request for a new connection says it. */
export function asInput(
  { streams }: CatalogEntry,
  { off, days }: Reading,
): Pick<Input<'createConnection'>, 'streams' | 'backfill_from'> {
  return {
    ...(off.length > 0
      ? { streams: streams.map((s) => s.name).filter((name) => !off.includes(name)) }
      : {}),
    ...(days === null ? {} : { backfill_from: new Date(Date.now() - days * DAY_MS).toISOString() }),
  };
}

interface ChoiceProps {
  entry: CatalogEntry;
  value: Reading;
  onChange: (value: Reading) => void;
}

/** Folded: which streams are read, and how far back where the provider can be asked for that. */
export function ReadChoice({ entry, value, onChange }: ChoiceProps) {
  const t = useTranslations();
  const [open, setOpen] = useState(false);
  const id = useId();
  if (entry.streams.length === 0) return null;
  return (
    <section className="border-line border-t pt-3">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
        className="flex min-h-8 w-full items-center gap-2 text-left text-xs font-medium"
      >
        <ChevronRight
          aria-hidden
          className={cn('text-muted size-4 transition-transform duration-150', open && 'rotate-90')}
        />
        {t('connections.whatRead')}
        <span className="text-muted text-2xs ml-auto font-normal">{inWords(entry, value, t)}</span>
      </button>
      {open ? (
        <div id={id} className="space-y-4 pt-3 pl-6">
          {entry.streams.some((stream) => stream.backfill) ? (
            <HowFarBack days={value.days} onChange={(days) => onChange({ ...value, days })} />
          ) : null}
          <Streams entry={entry} value={value} onChange={onChange} />
        </div>
      ) : null}
    </section>
  );
}

function inWords({ streams }: CatalogEntry, { off, days }: Reading, t: Words): string {
  const range = BACKFILL_RANGES.find(([value]) => value === days)?.[1];
  const what =
    off.length === 0
      ? t('connections.everything')
      : t('connections.someOf', { value: streams.length - off.length, count: streams.length });
  return days === null || range === undefined
    ? what
    : t('connections.choiceAndRange', { what, range: inSentence(t(range), t) });
}

/** At least one stays on: a connection that reads nothing is none. */
function Streams({ entry, value, onChange }: ChoiceProps) {
  const t = useTranslations();
  const { streams } = entry;
  const isOn = (name: string) => !value.off.includes(name);
  const isLast = streams.length - value.off.length === 1;
  return (
    <fieldset>
      <legend className="text-xs font-medium">{t('connections.streams')}</legend>
      {streams.map(({ name, label, description }) => (
        <Checkbox
          key={name}
          checked={isOn(name)}
          disabled={isLast && isOn(name)}
          hint={description}
          onChange={(e) =>
            onChange({ ...value, off: toggled(entry, value.off, name, e.target.checked) })
          }
        >
          {label}
        </Checkbox>
      ))}
    </fieldset>
  );
}

function HowFarBack({
  days,
  onChange,
}: {
  days: number | null;
  onChange: (days: number | null) => void;
}) {
  const t = useTranslations();
  const id = useId();
  return (
    <Field
      id={id}
      label={t('connections.howFarBack')}
      hint={t('connections.ofWhatProviderCanAsked')}
    >
      {(control) => (
        <Select
          {...control}
          value={String(days)}
          onChange={(e) => onChange(e.target.value === 'null' ? null : Number(e.target.value))}
        >
          {BACKFILL_RANGES.map(([value, label]) => (
            <option key={label} value={String(value)}>
              {t(label)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

/** A stream goes with those it is read through: on with them, off when one of them is. */
function toggled(
  { streams }: CatalogEntry,
  off: readonly string[],
  name: string,
  on: boolean,
): string[] {
  const parentsOf = (stream: string): string[] => {
    const parents = streams.find((s) => s.name === stream)?.parents ?? [];
    return [...parents, ...parents.flatMap(parentsOf)];
  };
  if (on) return off.filter((one) => one !== name && !parentsOf(name).includes(one));
  const through = streams.filter((s) => parentsOf(s.name).includes(name)).map((s) => s.name);
  return [...new Set([...off, name, ...through])];
}
