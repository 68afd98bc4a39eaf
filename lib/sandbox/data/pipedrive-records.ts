import type { Sizes, Stream } from '@/lib/sandbox/data/pipedrive';
import {
  capital,
  CITIES,
  company,
  person,
  STREETS,
  TITLES,
  TOPICS,
} from '@/lib/sandbox/data/words';
import type { Item } from '@/lib/sandbox/kit/collection';
import { dice } from '@/lib/sandbox/kit/dice';
import type { Dice } from '@/lib/sandbox/kit/dice';

/** Pipedrive's second-precise time with a Z. */
export const seconds = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;
const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const within = (d: Dice, size: number) => d.int(1, Math.max(1, size));
const STAGE_NAMES = [
  'Qualified',
  'Contact made',
  'Demo scheduled',
  'Proposal made',
  'Negotiations started',
];
const TIERS = ['Starter', 'Team', 'Business', 'Enterprise'];
const OFFERS = ['plan', 'support', 'training', 'onboarding', 'seats'];
const CUSTOM_FIELD = 'dcf558aac1ae4e8c4f849ba5e668430d8df9be12';

/** A record in the form of API v2 (users: v1). Field names follow the official v2 description. */
export function record(
  stream: Stream,
  item: Item,
  company_name: string,
  sizes: Sizes,
): Record<string, unknown> {
  const d = dice(`${company_name}:${stream}:${item.n}`);
  const change = dice(`${company_name}:${stream}:${item.n}:${item.rev}`);
  return {
    id: Number(item.id),
    ...FILL[stream](d, item, sizes, company_name, item.rev > 0 ? change : null),
    ...item.set,
  };
}

const times = (item: Item) => ({
  add_time: seconds(item.created),
  update_time: seconds(item.updated),
  is_deleted: item.deleted !== null,
});
const address = (d: Dice) => {
  const [city, state, country] = d.pick(CITIES);
  const street = d.pick(STREETS);
  const number = String(d.int(1, 240));
  return {
    value: `${number} ${street}, ${city}, ${country}`,
    country,
    admin_area_level_1: state,
    admin_area_level_2: '',
    locality: city,
    sublocality: '',
    route: street,
    street_number: number,
    subpremise: '',
    postal_code: d.digits(5),
  };
};

const FILL: Record<
  Stream,
  (
    d: Dice,
    item: Item,
    sizes: Sizes,
    account: string,
    change: Dice | null,
  ) => Record<string, unknown>
> = {
  deals(d, item, sizes, account, change) {
    const status = (change ?? d).pick(['open', 'open', 'open', 'won', 'lost']);
    const closed = status === 'open' ? null : seconds(item.updated);
    const place = d.int(0, Math.max(0, sizes.organizations - 1));
    return {
      title: `${company(dice(`${account}:organizations:${place}`)).name}: ${d.pick(TOPICS)}`,
      creator_user_id: within(d, sizes.users),
      owner_id: within(d, sizes.users),
      value: (change ?? d).int(4, 900) * 125,
      person_id: within(d, sizes.persons),
      org_id: d.chance(0.9) ? within(d, sizes.organizations) : null,
      stage_id: within(change ?? d, sizes.stages),
      pipeline_id: within(d, sizes.pipelines),
      currency: d.pick(['EUR', 'EUR', 'USD', 'GBP']),
      archive_time: item.archived ? seconds(item.updated) : null,
      ...times(item),
      stage_change_time: seconds(item.updated),
      status: item.deleted === null ? status : 'deleted',
      is_archived: item.archived,
      probability: d.chance(0.5) ? d.int(1, 20) * 5 : null,
      lost_reason:
        status === 'lost' ? d.pick(['Price', 'Timing', 'Chose a competitor', 'No budget']) : null,
      visible_to: 3,
      close_time: closed,
      won_time: status === 'won' ? closed : null,
      lost_time: status === 'lost' ? closed : null,
      local_won_date: null,
      local_lost_date: null,
      local_close_date: null,
      expected_close_date: day(item.created + d.int(20, 120) * 86_400_000),
      label_ids: [],
      origin: 'ManuallyCreated',
      origin_id: null,
      channel: null,
      channel_id: null,
      source_lead_id: null,
      acv: null,
      arr: null,
      mrr: null,
      custom_fields: {
        [CUSTOM_FIELD]: d.chance(0.4) ? d.pick(['Inbound', 'Outbound', 'Partner']) : null,
      },
    };
  },
  persons(d, item, sizes, account, change) {
    const who = person(d);
    const firm = company(
      dice(`${account}:organizations:${item.n % Math.max(1, sizes.organizations)}`),
    );
    return {
      name: who.name,
      first_name: who.first,
      last_name: who.last,
      owner_id: within(d, sizes.users),
      org_id: sizes.organizations > 0 ? 1 + (item.n % sizes.organizations) : null,
      ...times(item),
      emails: [{ value: `${who.mailbox}@${firm.domain}`, primary: true, label: 'work' }],
      phones: d.chance(0.8)
        ? [{ value: `+44 20 ${d.digits(8)}`, primary: true, label: 'work' }]
        : [],
      visible_to: 3,
      label_ids: [],
      picture_id: null,
      custom_fields: item.n % 10 === 3 ? null : {},
      notes: '',
      im: [],
      birthday: null,
      job_title: (change ?? d).pick(TITLES),
      postal_address: d.chance(0.5) ? address(d) : null,
    };
  },
  organizations(d, item, sizes, account) {
    const firm = company(dice(`${account}:organizations:${item.n}`));
    return {
      name: firm.name,
      owner_id: within(d, sizes.users),
      ...times(item),
      address: address(d),
      website: `https://www.${firm.domain}`,
      industry: d.chance(0.7) ? d.int(1, 24) : null,
      visible_to: 3,
      label_ids: [],
      custom_fields: {},
    };
  },
  activities(d, item, sizes, _account, change) {
    const done = (change ?? d).chance(0.6);
    const type = d.pick(['call', 'call', 'meeting', 'task', 'email', 'deadline', 'lunch']);
    return {
      subject: `${capital(type)}: ${d.pick(TOPICS)}`,
      type,
      owner_id: within(d, sizes.users),
      creator_user_id: within(d, sizes.users),
      ...times(item),
      deal_id: d.chance(0.6) ? within(d, sizes.deals) : null,
      lead_id: null,
      person_id: within(d, sizes.persons),
      org_id: within(d, sizes.organizations),
      project_id: null,
      due_date: day(item.created + d.int(0, 20) * 86_400_000),
      due_time: d.pick(['09:00:00', '10:30:00', '14:00:00', '']),
      duration: d.pick(['00:15:00', '00:30:00', '01:00:00', '']),
      busy: d.chance(0.5),
      done,
      marked_as_done_time: done ? seconds(item.updated) : null,
      location: null,
      participants: [{ person_id: within(d, sizes.persons), primary: true }],
      attendees: null,
      conference_meeting_client: null,
      conference_meeting_url: null,
      conference_meeting_id: null,
      public_description: null,
      priority: null,
      note: d.chance(0.3) ? `<p>About the ${d.pick(TOPICS)}.</p>` : null,
    };
  },
  products(d, item, sizes) {
    return {
      name: `${d.pick(TIERS)} ${d.pick(OFFERS)} ${item.n + 1}`,
      code: `P-${String(item.n + 1).padStart(4, '0')}`,
      description: null,
      unit: 'seat',
      tax: 0,
      category: null,
      is_linkable: true,
      ...times(item),
      visible_to: 3,
      owner_id: within(d, sizes.users),
      billing_frequency: d.pick(['one-time', 'monthly', 'annually']),
      billing_frequency_cycles: null,
      prices: [
        {
          product_id: Number(item.id),
          price: d.int(5, 300) * 10,
          currency: 'EUR',
          cost: 0,
          direct_cost: null,
          notes: '',
        },
      ],
      custom_fields: {},
    };
  },
  users(d, item, _sizes, account) {
    const who = person(d);
    return {
      name: who.name,
      email: `${who.mailbox}@${account}.example`,
      active_flag: true,
      is_deleted: false,
      is_admin: item.n === 0 ? 1 : 0,
      role_id: 1,
      timezone_name: 'Europe/Berlin',
      default_currency: 'EUR',
      locale: 'en_US',
      lang: 1,
      phone: null,
      created: legacy(item.created),
      modified: legacy(item.updated),
      last_login: legacy(item.updated),
      has_created_company: item.n === 0,
      icon_url: null,
      is_you: item.n === 0,
    };
  },
  pipelines: (_d, item) => ({
    name: ['Sales', 'Renewals'][item.n] ?? `Pipeline ${item.n + 1}`,
    order_nr: item.n + 1,
    is_deal_probability_enabled: true,
    ...times(item),
  }),
  stages: (_d, item, sizes) => ({
    order_nr: (item.n % STAGE_NAMES.length) + 1,
    name: STAGE_NAMES[item.n % STAGE_NAMES.length]!,
    deal_probability: 20 * ((item.n % STAGE_NAMES.length) + 1),
    pipeline_id: Math.min(sizes.pipelines, 1 + Math.floor(item.n / STAGE_NAMES.length)),
    is_deal_rot_enabled: false,
    days_to_rotten: null,
    ...times(item),
  }),
};

/** API v1 writes times without a zone. */
const legacy = (ms: number) => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
