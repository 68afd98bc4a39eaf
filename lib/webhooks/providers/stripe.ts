import { text } from '@/lib/connectors/kit';
import { defineReceiver, MEGABYTE } from '@/lib/webhooks/receiver';

/** Streams of the connector by the kind of object. */
const STREAMS: Record<string, string> = {
  customer: 'customers',
  subscription: 'subscriptions',
  invoice: 'invoices',
  charge: 'charges',
};

/**
 * Stripe (stripe-node 23.1): `time.body`, several signatures while a secret is rolled. The key is
 * the secret as it stands, with its prefix. Not in order; live retries last three days.
 */
export const stripe = defineReceiver({
  slug: 'stripe',
  name: 'Stripe',
  connectors: ['stripe'],
  signatures: [
    {
      by: 'hmac',
      header: 'stripe-signature',
      algorithm: 'sha256',
      encoding: 'hex',
      prefix: 'v1=',
      separator: ',',
      timestamp: { in: { part: 't' }, unit: 'seconds', tolerance_seconds: 300 },
      signed: ({ body }, time) => [Buffer.concat([Buffer.from(`${time}.`), body])],
    },
  ],
  content_types: ['application/json'],
  max_bytes: MEGABYTE,
  delivery_id: (body) => text(body, 'id'),
  events: (body) => {
    const type = text(body, 'type');
    if (type === null) throw new Error('It names no type.');
    const id = text(body, 'data.object.id');
    const stream = STREAMS[text(body, 'data.object.object') ?? ''];
    return [
      {
        key: type,
        account_id: text(body, 'account'),
        ...(stream && id !== null ? { records: [{ stream, id }] } : {}),
      },
    ];
  },
});
