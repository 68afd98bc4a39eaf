import connector from '@/lib/connectors/providers/gmail';
import { acceptance } from '@/lib/connectors/testing/acceptance';
import { answers } from '@/lib/connectors/testing/answers/gmail';

const said = (code: number, reason: string, message: string) => ({
  error: { code, message, errors: [{ domain: 'global', reason, message }] },
});

acceptance({
  connector,
  account: 'globex',
  named: { id: 'ada@globex.example', label: 'ada@globex.example' },
  wrong: { credential: 'ya29.nobody', told: /Google no longer accepts .*Invalid Credentials/ },
  small_pages: { maxResults: 4 },
  forbidden: {
    stream: 'threads',
    path: '/gmail/v1/users/me/threads',
    body: said(403, 'insufficientPermissions', 'Insufficient Permission'),
  },
  forgotten: {
    stream: 'messages',
    path: '/gmail/v1/users/me/history',
    answer: { status: 404, body: said(404, 'notFound', 'Requested entity was not found.') },
  },
  answers,
  streams: {
    labels: { fields: ['name', 'type'], canonical: ['name'] },
    threads: { fields: ['snippet', 'historyId'], canonical: ['title', 'kind'] },
    messages: {
      fields: ['labelIds.0', 'payload.headers.0.value', 'payload.parts.0.body.data'],
      canonical: ['from', 'to.0', 'subject', 'text', 'sent_at'],
    },
  },
});
