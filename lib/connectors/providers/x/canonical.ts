import { canonical, numberAt, text } from '@/lib/connectors/kit';

/** The account's own numbers (X API description 2.166: public_metrics of a user). */
export const NUMBERS = canonical('metrics', 1, (user) => ({
  followers: numberAt(user, 'public_metrics.followers_count'),
  following: numberAt(user, 'public_metrics.following_count'),
  posts: numberAt(user, 'public_metrics.tweet_count'),
  listed: numberAt(user, 'public_metrics.listed_count'),
}));

/** A post; a long one is whole in its note, `text` is cut. Clicks are not public. */
export const POSTS = canonical('posts', 1, (post) => ({
  text: text(post, 'note_tweet.text') ?? text(post, 'text'),
  posted_at: text(post, 'created_at'),
  metrics: {
    impressions: numberAt(post, 'public_metrics.impression_count'),
    likes: numberAt(post, 'public_metrics.like_count'),
    replies: numberAt(post, 'public_metrics.reply_count'),
    reposts: numberAt(post, 'public_metrics.retweet_count'),
    quotes: numberAt(post, 'public_metrics.quote_count'),
    bookmarks: numberAt(post, 'public_metrics.bookmark_count'),
  },
}));
