import connector from '@/lib/connectors/providers/grain';
import { acceptance } from '@/lib/connectors/testing/acceptance';
import { answers } from '@/lib/connectors/testing/answers/grain';

acceptance({
  connector,
  account: 'globex',
  named: { id: 'globex', label: 'Globex' },
  wrong: { credential: 'grain_nobody', told: /does not accept this access token/ },
  credentials: (api_key) => ({ api_key, account: 'Globex' }),
  // Grain decides how many are on a page.
  small_pages: {},
  forbidden: {
    stream: 'teams',
    path: '/_/public-api/v2/teams',
    body: { error: 'Not for this token' },
  },
  answers,
  late: { of: 'recordings', streams: ['transcripts'], after_ms: 16 * 60_000 },
  streams: {
    recordings: {
      fields: [
        'title',
        'duration_ms',
        'participants.0.name',
        'ai_summary.text',
        'ai_action_items.0',
      ],
      canonical: ['title', 'started_at', 'duration_seconds', 'participants.1'],
    },
    transcripts: {
      fields: ['title', 'transcript.0.text', 'transcript.0.speaker'],
      canonical: ['title', 'markdown', 'url'],
      fixed: 'It belongs to its recording, which is what changes',
    },
    users: {
      fields: ['name', 'email'],
      canonical: ['name', 'email'],
      fixed: 'The sandbox’s users do not change',
    },
    teams: { fields: ['name'], canonical: ['name'], fixed: 'The sandbox’s teams do not change' },
    meeting_types: {
      fields: ['name'],
      canonical: ['name'],
      fixed: 'The sandbox’s meeting types do not change',
    },
  },
});
