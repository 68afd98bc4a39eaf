import {
  canonical,
  defineConnector,
  defineStream,
  isoFromMs,
  numberAt,
  refusal,
  RETRY_AFTER,
  text,
} from '@/lib/connectors/kit';
import {
  pageIn,
  pageName,
  plainText,
  unsupported,
} from '@/lib/connectors/providers/linkedin/pages';
import { named, posts, profile } from '@/lib/connectors/providers/linkedin/walks';

/** A version is a month and there for about a year: the operator can name a newer one. */
const VERSION = '202609';

export default defineConnector({
  type: 'linkedin',
  name: 'LinkedIn',
  description: 'Followers of a company page and, where you administer it, its posts with numbers.',
  category: 'social',
  docs_url: 'https://learn.microsoft.com/linkedin/marketing/community-management/',
  source: 'learn.microsoft.com/linkedin/marketing/community-management, 2026-10',
  logo: 'linkedin',
  keywords: ['posts', 'followers', 'social', 'company page'],
  default_cadence: '6h',
  promises: [
    'Reads by LinkedIn’s own API only: nothing is scraped.',
    'Never posts, likes, follows or sends messages.',
    'Profiles of people are not read; LinkedIn’s API does not show them.',
  ],
  hosts: ['api.linkedin.com'],

  auth: {
    method: 'handle',
    placeholder: 'linkedin.com/company/acme',
    normalize: pageName,
    unsupported,
    app_fields: [
      {
        key: 'access_token',
        label: 'Access token',
        placeholder: 'AQV…',
        help: 'Of a member, for an app with the Community Management API. It ends after 60 days.',
        where_to_find: [
          'Create an app in the LinkedIn developer portal and ask for the Community Management API.',
          'Open the OAuth token generator and choose r_organization_social and rw_organization_admin.',
          'Sign in as a member who administers your page, and copy the token.',
        ],
        find_url: 'https://www.linkedin.com/developers/tools/oauth/token-generator',
      },
      {
        key: 'api_version',
        label: 'API version',
        required: false,
        secret: false,
        placeholder: VERSION,
        help: 'A month. LinkedIn ends each version after about a year.',
        where_to_find: ['LinkedIn’s documentation names the newest version.'],
      },
    ],
    apply: ({ access_token = '', api_version = '' }) => ({
      authorization: `Bearer ${access_token}`,
      'linkedin-version': /^\d{6}$/.test(api_version) ? api_version : VERSION,
      'x-restli-protocol-version': '2.0.0',
    }),
    resolve: named,
    read: pageIn,
  },

  // Quotas are by app, member and endpoint, per day; the developer portal shows them, the API does
  // not. This is to be gentle.
  limits: [{ name: 'minute', scope: 'app', requests: 60, per_ms: 60_000 }],

  errors: [
    {
      when: { status: 401 },
      then: 'operator',
      message:
        'LinkedIn does not accept the access token of this Inlet’s app; it ends after 60 days.',
    },
    {
      when: { status: 426 },
      then: 'operator',
      message: 'LinkedIn has ended the version of its API that this Inlet asks for: {message}',
    },
    {
      when: { status: 403, body: { code: 'ACCESS_DENIED' } },
      then: 'missing_scope',
      message: 'LinkedIn shows this only to those who administer the page: {message}',
    },
    {
      when: { status: 429 },
      then: 'rate_limited',
      message: 'LinkedIn’s allowance for today is used up.',
      wait: [RETRY_AFTER, { ms: 3_600_000 }],
    },
    {
      // A page that was renamed is not found by its old name.
      when: { path: /\/rest\/organizations$/, body: { 'paging.total': 0 } },
      then: 'gone',
      message: 'LinkedIn has no page of an organization with this name.',
    },
    refusal('message'),
  ],

  streams: [
    defineStream({
      name: 'profile',
      description: 'The page and how many follow it',
      full: profile(),
      deletions: {
        by: 'none',
        why: 'The one record is the page itself; when LinkedIn does not show it, the stream says so.',
      },
      canonical: canonical('metrics', 1, { followers: (page) => numberAt(page, 'followers') }),
    }),
    defineStream({
      name: 'posts',
      description: 'Posts of a page you administer, with impressions, clicks and reactions',
      // In full every time: numbers change, and nothing says when.
      full: posts(),
      canonical: canonical('posts', 2, {
        text: (post) => plainText(text(post, 'commentary')),
        posted_at: (post) => isoFromMs(post, 'publishedAt') ?? isoFromMs(post, 'createdAt'),
        // A post names its pictures by URN; where they are, only calls of their own would say.
        media: null,
        metrics: (post) => ({
          impressions: numberAt(post, 'statistics.impressionCount'),
          clicks: numberAt(post, 'statistics.clickCount'),
          likes: numberAt(post, 'statistics.likeCount'),
          comments: numberAt(post, 'statistics.commentCount'),
          shares: numberAt(post, 'statistics.shareCount'),
        }),
      }),
    }),
  ],
});
