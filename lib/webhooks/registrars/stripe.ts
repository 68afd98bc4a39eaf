import { text } from '@/lib/connectors/kit';
import { good, RegistrationRefused, type Registrar } from '@/lib/webhooks/registrar';

const ENDPOINTS = 'https://api.stripe.com/v1/webhook_endpoints';
/** What the connector reads. */
const EVENTS = [
  'customer.created',
  'customer.updated',
  'customer.deleted',
  'customer.subscription.created',
  'customer.subscription.updated',
  'customer.subscription.deleted',
  'invoice.created',
  'invoice.updated',
  'invoice.deleted',
  'charge.succeeded',
  'charge.updated',
];

/** Stripe, POST /v1/webhook_endpoints (2026-10): Stripe chooses the secret and says it this once. */
export const stripe: Registrar = {
  provider: 'stripe',
  connectors: ['stripe'],
  hosts: ['api.stripe.com'],
  fields: [],
  register: async ({ ask, url }) => {
    const events = EVENTS.map((event, i) => [`enabled_events[${i}]`, event] as const);
    const answer = await ask({
      method: 'POST',
      url: ENDPOINTS,
      form: { url, description: 'Inlet', ...Object.fromEntries(events) },
    });
    good(answer, 'Stripe', text(answer.body, 'error.message'));
    const secret = text(answer.body, 'secret');
    if (secret === null) throw new RegistrationRefused('Stripe did not name the signing secret.');
    return { registration: { endpoint_id: text(answer.body, 'id') ?? '' }, secret };
  },
  remove: async ({ ask }, { endpoint_id = '' }) => {
    await ask({ method: 'DELETE', url: `${ENDPOINTS}/${endpoint_id}` });
  },
};
