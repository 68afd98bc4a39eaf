import { text } from '@/lib/connectors/kit';
import { defineReceiver, MEGABYTE } from '@/lib/webhooks/receiver';
import type { Json } from '@/lib/contract/common';

/**
 * Telegram Bot API 10.1: an Update per delivery, with the token given to setWebhook in a header.
 * There is no signature and no time; update_id rises by one.
 */
export const telegram = defineReceiver({
  slug: 'telegram',
  name: 'Telegram',
  connectors: ['telegram'],
  signatures: [{ by: 'token', header: 'x-telegram-bot-api-secret-token' }],
  content_types: ['application/json'],
  max_bytes: MEGABYTE,
  delivery_id: (body) => text(body, 'update_id'),
  events: (body) => [{ key: keyIn(body), account_id: null }],
  ordered: true,
});

/** An update holds its id and one more field, named by what it is. */
function keyIn(update: Json): string {
  const fields = Object.keys(update as object);
  const kind = fields.find((field) => field !== 'update_id');
  if (!fields.includes('update_id') || !kind) throw new Error('This is no update.');
  const edited = /^edited_(.+)$/.exec(kind);
  return edited ? `${edited[1]}.updated` : `${kind}.created`;
}
