import { defineConnector, type ErrorRule } from '@/lib/connectors/kit';
import { auth, DOCS, errorsWith, limits } from '@/lib/connectors/providers/notion/api';

/** Notion answers alike for what was deleted and for what is not shared with the app any more. */
const gone = (path: RegExp, what: string): ErrorRule => ({
  when: { status: 404, path },
  then: 'gone',
  message: `Notion does not show this ${what} any more: {message}`,
  source: DOCS,
});

/**
 * Writes what the workspace knows into a database of the customer's own (lib/mirror). An app of its
 * own, apart from the one that reads: it needs the capabilities to insert and to update content.
 */
export default defineConnector({
  type: 'notion-knowledge',
  name: 'Notion Knowledge Sync',
  description: 'Mirrors what the workspace knows into a database in your own Notion.',
  category: 'docs',
  ownership: 'workspace',
  direction: 'outbound',
  instancing: 'multiple',
  version: '1.0.0',
  docs_url: 'https://developers.notion.com',
  logo: 'notion',
  keywords: ['knowledge', 'mirror', 'wiki', 'docs', 'outbound', 'export'],
  default_cadence: '1h',
  puller: { status: 'live' },
  promises: [
    'Writes only into the one database it makes under the page you pick.',
    'Nothing is deleted for good: what is archived waits in Notion’s trash.',
    'What people edited there is treated as you choose, and never lost unseen.',
  ],
  hosts: ['api.notion.com'],
  auth,
  limits,
  errors: errorsWith([
    gone(/^\/v1\/blocks\//, 'block'),
    gone(/^\/v1\/pages\//, 'page'),
    gone(/^\/v1\/(databases|data_sources)\//, 'database'),
  ]),
  streams: [],
});
