import { text } from '@/lib/connectors/kit';
import { defineReceiver, MEGABYTE } from '@/lib/webhooks/receiver';
import type { Json } from '@/lib/contract/common';

/**
 * Gmail push by Cloud Pub/Sub: Google says in a token who sends, and does not sign the body. That is
 * a hint only: what changed is read from the history (Google, 2026-10).
 */
export const gmail = defineReceiver({
  slug: 'gmail',
  name: 'Gmail push',
  connectors: ['gmail'],
  signatures: [
    {
      by: 'jwt',
      header: 'authorization',
      keys_url: 'https://www.googleapis.com/oauth2/v3/certs',
      issuers: ['https://accounts.google.com', 'accounts.google.com'],
    },
  ],
  content_types: ['application/json'],
  max_bytes: MEGABYTE,
  reply: { status: 204 },
  delivery_id: (body) => text(body, 'message.messageId') ?? text(body, 'message.message_id'),
  events: (body) => {
    const address = text(contentOf(body), 'emailAddress');
    if (address === null) throw new Error('It names no mailbox.');
    return [{ key: 'mailbox.updated', account_id: address.toLowerCase() }];
  },
});

const contentOf = (body: Json): Json =>
  JSON.parse(Buffer.from(text(body, 'message.data') ?? '', 'base64').toString('utf8')) as Json;
