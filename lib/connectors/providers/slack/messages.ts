import { canonical, isoFromSeconds, text } from '@/lib/connectors/kit';
import type { Canonical } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';

/** Messages about the channel itself. */
const NOISE = /^channel_(join|leave|topic|purpose|name|archive|unarchive)$/;

/** Whether a message only tells of the channel: that somebody joined, or that it was renamed. */
export const isNoise = (item: Json): boolean => NOISE.test(text(item, 'subtype') ?? '');

/** A message is told by its channel and time together. */
export function inChannel(channel: string, item: Json): Json {
  const fields = item !== null && typeof item === 'object' && !Array.isArray(item) ? item : {};
  return { ...fields, id: `${channel}:${text(item, 'ts')}`, channel };
}

/** A message in the words of its entity; the text keeps Slack's markup. */
export function message(): Canonical {
  return canonical('messages', 1, (one) => ({
    from: text(one, 'user') ?? text(one, 'username') ?? text(one, 'bot_id'),
    to: [text(one, 'channel')].filter((channel) => channel !== null),
    subject: null,
    text: text(one, 'text'),
    sent_at: isoFromSeconds(one, 'ts'),
  }));
}
