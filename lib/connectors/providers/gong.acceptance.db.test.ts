import connector from '@/lib/connectors/providers/gong';
import { acceptance } from '@/lib/connectors/testing/acceptance';
import { answers } from '@/lib/connectors/testing/answers/gong';

acceptance({
  connector,
  account: 'globex',
  named: { id: 'company-18', label: 'globex.example' },
  wrong: { credential: 'a-token-nobody-has', told: /Gong no longer accepts this authorization/ },
  // A hundred on a page, and no parameter for it: the account has more.
  small_pages: {},
  forbidden: {
    stream: 'users',
    path: '/v2/users',
    body: { requestId: '4x', errors: ['Forbidden'] },
  },
  answers,
  late: { of: 'calls', streams: ['transcripts'], after_ms: 16 * 60_000 },
  streams: {
    users: {
      fields: ['emailAddress', 'firstName'],
      canonical: ['name', 'email'],
      fixed: 'The sandbox’s users do not change',
    },
    calls: {
      fields: [
        'metaData.title',
        'metaData.started',
        'metaData.duration',
        'parties.0.emailAddress',
        'content.brief',
        'content.topics.0.name',
        'interaction.speakers.0.id',
        'collaboration.publicComments.0.comment',
        'context.0.system',
      ],
      canonical: ['title', 'started_at', 'duration_seconds', 'participants.1'],
    },
    transcripts: {
      fields: ['metaData.title', 'transcript.0.sentences.0.text', 'parties.0.speakerId'],
      canonical: ['title', 'markdown', 'url'],
      fixed: 'It belongs to its call, which is what changes',
    },
  },
});
