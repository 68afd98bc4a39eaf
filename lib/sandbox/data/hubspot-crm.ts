import { companyAt, from, iso, ownerOf, someCompany } from '@/lib/sandbox/data/hubspot-kind';
import type { Kind, Sizes } from '@/lib/sandbox/data/hubspot-kind';
import { CITIES, person, STREETS, TITLES, TOPICS } from '@/lib/sandbox/data/words';
import type { Item } from '@/lib/sandbox/kit/collection';
import type { Dice } from '@/lib/sandbox/kit/dice';

const SOURCES = [
  'DIRECT_TRAFFIC',
  'ORGANIC_SEARCH',
  'PAID_SEARCH',
  'REFERRALS',
  'SOCIAL_MEDIA',
  'EMAIL_MARKETING',
  'OFFLINE',
];
/** Stages of the only pipeline of deals, in order. */
export const STAGES = [
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

export const CRM = {
  contacts: {
    // Seven digits, then eight: as text, 10000005 comes right after 1000000 and before 1000001.
    id: (n: number) => String(n < 400 ? 1_000_000 + n : 10_000_000 + n - 400),
    type_id: '0-1',
    modified: 'lastmodifieddate',
    usual: ['createdate', 'email', 'firstname', 'hs_object_id', 'lastmodifieddate', 'lastname'],
    scope: 'crm.objects.contacts.read',
    singular: 'contact',
    numbers: ['num_associated_deals'],
    times: ['createdate', 'notes_last_updated'],
    fill(d: Dice, item: Item, account: string, sizes: Sizes) {
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
    singular: 'company',
    numbers: ['numberofemployees', 'annualrevenue'],
    times: ['createdate'],
    fill(d: Dice, item: Item, account: string, sizes: Sizes) {
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
    singular: 'deal',
    numbers: ['amount', 'hs_deal_stage_probability'],
    times: ['createdate', 'closedate'],
    fill(d: Dice, item: Item, account: string, sizes: Sizes) {
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
    singular: 'ticket',
    numbers: [],
    times: ['createdate', 'closed_date'],
    fill(d: Dice, item: Item, account: string, sizes: Sizes) {
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
} satisfies Partial<Record<keyof Sizes, Kind>>;
