import connector from '@/lib/connectors/providers/linear';
import { answers } from '@/lib/connectors/testing/answers/linear';
import { acceptance } from '@/lib/connectors/testing/acceptance';

acceptance({
  connector,
  account: 'globex',
  named: { id: '5b0a0000-0000-4000-8000-000000000011', label: 'Globex' },
  wrong: { credential: 'lin_oauth_nobody', told: /no longer accepts this authorization/ },
  small_pages: { first: 5 },
  forbidden: {
    stream: 'teams',
    path: '/graphql',
    says: 'query Teams',
    body: {
      errors: [
        {
          message: 'You do not have access to this',
          extensions: { type: 'forbidden', code: 'FORBIDDEN' },
        },
      ],
    },
  },
  answers,
  streams: {
    issues: {
      fields: ['identifier', 'title', 'description', 'state.name', 'assignee.email', 'team.key'],
    },
    projects: { fields: ['name', 'content', 'status.name', 'lead.email', 'targetDate'] },
    comments: { fields: ['body', 'issueId', 'user.name'] },
    users: { fields: ['name', 'email', 'displayName'] },
    teams: { fields: ['key', 'name'] },
  },
});
