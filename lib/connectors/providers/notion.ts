import {
  canonical,
  changedSince,
  defineConnector,
  defineStream,
  listAt,
  text,
} from '@/lib/connectors/kit';
import type { Walk } from '@/lib/connectors/kit';
import {
  auth,
  errorsWith,
  limits,
  notShown,
  says,
  source,
} from '@/lib/connectors/providers/notion/api';
import { contents, titleOf, unsigned } from '@/lib/connectors/providers/notion/documents';
import { richText } from '@/lib/connectors/providers/notion/markdown';
import { OVERLAP, rows, search, users } from '@/lib/connectors/providers/notion/walks';

export default defineConnector({
  type: 'notion',
  name: 'Notion',
  description: 'Pages as markdown documents, databases with their rows, and who works there.',
  category: 'docs',
  docs_url: 'https://developers.notion.com',
  logo: 'notion',
  keywords: ['docs', 'wiki', 'knowledge', 'pages', 'databases'],
  default_cadence: '1h',
  promises: [
    'Reads only: nothing in Notion is created or changed.',
    'Only the pages you pick in Notion are seen, and what is under them.',
    'You can take the permission back in Notion at any time.',
  ],
  hosts: ['api.notion.com'],

  source,
  says,
  auth,
  limits,
  errors: errorsWith([
    notShown(/^\/v1\/blocks\//, 'gone', 'page'),
    notShown(/^\/v1\/data_sources\//, 'empty_page', 'database'),
  ]),

  streams: [
    defineStream({
      name: 'users',
      description: 'Members and integrations of the workspace',
      full: users(),
      transform: unsigned,
      canonical: canonical('users', 1, { name: 'name', email: 'person.email' }),
    }),
    defineStream({
      name: 'pages',
      description: 'Pages that are in no database, as markdown',
      full: contents(search('page', 'ascending')),
      ...documents(contents(search('page', 'descending'))),
    }),
    defineStream({
      name: 'data_sources',
      description: 'The tables of databases, with their columns',
      full: search('data_source', 'ascending'),
      transform: unsigned,
      canonical: canonical('reference', 1, { name: (one) => richText(listAt(one, 'title')) }),
    }),
    defineStream({
      name: 'rows',
      description: 'Rows of data sources with their values, and what is written in them',
      full: contents(rows('created_time')),
      ...documents(contents(rows('last_edited_time'))),
    }),
  ],
  page_of: (_stream, record) => text(record, 'url'),
});

/** What pages and rows have in common; `changed`: the walk that reads those that changed. */
function documents(changed: Walk) {
  return {
    backfill: 'changes' as const,
    incremental: { walk: changed, ...changedSince('last_edited_time', OVERLAP) },
    transform: unsigned,
    canonical: canonical('documents', 1, { title: titleOf, markdown: 'markdown', url: 'url' }),
  };
}
