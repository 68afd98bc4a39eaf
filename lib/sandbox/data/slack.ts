import { person, plain, TITLES, TOPICS } from '@/lib/sandbox/data/words';
import { EPOCH } from '@/lib/sandbox/kit/evolution';
import type { Item } from '@/lib/sandbox/kit/collection';
import { dice } from '@/lib/sandbox/kit/dice';

export const STREAMS = ['channels', 'users', 'messages', 'threads'] as const;
export type Stream = (typeof STREAMS)[number];

export const ACCOUNTS = [
  { name: 'acme', note: 'A lively workspace: 14 channels, 1,500 messages' },
  { name: 'globex', note: 'A small one' },
];

/** What stands beside a channel's messages. */
export const COUNTS = { pin_count: 0, channel_actions_ts: null, channel_actions_count: 0 };

export const SIZES: Readonly<Record<string, Record<Stream, number>>> = {
  acme: { channels: 14, users: 60, messages: 1_500, threads: 500 },
  globex: { channels: 6, users: 9, messages: 60, threads: 30 },
};

const HOUR_MS = 3_600_000;
/** Seeded messages are so far apart, up to the beginning of October. */
const STEP_MS = 6 * HOUR_MS;
const SEEDED = 1_000_000;

const NAMES = ['general', 'sales', 'support', 'product', 'random', 'launch', 'design', 'finance'];
const SUFFIX = ['', '-eu', '-us', '-apac'];

const channelId = (n: number): string => `C${String(n).padStart(9, '0')}`;
const userId = (n: number): string => `U${String(n).padStart(9, '0')}`;
export const teamId = (account: string): string =>
  `T${String(ACCOUNTS.findIndex(({ name }) => name === account)).padStart(9, '0')}`;

/** Slack's time of a message, which is also its id in the channel: never a float. */
const stamp = (ms: number, n: number): string =>
  `${Math.floor(ms / 1_000)}.${String(n % 1_000_000).padStart(6, '0')}`;

/** The last two channels are silent. */
const channelOf = (account: string, n: number): string =>
  channelId(n % (SIZES[account]!.channels - 2));

function messageTs(account: string, n: number, created: number): string {
  const seeded = EPOCH - (SIZES[account]!.messages - n) * STEP_MS;
  return stamp(n < SEEDED ? seeded : created, n);
}

/** How many messages have a thread, of five replies each: every other one, the latest but a few. */
const threadsOf = (account: string): number => Math.floor(SIZES[account]!.threads / 5);

/** The message a reply belongs to; of what is written later, that of the last thread. */
function parentOf(account: string, n: number): number {
  const threads = threadsOf(account);
  const thread = Math.min(threads - 1, Math.floor(n / 5));
  return 2 * (Math.floor((SIZES[account]!.messages - 3) / 2) - threads + thread);
}

function replyTs(account: string, n: number, created: number): string {
  const seconds = Math.floor(Number(messageTs(account, parentOf(account, n), 0)));
  return stamp(n < SEEDED ? (seconds + 60 + n) * 1_000 : created, n);
}

export function idOf(account: string, stream: Stream, n: number, created: number): string {
  if (stream === 'channels') return channelId(n);
  if (stream === 'users') return userId(n);
  if (stream === 'messages') return `${channelOf(account, n)}:${messageTs(account, n, created)}`;
  return `${channelOf(account, parentOf(account, n))}:${replyTs(account, n, created)}`;
}

export const channelIn = (id: string): string => id.split(':')[0]!;
export const tsIn = (id: string): string => id.split(':')[1]!;

const seconds = (ms: number): number => Math.floor(ms / 1_000);

export function channel(account: string, { id, n, rev, created, updated, set }: Item) {
  const name = `${NAMES[n % NAMES.length]}${SUFFIX[Math.floor(n / NAMES.length) % SUFFIX.length]}`;
  return {
    id,
    name,
    is_channel: true,
    is_private: n % 5 === 4,
    is_archived: false,
    is_member: true,
    created: seconds(created),
    updated,
    creator: userId(0),
    context_team_id: teamId(account),
    topic: { value: `Everything about ${name}`, creator: userId(0), last_set: 0 },
    purpose: { value: `Edition ${rev}`, creator: userId(0), last_set: seconds(updated) },
    ...set,
  };
}

export function user(account: string, { id, n, rev, updated, set }: Item, with_email: boolean) {
  const d = dice(`slack:${account}:user:${n}`);
  const { name, mailbox } = person(d);
  return {
    id,
    team_id: teamId(account),
    name: plain(name),
    deleted: false,
    profile: {
      real_name: name,
      display_name: name,
      title: `${d.pick(TITLES)}${rev ? ` (${rev})` : ''}`,
      ...(with_email ? { email: `${mailbox}@${account}.example` } : {}),
    },
    is_bot: false,
    updated: seconds(updated),
    ...set,
  };
}

function said(account: string, { id, n, rev, set }: Item, kind: string) {
  const d = dice(`slack:${account}:${kind}:${n}`);
  return {
    type: 'message',
    user: userId(d.int(0, SIZES[account]!.users - 1)),
    text: `How is the ${d.pick(TOPICS)} going?${rev ? ` (edit ${rev})` : ''}`,
    ts: tsIn(id),
    team: teamId(account),
    ...(rev ? { edited: { user: userId(0), ts: tsIn(id) } } : {}),
    ...set,
  };
}

/** Replies by the id of the message they belong to, in the order of their times. */
export function threadsBy(account: string, replies: readonly Item[]): Map<string, Item[]> {
  const found = new Map<string, Item[]>();
  for (const reply of replies) {
    const id = idOf(account, 'messages', parentOf(account, reply.n), 0);
    found.set(id, [...(found.get(id) ?? []), reply]);
  }
  for (const thread of found.values()) thread.sort((a, b) => (tsIn(a.id) < tsIn(b.id) ? -1 : 1));
  return found;
}

export function message(account: string, item: Item, thread: readonly Item[]) {
  const last = thread.at(-1);
  return {
    ...said(account, item, 'message'),
    ...(last
      ? {
          thread_ts: tsIn(item.id),
          reply_count: thread.length,
          reply_users_count: 1,
          latest_reply: tsIn(last.id),
        }
      : {}),
  };
}

export const reply = (account: string, item: Item, thread_ts: string) => ({
  ...said(account, item, 'reply'),
  thread_ts,
});

/** The first thing in every channel: that somebody joined it. */
export const joined = (account: string) => ({
  type: 'message',
  subtype: 'channel_join',
  user: userId(0),
  text: `<@${userId(0)}> has joined the channel`,
  ts: stamp(EPOCH - SIZES[account]!.messages * STEP_MS - HOUR_MS, 0),
});
