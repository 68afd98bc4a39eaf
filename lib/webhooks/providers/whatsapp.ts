import { listAt, text } from '@/lib/connectors/kit';
import { defineReceiver, MEGABYTE, type WebhookEvent } from '@/lib/webhooks/receiver';
import { isVerifyToken } from '@/lib/webhooks/signature';
import type { Json } from '@/lib/contract/common';

/**
 * WhatsApp Cloud API: the body as Meta escaped it, keyed by the app secret. The handshake is a GET
 * with the verify token; ours is made from the app secret, so that an endpoint has one secret.
 */
export const whatsapp = defineReceiver({
  slug: 'whatsapp',
  name: 'WhatsApp',
  connectors: ['whatsapp'],
  signatures: [
    {
      by: 'hmac',
      header: 'x-hub-signature-256',
      algorithm: 'sha256',
      encoding: 'hex',
      prefix: 'sha256=',
    },
  ],
  content_types: ['application/json'],
  max_bytes: 3 * MEGABYTE,
  handshake: ({ method, url }, secrets) => {
    const query = new URL(url).searchParams;
    if (method !== 'GET' || query.get('hub.mode') !== 'subscribe') return null;
    const token = query.get('hub.verify_token') ?? '';
    const challenge = query.get('hub.challenge');
    return challenge !== null && secrets.some((one) => isVerifyToken(token, one))
      ? { status: 200, content_type: 'text/plain', body: challenge }
      : null;
  },
  // Batches carry several messages and statuses; a batch that comes again is the same bytes.
  delivery_id: () => null,
  events: (body) => {
    if (text(body, 'object') !== 'whatsapp_business_account')
      throw new Error('This is no event of WhatsApp.');
    return listAt(body, 'entry').flatMap((entry) => listAt(entry, 'changes').flatMap(eventsOf));
  },
});

function eventsOf(change: Json): WebhookEvent[] {
  const account_id = text(change, 'value.metadata.phone_number_id');
  return [
    ...listAt(change, 'value.messages').map(() => ({ key: 'message.created', account_id })),
    ...listAt(change, 'value.statuses').map(() => ({ key: 'message.updated', account_id })),
  ];
}
