import { numberAt, text } from '@/lib/connectors/kit';
import { defineReceiver, keyOf, MEGABYTE } from '@/lib/webhooks/receiver';

/** The key Discord shows for an application: 32 bytes, hex. */
const publicKey = (secret: string): Buffer | null =>
  /^[0-9a-f]{64}$/i.test(secret) ? Buffer.from(secret, 'hex') : null;

/**
 * Discord's interactions and webhook events (discord-interactions 4.4): Ed25519 over time and body.
 * Discord sends wrong signatures on purpose and takes the address out of use unless it hears 401.
 */
export const discord = defineReceiver({
  slug: 'discord',
  name: 'Discord',
  connectors: ['discord'],
  signatures: [
    {
      by: 'ed25519',
      header: 'x-signature-ed25519',
      encoding: 'hex',
      key: publicKey,
      signed: ({ body }, time) => [Buffer.concat([Buffer.from(time), body])],
      timestamp: {
        in: { header: 'x-signature-timestamp' },
        unit: 'seconds',
        tolerance_seconds: 300,
      },
    },
  ],
  content_types: ['application/json'],
  max_bytes: MEGABYTE,
  // An event's ping (type 0) is answered with 204 alone, an interaction's (type 1) with a pong.
  challenge: (body) => {
    const type = numberAt(body, 'type');
    if (type === 0) return { status: 204 };
    return type === 1 && text(body, 'event.type') === null
      ? { status: 200, content_type: 'application/json', body: '{"type":1}' }
      : null;
  },
  reply: { status: 204 },
  delivery_id: (body) => text(body, 'id'),
  events: (body) => {
    const type = text(body, 'event.type');
    if (type === null)
      return [{ key: 'interaction.created', account_id: text(body, 'application_id') }];
    const [, thing, action] = /^(.+)_([A-Z]+)$/.exec(type) ?? [];
    return [{ key: keyOf(thing ?? type, action ?? 'created'), account_id: idOf(body) }];
  },
});

const idOf = (body: Parameters<typeof text>[0]): string | null => text(body, 'application_id');
