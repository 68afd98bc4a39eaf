import { text } from '@/lib/connectors/kit';
import { defineReceiver, keyOf, MEGABYTE, type WebhookEvent } from '@/lib/webhooks/receiver';
import type { Json } from '@/lib/contract/common';

/** Escapes HubSpot takes back before it signs an address; others stay. */
const ESCAPED = /%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi;

/** Streams of the connector by the kind of object. */
const STREAMS = new Map([
  ['contact', 'contacts'],
  ['company', 'companies'],
  ['deal', 'deals'],
  ['ticket', 'tickets'],
]);
/** Events of "object.*" name the type of the object beside it. */
const TYPES = new Map([
  ['0-1', 'contact'],
  ['0-2', 'company'],
  ['0-3', 'deal'],
  ['0-5', 'ticket'],
]);

/**
 * HubSpot, version 3: method, address, body and time (ms), keyed by the app's client secret. Older
 * versions come beside it and prove nothing about the time. Up to a hundred events a delivery.
 */
export const hubspot = defineReceiver({
  slug: 'hubspot',
  name: 'HubSpot',
  connectors: ['hubspot'],
  signatures: [
    {
      by: 'hmac',
      header: 'x-hubspot-signature-v3',
      algorithm: 'sha256',
      encoding: 'base64',
      timestamp: {
        in: { header: 'x-hubspot-request-timestamp' },
        unit: 'ms',
        tolerance_seconds: 300,
      },
      signed: ({ method, url, body }, time) => [
        Buffer.concat([
          Buffer.from(method + url.replace(ESCAPED, decodeURIComponent)),
          body,
          Buffer.from(time),
        ]),
      ],
    },
  ],
  content_types: ['application/json'],
  max_bytes: MEGABYTE,
  // eventId alone is not unique. A batch is the events it holds.
  delivery_id: (body) =>
    Array.isArray(body)
      ? body
          .map((one) => IDS.map((field) => text(one, field) ?? '').join('-'))
          .toSorted()
          .join(' ')
      : null,
  events: (body) => {
    if (!Array.isArray(body)) throw new Error('It is no list of events.');
    return body.map(eventOf);
  },
});

const IDS = ['eventId', 'subscriptionId', 'objectId', 'occurredAt'];

function eventOf(event: Json): WebhookEvent {
  const [said, action] = (text(event, 'subscriptionType') ?? '').split('.');
  if (!said || !action) throw new Error('It names no subscription type.');
  const thing = TYPES.get(text(event, 'objectTypeId') ?? '') ?? said;
  const stream = STREAMS.get(thing);
  const id = text(event, 'objectId');
  return {
    key: keyOf(thing, action),
    account_id: text(event, 'portalId'),
    ...(stream && id !== null ? { records: [{ stream, id }] } : {}),
  };
}
