import { at, text } from '@/lib/connectors/kit';
import { defineReceiver, keyOf, MEGABYTE } from '@/lib/webhooks/receiver';
import type { Json } from '@/lib/contract/common';

/**
 * Slack's Events API, interactivity and slash commands (@slack/bolt 5.1): `v0:time:body`, at most
 * five minutes old; three retries; an answer within three seconds.
 */
export const slack = defineReceiver({
  slug: 'slack',
  name: 'Slack',
  connectors: ['slack'],
  signatures: [
    {
      by: 'hmac',
      header: 'x-slack-signature',
      algorithm: 'sha256',
      encoding: 'hex',
      prefix: 'v0=',
      timestamp: {
        in: { header: 'x-slack-request-timestamp' },
        unit: 'seconds',
        tolerance_seconds: 300,
      },
      signed: ({ body }, time) => [Buffer.concat([Buffer.from(`v0:${time}:`), body])],
    },
  ],
  content_types: ['application/json', 'application/x-www-form-urlencoded'],
  max_bytes: MEGABYTE,
  challenge: (body) => {
    const challenge = text(body, 'challenge');
    return text(body, 'type') === 'url_verification' && challenge !== null
      ? { status: 200, content_type: 'text/plain', body: challenge }
      : null;
  },
  delivery_id: (body) => text(body, 'event_id') ?? text(body, 'trigger_id'),
  events: (body) => [{ key: keyIn(body), account_id: text(body, 'team_id') ?? teamIn(body) }],
  headers: ['x-slack-retry-num', 'x-slack-retry-reason'],
});

/** What message events call themselves. */
const MESSAGE: Record<string, string> = {
  message_changed: 'message.updated',
  message_deleted: 'message.deleted',
};

function keyIn(body: Json): string {
  if (text(body, 'command') !== null) return 'command.created';
  const type = text(body, 'event.type') ?? text(body, 'type');
  if (type === null) throw new Error('This is no event of Slack.');
  if (type === 'message')
    return MESSAGE[text(body, 'event.subtype') ?? 'none'] ?? 'message.created';
  const [, thing, action] = /^(.+)[_.]([a-z]+)$/.exec(type) ?? [];
  return thing && action ? keyOf(thing, action) : `${type}.created`;
}

const teamIn = (body: Json): string | null =>
  at(body, 'team') === undefined ? null : text(body, 'team.id');
