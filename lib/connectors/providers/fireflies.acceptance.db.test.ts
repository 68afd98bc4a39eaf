import connector from '@/lib/connectors/providers/fireflies';
import { acceptance } from '@/lib/connectors/testing/acceptance';
import { answers } from '@/lib/connectors/testing/answers/fireflies';

acceptance({
  connector,
  account: 'globex',
  named: { id: '01KGLOBEX', label: 'leila.weber@globex.example' },
  wrong: {
    credential: '00000000-0000-4000-8000-000000000000',
    told: /does not accept this API key/,
  },
  // How many records a page has is in the variables of a query; the account has more than one page.
  small_pages: {},
  forbidden: {
    stream: 'users',
    path: '/graphql',
    says: 'query Users',
    body: { errors: [{ code: 'forbidden', message: 'Not for you' }] },
  },
  answers,
  late: { of: 'meetings', streams: ['transcripts'], after_ms: 16 * 60_000 },
  ends_empty: 'Fireflies counts places and names no next page',
  streams: {
    meetings: {
      fields: ['title', 'dateString', 'duration', 'meeting_attendees.0.email', 'summary.overview'],
      canonical: ['title', 'started_at', 'duration_seconds', 'participants.1'],
    },
    transcripts: {
      fields: ['title', 'sentences.0.text', 'sentences.0.speaker_name'],
      canonical: ['title', 'markdown', 'url'],
      fixed: 'It belongs to its meeting, which is what changes',
    },
    users: {
      fields: ['name', 'email'],
      canonical: ['name', 'email'],
      fixed: 'The sandbox’s users do not change',
    },
    contacts: {
      fields: ['name', 'email'],
      canonical: ['name', 'emails.0'],
      fixed: 'The sandbox’s contacts do not change',
    },
  },
});
