'use client';
import { ArrowDown, ArrowUp, ArrowUpRight } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { KeyboardEvent, ReactNode } from 'react';
import { Badge } from '@/components/ui/badge';
import { IconButton } from '@/components/ui/button';
import { SourcePanel } from '@/components/ui/disclosure-row';
import { Drawer } from '@/components/ui/drawer';
import { Time } from '@/components/ui/time';
import { ENTITY_WORDS } from '@/lib/client/entity-words';
import { humanize } from '@/lib/client/format';
import { titleOf } from '@/lib/client/record-columns';
import { inSentence, type MessageKey, type Words } from '@/lib/client/words';
import type { SyncedRecord } from '@/lib/contract/runs';

/**
 * One record: as all records of its entity are, and beside that as its provider gave it. The arrow
 * keys go to the one before and after. Longer than a screen: the drawer in one piece.
 */
export function RecordDrawer({
  record: r,
  stream,
  app,
  onStep,
  onClose,
}: {
  record: SyncedRecord;
  stream: string;
  /** The provider's name. */
  app: string;
  /** Goes to the record before (-1) or after (1); null: there is none. */
  onStep: (by: -1 | 1) => (() => void) | null;
  onClose: () => void;
}) {
  const t = useTranslations();
  const [before, after] = [onStep(-1), onStep(1)];
  const onKeyDown = (event: KeyboardEvent) => {
    // Inside the text of the record the arrow keys scroll it.
    if ((event.target as HTMLElement).closest('pre')) return;
    const go = { ArrowUp: before, ArrowDown: after, k: before, j: after }[event.key];
    if (!go) return;
    event.preventDefault();
    go();
  };
  return (
    <Drawer
      title={titleOf(r)}
      description={
        <>
          {stream} · <span className="font-mono">{r.id}</span>
        </>
      }
      actions={
        <div className="flex">
          <Step
            label={t('connection.recordBefore')}
            go={before}
            icon={<ArrowUp aria-hidden className="size-4" />}
          />
          <Step
            label={t('connection.nextRecord')}
            go={after}
            icon={<ArrowDown aria-hidden className="size-4" />}
          />
        </div>
      }
      onKeyDown={onKeyDown}
      onClose={onClose}
    >
      <p role="status" className="sr-only">
        {titleOf(r)}
      </p>
      <div className="text-muted mb-4 flex flex-wrap items-center gap-x-4 gap-y-2 text-xs">
        {r.deleted ? <Badge>{t('connection.deleted')}</Badge> : null}
        <span>
          {t('connection.changed')} <Time iso={r.updated_at} />
        </span>
        {r.merged_into ? (
          <span>
            {t('connection.mergedInto')} <code className="text-2xs font-mono">{r.merged_into}</code>
          </span>
        ) : null}
        {r.source_url ? (
          <a
            href={r.source_url}
            target="_blank"
            rel="noreferrer"
            className="text-accent-ink inline-flex items-center gap-1 font-medium underline underline-offset-2"
          >
            {t('connection.openIn', { app })}
            <ArrowUpRight aria-hidden className="size-3.5" />
          </a>
        ) : null}
      </div>
      <div className="grid items-start gap-5 xl:grid-cols-2">
        <Canonical record={r} />
        <section aria-labelledby="raw" className="min-w-0">
          <h3 id="raw" className="pb-2 text-xs font-medium">
            {t('connection.asGivenBy', { app })}
          </h3>
          <SourcePanel
            tall
            label={t('connection.recordAsJson')}
            copyLabel={t('connection.copyThisRecordAsJson')}
            text={JSON.stringify(r.data, null, 2)}
          />
        </section>
      </div>
    </Drawer>
  );
}

function Step({ label, go, icon }: { label: string; go: (() => void) | null; icon: ReactNode }) {
  return (
    <IconButton label={label} aria-disabled={go === null || undefined} onClick={() => go?.()}>
      {icon}
    </IconButton>
  );
}

/** What its kind is called, inside a sentence. */
const entityOf = ({ entity }: SyncedRecord, t: Words): string => {
  const words = (ENTITY_WORDS as Partial<Record<string, MessageKey>>)[entity];
  return inSentence(words ? t(words) : humanize(entity), t);
};

/** The record in the words of its entity, field by field. */
function Canonical({ record: r }: { record: SyncedRecord }) {
  const t = useTranslations();
  const fields = Object.entries((r.canonical ?? {}) as Record<string, unknown>);
  return (
    <section aria-labelledby="canonical" className="min-w-0">
      <h3 id="canonical" className="pb-2 text-xs font-medium">
        {t('connection.asCanonical', { entity: entityOf(r, t) })}
      </h3>
      {fields.length === 0 ? (
        <p className="text-muted text-xs">{t('connection.thisRecordHasNoSuch')}</p>
      ) : (
        <dl className="divide-line border-line divide-y border-y text-xs">
          {fields.map(([name, value]) => (
            <div key={name} className="grid grid-cols-[112px_minmax(0,1fr)] gap-3 py-1.5">
              <dt className="text-muted">{humanize(name)}</dt>
              <dd className="line-clamp-10 min-w-0 break-words whitespace-pre-line">
                {said(value, t) ?? <span className="text-muted">{t('connection.notKnown')}</span>}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

/** A value of the closed vocabulary as text; null where it is not known. */
function said(value: unknown, t: Words): ReactNode {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'string') return ISO_TIME.test(value) ? <Time iso={value} /> : value;
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(String).join('\n');
  if (typeof value !== 'object') return String(value);
  return Object.entries(value)
    .map(
      ([name, part]) =>
        `${humanize(name)} ${part === null ? t('connection.notKnown') : String(part)}`,
    )
    .join('\n');
}
const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
