import {
  byPageToken,
  canonical,
  children,
  defineConnector,
  defineStream,
  listAt,
  newest,
  pages,
  text,
} from '@/lib/connectors/kit';
import type { ErrorRule, Stream, Walk } from '@/lib/connectors/kit';
import { API, auth, DOCS, errorsWith, limits } from '@/lib/connectors/providers/notion/api';
import { contents, titleOf, unsigned } from '@/lib/connectors/providers/notion/documents';
import { richText } from '@/lib/connectors/providers/notion/markdown';

const PAGE = 100;
/** Times are rounded to the minute, and the search's index lags. */
const OVERLAP_SECONDS = 300;
type Time = 'created_time' | 'last_edited_time';

export default defineConnector({
  type: 'notion',
  name: 'Notion',
  description: 'Pages as markdown documents, databases with their rows, and who works there.',
  category: 'docs',
  ownership: 'workspace',
  direction: 'inbound',
  instancing: 'multiple',
  version: '1.0.0',
  docs_url: 'https://developers.notion.com',
  logo: 'notion',
  keywords: ['docs', 'wiki', 'knowledge', 'pages', 'databases'],
  default_cadence: '1h',
  puller: { status: 'live' },
  promises: [
    'Reads only: nothing in Notion is created or changed.',
    'Only the pages you pick in Notion are seen, and what is under them.',
    'You can take the permission back in Notion at any time.',
  ],
  hosts: ['api.notion.com'],

  auth,

  limits,

  errors: errorsWith([
    notThere(/^\/v1\/blocks\//, 'gone', 'page'),
    notThere(/^\/v1\/data_sources\//, 'empty_page', 'database'),
  ]),

  streams: [
    defineStream({
      name: 'users',
      label: 'Users',
      entity: 'users',
      description: 'Members and integrations of the workspace',
      id: 'id',
      full: pages<string>({
        request: ({ page, size }) => ({
          url: `${API}/users`,
          query: { page_size: size, start_cursor: page ?? undefined },
        }),
        page_size: PAGE,
        records: 'results',
        next: byPageToken('next_cursor'),
      }),
      deletions: { by: 'full_pass' },
      transform: unsigned,
      canonical: canonical('users', 1, (user) => ({
        name: text(user, 'name'),
        email: text(user, 'person.email'),
      })),
    }),
    documents('pages', 'Pages', 'Pages that are in no database, as markdown', {
      full: contents(search('page', 'ascending')),
      changed: contents(search('page', 'descending')),
    }),
    defineStream({
      name: 'data_sources',
      label: 'Data sources',
      entity: 'reference',
      description: 'The tables of databases, with their columns',
      id: 'id',
      full: search('data_source', 'ascending'),
      deletions: { by: 'full_pass' },
      transform: unsigned,
      canonical: canonical('reference', 1, (one) => ({ name: richText(listAt(one, 'title')) })),
    }),
    documents(
      'rows',
      'Rows',
      'Rows of data sources with their values, and what is written in them',
      {
        full: contents(rows('created_time')),
        changed: contents(rows('last_edited_time')),
      },
    ),
  ],
  page_of: (_stream, record) => text(record, 'url'),
});

function notThere(path: RegExp, then: 'gone' | 'empty_page', what: string): ErrorRule {
  // Deleted, or not shared with the integration any more: Notion does not tell which.
  const message = `Notion does not show this ${what}: {message}`;
  return { when: { status: 404, path }, then, message, source: DOCS };
}

function documents(
  name: string,
  label: string,
  description: string,
  { full, changed }: { full: Walk; changed: Walk },
): Stream {
  return defineStream({
    name,
    label,
    entity: 'documents',
    description,
    id: 'id',
    full,
    backfill: 'changes',
    incremental: {
      walk: changed,
      bookmark: {
        by: 'time',
        changed_at: 'last_edited_time',
        overlap_seconds: OVERLAP_SECONDS,
      },
    },
    deletions: { by: 'full_pass' },
    transform: unsigned,
    canonical: canonical('documents', 1, (page) => ({
      title: titleOf(page),
      markdown: text(page, 'markdown'),
      url: text(page, 'url'),
    })),
  });
}

/**
 * The search lists what the integration sees; it knows no "since". The oldest change first for a
 * whole walk, so that what changes meanwhile is met at the end; the newest first until known ones
 * come for the others.
 */
function search(value: 'page' | 'data_source', direction: 'ascending' | 'descending'): Walk {
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
function rows(time: Time): Walk {
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
  since === null ? null : new Date(Date.parse(since) - OVERLAP_SECONDS * 1_000).toISOString();
