import {
  accountAt,
  bearer,
  canonical,
  defineConnector,
  defineStream,
  isoFromSeconds,
  refusal,
  RETRY_AFTER,
  text,
} from '@/lib/connectors/kit';
import type { Canonical } from '@/lib/connectors/kit';
import {
  API,
  happenedTo,
  LAST_EVENT,
  listing,
  type ObjectName,
  oneOf,
} from '@/lib/connectors/providers/stripe/walks';
import type { Json } from '@/lib/contract/common';

/** The form objects are in follows it: stripe-node 23.1 asks for this one. */
const VERSION = '2026-10-28.endive';

export default defineConnector({
  type: 'stripe',
  name: 'Stripe',
  description: 'Customers, subscriptions, invoices and charges, with what happened to them since.',
  // There is no category for money; it is who pays that is looked for.
  category: 'crm',
  docs_url: 'https://docs.stripe.com/api',
  source: 'docs.stripe.com/api/errors, 2026-10',
  logo: 'stripe',
  keywords: ['payments', 'billing', 'invoices', 'subscriptions', 'revenue'],
  default_cadence: '30m',
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
    apply: ({ api_key = '' }) => ({ ...bearer(api_key), 'stripe-version': VERSION }),
    account: {
      request: () => ({ url: `${API}/account` }),
      read: accountAt('id', 'settings.dashboard.display_name', 'business_profile.name', 'id'),
    },
  },

  // 25 a second in a sandbox, 100 in live mode, less what the owner's own programs use.
  limits: [{ name: 'second', requests: 25, per_ms: 1_000 }],

  says: 'error.message',
  errors: [
    { when: { status: 401, json: true }, then: 'needs_reauth' },
    {
      when: { status: 403, body: { 'error.code': 'account_invalid' } },
      then: 'needs_reauth',
      message: 'This key has no access to the account any more.',
    },
    {
      // The sentence names the permission; the key in it is masked by Stripe.
      when: { status: 403, body: { 'error.message': /\S/ } },
      then: 'missing_scope',
      message: 'This key may not see that in Stripe: {error.message}',
    },
    // A lock on the object comes with the same status and code lock_timeout.
    { when: { status: 429 }, then: 'rate_limited', wait: [RETRY_AFTER, { ms: 2_000 }] },
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
    { when: { status: 404, body: { 'error.code': 'resource_missing' } }, then: 'gone' },
    refusal('error.message'),
  ],

  streams: [
    defineStream({
      name: 'customers',
      description: 'Who pays, people and companies alike',
      ...objects('customers'),
      deletions: { by: 'changes' },
      canonical: canonical('people', 1, { name: 'name', emails: ['email'], company: null }),
    }),
    defineStream({
      name: 'subscriptions',
      description: 'Subscriptions with their prices and state, cancelled ones too',
      ...objects('subscriptions'),
      deletions: { by: 'none', why: 'Stripe goes on listing a subscription that was cancelled' },
      canonical: happening((subscription) => text(subscription, 'description') ?? 'Subscription'),
    }),
    defineStream({
      name: 'invoices',
      description: 'Invoices with what is due and paid; only drafts can be deleted',
      ...objects('invoices'),
      deletions: { by: 'changes' },
      canonical: happening('number'),
    }),
    defineStream({
      name: 'charges',
      description: 'Every attempt to move money, and what was refunded of it',
      ...objects('charges'),
      deletions: { by: 'none', why: 'Nobody can delete a charge in Stripe' },
      canonical: happening('description'),
    }),
  ],
});

/** Money has no entity of its own: it is something that happened. */
function happening(title: string | ((record: Json) => string | null)): Canonical {
  return canonical('activities', 1, {
    title,
    kind: 'object',
    at: (record) => isoFromSeconds(record, 'created'),
  });
}

/** Objects have no time of change, but what happens to them is an event. */
function objects(name: ObjectName) {
  const incremental = { walk: happenedTo(name), bookmark: LAST_EVENT };
  return { full: listing(name), one: oneOf(name), incremental };
}
