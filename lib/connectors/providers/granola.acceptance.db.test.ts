import connector from '@/lib/connectors/providers/granola';
import { acceptance } from '@/lib/connectors/testing/acceptance';
import { answers } from '@/lib/connectors/testing/answers/granola';

acceptance({
  connector,
  account: 'globex',
  named: { id: 'leila.weber@globex.example', label: 'Leila.Weber@globex.example' },
  wrong: { credential: 'grn_nobody_0000', told: /does not accept this API key/ },
  credentials: (api_key) => ({ api_key, account: 'Leila.Weber@globex.example' }),
  small_pages: { page_size: 4 },
  forbidden: { stream: 'folders', path: '/v1/folders', body: { message: 'Not in your plan' } },
  answers,
  streams: {
    notes: {
      fields: ['title', 'summary_markdown', 'attendees.0.email', 'transcript.0.text', 'web_url'],
      canonical: ['title', 'markdown', 'url'],
    },
    folders: {
      fields: ['name'],
      canonical: ['name'],
      fixed: 'The sandbox’s folders do not change',
    },
  },
});
