import { TOPICS } from '@/lib/sandbox/data/words';
import type { Item } from '@/lib/sandbox/kit/collection';
import { dice, hash } from '@/lib/sandbox/kit/dice';

export const HANDLES = [
  { name: 'acme', note: 'A lively account; a post every four hours' },
  {
    name: 'globex',
    note: 'A small account, answered in the field names of the newer API description',
  },
  { name: 'protected', note: 'Its posts are protected' },
  { name: 'suspended', note: 'X suspended it' },
] as const;

/** Twitter's epoch: ids carry the time in their upper bits. */
const SNOWFLAKE_EPOCH = 1_288_834_974_657;
export const postId = (n: number, created: number) =>
  String((BigInt(created - SNOWFLAKE_EPOCH) << 22n) + BigInt(n % 4_194_304));

const BULK_IDS = 7_000_000_000;
/** `bulk_4000` has that many posts and nothing moves by itself. */
const bulkSize = (handle: string) => Number(/^bulk_(\d{1,6})$/.exec(handle)?.[1] ?? NaN);

const SIZES = new Map([
  ['acme', 120],
  ['globex', 36],
  ['protected', 12],
  ['suspended', 0],
]);
/** How many posts an account has at first; null: there is no such account. */
export function sizeOf(handle: string): number | null {
  const bulk = bulkSize(handle);
  return SIZES.get(handle) ?? (Number.isNaN(bulk) ? null : bulk);
}
export const userId = (handle: string): string =>
  String(
    Number.isNaN(bulkSize(handle))
      ? 2_000_000_000 + (hash(handle) % 900_000_000)
      : BULK_IDS + bulkSize(handle),
  );
export const handleOf = (id: string): string | null =>
  HANDLES.find((h) => userId(h.name) === id)?.name ??
  (Number(id) >= BULK_IDS && Number(id) < BULK_IDS + 1_000_000
    ? `bulk_${Number(id) - BULK_IDS}`
    : null);

const HOUR_MS = 3_600_000;
const PROFILE_FROM = Date.UTC(2024, 0, 1);

/** A picture that needs no request: nothing shown in a sandbox workspace comes from X. */
function picture(handle: string): string {
  const hue = hash(handle) % 360;
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48">' +
    `<rect width="48" height="48" fill="hsl(${hue} 55% 42%)"/>` +
    '<text x="24" y="33" font-family="sans-serif" font-size="26" font-weight="600" fill="#fff" ' +
    `text-anchor="middle">${handle[0]!.toUpperCase()}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/** The account, with numbers that grow by the hour. */
export function user(handle: string, now: number, posts: number): Record<string, unknown> {
  const d = dice(`x:${handle}`);
  const hours = Math.floor((now - PROFILE_FROM) / HOUR_MS);
  const followers =
    d.int(3_000, 9_000) +
    Math.floor(hours * (0.4 + d.next())) +
    Math.floor(120 * Math.sin(hours / 61));
  return {
    id: userId(handle),
    name: `${handle[0]!.toUpperCase()}${handle.slice(1)}`,
    username: handle,
    created_at: '2019-04-02T08:15:00.000Z',
    description: 'Tools for people who make things. News, releases, the odd joke.',
    location: 'Rotterdam',
    profile_image_url: picture(handle),
    protected: handle === 'protected',
    url: `https://${handle.replaceAll('_', '-')}.example`,
    verified: handle === 'acme',
    verified_type: handle === 'acme' ? 'business' : 'none',
    public_metrics: {
      followers_count: followers,
      following_count: d.int(80, 600),
      tweet_count: 1_900 + posts,
      listed_count: d.int(20, 200),
      like_count: d.int(400, 4_000),
    },
  };
}

const OPENERS = [
  'New:',
  'Shipped today:',
  'A short thread on the',
  'What we learned from the',
  'Notes from our',
  'Question for you: how do you run your',
  'Behind the scenes of the',
  'Three tips for the',
];
const CLOSINGS = [
  'Read on: https://t.co/sandbox',
  'More soon.',
  'Tell us what you think.',
  'Thanks to everybody who helped.',
];
const REFERENCES = ['replied_to', 'quoted', 'retweeted'] as const;
/** How long ago the post was that another one refers to, as a difference of ids. */
const EARLIER = 4_194_304_000n;

/** What a post refers to, if it does. */
export function referenceOf(item: Item, handle: string): (typeof REFERENCES)[number] | null {
  const d = dice(`x:${handle}:${item.n}:reference`);
  return d.chance(0.15) ? d.pick(REFERENCES) : null;
}

/** What hangs on a post, with every field X has for it that the sandbox knows. */
export interface Media extends Record<string, unknown> {
  media_key: string;
  type: 'photo' | 'video' | 'animated_gif';
}

const SCENES = ['the workshop', 'our stand at the fair', 'the new release', 'the team at lunch'];
const HOST = 'https://pbs.twimg.com';
/** The first part of a key says what it is of. */
const KEYS = { photo: 3, video: 7, animated_gif: 16 };
const STILLS = { video: 'ext_tw_video_thumb', animated_gif: 'tweet_video_thumb' };
/** Every picture of the sandbox. */
export const PICTURE = { width: 320, height: 180 };

/** About half the posts have pictures, some several, some a film; what is reposted is another's. */
export function mediaOf(item: Item, handle: string): Media[] {
  const d = dice(`x:${handle}:${item.n}:media`);
  if (d.chance(0.5) || referenceOf(item, handle) === 'retweeted') return [];
  const type = d.pick(['photo', 'photo', 'photo', 'video', 'animated_gif'] as const);
  const count = type === 'photo' ? d.pick([1, 1, 2, 4]) : 1;
  return Array.from({ length: count }, (_, n) => {
    const number = `${item.id}${n}`;
    const shared = { media_key: `${KEYS[type]}_${number}`, ...PICTURE };
    const alt = d.chance(0.7) ? { alt_text: `A picture of ${d.pick(SCENES)}` } : {};
    if (type === 'photo') return { ...shared, type, url: `${HOST}/media/${number}.png`, ...alt };
    const preview_image_url = `${HOST}/${STILLS[type]}/${number}.png`;
    if (type === 'animated_gif') return { ...shared, type, preview_image_url };
    return { ...shared, type, preview_image_url, duration_ms: d.int(4_000, 90_000) };
  });
}

/** A post. Its numbers grow for a few days and then hardly move; changing it adds to them. */
export function post(item: Item, handle: string, now: number): Record<string, unknown> {
  const d = dice(`x:${handle}:${item.n}`);
  const age_h = Math.max(0, Math.floor((now - item.created) / HOUR_MS));
  const grown = 1 - Math.exp(-age_h / 40);
  const reach = d.int(400, 24_000) * (d.chance(0.06) ? 9 : 1);
  const count = (share: number) =>
    Math.floor(reach * share * (0.6 + d.next()) * grown) + item.rev * 3;
  const topic = d.pick(TOPICS);
  const reference = referenceOf(item, handle);
  const media = mediaOf(item, handle);
  const text = `${d.pick(OPENERS)} ${topic}. ${d.pick(CLOSINGS)}`;
  return {
    id: item.id,
    text: reference === 'retweeted' ? `RT @friend: ${text}` : text,
    author_id: userId(handle),
    created_at: new Date(item.created).toISOString(),
    conversation_id: item.id,
    lang: 'en',
    edit_history_tweet_ids: [item.id],
    possibly_sensitive: false,
    reply_settings: 'everyone',
    source: 'Web App',
    ...(reference
      ? { referenced_tweets: [{ type: reference, id: String(BigInt(item.id) - EARLIER) }] }
      : {}),
    ...(media.length > 0 ? { attachments: { media_keys: media.map((m) => m.media_key) } } : {}),
    ...(reference === 'replied_to' ? { in_reply_to_user_id: '1999999999' } : {}),
    public_metrics: {
      retweet_count: count(0.004),
      reply_count: count(0.002),
      like_count: count(0.02),
      quote_count: count(0.001),
      bookmark_count: count(0.002),
      impression_count: count(1),
    },
    ...item.set,
  };
}

/** Names of the newer API description, by the older one. */
export const NEW_NAMES: Record<string, string> = {
  tweet_count: 'post_count',
  retweet_count: 'repost_count',
  referenced_tweets: 'referenced_posts',
  edit_history_tweet_ids: 'edit_history_post_ids',
  pinned_tweet_id: 'pinned_post_id',
  most_recent_tweet_id: 'most_recent_post_id',
};

export function renamed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(renamed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [NEW_NAMES[key] ?? key, renamed(inner)]),
  );
}
