import { canonical, listAt, numberAt, text, type CanonicalMedia } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';

/** The account's own numbers (X API description 2.166: public_metrics of a user). */
export const NUMBERS = canonical('metrics', 1, (user) => ({
  followers: numberAt(user, 'public_metrics.followers_count'),
  following: numberAt(user, 'public_metrics.following_count'),
  posts: numberAt(user, 'public_metrics.tweet_count'),
  listed: numberAt(user, 'public_metrics.listed_count'),
}));

/** A post; a long one is whole in its note, `text` is cut. Clicks are not public. */
export const POSTS = canonical('posts', 2, (post) => ({
  text: text(post, 'note_tweet.text') ?? text(post, 'text'),
  posted_at: text(post, 'created_at'),
  media: listAt(post, 'media').map(mediaOf),
  metrics: {
    impressions: numberAt(post, 'public_metrics.impression_count'),
    likes: numberAt(post, 'public_metrics.like_count'),
    replies: numberAt(post, 'public_metrics.reply_count'),
    reposts: numberAt(post, 'public_metrics.retweet_count'),
    quotes: numberAt(post, 'public_metrics.quote_count'),
    bookmarks: numberAt(post, 'public_metrics.bookmark_count'),
  },
}));

const TYPES: Readonly<Record<string, CanonicalMedia['type']>> = {
  video: 'video',
  animated_gif: 'animation',
};

/** What hangs on a post (API description 2.166, Media): `url` is a photo's alone, a still the rest's. */
function mediaOf(media: Json): CanonicalMedia {
  return {
    type: TYPES[text(media, 'type') ?? ''] ?? 'image',
    url: text(media, 'url'),
    preview_url: text(media, 'preview_image_url'),
    alt: text(media, 'alt_text'),
    width: numberAt(media, 'width'),
    height: numberAt(media, 'height'),
  };
}
