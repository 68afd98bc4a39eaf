import { minute } from '@/lib/sandbox/data/notion';
import { idOf } from '@/lib/sandbox/providers/notion/properties';
import { isObject, wrong } from '@/lib/sandbox/providers/notion/limits';
import type { Fields, KeptDatabase, KeptPage, Store } from '@/lib/sandbox/providers/notion/store';

const TIMES = { created_time: 'created', last_edited_time: 'edited' } as const;

/** The rows of a written database that a query is for, in its order. */
export function rowsOf(
  store: Store,
  database: KeptDatabase,
  { filter, sorts, in_trash }: { filter: unknown; sorts: unknown; in_trash: unknown },
): KeptPage[] {
  const fits = filterOf(database, filter);
  const rows = [...store.pages.values()].filter(
    (page) =>
      page.database_id === database.id && page.in_trash === (in_trash === true) && fits(page),
  );
  const [sort] = Array.isArray(sorts) ? (sorts as Fields[]) : [];
  const time = TIMES[sort?.timestamp as keyof typeof TIMES] ?? 'created';
  const sign = sort?.direction === 'descending' ? -1 : 1;
  return rows.sort((a, b) => sign * (whole(a[time]) - whole(b[time])));
}

/** Times are known to the minute. */
const whole = (ms: number): number => Math.floor(ms / 60_000);

function filterOf(database: KeptDatabase, filter: unknown): (page: KeptPage) => boolean {
  if (filter === undefined) return () => true;
  if (!isObject(filter)) throw wrong('body.filter should be an object');
  if (filter.timestamp !== undefined) {
    const time = TIMES[filter.timestamp as keyof typeof TIMES];
    const wanted = filter[String(filter.timestamp)];
    const from = isObject(wanted) ? Date.parse(String(wanted.on_or_after)) : Number.NaN;
    if (!time || Number.isNaN(from)) throw wrong('body.filter.timestamp should be a time');
    return (page) => Date.parse(minute(page[time])) >= Date.parse(minute(from));
  }
  const id = idOf(database, String(filter.property));
  if (id === null)
    throw wrong(`Could not find property with name or id: ${String(filter.property)}`);
  const wanted = isObject(filter.rich_text) ? filter.rich_text.equals : undefined;
  if (typeof wanted !== 'string') throw wrong('body.filter.rich_text.equals should be a string');
  return (page) => textOf(page.values.get(id)) === wanted;
}

const textOf = (value: unknown): string =>
  Array.isArray(value) ? (value as { plain_text: string }[]).map((r) => r.plain_text).join('') : '';
