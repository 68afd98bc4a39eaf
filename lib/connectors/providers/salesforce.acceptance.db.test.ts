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
  config: { custom_objects: 'Project__c' },
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
    accounts: {
      fields: ['Name', 'Website', 'Industry', 'SystemModstamp', 'Region__c'],
      canonical: ['name', 'domain'],
    },
    contacts: { fields: ['FirstName', 'Email', 'AccountId'], canonical: ['name', 'emails.0'] },
    leads: { fields: ['Name', 'Company', 'Status'], canonical: ['name', 'emails.0', 'company'] },
    opportunities: {
      fields: ['Name', 'Amount', 'StageName', 'CloseDate'],
      canonical: ['name', 'amount', 'currency', 'stage', 'close_date'],
    },
    tasks: { fields: ['Subject', 'Status', 'ActivityDate'], canonical: ['title', 'kind', 'at'] },
    events: { fields: ['Subject', 'StartDateTime'], canonical: ['title', 'at'] },
    cases: {
      fields: ['Subject', 'Status', 'Priority'],
      canonical: ['subject', 'status', 'priority'],
    },
    users: {
      fields: ['Name', 'Email'],
      canonical: ['name', 'email'],
      fixed: 'Users of Salesforce cannot be deleted',
    },
    custom_objects: { fields: ['Name', 'Budget__c', 'object'], canonical: ['name'] },
  },
});
