import {
  at,
  BrokenPaging,
  canonical,
  defineConnector,
  defineStream,
  detail,
  isoFromSeconds,
  pages,
  refusal,
  text,
} from '@/lib/connectors/kit';
import type { Canonical, Deletions, Stream, Walk } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';

const DOCS = 'docs.stripe.com/api/errors, 2026-10';
const API = 'https://api.stripe.com/v1';
/** The form objects are in follows it: stripe-node 23.1 asks for this one. */
const VERSION = '2026-10-28.endive';
const PAGE = 100;

export default defineConnector({
  type: 'stripe',
  name: 'Stripe',
  description: 'Customers, subscriptions, invoices and charges, with what happened to them since.',
  // There is no category for money; it is who pays that is looked for.
  category: 'crm',
  ownership: 'workspace',
  direction: 'inbound',
  instancing: 'multiple',
  version: '1.0.0',
  docs_url: 'https://docs.stripe.com/api',
  logo: 'stripe',
  keywords: ['payments', 'billing', 'invoices', 'subscriptions', 'revenue'],
  default_cadence: '30m',
  puller: { status: 'live' },
  promises: [
    'Reads only: nothing is charged, refunded, cancelled or changed.',
    'Full card numbers are never seen; Stripe does not give them out.',
    'Deleting the restricted key in Stripe ends the access at once.',
  ],
  hosts: ['api.stripe.com'],

  // Stripe also has OAuth, for apps in its marketplace and for platforms (which it discourages for
  // new ones): both need an app Stripe has reviewed. A restricted key needs nobody but its owner.
  auth: {
    method: 'api_key',
    fields: [
      {
        key: 'api_key',
        label: 'Restricted API key',
        required: true,
        secret: true,
        placeholder: 'rk_live_…',
        help: 'It needs to read customers, subscriptions, invoices, charges, events and the account.',
        where_to_find: [
          'Open the Stripe dashboard, then Developers and API keys.',
          'Choose Create restricted key and give it Read for Customers, Charges, Invoices, Subscriptions and Events.',
          'Create the key and copy it. Stripe shows it once.',
        ],
        find_url: 'https://dashboard.stripe.com/apikeys',
        pattern: '^(rk|sk)_(live|test)_\\w+$',
      },
    ],
    apply: ({ api_key = '' }) => ({
      authorization: `Bearer ${api_key}`,
      'stripe-version': VERSION,
    }),
    account: {
      request: () => ({ url: `${API}/account` }),
      read: ({ body }) => {
        const id = text(body, 'id') ?? '';
        const name = text(body, 'settings.dashboard.display_name');
        return { id, label: name ?? text(body, 'business_profile.name') ?? id };
      },
    },
  },

  // 25 a second in a sandbox, 100 in live mode, less what the owner's own programs use.
  limits: [{ name: 'second', scope: 'connection', requests: 25, per_ms: 1_000 }],

  errors: [
    {
      when: { status: 401, json: true },
      then: 'needs_reauth',
      message: 'Stripe does not accept this key: {error.message}',
      source: DOCS,
    },
    {
      when: { status: 403, body: { 'error.code': 'account_invalid' } },
      then: 'needs_reauth',
      message: 'This key has no access to the account any more.',
      source: DOCS,
    },
    {
      // The sentence names the permission; the key in it is masked by Stripe.
      when: { status: 403, body: { 'error.message': /\S/ } },
      then: 'missing_scope',
      message: 'This key may not see that in Stripe: {error.message}',
      source: DOCS,
    },
    {
      // A lock on the object comes with the same status and code lock_timeout.
      when: { status: 429 },
      then: 'rate_limited',
      message: 'Stripe asked us to slow down.',
      wait: [{ header: 'retry-after', form: 'retry_after' }, { ms: 2_000 }],
      source: DOCS,
    },
    {
      when: { body: { 'error.code': 'resource_missing', 'error.param': 'ending_before' } },
      then: 'bookmark_gone',
      message: 'Stripe keeps events for 30 days, and the last one we read is older.',
      source: 'docs.stripe.com/api/events, 2026-10',
    },
    {
      when: { body: { 'error.code': 'resource_missing', 'error.param': 'starting_after' } },
      then: 'restart_pass',
      message: 'What we stood at was deleted in Stripe meanwhile.',
      source: 'docs.stripe.com/api/pagination, 2026-10',
    },
    {
      when: { status: 404, body: { 'error.code': 'resource_missing' } },
      then: 'gone',
      message: 'Stripe does not have this any more.',
      source: DOCS,
    },
    refusal('Stripe', 'error.message', DOCS),
  ],

  streams: [
    objects(
      {
        name: 'customers',
        label: 'Customers',
        description: 'Who pays, people and companies alike',
        deletions: { by: 'changes' },
      },
      { object: 'customer', types: ['customer.created', 'customer.updated', 'customer.deleted'] },
      canonical('people', 1, (customer) => ({
        name: text(customer, 'name'),
        emails: [text(customer, 'email') ?? []].flat(),
        company: null,
      })),
    ),
    objects(
      {
        name: 'subscriptions',
        label: 'Subscriptions',
        description: 'Subscriptions with their prices and state, cancelled ones too',
        deletions: { by: 'none', why: 'Stripe goes on listing a subscription that was cancelled' },
      },
      { object: 'subscription', types: 'customer.subscription.*' },
      happening((subscription) => text(subscription, 'description') ?? 'Subscription'),
    ),
    objects(
      {
        name: 'invoices',
        label: 'Invoices',
        description: 'Invoices with what is due and paid; only drafts can be deleted',
        deletions: { by: 'changes' },
      },
      { object: 'invoice', types: 'invoice.*' },
      happening((invoice) => text(invoice, 'number')),
    ),
    objects(
      {
        name: 'charges',
        label: 'Charges',
        description: 'Every attempt to move money, and what was refunded of it',
        deletions: { by: 'none', why: 'Nobody can delete a charge in Stripe' },
      },
      { object: 'charge', types: 'charge.*' },
      happening((charge) => text(charge, 'description')),
    ),
  ],
});

/** Money has no entity of its own: it is something that happened. */
function happening(title: (record: Json) => string | null): Canonical {
  return canonical('activities', 1, (record) => ({
    title: title(record),
    kind: text(record, 'object'),
    at: isoFromSeconds(record, 'created'),
  }));
}

/**
 * Objects have no time of change, but what happens to them is an event. Which event was the last is
 * asked before anything is read; in an account where nothing happened for 30 days there is none.
 */
function objects(
  about: Pick<Stream, 'name' | 'label' | 'description'> & { deletions: Deletions },
  of: { object: string; types: string | readonly string[] },
  mapping: Canonical,
): Stream {
  return defineStream({
    ...about,
    entity: mapping.entity,
    id: 'id',
    full: listing(about.name),
    // What was deleted is answered as that, with status 200.
    one: {
      request: (id) => ({ url: `${API}/${about.name}/${encodeURIComponent(id)}` }),
      record: ({ body }) => (at(body, 'deleted') === true ? null : body),
    },
    incremental: {
      walk: happenedTo(about.name, of),
      bookmark: {
        by: 'probe',
        request: () => ({ url: `${API}/events`, query: { limit: 1 } }),
        path: 'data.0.id',
        list: 'data',
      },
    },
    canonical: mapping,
  });
}

/** Newest first; a page goes on after its last record. */
function listing(name: string): Walk {
  return pages<string>({
    request: ({ page, size }) => ({
      url: `${API}/${name}`,
      query: {
        limit: size,
        starting_after: page ?? undefined,
        // Cancelled ones are left out otherwise.
        status: name === 'subscriptions' ? 'all' : undefined,
      },
    }),
    page_size: PAGE,
    records: 'data',
    next: ({ body }, _, records) => goesOn(body, records.at(-1)),
  });
}

/**
 * What happened since an event, towards now: `ending_before` gives the page right before it in a
 * list that shows the newest first. An event holds its object as it was then, in the form of the
 * account's version of the API: the object itself is fetched, once per page, and says whether it is
 * still there.
 */
function happenedTo(
  name: string,
  { object, types }: { object: string; types: string | readonly string[] },
): Walk {
  return detail({
    listing: pages<string>({
      request: ({ page, since, size }) => ({
        url: `${API}/events`,
        query: {
          ...(typeof types === 'string' ? { type: types } : { 'types[]': types }),
          limit: size,
          ending_before: page ?? since ?? undefined,
        },
      }),
      page_size: PAGE,
      records: 'data',
      only: (event) => text(event, 'data.object.object') === object && idOf(event) !== '',
      next: ({ body }, _, events) => goesOn(body, events[0]),
    }),
    id: idOf,
    expand: async (event, world) => {
      const url = `${API}/${name}/${encodeURIComponent(idOf(event))}`;
      const { body } = await world.ask({ url });
      return at(body, 'deleted') === true ? null : body;
    },
    width: 5,
  });
}

/** A preview of an invoice is an event's object without an id. */
function idOf(event: Json): string {
  return text(event, 'data.object.id') ?? '';
}

/** The record the next page is asked for by; null: there is no next page. */
function goesOn(body: Json, edge: Json | undefined): string | null {
  if (at(body, 'has_more') !== true) return null;
  const id = text(edge, 'id');
  if (id === null) throw new BrokenPaging('Stripe says that there is more, but not behind what.');
  return id;
}
