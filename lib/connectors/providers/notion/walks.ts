import { byPageToken, children, newest, pages, text } from '@/lib/connectors/kit';
import type { Walk } from '@/lib/connectors/kit';
import { API } from '@/lib/connectors/providers/notion/api';

const PAGE = 100;
/** Times are rounded to the minute, and the search's index lags. */
export const OVERLAP = { minutes: 5 };
type Time = 'created_time' | 'last_edited_time';

/** Members and integrations of the workspace. */
export function users(): Walk {
  return pages<string>({
    request: ({ page, size }) => ({
      url: `${API}/users`,
      query: { page_size: size, start_cursor: page ?? undefined },
    }),
    page_size: PAGE,
    records: 'results',
    next: byPageToken('next_cursor'),
  });
}

/**
 * The search lists what the integration sees; it knows no "since". The oldest change first for a
 * whole walk, so that what changes meanwhile is met at the end; the newest first until known ones
 * come for the others.
 */
export function search(value: 'page' | 'data_source', direction: 'ascending' | 'descending'): Walk {
  return pages<string>({
    request: ({ page, size }) => ({
      method: 'POST',
      url: `${API}/search`,
      json: {
        filter: { property: 'object', value },
        sort: { timestamp: 'last_edited_time', direction },
        page_size: size,
        ...(page === null ? {} : { start_cursor: page }),
      },
    }),
    page_size: PAGE,
    records: 'results',
    // Rows are pages too; they are read with their data source.
    only: (item) => value !== 'page' || text(item, 'parent.type') !== 'data_source_id',
    next: ({ body }, { since }, records) => {
      const last = text(records.at(-1), 'last_edited_time');
      const known = direction === 'descending' && since !== null && last !== null;
      return known && Date.parse(last) < Date.parse(since) ? null : text(body, 'next_cursor');
    },
  });
}

/**
 * Rows in the order of a time. A query shows about 10,000 and says that it is incomplete: it is
 * begun anew from the time of the last one.
 */
export function rows(time: Time): Walk {
  return children<{ from: string | null; cursor: string | null }>({
    parents: 'data_sources',
    request: ({ id }, { page, since, size }) => {
      const from = page?.from ?? (time === 'last_edited_time' ? earlier(since) : null);
      return {
        method: 'POST',
        url: `${API}/data_sources/${id}/query`,
        json: {
          sorts: [{ timestamp: time, direction: 'ascending' }],
          ...(from === null ? {} : { filter: { timestamp: time, [time]: { on_or_after: from } } }),
          page_size: size,
          ...(page?.cursor ? { start_cursor: page.cursor } : {}),
        },
      };
    },
    page_size: PAGE,
    records: 'results',
    next: ({ body }, { page, since }, records) => {
      const from = page?.from ?? (time === 'last_edited_time' ? earlier(since) : null);
      const cursor = text(body, 'next_cursor');
      if (cursor !== null) return { from, cursor };
      const last = text(records.at(-1), time);
      const isCut = text(body, 'request_status.type') === 'incomplete';
      return isCut && last !== null && last !== from ? { from: last, cursor: null } : null;
    },
    own: (_, item) => item,
    bookmark: newest('last_edited_time'),
    width: 2,
  });
}

const earlier = (since: string | null): string | null =>
  since === null ? null : new Date(Date.parse(since) - OVERLAP.minutes * 60_000).toISOString();
