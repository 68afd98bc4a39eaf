import { inForms, type ErrorRule, type Join, type RequestSpec } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';

/** The fields that are read, in the names they had until API description 2.167. */
const USER_FIELDS =
  'created_at description location profile_image_url protected public_metrics url verified ' +
  'verified_type pinned_tweet_id';
const POST_FIELDS =
  'attachments author_id conversation_id created_at entities in_reply_to_user_id lang note_tweet ' +
  'possibly_sensitive public_metrics referenced_tweets reply_settings source';
/** What is asked of the pictures and films that hang on posts; they come beside the posts. */
const MEDIA = {
  expansions: 'attachments.media_keys',
  'media.fields': 'alt_text,height,preview_image_url,type,url,width',
};
/** Each post gets its own of them (API description 2.166: `includes.media`, by `media_key`). */
export const MEDIA_OF_POSTS: readonly Join[] = [
  { keys: 'attachments.media_keys', from: 'includes.media', key: 'media_key', into: 'media' },
];
/** Fields that description 2.167 (2026-08) renamed, by their newer name. */
const OLDER: Readonly<Record<string, string>> = {
  post_count: 'tweet_count',
  repost_count: 'retweet_count',
  referenced_posts: 'referenced_tweets',
  edit_history_post_ids: 'edit_history_tweet_ids',
  pinned_post_id: 'pinned_tweet_id',
};
const NEWER: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(OLDER).map(([newer, older]) => [older, newer]),
);
/** An unknown parameter and an unknown field are both refused with 400; the message names them. */
const UNKNOWN_NAME: ErrorRule['when'] = {
  status: 400,
  body: { 'errors.0.message': /\b(tweet|post|user)\.fields\b/ },
};

/**
 * Asks for fields by their newer names, and by the older ones where X refuses those: its own client
 * (0.6.6, 2026-08) sends only the newer parameter, its guides still name the older one.
 */
export function withPostFields(bare: RequestSpec): RequestSpec {
  const spec = { ...bare, query: { ...bare.query, ...MEDIA } };
  return inForms('names of post fields', UNKNOWN_NAME, {
    new: asking(spec, 'post.fields', newerNames(POST_FIELDS)),
    old: asking(spec, 'tweet.fields', POST_FIELDS.split(' ')),
  });
}

/** The same of users: their pinned post has two names. */
export function withUserFields(spec: RequestSpec): RequestSpec {
  return inForms('names of user fields', UNKNOWN_NAME, {
    new: asking(spec, 'user.fields', newerNames(USER_FIELDS)),
    old: asking(spec, 'user.fields', USER_FIELDS.split(' ')),
  });
}

const asking = (spec: RequestSpec, parameter: string, fields: readonly string[]): RequestSpec => ({
  ...spec,
  query: { ...spec.query, [parameter]: fields.join(',') },
});

const newerNames = (fields: string): string[] =>
  fields.split(' ').map((field) => NEWER[field] ?? field);

/** Answers come in either names and are stored in the older ones, which the guides still use. */
export function olderNames(item: Json): Json {
  if (Array.isArray(item)) return item.map((inner) => olderNames(inner));
  if (item === null || typeof item !== 'object') return item;
  return Object.fromEntries(
    Object.entries(item).map(([key, value]) => [OLDER[key] ?? key, olderNames(value)]),
  );
}
