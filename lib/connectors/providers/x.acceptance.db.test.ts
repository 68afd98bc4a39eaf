import connector from '@/lib/connectors/providers/x';
import { answers } from '@/lib/connectors/testing/answers/x';
import { acceptance } from '@/lib/connectors/testing/acceptance';

acceptance({
  connector,
  account: 'globex',
  named: { id: '2573114806', label: '@globex' },
  wrong: { credential: 'nobody_here', told: /X has no account @nobody_here/ },
  small_pages: { max_results: 5 },
  forbidden: {
    stream: 'posts',
    path: '/2/users/*/tweets',
    body: {
      title: 'Authorization Error',
      type: 'https://api.twitter.com/2/problems/not-authorized-for-resource',
      detail: 'Sorry, you are not authorized to see the user with id: [2].',
    },
  },
  answers,
  streams: {
    profile: {
      fields: ['username', 'public_metrics.followers_count', 'public_metrics.tweet_count'],
      fixed: 'The account itself: its numbers grow by the hour.',
    },
    posts: {
      fields: ['text', 'created_at', 'public_metrics.retweet_count', 'edit_history_tweet_ids'],
    },
  },
});
