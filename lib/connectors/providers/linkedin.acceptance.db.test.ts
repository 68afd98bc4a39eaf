import connector from '@/lib/connectors/providers/linkedin';
import { answers } from '@/lib/connectors/testing/answers/linkedin';
import { acceptance } from '@/lib/connectors/testing/acceptance';

acceptance({
  connector,
  account: 'globex',
  named: { id: '2002', label: '@globex' },
  wrong: { credential: 'nobody-here', told: /no page of an organization with this name/ },
  small_pages: { count: 5 },
  forbidden: {
    stream: 'posts',
    path: '/rest/posts',
    body: {
      status: 403,
      code: 'ACCESS_DENIED',
      serviceErrorCode: 100,
      message: 'Not enough permissions to access: posts.FINDER-author',
    },
  },
  answers,
  streams: {
    profile: {
      fields: ['vanityName', 'localizedName', 'followers'],
      fixed: 'The page itself: its followers grow by the day.',
    },
    posts: { fields: ['commentary', 'publishedAt', 'statistics.impressionCount'] },
  },
});
