import connector from '@/lib/connectors/providers/github';
import { acceptance } from '@/lib/connectors/testing/acceptance';
import { answers } from '@/lib/connectors/testing/answers/github';

acceptance({
  connector,
  account: 'globex',
  named: { id: '3001', label: 'globex' },
  wrong: { credential: 'ghp_nobody', told: /GitHub no longer accepts .*Bad credentials/ },
  small_pages: { per_page: 4 },
  forbidden: {
    stream: 'repositories',
    path: '/user/repos',
    body: { message: 'Resource not accessible by integration', status: '403' },
  },
  answers,
  streams: {
    repositories: {
      fields: ['full_name', 'has_issues', 'private', 'updated_at'],
      canonical: ['name'],
    },
    issues: {
      fields: ['title', 'state', 'user.login', 'labels.0.name', 'updated_at'],
      canonical: ['subject', 'status'],
    },
    pull_requests: {
      fields: ['title', 'merged_at', 'base.ref', 'updated_at'],
      canonical: ['subject', 'status'],
    },
    comments: {
      fields: ['body', 'user.login', 'issue_url', 'updated_at'],
      canonical: ['from', 'text', 'sent_at'],
    },
  },
});
