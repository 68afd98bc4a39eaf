'use client';
import { ChevronRight } from 'lucide-react';
import { useId, useState } from 'react';
import { Badge } from '@/components/ui/badge';
import { cn } from '@/components/ui/cn';
import { CopyButton } from '@/components/ui/copy-button';
import { Time } from '@/components/ui/time';
import { humanize } from '@/lib/client/format';
import type { SyncedRecord } from '@/lib/contract/runs';

/** One record: what it is called, where it came from, when it changed; opened, all of it. */
export function RecordRow({ record: r, stream }: { record: SyncedRecord; stream: string | undefined }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const json = open ? JSON.stringify(r.data, null, 2) : '';
  return (
    <div>
      <div className="hover:bg-hover relative flex min-h-13 items-center gap-3 px-4 py-2">
        <button type="button" aria-expanded={open} aria-controls={open ? id : undefined} onClick={() => setOpen(!open)} className="stretched flex min-w-0 flex-1 items-center gap-3 text-left">
          <ChevronRight aria-hidden className={cn('text-muted size-4 shrink-0 transition-transform duration-150', open && 'rotate-90')} />
          <span className="min-w-0">
            <span className={cn('block truncate text-xs font-medium', r.deleted && 'text-muted line-through')}>{titleOf(r)}</span>
            <span className="text-muted text-2xs block truncate">{stream ?? humanize(r.stream)} · <span className="font-mono">{r.id}</span></span>
          </span>
        </button>
        {r.deleted ? <Badge>Deleted</Badge> : null}
        <Time iso={r.updated_at} className="text-muted text-2xs relative whitespace-nowrap max-sm:hidden" />
      </div>
      {open ? (
        <div id={id} className="px-4 pb-4">
          <div className="bg-sunken border-line rounded-tile relative border">
            <div className="absolute top-1.5 right-1.5"><CopyButton text={json} label="Copy this record as JSON" /></div>
            <pre role="region" aria-label="Record as JSON" tabIndex={0} className="max-h-96 overflow-auto p-3.5 pr-12 font-mono text-2xs leading-[18px]">{json}</pre>
          </div>
        </div>
      ) : null}
    </div>
  );
}

const NAMES = ['name', 'title', 'subject', 'dealname', 'display_name', 'label', 'email', 'text', 'summary', 'username', 'domain'];

/** What a person would call it: the first telling field, at the top or one level down; its id otherwise. */
function titleOf(r: SyncedRecord): string {
  const top = asObject(r.data);
  for (const source of [top, asObject(top.properties), asObject(top.attributes), asObject(top.fields)]) {
    const full = [source.firstname ?? source.first_name, source.lastname ?? source.last_name].filter((part) => typeof part === 'string' && part !== '').join(' ');
    if (full) return full;
    for (const key of NAMES) if (typeof source[key] === 'string' && source[key] !== '') return (source[key] as string).slice(0, 160);
  }
  return r.id;
}

const asObject = (value: unknown): Record<string, unknown> => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {});
