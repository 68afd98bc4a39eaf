import connector from '@/lib/connectors/providers/fathom';
import { acceptance } from '@/lib/connectors/testing/acceptance';
import { answers } from '@/lib/connectors/testing/answers/fathom';

const WRITTEN = 'It belongs to its meeting, which is what changes';

acceptance({
  connector,
  account: 'globex',
  named: { id: 'leila.weber@globex.example', label: 'leila.weber@globex.example' },
  wrong: { credential: 'key-nobody', told: /does not accept this API key/ },
  credentials: (api_key) => ({ api_key, account: 'Leila.Weber@globex.example' }),
  // Ten on a page, and no parameter for it.
  small_pages: {},
  forbidden: { stream: 'teams', path: '/external/v1/teams', body: {} },
  answers,
  late: { of: 'meetings', streams: ['transcripts', 'summaries'], after_ms: 16 * 60_000 },
  streams: {
    meetings: {
      fields: ['title', 'recording_start_time', 'calendar_invitees.0.email', 'action_items.0'],
      canonical: ['title', 'started_at', 'duration_seconds', 'participants.1'],
    },
    transcripts: {
      fields: ['title', 'transcript.0.text'],
      canonical: ['title', 'markdown', 'url'],
      fixed: WRITTEN,
    },
    summaries: {
      fields: ['title', 'summary.markdown_formatted'],
      canonical: ['title', 'markdown', 'url'],
      fixed: WRITTEN,
    },
    teams: { fields: ['name'], canonical: ['name'], fixed: 'The sandbox’s teams do not change' },
    team_members: {
      fields: ['name', 'email'],
      canonical: ['name', 'email'],
      fixed: 'The sandbox’s members do not change',
    },
  },
});
