import { NEW_NAMES } from '@/lib/sandbox/data/x';
import { list } from '@/lib/sandbox/kit/params';
import type { Param, Params } from '@/lib/sandbox/kit/params';
import type { World } from '@/lib/sandbox/kit/world';

const words = (text: string) => text.trim().split(/\s+/);

/** The fields an answer can be asked for, as in the API description 2.166. */
const POST_FIELDS = words(`
  article attachments author_id card_uri community_id context_annotations conversation_id created_at
  display_text_range edit_controls edit_history_tweet_ids entities geo id in_reply_to_user_id lang
  matched_media_notes media_metadata non_public_metrics note_request_suggestions note_tweet
  organic_metrics paid_partnership possibly_sensitive promoted_metrics public_metrics
  referenced_tweets reply_settings scopes source suggested_source_links
  suggested_source_links_with_counts text withheld`);
const USER_FIELDS = words(`
  affiliation confirmed_email connection_status created_at description entities id
  is_identity_verified location most_recent_tweet_id name parody pinned_tweet_id profile_banner_url
  profile_image_url protected public_metrics receives_your_dm subscription subscription_type url
  username verified verified_followers_count verified_type withheld`);
const MEDIA_FIELDS = words(`
  alt_text duration_ms height media_key non_public_metrics organic_metrics preview_image_url
  promoted_metrics public_metrics type url variants width`);
const POLL_FIELDS = words('duration_minutes end_datetime id options voting_status');
const PLACE_FIELDS = words(
  'contained_within country country_code full_name geo id name place_type',
);
const POST_EXPANSIONS = words(`
  article.cover_media article.media_entities attachments.media_keys attachments.media_source_tweet
  attachments.poll_ids author_id edit_history_tweet_ids entities.mentions.username geo.place_id
  in_reply_to_user_id entities.note.mentions.username referenced_tweets.id
  referenced_tweets.id.attachments.media_keys referenced_tweets.id.author_id`);
const USER_EXPANSIONS = words('affiliation.user_id most_recent_tweet_id pinned_tweet_id');

const newer = (name: string) => NEW_NAMES[name] ?? name;
/**
 * The names the API takes now. Description 2.167 (2026-08) renamed some; which of the two an app
 * meets is not established, so the mode decides: both, only the older, only the newer.
 */
const named = (older: readonly string[]) => (world: World) => {
  if (world.mode('fields') === 'old') return older;
  const renamed = older.map(newer);
  return world.mode('fields') === 'new' ? renamed : [...new Set([...older, ...renamed])];
};
const known = (mode: 'old' | 'new', of: readonly string[]): Param<readonly string[] | null> => ({
  ...list({ of: named(of) }),
  known: (world) => ['both', mode].includes(world.mode('fields')),
});

const POST_NAMES = {
  'tweet.fields': known('old', POST_FIELDS),
  'post.fields': known('new', POST_FIELDS),
};
const USER_NAMES = { 'user.fields': list({ of: named(USER_FIELDS) }) };

/** What calls that answer with users take. */
export const OF_USERS = {
  ...USER_NAMES,
  ...POST_NAMES,
  expansions: list({ of: named(USER_EXPANSIONS) }),
} satisfies Params;
/** What calls that answer with posts take. The sandbox's posts have no polls or places. */
export const OF_POSTS = {
  ...USER_NAMES,
  ...POST_NAMES,
  'media.fields': list({ of: MEDIA_FIELDS }),
  'poll.fields': list({ of: POLL_FIELDS }),
  'place.fields': list({ of: PLACE_FIELDS }),
  expansions: list({ of: named(POST_EXPANSIONS) }),
} satisfies Params;

/** Keeps the fields that always come and those asked for, by their older or newer name. */
export function only(
  all: Record<string, unknown>,
  always: readonly string[],
  ...asked: (readonly string[] | null)[]
): Record<string, unknown> {
  const wanted = new Set([...always, ...asked.flatMap((names) => names ?? [])]);
  return Object.fromEntries(
    Object.entries(all).filter(([key]) => wanted.has(key) || wanted.has(newer(key))),
  );
}
