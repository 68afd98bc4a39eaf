import connector from '@/lib/connectors/providers/aircall';
import { acceptance } from '@/lib/connectors/testing/acceptance';
import { answers } from '@/lib/connectors/testing/answers/aircall';

acceptance({
  connector,
  account: 'globex',
  named: { id: 'Globex', label: 'Globex' },
  wrong: { credential: 'id-nobody:token-nobody', told: /does not accept this API ID and token/ },
  credentials: (key) => {
    const [api_id = '', api_token = ''] = key.split(':');
    return { api_id, api_token };
  },
  small_pages: { per_page: 4 },
  forbidden: { stream: 'teams', path: '/v1/teams', body: { message: 'Forbidden' } },
  answers,
  streams: {
    calls: {
      fields: ['started_at', 'duration', 'contact.first_name', 'user.name', 'tags.0.name'],
      canonical: ['title', 'started_at', 'duration_seconds', 'participants.1'],
    },
    contacts: {
      fields: ['first_name', 'emails.0.value', 'updated_at'],
      canonical: ['name', 'emails.0', 'company'],
    },
    users: { fields: ['name', 'email'], canonical: ['name', 'email'] },
    teams: { fields: ['name'], canonical: ['name'], fixed: 'The sandbox’s teams do not change' },
    numbers: { fields: ['name', 'digits'], fixed: 'The sandbox’s numbers do not change' },
    tags: { fields: ['name'], fixed: 'The sandbox’s tags do not change' },
  },
});
