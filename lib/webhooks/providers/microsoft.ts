import { at, listAt, text } from '@/lib/connectors/kit';
import { defineReceiver, MEGABYTE, type WebhookEvent } from '@/lib/webhooks/receiver';
import type { Json } from '@/lib/contract/common';

/**
 * Change notifications of Microsoft Graph: every item carries the client state the subscription was
 * made with. A subscription is confirmed by sending back what stands in the query, as plain text,
 * within ten seconds; that alone gives nothing away and changes nothing.
 */
export const microsoft = defineReceiver({
  slug: 'microsoft',
  name: 'Microsoft Graph',
  connectors: ['outlook', 'o365'],
  signatures: [
    {
      by: 'body_token',
      tokens: (body) => listAt(body, 'value').map((item) => text(item, 'clientState') ?? ''),
    },
  ],
  content_types: ['application/json', 'text/plain'],
  max_bytes: 4 * MEGABYTE,
  handshake: ({ method, url }, secrets) => {
    const token = new URL(url).searchParams.get('validationToken');
    return method === 'POST' && token !== null && secrets.length > 0
      ? { status: 200, content_type: 'text/plain', body: token }
      : null;
  },
  reply: { status: 202 },
  delivery_id: (body) =>
    listAt(body, 'value')
      .map((item) => IDS.map((field) => text(item, field) ?? '').join('|'))
      .join(' '),
  events: (body) => listAt(body, 'value').map(eventOf),
});

const IDS = [
  'subscriptionId',
  'resourceData.id',
  'resourceData.@odata\\.etag',
  'changeType',
  'lifecycleEvent',
  'id',
];

/** What is missed is read by an ordinary run, as after any event. */
const LIFECYCLE = new Map<string, WebhookEvent['registration']>([
  ['reauthorizationRequired', 'ending'],
  ['subscriptionRemoved', 'gone'],
]);

function eventOf(item: Json): WebhookEvent {
  const lifecycle = text(item, 'lifecycleEvent');
  const about = LIFECYCLE.get(lifecycle ?? '');
  if (lifecycle !== null)
    return {
      key: `subscription.${lifecycle}`,
      account_id: null,
      ...(about ? { registration: about } : {}),
    };
  const change = text(item, 'changeType');
  if (change === null) throw new Error('It names no change.');
  // "#Microsoft.Graph.Message"
  const kind = String(at(item, 'resourceData.@odata\\.type') ?? 'item')
    .split('.')
    .at(-1)!;
  return { key: `${kind.toLowerCase().replace('#', '')}.${change}`, account_id: null };
}
