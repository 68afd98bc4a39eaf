'use client';
import { Badge } from '@/components/ui/badge';
import { cn } from '@/components/ui/cn';
import { DisclosureRow, SourcePanel } from '@/components/ui/disclosure-row';
import { Time } from '@/components/ui/time';
import { humanize } from '@/lib/client/format';
import type { SyncedRecord } from '@/lib/contract/runs';

/** One record: what it is called, where it came from, when it changed; opened, all of it. */
export function RecordRow({
  record: r,
  stream,
}: {
  record: SyncedRecord;
  stream: string | undefined;
}) {
  return (
    <DisclosureRow
      lines={() => (
        <>
          <span
            className={cn(
              'block truncate text-xs font-medium',
              r.deleted && 'text-muted line-through',
            )}
          >
            {titleOf(r)}
          </span>
          <span className="text-muted text-2xs block truncate">
            {stream ?? humanize(r.stream)} · <span className="font-mono">{r.id}</span>
          </span>
        </>
      )}
      aside={
        <>
          {r.deleted ? <Badge>Deleted</Badge> : null}
          <Time
            iso={r.updated_at}
            className="text-muted text-2xs relative whitespace-nowrap max-sm:hidden"
          />
        </>
      }
    >
      {() => (
        <SourcePanel
          label="Record as JSON"
          copyLabel="Copy this record as JSON"
          text={JSON.stringify(r.data, null, 2)}
        />
      )}
    </DisclosureRow>
  );
}

const NAMES = [
  'name',
  'title',
  'subject',
  'dealname',
  'display_name',
  'label',
  'email',
  'text',
  'summary',
  'username',
  'domain',
];

/**
 * What a person would call it: the first telling field, at the top or one level down; its id
 * otherwise.
 */
function titleOf(r: SyncedRecord): string {
  const top = asObject(r.data);
  for (const source of [
    top,
    asObject(top.properties),
    asObject(top.attributes),
    asObject(top.fields),
  ]) {
    const full = [source.firstname ?? source.first_name, source.lastname ?? source.last_name]
      .filter((part) => typeof part === 'string' && part !== '')
      .join(' ');
    if (full) return full;
    for (const key of NAMES)
      if (typeof source[key] === 'string' && source[key] !== '')
        return (source[key] as string).slice(0, 160);
  }
  return r.id;
}

const asObject = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
