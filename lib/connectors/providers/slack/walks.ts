import { byPageToken, children, newest, numberAt, pages, text } from '@/lib/connectors/kit';
import type { StreamContext, Walk } from '@/lib/connectors/kit';
import { inChannel, isNoise } from '@/lib/connectors/providers/slack/messages';

export const API = 'https://slack.com/api';
/** More is allowed, up to 1,000; Slack advises no more than this. */
const PAGE = 200;
/** What an app that is distributed outside of Slack's marketplace gets, and once a minute. */
const RESTRICTED_PAGE = 15;
/** Replies and edits show in messages of so many days before the newest known one. */
const LOOKBACK_SECONDS = 7 * 86_400;
const NEXT = 'response_metadata.next_cursor';

/** Whether the app is distributed outside of Slack's marketplace, as the person said. */
export function isRestricted(config: StreamContext['config']): boolean {
  return config.rate_profile === 'restricted';
}

/** A listing of the whole workspace. */
export function listing(
  method: string,
  records: string,
  query: Record<string, string | boolean> = {},
): Walk {
  return pages<string>({
    request: ({ page, size }) => ({
      url: `${API}/${method}`,
      query: { ...query, limit: size, cursor: page ?? undefined },
    }),
    page_size: PAGE,
    records,
    next: byPageToken(NEXT),
  });
}

/** A channel's messages, the newest first; `changed`: those after the newest known one, and a week more. */
export function history(changed: boolean): Walk {
  return children<string>({
    parents: 'channels',
    request: ({ id }, { page, since, size, config, from }) => ({
      url: `${API}/conversations.history`,
      query: {
        channel: id,
        limit: isRestricted(config) ? Math.min(size, RESTRICTED_PAGE) : size,
        oldest: oldest(changed ? since : null, from),
        cursor: page ?? undefined,
      },
    }),
    page_size: PAGE,
    records: 'messages',
    next: byPageToken(NEXT),
    own: ({ id }, item) => (isNoise(item) ? null : inChannel(id, item)),
    // A text of one length at all times: the later one is also the larger one.
    bookmark: newest('ts'),
    width: 3,
  });
}

/** Seconds: a week before the newest known message, and nothing before what is wanted at all. */
function oldest(since: string | null, from: string | null | undefined): string | undefined {
  const known = since === null ? -Infinity : Number(since) - LOOKBACK_SECONDS;
  const begin = Math.max(known, from ? Date.parse(from) / 1_000 : -Infinity);
  return begin === -Infinity ? undefined : begin.toFixed(6);
}

/** The replies to a message; its thread is another when its last reply or their number is. */
export function replies(): Walk {
  return children<string>({
    parents: 'messages',
    which: (parent) =>
      (numberAt(parent, 'reply_count') ?? 0) > 0 &&
      text(parent, 'thread_ts') === text(parent, 'ts'),
    request: ({ record }, { page, size, config }) => ({
      url: `${API}/conversations.replies`,
      query: {
        channel: text(record, 'channel') ?? '',
        ts: text(record, 'ts') ?? '',
        limit: isRestricted(config) ? Math.min(size, RESTRICTED_PAGE) : size,
        cursor: page ?? undefined,
      },
    }),
    page_size: PAGE,
    records: 'messages',
    next: byPageToken(NEXT),
    // The message itself comes first.
    own: ({ record }, item) =>
      text(item, 'ts') === text(record, 'ts')
        ? null
        : inChannel(text(record, 'channel') ?? '', item),
    stamp: (parent) => `${text(parent, 'latest_reply')} ${text(parent, 'reply_count')}`,
    width: 3,
  });
}
