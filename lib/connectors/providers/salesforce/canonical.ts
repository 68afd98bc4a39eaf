import { canonical, text } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';

export const ACCOUNTS = canonical('accounts', 1, { name: 'Name', domain: domainOf });
export const CONTACTS = canonical('people', 1, { name: 'Name', emails: ['Email'], company: null });
export const LEADS = canonical('people', 1, {
  name: 'Name',
  emails: ['Email'],
  company: 'Company',
});
export const OPPORTUNITIES = canonical('opportunities', 1, {
  name: 'Name',
  amount: 'Amount',
  currency: 'CurrencyIsoCode',
  stage: 'StageName',
  close_date: 'CloseDate',
});
export const TASKS = activities('ActivityDate');
export const EVENTS = activities('StartDateTime');
export const CASES = canonical('tickets', 1, {
  subject: 'Subject',
  status: 'Status',
  priority: 'Priority',
});
export const USERS = canonical('users', 1, { name: 'Name', email: 'Email' });

function activities(time: string) {
  return canonical('activities', 1, {
    title: 'Subject',
    kind: (one) => text(one, 'TaskSubtype') ?? text(one, 'EventSubtype'),
    at: (one) => text(one, time)?.replace(/\+0000$/, 'Z') ?? null,
  });
}

/** A web site is written with its scheme or without. */
function domainOf(account: Json): string | null {
  const site = text(account, 'Website');
  const address = site?.includes('://') ? site : `https://${site}`;
  const host = site && URL.canParse(address) ? new URL(address).hostname : null;
  return host?.replace(/^www\./, '') ?? null;
}
