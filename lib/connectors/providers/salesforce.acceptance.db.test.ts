import connector from '@/lib/connectors/providers/salesforce';
import { acceptance } from '@/lib/connectors/testing/acceptance';
import { answers } from '@/lib/connectors/testing/answers/salesforce';

acceptance({
  connector,
  account: 'globex',
  named: { id: '00D000000000002AAA', label: 'leila.weber@globex.example' },
  wrong: {
    credential: 'a-token-nobody-has',
    told: /Salesforce no longer accepts this authorization/,
  },
  // How many are on a page is up to Salesforce: a parameter for it is a hint.
  small_pages: {},
  forbidden: {
    stream: 'cases',
    path: '/services/data/v62.0/queryAll',
    says: 'FROM Case',
    body: [{ errorCode: 'INSUFFICIENT_ACCESS', message: 'insufficient access rights', fields: [] }],
  },
  answers,
  streams: {
    accounts: { fields: ['Name', 'Website', 'Industry', 'SystemModstamp', 'Region__c'] },
    contacts: { fields: ['FirstName', 'Email', 'AccountId'] },
    leads: { fields: ['Name', 'Company', 'Status'] },
    opportunities: { fields: ['Name', 'Amount', 'StageName', 'CloseDate'] },
    tasks: { fields: ['Subject', 'Status', 'ActivityDate'] },
    events: { fields: ['Subject', 'StartDateTime'] },
    cases: { fields: ['Subject', 'Status', 'Priority'] },
    users: { fields: ['Name', 'Email'], fixed: 'Users of Salesforce cannot be deleted' },
  },
});
