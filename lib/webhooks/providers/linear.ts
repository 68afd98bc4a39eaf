import { text } from '@/lib/connectors/kit';
import { defineReceiver, keyOf, MEGABYTE } from '@/lib/webhooks/receiver';

/** Streams of the connector by the type of the event. */
const STREAMS: Record<string, string> = {
  Issue: 'issues',
  Project: 'projects',
  Comment: 'comments',
};

/**
 * Linear (@linear/sdk 98): the body keyed by the webhook's secret; its time is in the body and at
 * most a minute old. Retries after a minute, an hour and six, each with a time of its own.
 */
export const linear = defineReceiver({
  slug: 'linear',
  name: 'Linear',
  connectors: ['linear'],
  signatures: [
    {
      by: 'hmac',
      header: 'linear-signature',
      algorithm: 'sha256',
      encoding: 'hex',
      timestamp: { in: { field: 'webhookTimestamp' }, unit: 'ms', tolerance_seconds: 60 },
    },
  ],
  content_types: ['application/json'],
  max_bytes: MEGABYTE,
  delivery_id: (_, { headers }) => headers['linear-delivery'] ?? null,
  id_unsigned: true,
  events: (body) => {
    const [type, action, id] = [text(body, 'type'), text(body, 'action'), text(body, 'data.id')];
    if (type === null || action === null) throw new Error('It names no type and action.');
    const stream = STREAMS[type];
    return [
      {
        key: keyOf(type, action),
        account_id: text(body, 'organizationId'),
        ...(stream && id !== null ? { records: [{ stream, id }] } : {}),
      },
    ];
  },
  headers: ['linear-delivery', 'linear-event'],
});
