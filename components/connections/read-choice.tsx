'use client';
import { ChevronRight } from 'lucide-react';
import { useId, useState } from 'react';
import { Checkbox } from '@/components/ui/checkbox';
import { cn } from '@/components/ui/cn';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/input';
import type { Input } from '@/lib/client/call';
import type { CatalogEntry } from '@/lib/contract/catalog';

/** What a person chose to read: streams that are off, and how many days back; null: all the way. */
export interface Reading {
  off: readonly string[];
  days: number | null;
}
export const EVERYTHING: Reading = { off: [], days: null };

const DAY_MS = 86_400_000;
const RANGES: readonly [days: number | null, label: string][] = [
  [null, 'Everything there is'],
  [3 * 365, 'Three years'],
  [365, 'One year'],
  [90, 'Three months'],
  [30, 'One month'],
];

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

/** Folded: which streams are read, and how far back where the provider can be asked for that. */
export function ReadChoice({
  entry,
  value,
  onChange,
}: {
  entry: CatalogEntry;
  value: Reading;
  onChange: (value: Reading) => void;
}) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const { streams } = entry;
  const on = streams.length - value.off.length;
  const ranged = streams.some((stream) => stream.backfill);
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
        What to read
        <span className="text-muted text-2xs ml-auto font-normal">
          {on === streams.length ? 'Everything' : `${on} of ${streams.length}`}
          {value.days === null ? '' : `, ${rangeOf(value.days).toLowerCase()} back`}
        </span>
      </button>
      {open ? (
        <div id={id} className="space-y-4 pt-2 pl-6">
          {ranged ? (
            <HowFarBack days={value.days} onChange={(days) => onChange({ ...value, days })} />
          ) : null}
          <fieldset>
            <legend className="text-xs font-medium">Streams</legend>
            {streams.map((stream) => (
              <Checkbox
                key={stream.name}
                checked={!value.off.includes(stream.name)}
                disabled={on === 1 && !value.off.includes(stream.name)}
                hint={stream.description}
                onChange={(e) =>
                  onChange({
                    ...value,
                    off: toggled(entry, value.off, stream.name, e.target.checked),
                  })
                }
              >
                {stream.label}
              </Checkbox>
            ))}
          </fieldset>
        </div>
      ) : null}
    </section>
  );
}

function HowFarBack({
  days,
  onChange,
}: {
  days: number | null;
  onChange: (days: number | null) => void;
}) {
  const id = useId();
  return (
    <Field
      id={id}
      label="How far back"
      hint="Of what the provider can be asked for by time. You can go further back later."
    >
      {(control) => (
        <Select
          {...control}
          value={String(days)}
          onChange={(e) => onChange(e.target.value === 'null' ? null : Number(e.target.value))}
        >
          {RANGES.map(([value, label]) => (
            <option key={label} value={String(value)}>
              {label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

const rangeOf = (days: number): string => RANGES.find(([value]) => value === days)?.[1] ?? '';

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
