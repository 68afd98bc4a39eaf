import { defineConnector } from '@/lib/connectors/kit';
import {
  auth,
  errorsWith,
  limits,
  notShown,
  says,
  source,
} from '@/lib/connectors/providers/notion/api';

/**
 * Writes what the workspace knows into a database of the customer's own (lib/mirror). An app of its
 * own, apart from the one that reads: it needs the capabilities to insert and to update content.
 */
export default defineConnector({
  type: 'notion-knowledge',
  name: 'Notion Knowledge Sync',
  provider: 'Notion',
  description: 'Mirrors what the workspace knows into a database in your own Notion.',
  category: 'docs',
  direction: 'outbound',
  docs_url: 'https://developers.notion.com',
  logo: 'notion',
  keywords: ['knowledge', 'mirror', 'wiki', 'docs', 'outbound', 'export'],
  default_cadence: '1h',
  promises: [
    'Writes only into the one database it makes under the page you pick.',
    'Nothing is deleted for good: what is archived waits in Notion’s trash.',
    'What people edited there is treated as you choose, and never lost unseen.',
  ],
  hosts: ['api.notion.com'],
  source,
  says,
  auth,
  limits,
  errors: errorsWith([
    notShown(/^\/v1\/blocks\//, 'gone', 'block'),
    notShown(/^\/v1\/pages\//, 'gone', 'page'),
    notShown(/^\/v1\/(databases|data_sources)\//, 'gone', 'database'),
  ]),
  streams: [],
});
