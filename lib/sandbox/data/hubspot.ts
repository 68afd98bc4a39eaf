import {
  capital,
  CITIES,
  company,
  person,
  STREETS,
  TITLES,
  TOPICS,
} from '@/lib/sandbox/data/words';
import type { Company } from '@/lib/sandbox/data/words';
import type { Item } from '@/lib/sandbox/kit/collection';
import { dice } from '@/lib/sandbox/kit/dice';
import type { Dice } from '@/lib/sandbox/kit/dice';

/** What a HubSpot record holds. Every value is text or null, as HubSpot sends them. */
export type Properties = Record<string, string | null>;

/** How many records an account has; owners are its users. */
export interface Sizes {
  contacts: number;
  companies: number;
  deals: number;
  tickets: number;
  owners: number;
  calls: number;
  meetings: number;
  notes: number;
  tasks: number;
  emails: number;
}

export interface Kind {
  /** Rises with n. */
  id: (n: number) => string;
  type_id: string;
  modified: 'lastmodifieddate' | 'hs_lastmodifieddate';
  /** What a list without `properties` returns. */
  usual: readonly string[];
  scope: string;
  fill: (d: Dice, item: Item, account: string, sizes: Sizes) => Properties;
}

const iso = (ms: number) => new Date(ms).toISOString();
const owner = (n: number) => String(40_000_000 + n * 37);
const ownerOf = (d: Dice, sizes: Sizes) => owner(d.int(0, Math.max(0, sizes.owners - 1)));
/**
 * The company record that belongs to a place, so that people, deals and tickets name companies that
 * exist.
 */
function companyAt(account: string, place: number): Company {
  const key = `${account}:companies:${place}`;
  let found = companies.get(key);
  if (!found) companies.set(key, (found = company(dice(key))));
  return found;
}
const companies = new Map<string, Company>();
const someCompany = (d: Dice, account: string, sizes: Sizes) =>
  companyAt(account, d.int(0, Math.max(0, sizes.companies - 1)));
const SOURCES = [
  'DIRECT_TRAFFIC',
  'ORGANIC_SEARCH',
  'PAID_SEARCH',
  'REFERRALS',
  'SOCIAL_MEDIA',
  'EMAIL_MARKETING',
  'OFFLINE',
];
const STAGES = [
  'appointmentscheduled',
  'qualifiedtobuy',
  'presentationscheduled',
  'decisionmakerboughtin',
  'contractsent',
  'closedwon',
  'closedlost',
];
const INDUSTRIES = [
  'ACCOUNTING',
  'BIOTECHNOLOGY',
  'COMPUTER_SOFTWARE',
  'CONSTRUCTION',
  'EDUCATION_MANAGEMENT',
  'FINANCIAL_SERVICES',
  'FOOD_PRODUCTION',
  'HEALTH_WELLNESS_AND_FITNESS',
  'INSURANCE',
  'LOGISTICS_AND_SUPPLY_CHAIN',
  'MACHINERY',
  'RETAIL',
  'TEXTILES',
];
const from = (first: number) => (n: number) => String(first + n);
const engagement = (d: Dice, item: Item, sizes: Sizes): Properties => ({
  hs_timestamp: iso(item.created),
  hubspot_owner_id: ownerOf(d, sizes),
});

export const KINDS: Record<Exclude<keyof Sizes, 'owners'>, Kind> = {
  contacts: {
    // Seven digits, then eight: as text, 10000005 comes right after 1000000 and before 1000001.
    id: (n) => String(n < 400 ? 1_000_000 + n : 10_000_000 + n - 400),
    type_id: '0-1',
    modified: 'lastmodifieddate',
    usual: ['createdate', 'email', 'firstname', 'hs_object_id', 'lastmodifieddate', 'lastname'],
    scope: 'crm.objects.contacts.read',
    fill(d, item, account, sizes) {
      const who = person(d);
      const firm = companyAt(account, item.n % Math.max(1, sizes.companies));
      const [city, state, country, code] = d.pick(CITIES);
      const stage = d.pick([
        'subscriber',
        'lead',
        'lead',
        'marketingqualifiedlead',
        'salesqualifiedlead',
        'opportunity',
        'customer',
        'customer',
        'evangelist',
      ]);
      return {
        firstname: who.first,
        lastname: who.last,
        email: `${who.mailbox}${item.n % 7 === 0 ? item.n : ''}@${firm.domain}`,
        phone: `${code} ${d.digits(3)} ${d.digits(4)}`,
        mobilephone: d.chance(0.4) ? `${code} ${d.digits(7)}` : null,
        jobtitle: d.pick(TITLES),
        company: firm.name,
        website: `https://www.${firm.domain}`,
        address: `${d.int(1, 240)} ${d.pick(STREETS)}`,
        city,
        state,
        zip: d.digits(5),
        country,
        lifecyclestage: stage,
        hs_lead_status:
          stage === 'customer'
            ? null
            : d.pick(['NEW', 'OPEN', 'IN_PROGRESS', 'CONNECTED', 'UNQUALIFIED']),
        hs_analytics_source: d.pick(SOURCES),
        hubspot_owner_id: d.chance(0.85) ? ownerOf(d, sizes) : null,
        num_associated_deals: d.chance(0.3) ? String(d.int(1, 4)) : null,
        notes_last_updated: d.chance(0.5) ? iso(item.updated) : null,
        industry: d.pick(INDUSTRIES),
        hs_linkedin_url: `https://www.linkedin.com/in/${who.mailbox.replace('.', '-')}-${d.digits(6)}`,
        hs_email_optout: d.chance(0.05) ? 'true' : 'false',
        createdate: iso(item.created),
      };
    },
  },
  companies: {
    id: from(8_000_100),
    type_id: '0-2',
    modified: 'hs_lastmodifieddate',
    usual: ['createdate', 'domain', 'hs_lastmodifieddate', 'hs_object_id', 'name'],
    scope: 'crm.objects.companies.read',
    fill(d, item, account, sizes) {
      const firm = companyAt(account, item.n);
      const [city, state, country, code] = d.pick(CITIES);
      return {
        name: firm.name,
        domain: firm.domain,
        website: `https://www.${firm.domain}`,
        industry: d.pick(INDUSTRIES),
        numberofemployees: String(d.pick([8, 14, 25, 48, 90, 160, 320, 750, 2_400])),
        annualrevenue: String(d.int(3, 900) * 100_000),
        phone: `${code} ${d.digits(7)}`,
        city,
        state,
        country,
        description: `${firm.name} works from ${city} with customers in ${d.int(2, 30)} countries.`,
        lifecyclestage: d.pick(['lead', 'opportunity', 'customer']),
        hubspot_owner_id: ownerOf(d, sizes),
        createdate: iso(item.created),
      };
    },
  },
  deals: {
    id: from(7_000_300),
    type_id: '0-3',
    modified: 'hs_lastmodifieddate',
    usual: [
      'amount',
      'closedate',
      'createdate',
      'dealname',
      'dealstage',
      'hs_lastmodifieddate',
      'hs_object_id',
      'pipeline',
    ],
    scope: 'crm.objects.deals.read',
    fill(d, item, account, sizes) {
      const stage = d.pick(STAGES);
      return {
        dealname: `${someCompany(d, account, sizes).name}: ${d.pick(TOPICS)}`,
        amount: d.chance(0.93) ? String(d.int(8, 950) * 250) : null,
        deal_currency_code: d.pick(['USD', 'USD', 'EUR', 'GBP']),
        dealstage: stage,
        pipeline: 'default',
        closedate: iso(item.created + d.int(20, 160) * 86_400_000),
        dealtype: d.pick(['newbusiness', 'existingbusiness']),
        hs_is_closed_won: String(stage === 'closedwon'),
        hs_is_closed: String(stage.startsWith('closed')),
        hs_deal_stage_probability: String(Math.min(1, STAGES.indexOf(stage) * 0.2)),
        hubspot_owner_id: ownerOf(d, sizes),
        createdate: iso(item.created),
      };
    },
  },
  tickets: {
    id: from(6_000_500),
    type_id: '0-5',
    modified: 'hs_lastmodifieddate',
    usual: [
      'content',
      'createdate',
      'hs_lastmodifieddate',
      'hs_object_id',
      'hs_pipeline',
      'hs_pipeline_stage',
      'hs_ticket_category',
      'hs_ticket_priority',
      'subject',
    ],
    scope: 'tickets',
    fill(d, item, account, sizes) {
      const stage = d.pick(['1', '2', '3', '4', '4']);
      const topic = d.pick([
        'Invoice shows the wrong address',
        'Export stops at 500 rows',
        'Cannot invite a colleague',
        'Report is slow on Mondays',
        'Sign-in loops after a password change',
        'Wrong time zone in reminders',
        'Duplicate contacts after import',
        'Feature request: dark mode',
      ]);
      return {
        subject: topic,
        content: `<p>${topic}, reported by ${person(d).name} of ${someCompany(d, account, sizes).name}.</p>`,
        hs_pipeline: '0',
        hs_pipeline_stage: stage,
        hs_ticket_priority: d.pick(['LOW', 'MEDIUM', 'MEDIUM', 'HIGH']),
        hs_ticket_category: d.pick([
          'BILLING_ISSUE',
          'PRODUCT_ISSUE',
          'GENERAL_INQUIRY',
          'FEATURE_REQUEST',
        ]),
        source_type: d.pick(['EMAIL', 'CHAT', 'FORM', 'PHONE']),
        closed_date: stage === '4' ? iso(item.updated) : null,
        hubspot_owner_id: ownerOf(d, sizes),
        createdate: iso(item.created),
      };
    },
  },
  calls: {
    id: from(5_100_000),
    type_id: '0-48',
    modified: 'hs_lastmodifieddate',
    usual: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
    scope: 'crm.objects.contacts.read',
    fill: (d, item, account, sizes) => ({
      ...engagement(d, item, sizes),
      hs_createdate: iso(item.created),
      hs_call_title: `Call with ${person(d).name}`,
      hs_call_body: `<p>Spoke about the ${d.pick(TOPICS)} for ${someCompany(d, account, sizes).name}.</p>`,
      hs_call_duration: String(d.int(20, 3_400) * 1000),
      hs_call_direction: d.pick(['INBOUND', 'OUTBOUND']),
      hs_call_status: d.pick(['COMPLETED', 'COMPLETED', 'COMPLETED', 'NO_ANSWER', 'BUSY']),
      hs_call_disposition: d.pick([
        'f240bbac-87c9-4f6e-bf70-924b57d47db7',
        '73a0d17f-1163-4015-bdd5-ec830791da20',
      ]),
      hs_call_recording_url: null,
      hs_call_from_number: `+1 512 ${d.digits(7)}`,
      hs_call_to_number: `+44 20 ${d.digits(8)}`,
    }),
  },
  meetings: {
    id: from(5_200_000),
    type_id: '0-47',
    modified: 'hs_lastmodifieddate',
    usual: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
    scope: 'crm.objects.contacts.read',
    fill(d, item, account, sizes) {
      const from = item.created + d.int(1, 14) * 86_400_000;
      return {
        ...engagement(d, item, sizes),
        hs_createdate: iso(item.created),
        hs_meeting_title: `${capital(d.pick(TOPICS))}: ${someCompany(d, account, sizes).name}`,
        hs_meeting_body: `<p>Agenda: ${d.pick(TOPICS)}, ${d.pick(TOPICS)}.</p>`,
        hs_meeting_start_time: iso(from),
        hs_meeting_end_time: iso(from + d.pick([30, 45, 60]) * 60_000),
        hs_meeting_outcome: d.pick([
          'SCHEDULED',
          'COMPLETED',
          'COMPLETED',
          'RESCHEDULED',
          'NO_SHOW',
          'CANCELED',
        ]),
        hs_meeting_location: d.pick(['Video call', 'Their office', 'Our office']),
      };
    },
  },
  notes: {
    id: from(5_300_000),
    type_id: '0-46',
    modified: 'hs_lastmodifieddate',
    usual: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
    scope: 'crm.objects.contacts.read',
    fill: (d, item, account, sizes) => ({
      ...engagement(d, item, sizes),
      hs_createdate: iso(item.created),
      hs_note_body: `<p>${person(d).name} of ${someCompany(d, account, sizes).name} asked about the ${d.pick(TOPICS)}. Next: ${d.pick(TOPICS)}.</p>`,
    }),
  },
  tasks: {
    id: from(5_400_000),
    type_id: '0-27',
    modified: 'hs_lastmodifieddate',
    usual: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
    scope: 'crm.objects.contacts.read',
    fill: (d, item, account, sizes) => ({
      ...engagement(d, item, sizes),
      hs_createdate: iso(item.created),
      hs_task_subject: `Follow up on the ${d.pick(TOPICS)} with ${someCompany(d, account, sizes).name}`,
      hs_task_body: null,
      hs_task_status: d.pick(['NOT_STARTED', 'IN_PROGRESS', 'COMPLETED', 'COMPLETED', 'WAITING']),
      hs_task_priority: d.pick(['NONE', 'LOW', 'MEDIUM', 'HIGH']),
      hs_task_type: d.pick(['TODO', 'CALL', 'EMAIL']),
    }),
  },
  emails: {
    id: from(5_500_000),
    type_id: '0-49',
    modified: 'hs_lastmodifieddate',
    usual: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
    scope: 'sales-email-read',
    fill(d, item, account, sizes) {
      const who = person(d);
      const firm = someCompany(d, account, sizes);
      return {
        ...engagement(d, item, sizes),
        hs_createdate: iso(item.created),
        hs_email_subject: `${capital(d.pick(TOPICS))} for ${firm.name}`,
        hs_email_text: `Hello,\n\nthank you for the call. Here is what we said about the ${d.pick(TOPICS)}.\n\n${who.name}`,
        hs_email_direction: d.pick(['EMAIL', 'INCOMING_EMAIL']),
        hs_email_status: 'SENT',
        hs_email_from_email: `${who.mailbox}@${firm.domain}`,
        hs_email_to_email: `sales@${account}.example`,
      };
    },
  },
};

/** Every property of a record, the derived ones included. */
export function properties(kind: Kind, item: Item, account: string, sizes: Sizes): Properties {
  // A changed record differs in one or two values, not in everything: content follows the record,
  // `rev` shows in a few.
  const filled = kind.fill(dice(`${account}:${kind.type_id}:${item.n}`), item, account, sizes);
  if (item.rev > 0) Object.assign(filled, revised(kind, item));
  return { ...filled, hs_object_id: item.id, [kind.modified]: iso(item.updated) };
}

function revised(kind: Kind, item: Item): Properties {
  const d = dice(`${kind.type_id}:${item.n}:${item.rev}`);
  switch (kind.type_id) {
    case '0-1':
      return { jobtitle: d.pick(TITLES), phone: `+1 ${d.digits(3)} ${d.digits(7)}` };
    case '0-2':
      return { numberofemployees: String(d.int(5, 3_000)) };
    case '0-3':
      return { amount: String(d.int(8, 950) * 250), dealstage: d.pick(STAGES) };
    case '0-5':
      return { hs_ticket_priority: d.pick(['LOW', 'MEDIUM', 'HIGH', 'URGENT']) };
    default:
      return { hubspot_owner_id: owner(d.int(0, 3)) };
  }
}

export function ownerRecord(item: Item, account: string): Record<string, unknown> {
  const who = person(dice(`${account}:owner:${item.n}`));
  return {
    id: item.id,
    email: `${who.mailbox}@${account}.example`,
    type: 'PERSON',
    firstName: who.first,
    lastName: who.last,
    userId: 3_000_000 + item.n,
    userIdIncludingInactive: 3_000_000 + item.n,
    createdAt: iso(item.created),
    updatedAt: iso(item.updated),
    archived: item.deleted !== null,
    teams: item.n % 3 === 0 ? [{ id: '178', name: 'New business', primary: true }] : [],
  };
}
export const ownerId = owner;

/**
 * The sizes behind an account's name; null when there is no such account. `bulk-20000` has that
 * many contacts and nothing moves by itself.
 */
export function sizesOf(account: string): (Sizes & { moves: boolean }) | null {
  if (!sized.has(account)) sized.set(account, makeSizes(account));
  return sized.get(account)!;
}
const sized = new Map<string, (Sizes & { moves: boolean }) | null>();

function makeSizes(account: string): (Sizes & { moves: boolean }) | null {
  const none = {
    contacts: 0,
    companies: 0,
    deals: 0,
    tickets: 0,
    owners: 0,
    calls: 0,
    meetings: 0,
    notes: 0,
    tasks: 0,
    emails: 0,
  };
  const bulk = /^bulk-(\d{1,6})$/.exec(account);
  if (bulk) return { ...none, contacts: Number(bulk[1]), companies: 5, owners: 1, moves: false };
  if (account === 'acme')
    return {
      contacts: 1_240,
      companies: 310,
      deals: 180,
      tickets: 96,
      owners: 12,
      calls: 420,
      meetings: 260,
      notes: 380,
      tasks: 310,
      emails: 640,
      moves: true,
    };
  if (account === 'globex')
    return {
      contacts: 64,
      companies: 22,
      deals: 15,
      tickets: 9,
      owners: 4,
      calls: 18,
      meetings: 12,
      notes: 20,
      tasks: 14,
      emails: 30,
      moves: true,
    };
  if (['umbrella', 'initech', 'wayne', 'stark'].includes(account))
    return {
      contacts: 180,
      companies: 40,
      deals: 36,
      tickets: 24,
      owners: 5,
      calls: 40,
      meetings: 22,
      notes: 35,
      tasks: 30,
      emails: 60,
      moves: true,
    };
  return null;
}
