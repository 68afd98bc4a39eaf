import { capital, company, person, TOPICS } from '@/lib/sandbox/data/words';
import type { Item } from '@/lib/sandbox/kit/collection';
import { dice } from '@/lib/sandbox/kit/dice';
import type { Dice } from '@/lib/sandbox/kit/dice';

export const STREAMS = ['customers', 'subscriptions', 'invoices', 'charges'] as const;
export type Stream = (typeof STREAMS)[number];

/** Accounts and their restricted keys. Good for nothing else. */
export const ACCOUNTS = [
  {
    name: 'acme',
    note: 'A lively account: 300 customers',
    key: 'rk_test_sandbox_acme',
    id: 'acct_1SbxAcme',
  },
  {
    name: 'globex',
    note: 'A small account',
    key: 'rk_test_sandbox_globex',
    id: 'acct_1SbxGlobex',
  },
  {
    name: 'initech',
    note: 'A small account in which nothing has happened for more than a month',
    key: 'rk_test_sandbox_initech',
    id: 'acct_1SbxInitech',
  },
] as const;

const SMALL: Record<Stream, number> = {
  customers: 24,
  subscriptions: 14,
  invoices: 30,
  charges: 30,
};
export const SIZES: Readonly<Record<string, Record<Stream, number>>> = {
  acme: { customers: 300, subscriptions: 180, invoices: 700, charges: 700 },
  globex: SMALL,
  initech: SMALL,
};

/** What objects are called in answers and in the names of events. */
export const KINDS: Readonly<Record<Stream, { object: string; prefix: string; events: string }>> = {
  customers: { object: 'customer', prefix: 'cus', events: 'customer' },
  subscriptions: { object: 'subscription', prefix: 'sub', events: 'customer.subscription' },
  invoices: { object: 'invoice', prefix: 'in', events: 'invoice' },
  charges: { object: 'charge', prefix: 'ch', events: 'charge' },
};

export const idOf = (stream: Stream, n: number): string =>
  `${KINDS[stream].prefix}_1Sbx${n.toString(36).padStart(6, '0')}`;

const seconds = (ms: number) => Math.floor(ms / 1_000);
const MONTH_S = 30 * 86_400;

const FILL: Record<Stream, (d: Dice, item: Item, deleted: boolean) => object> = {
  customers: (d) => {
    const { name, mailbox } = person(d);
    const { name: business, domain } = company(d);
    return {
      name: d.chance(0.6) ? business : name,
      email: d.chance(0.9) ? `${mailbox}@${domain}` : null,
      description: null,
      phone: null,
      balance: 0,
      currency: 'usd',
      delinquent: d.chance(0.05),
      invoice_prefix: d.int(100_000, 999_999).toString(16).toUpperCase(),
      tax_exempt: 'none',
    };
  },
  subscriptions: (d, { n, created }, deleted) => ({
    customer: idOf('customers', d.int(0, 20)),
    status: deleted ? 'canceled' : d.pick(['active', 'active', 'trialing', 'past_due']),
    currency: 'usd',
    automatic_tax: { enabled: false, liability: null },
    collection_method: 'charge_automatically',
    start_date: seconds(created),
    billing_cycle_anchor: seconds(created),
    cancel_at_period_end: false,
    items: {
      object: 'list',
      data: [
        {
          id: `si_1Sbx${n}`,
          object: 'subscription_item',
          created: seconds(created),
          metadata: {},
          quantity: d.int(1, 40),
          subscription: idOf('subscriptions', n),
          current_period_start: seconds(created),
          current_period_end: seconds(created) + MONTH_S,
          price: price(d.int(1, 4)),
        },
      ],
      has_more: false,
      url: '/v1/subscription_items',
    },
  }),
  invoices: (d, { n, created }) => {
    const total = d.int(20, 4_000) * 100;
    const paid = d.chance(0.8);
    return {
      customer: idOf('customers', d.int(0, 20)),
      number: `SBX-${String(n + 1).padStart(4, '0')}`,
      status: paid ? 'paid' : d.pick(['draft', 'open']),
      currency: 'usd',
      total,
      amount_due: total,
      amount_paid: paid ? total : 0,
      amount_remaining: paid ? 0 : total,
      amount_shipping: 0,
      attempt_count: paid ? 1 : 0,
      attempted: paid,
      payment_settings: {
        default_mandate: null,
        payment_method_options: null,
        payment_method_types: null,
      },
      status_transitions: {
        finalized_at: paid ? seconds(created) : null,
        marked_uncollectible_at: null,
        paid_at: paid ? seconds(created) : null,
        voided_at: null,
      },
      automatic_tax: { enabled: false, liability: null, status: null },
      billing_reason: 'subscription_cycle',
      collection_method: 'charge_automatically',
      default_tax_rates: [],
      post_payment_credit_notes_amount: 0,
      pre_payment_credit_notes_amount: 0,
      starting_balance: 0,
      subtotal: total,
      period_start: seconds(created) - MONTH_S,
      period_end: seconds(created),
      lines: { object: 'list', data: [], has_more: false, url: `/v1/invoices/${n}/lines` },
    };
  },
  charges: (d, { rev }) => {
    // Yen have no smaller unit.
    const currency = d.chance(0.1) ? 'jpy' : 'usd';
    const amount = d.int(20, 4_000) * 100;
    return {
      customer: idOf('customers', d.int(0, 20)),
      amount,
      amount_captured: amount,
      amount_refunded: rev * 100,
      currency,
      description: d.chance(0.7) ? `${capital(d.pick(TOPICS))}` : null,
      status: d.chance(0.95) ? 'succeeded' : 'failed',
      paid: true,
      captured: true,
      refunded: false,
      disputed: false,
      billing_details: { email: null, name: person(d).name, phone: null, address: null },
    };
  },
};

const price = (n: number): object => ({
  id: `price_1Sbx${n}`,
  object: 'price',
  active: true,
  billing_scheme: 'per_unit',
  created: 1_700_000_000,
  currency: 'usd',
  livemode: false,
  metadata: {},
  product: `prod_1Sbx${n}`,
  type: 'recurring',
  unit_amount: 4_900,
});

/** An object in the API's form. */
export function record(account: string, stream: Stream, item: Item): Record<string, unknown> {
  const d = dice(`stripe:${account}:${stream}:${item.n}`);
  const { id, rev, created, deleted } = item;
  return {
    id,
    object: KINDS[stream].object,
    created: seconds(created),
    livemode: false,
    metadata: rev > 0 ? { revision: String(rev) } : {},
    ...FILL[stream](d, item, deleted !== null),
    ...item.set,
  };
}

/** The account a key belongs to, as `GET /v1/account` shows it. */
export function accountBody(name: string): object {
  const { id } = ACCOUNTS.find((one) => one.name === name)!;
  return {
    id,
    object: 'account',
    business_profile: { name: capital(name), url: `https://${name}.example` },
    country: 'US',
    default_currency: 'usd',
    email: `billing@${name}.example`,
    settings: {
      branding: { icon: null, logo: null, primary_color: null, secondary_color: null },
      card_payments: { statement_descriptor_prefix: null },
      dashboard: { display_name: capital(name), timezone: 'Etc/UTC' },
      payments: { statement_descriptor: capital(name) },
    },
    type: 'standard',
  };
}
