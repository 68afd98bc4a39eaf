import connector from '@/lib/connectors/providers/hubspot';
import { answers } from '@/lib/connectors/testing/answers/hubspot';
import { acceptance } from '@/lib/connectors/testing/acceptance';

const fields = (...names: string[]) => ({
  fields: ['createdAt', 'updatedAt', ...names.map((name) => `properties.${name}`)],
});

acceptance({
  connector,
  account: 'globex',
  named: { id: '100002', label: 'HubSpot account 100002' },
  wrong: {
    credential: 'a-token-nobody-has',
    told: /HubSpot no longer accepts this authorization: .*authentication/i,
  },
  small_pages: { limit: 5 },
  forbidden: {
    stream: 'tickets',
    path: '/crm/*tickets',
    body: {
      status: 'error',
      category: 'MISSING_SCOPES',
      message: 'This app hasn’t been granted all required scopes to make this call.',
      errors: [{ context: { requiredGranularScopes: ['tickets'] } }],
    },
  },
  answers,
  streams: {
    contacts: fields('email', 'firstname', 'jobtitle', 'lifecyclestage', 'lastmodifieddate'),
    companies: fields('name', 'domain', 'industry', 'hs_lastmodifieddate'),
    deals: fields('dealname', 'amount', 'dealstage', 'pipeline', 'closedate'),
    tickets: fields('subject', 'hs_pipeline_stage', 'hs_ticket_priority'),
    owners: { fields: ['email', 'firstName', 'userId'] },
    calls: fields('hs_call_title', 'hs_call_duration', 'hs_timestamp'),
    meetings: fields('hs_meeting_title', 'hs_meeting_start_time'),
    notes: fields('hs_note_body', 'hs_timestamp'),
    tasks: fields('hs_task_subject', 'hs_task_status'),
    emails: fields('hs_email_subject', 'hs_email_text', 'hs_email_direction'),
  },
});
