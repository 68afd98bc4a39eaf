import connector from '@/lib/connectors/providers/pipedrive';
import { answers } from '@/lib/connectors/testing/answers/pipedrive';
import { acceptance } from '@/lib/connectors/testing/acceptance';

acceptance({
  connector,
  account: 'globex',
  named: { id: '73806', label: 'Globex (leila.weber@globex.example)' },
  wrong: {
    credential: '0123456789abcdef0123456789abcdef01234567',
    told: /does not accept this API token\. It said: “unauthorized access”/,
  },
  small_pages: { limit: 7 },
  forbidden: {
    stream: 'activities',
    path: '/api/v2/activities',
    body: { success: false, error: 'Scope and URL mismatch', code: 403 },
  },
  prepare: (control) => {
    const deals = { provider: 'pipedrive', account: 'globex', stream: 'deals' };
    const archive = control
      .records(deals)
      .live.slice(20, 29)
      .map((deal) => deal.id);
    control.mutate({ ...deals, archive });
  },
  answers,
  streams: {
    // Archived deals are deals, in a listing of their own.
    deals: {
      fields: ['title', 'value', 'stage_id', 'status', 'update_time'],
      there: ({ live, archived }) => [...live, ...archived],
    },
    persons: { fields: ['name', 'emails.0.value', 'org_id', 'update_time'] },
    organizations: { fields: ['name', 'update_time'] },
    activities: { fields: ['subject', 'type', 'due_date', 'update_time'] },
    products: { fields: ['name', 'update_time'] },
    users: { fields: ['name', 'email'] },
    pipelines: { fields: ['name'] },
    stages: { fields: ['name', 'pipeline_id'] },
  },
});
