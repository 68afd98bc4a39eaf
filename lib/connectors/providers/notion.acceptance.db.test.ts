import connector from '@/lib/connectors/providers/notion';
import { acceptance } from '@/lib/connectors/testing/acceptance';
import { answers } from '@/lib/connectors/testing/answers/notion';

acceptance({
  connector,
  account: 'globex',
  named: { id: 'bbbb0000-0000-4000-8000-000000000001', label: 'globex' },
  wrong: { credential: 'ntn_nobody', told: /Notion no longer accepts .*API token is invalid/ },
  small_pages: { page_size: 3 },
  forbidden: {
    stream: 'users',
    path: '/v1/users',
    body: {
      object: 'error',
      status: 403,
      code: 'restricted_resource',
      message: 'Insufficient permissions for this endpoint.',
    },
  },
  answers,
  streams: {
    users: { fields: ['name', 'person.email'], canonical: ['name', 'email'] },
    pages: {
      fields: ['markdown', 'url', 'properties.title.title.0.plain_text'],
      canonical: ['title', 'markdown', 'url'],
    },
    data_sources: { fields: ['title.0.plain_text', 'properties.Name.type'], canonical: ['name'] },
    rows: {
      fields: ['markdown', 'properties.Size.number', 'parent.data_source_id'],
      canonical: ['title', 'markdown', 'url'],
    },
  },
});
