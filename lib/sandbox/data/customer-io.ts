import { capital, company, person, TOPICS } from '@/lib/sandbox/data/words';
import type { Item } from '@/lib/sandbox/kit/collection';
import { dice } from '@/lib/sandbox/kit/dice';
import type { Dice } from '@/lib/sandbox/kit/dice';

export const STREAMS = ['campaigns', 'segments', 'people', 'deliveries', 'activities'] as const;
export type Stream = (typeof STREAMS)[number];

/** Workspaces, where they live, and their App API keys. Good for nothing else. */
export const ACCOUNTS = [
  {
    name: 'acme',
    note: 'A lively workspace: 400 people',
    key: 'cioappkeyacme00000000000000000001',
    host: 'api.customer.io',
  },
  {
    name: 'globex',
    note: 'A small workspace in the EU',
    key: 'cioappkeyglobex000000000000000001',
    host: 'api-eu.customer.io',
  },
  {
    name: 'initech',
    note: 'One of two workspaces of its account: say that it is Initech',
    key: 'cioappkeyinitech00000000000000001',
    host: 'api.customer.io',
  },
];

/** All workspaces of the account a key is of, whichever it is for. */
export function workspaces(name: string): object[] {
  const place = ACCOUNTS.findIndex((one) => one.name === name);
  const own = { id: `1${place + 1}`, name: capital(name), people: SIZES[name]!.people };
  const other = { id: '99', name: `${own.name} staging`, people: 3 };
  return name === 'initech' ? [own, other] : [own];
}

export const SIZES: Readonly<Record<string, Record<Stream, number>>> = {
  acme: { campaigns: 12, segments: 20, people: 400, deliveries: 900, activities: 900 },
  globex: { campaigns: 8, segments: 8, people: 24, deliveries: 60, activities: 40 },
  initech: { campaigns: 3, segments: 3, people: 9, deliveries: 20, activities: 20 },
};

/** Campaigns and segments are numbered; the rest have ids of letters and digits. */
export const idOf = (stream: Stream, n: number): string => {
  if (stream === 'campaigns' || stream === 'segments') return String(n + 1);
  return `${stream === 'people' ? 'a3' : `01SBX${stream[0]!.toUpperCase()}`}${hex(n)}`;
};
const hex = (n: number) => n.toString(16).padStart(8, '0');

export const seconds = (ms: number): number => Math.floor(ms / 1_000);

/** A person is known by `id`, or by an address alone. */
export function identifiers(account: string, item: Item) {
  const d = dice(`customer-io:${account}:people:${item.n}`);
  const { mailbox } = person(d);
  return {
    cio_id: item.id,
    id: item.n % 5 === 4 ? null : String(1_000 + item.n),
    email: `${mailbox}.${item.n}@${company(d).domain}`,
  };
}

const someone = (account: string, d: Dice) => {
  const n = d.int(0, 20);
  return identifiers(account, { id: idOf('people', n), n } as Item);
};

const FILL: Record<Exclude<Stream, 'people'>, (d: Dice, item: Item, account: string) => object> = {
  campaigns: (d, { n, rev, created, updated }) => ({
    id: n + 1,
    name: `${capital(d.pick(TOPICS))}${rev > 0 ? ` (${rev})` : ''}`,
    type: d.pick(['segment', 'event']),
    state: d.pick(['running', 'draft', 'stopped']),
    active: d.chance(0.7),
    created: seconds(created),
    updated: seconds(updated),
    actions: [{ id: String(n * 10 + 1), type: 'email' }],
    tags: [],
  }),
  segments: (d, { n, rev }) => ({
    id: n + 1,
    name: `People in the ${d.pick(TOPICS)} ${n + 1}`,
    description: rev > 0 ? `Round ${rev}` : '',
    state: 'finished',
    type: d.pick(['dynamic', 'manual']),
    progress: null,
    tags: null,
  }),
  deliveries: (d, { id, rev, created }, account) => {
    const who = someone(account, d);
    const sent = seconds(created) + 2;
    return {
      id,
      type: 'email',
      campaign_id: d.int(1, 8),
      newsletter_id: null,
      action_id: d.int(1, 80),
      customer_id: who.id ?? '',
      customer_identifiers: who,
      recipient: who.email,
      subject: capital(d.pick(TOPICS)),
      created: seconds(created),
      failure_message: null,
      metrics: { sent, delivered: sent + 3, ...(rev > 0 ? { opened: sent + 60 * rev } : {}) },
    };
  },
  activities: (d, { id, created }, account) => {
    const who = someone(account, d);
    const type = d.pick(['event', 'page', 'attribute_change', 'opened_email']);
    return {
      id,
      type,
      name: type === 'event' ? d.pick(['purchase', 'signup', 'upgrade']) : '',
      customer_id: who.id ?? '',
      customer_identifiers: who,
      delivery_id: '',
      timestamp: seconds(created),
      data: {},
    };
  },
};

/** A record in the API's form; of people: what the look-up of attributes shows. */
export function record(account: string, stream: Stream, item: Item): Record<string, unknown> {
  const d = dice(`customer-io:${account}:${stream}:${item.n}`);
  if (stream !== 'people') return { ...FILL[stream](d, item, account), ...item.set };
  const { first, last } = person(d);
  const known = identifiers(account, item);
  return {
    id: known.id ?? '',
    attributes: {
      cio_id: known.cio_id,
      ...(known.id === null ? {} : { id: known.id }),
      email: known.email,
      first_name: first,
      last_name: last,
      plan: d.pick(['free', 'basic', 'premium']),
      ...(item.rev > 0 ? { visits: String(item.rev) } : {}),
    },
    timestamps: { cio_id: seconds(item.created), email: seconds(item.created) },
    unsubscribed: d.chance(0.1),
    devices: [],
    ...item.set,
  };
}
