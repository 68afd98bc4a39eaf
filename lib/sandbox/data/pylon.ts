import { capital, company, person, TOPICS } from '@/lib/sandbox/data/words';
import type { Item } from '@/lib/sandbox/kit/collection';
import { dice } from '@/lib/sandbox/kit/dice';
import type { Dice } from '@/lib/sandbox/kit/dice';

export const STREAMS = [
  'issues',
  'messages',
  'accounts',
  'contacts',
  'users',
  'teams',
  'tags',
] as const;
export type Stream = (typeof STREAMS)[number];

/** Organizations, where they live, and their tokens. Good for nothing else. */
export const ORGANIZATIONS: readonly { name: string; note: string; key: string; host: string }[] = [
  {
    name: 'acme',
    note: 'A lively organization: 80 issues',
    key: 'pylon_api_acme',
    host: 'api.usepylon.com',
  },
  {
    name: 'globex',
    note: 'A small organization in the EU',
    key: 'pylon_api_globex',
    host: 'api.eu.usepylon.com',
  },
];

export const SIZES: Readonly<Record<string, Record<Stream, number>>> = {
  acme: { issues: 80, messages: 300, accounts: 60, contacts: 150, users: 9, teams: 3, tags: 12 },
  globex: { issues: 24, messages: 70, accounts: 14, contacts: 20, users: 9, teams: 8, tags: 8 },
};

const iso = (ms: number) => new Date(ms).toISOString();
const STATES = ['new', 'waiting_on_you', 'waiting_on_customer', 'on_hold', 'closed'];
const KINDS = ['Bug', 'Question', 'Billing', 'Onboarding', 'Outage', 'Feature', 'Security', 'Data'];

const FILL: Record<Stream, (d: Dice, item: Item) => object> = {
  issues: (d, item) => ({
    number: item.n + 1,
    title: capital(d.pick(TOPICS)),
    state: STATES[(d.int(0, 4) + item.rev) % STATES.length],
    source: d.pick(['email', 'slack', 'form']),
    body_html: `<p>About the ${d.pick(TOPICS)}.</p>`,
    account: { id: String(d.int(1, 8)) },
    requester: { id: String(d.int(1, 8)), email: `${person(d).mailbox}@${company(d).domain}` },
    custom_fields: { priority: { slug: 'priority', value: d.pick(['low', 'medium', 'high']) } },
    tags: [],
    created_at: iso(item.created),
    updated_at: iso(item.updated),
  }),
  messages: (d, item) => ({
    message_html: `<p>${capital(d.pick(TOPICS))}${item.rev > 0 ? ` (edit ${item.rev})` : ''}</p>`,
    timestamp: iso(item.created),
    is_private: d.chance(0.2),
    source: 'email',
    author: { name: person(d).name },
    email_info: { to_emails: [`support@${company(d).domain}`] },
  }),
  accounts: (d) => {
    const { name, domain } = company(d);
    return { name, domain, primary_domain: domain, domains: [domain], type: 'customer' };
  },
  contacts: (d) => {
    const { name, mailbox } = person(d);
    const email = `${mailbox}@${company(d).domain}`;
    return { name, email, emails: [email], account: { id: String(d.int(1, 8)) } };
  },
  users: (d) => {
    const { name, mailbox } = person(d);
    return { name, email: `${mailbox}@acme.example`, status: 'active' };
  },
  teams: (d, item) => ({ name: `${d.pick(KINDS)} team ${item.id}` }),
  tags: (d, item) => ({ name: `${d.pick(KINDS)} ${item.id}`, object_type: 'issue' }),
};

/** A record in the API's form. */
export function record(organization: string, stream: Stream, item: Item): Record<string, unknown> {
  const d = dice(`pylon:${organization}:${stream}:${item.n}`);
  const { id, rev } = item;
  return { id, ...FILL[stream](d, item), ...(rev > 0 ? { revision: rev } : {}), ...item.set };
}
