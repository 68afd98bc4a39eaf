import connector from '@/lib/connectors/providers/pylon';
import { acceptance } from '@/lib/connectors/testing/acceptance';
import { answers } from '@/lib/connectors/testing/answers/pylon';

acceptance({
  connector,
  account: 'globex',
  named: { id: 'org_globex', label: 'Globex' },
  wrong: { credential: 'pylon_api_nobody', told: /does not accept this API token/ },
  small_pages: { limit: 5 },
  forbidden: {
    stream: 'teams',
    path: '/teams',
    body: { errors: ['forbidden'], request_id: 'r-1' },
  },
  answers,
  streams: {
    issues: { fields: ['title', 'state', 'updated_at', 'latest_message_time', 'requester.email'] },
    messages: { fields: ['message_html', 'timestamp', 'issue_id', 'author.name'] },
    accounts: { fields: ['name', 'primary_domain'] },
    contacts: { fields: ['name', 'emails.0'] },
    users: { fields: ['name', 'email'] },
    teams: { fields: ['name'] },
    tags: { fields: ['name'] },
  },
});
