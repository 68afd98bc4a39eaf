import type { Entity } from '@/lib/contract/common';
import type { SyncedRecord } from '@/lib/contract/runs';

/** A column of the records of a stream: its path inside the record, or a field all of an entity have. */
export interface Column {
  label: string;
  read: (record: SyncedRecord) => string | null;
}

const MOST = 4;
/** What a person would call a record, the most telling first. */
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
/** What says most of a record besides its name, as providers call it; other fields come after. */
const FIRST = [
  'email',
  'emails',
  'company',
  'phone',
  'amount',
  'value',
  'currency',
  'stage',
  'status',
];
/** When it was made or changed is the last column already. */
const BOOKKEEPING = /^_|(^|_)id$|Id$|^(first|last)_?name$|hash|url|creat|updat|modif|archiv|_time$/;
/** Where providers put the fields of a record. */
const INSIDE = ['properties', 'attributes', 'fields'];

/** The fields of an entity that tell most, in the order in which they are shown. */
const TELLING: Partial<Record<Entity, readonly string[]>> = {
  accounts: ['name', 'domain'],
  people: ['name', 'emails', 'company'],
  opportunities: ['name', 'amount', 'currency', 'stage', 'close_date'],
  activities: ['title', 'kind', 'at'],
  calls: ['title', 'started_at', 'duration_seconds', 'participants'],
  messages: ['subject', 'text', 'from', 'sent_at'],
  documents: ['title', 'url'],
  tickets: ['subject', 'status', 'priority'],
  posts: ['text', 'posted_at'],
  users: ['name', 'email'],
  reference: ['name'],
};
const FIELD_WORDS: Record<string, string> = { at: 'When', duration_seconds: 'Seconds' };

/**
 * What a person would call it: the first telling field, at the top or one level down; its id
 * otherwise.
 */
export function titleOf(r: SyncedRecord): string {
  for (const source of levels(r.data)) {
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

/**
 * The columns that say most of these records of one stream: the fields of their entity where they
 * have that form, otherwise those of the provider's own that most of them fill with something short.
 * The title is not among them.
 */
export function columnsOf(records: readonly SyncedRecord[]): Column[] {
  const entity = records[0]?.entity as Entity | undefined;
  const fields = (entity && TELLING[entity]) ?? [];
  const known = fields
    .map((field): Column => ({
      label: FIELD_WORDS[field] ?? words(field),
      read: (record) => shown(asObject(record.canonical)[field]),
    }))
    .filter((column) =>
      records.some((r) => column.read(r) !== null && column.read(r) !== titleOf(r)),
    );
  return (known.length > 0 ? known : ownColumns(records)).slice(0, MOST);
}

/** The provider's own fields, those that most records fill first. */
function ownColumns(records: readonly SyncedRecord[]): Column[] {
  const filled = new Map<string, number>();
  for (const record of records) {
    const title = titleOf(record);
    for (const level of levels(record.data))
      for (const [key, value] of Object.entries(level))
        if (isColumn(key, value, title)) filled.set(key, (filled.get(key) ?? 0) + 1);
  }
  const rank = (key: string) => (FIRST.includes(key) ? FIRST.indexOf(key) : FIRST.length);
  return [...filled]
    .filter(([, n]) => n * 2 >= records.length)
    .map(([key]) => key)
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, MOST)
    .map((key) => ({
      label: words(key),
      read: (record) =>
        levels(record.data).reduce<string | null>((found, l) => found ?? shown(l[key]), null),
    }));
}

/** Whether a field is worth a column: short, and neither the id nor what already is the title. */
function isColumn(key: string, value: unknown, title: string): boolean {
  if (BOOKKEEPING.test(key) || typeof value === 'boolean') return false;
  const text = shown(value);
  return text !== null && text.length <= 40 && text !== title;
}

const levels = (data: unknown): Record<string, unknown>[] => {
  const top = asObject(data);
  return [top, ...INSIDE.map((key) => asObject(top[key]))];
};

const asObject = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};

/** A value as a cell; null where there is nothing that fits one. */
export function shown(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value) && value.length > 0 && value.every((v) => typeof v === 'string'))
    return value.join(', ');
  return null;
}

function words(key: string): string {
  const text = key
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase();
  return `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`;
}
