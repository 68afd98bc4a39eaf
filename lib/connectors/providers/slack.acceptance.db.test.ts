import connector from '@/lib/connectors/providers/slack';
import { acceptance } from '@/lib/connectors/testing/acceptance';
import { answers } from '@/lib/connectors/testing/answers/slack';

acceptance({
  connector,
  account: 'globex',
  named: { id: 'T000000001', label: 'globex' },
  wrong: { credential: 'xoxp-nobody', told: /Slack no longer accepts .*invalid_auth/ },
  small_pages: { limit: 4 },
  forbidden: {
    stream: 'users',
    path: '/api/users.list',
    body: { ok: false, error: 'missing_scope', needed: 'users:read', provided: 'channels:read' },
  },
  answers,
  streams: {
    channels: { fields: ['name', 'purpose.value', 'is_private'], canonical: ['name'] },
    users: {
      fields: ['profile.real_name', 'profile.email', 'profile.title'],
      canonical: ['name', 'email'],
    },
    messages: {
      fields: ['text', 'user', 'channel', 'reply_count', 'latest_reply'],
      canonical: ['from', 'to.0', 'text', 'sent_at'],
    },
    threads: {
      fields: ['text', 'user', 'thread_ts'],
      canonical: ['from', 'to.0', 'text', 'sent_at'],
    },
  },
});
