import {
  canonical,
  defineConnector,
  defineStream,
  listAt,
  numberAt,
  refusal,
  text,
} from '@/lib/connectors/kit';
import { named, posts, profile } from '@/lib/connectors/providers/linkedin/walks';

const DOCS = 'learn.microsoft.com/linkedin/marketing/community-management, 2026-10';
/** A version is a month and there for about a year: the operator can name a newer one. */
const VERSION = '202609';
/** Pages of companies, schools and products are organizations alike; a person is not one. */
const ADDRESS = /^(?:https?:\/\/)?(?:[a-z]{2,3}\.|www\.)?linkedin\.com\/([a-z]+)\/([^/?#]+)/i;
const PEOPLE =
  'LinkedIn’s API does not show people’s profiles or posts to anybody but themselves. ' +
  'Only pages of organizations can be tracked: linkedin.com/company/…';
const ORGANIZATIONS = ['company', 'school', 'showcase', 'organization'];

export default defineConnector({
  type: 'linkedin',
  name: 'LinkedIn',
  description: 'Followers of a company page and, where you administer it, its posts with numbers.',
  category: 'social',
  ownership: 'workspace',
  direction: 'inbound',
  instancing: 'multiple',
  version: '1.0.0',
  docs_url: 'https://learn.microsoft.com/linkedin/marketing/community-management/',
  logo: 'linkedin',
  keywords: ['posts', 'followers', 'social', 'company page'],
  default_cadence: '6h',
  puller: { status: 'live' },
  promises: [
    'Reads by LinkedIn’s own API only: nothing is scraped.',
    'Never posts, likes, follows or sends messages.',
    'Profiles of people are not read; LinkedIn’s API does not show them.',
  ],
  hosts: ['api.linkedin.com'],

  auth: {
    method: 'handle',
    placeholder: 'linkedin.com/company/acme',
    normalize: (input) => {
      const [, kind, name] = ADDRESS.exec(input.trim()) ?? [];
      if (kind !== undefined && !ORGANIZATIONS.includes(kind.toLowerCase())) return null;
      const handle = name === undefined ? input.trim().replace(/^@/, '') : decoded(name);
      return /^[\p{L}\p{N}&'_.-]{1,100}$/u.test(handle) ? handle : null;
    },
    unsupported: (input) =>
      /^(in|pub)$/i.test(ADDRESS.exec(input.trim())?.[1] ?? '') ? PEOPLE : null,
    app_fields: [
      {
        key: 'access_token',
        label: 'Access token',
        required: true,
        secret: true,
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
        find_url: null,
      },
    ],
    apply: ({ access_token = '', api_version = '' }) => ({
      authorization: `Bearer ${access_token}`,
      'linkedin-version': /^\d{6}$/.test(api_version) ? api_version : VERSION,
      'x-restli-protocol-version': '2.0.0',
    }),
    resolve: named,
    read: ({ body }) => {
      const [page] = listAt(body, 'elements');
      const id = text(page, 'id');
      const handle = text(page, 'vanityName');
      if (id === null || handle === null) return null;
      return {
        external_account_id: id,
        handle,
        display_name: text(page, 'localizedName'),
        avatar_url: null,
        // Asked for by another call, when it is synced.
        followers: null,
        description: text(page, 'localizedDescription'),
        verified: null,
        protected: null,
        profile_url: `https://www.linkedin.com/company/${encodeURIComponent(handle)}`,
      };
    },
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
      source: DOCS,
    },
    {
      when: { status: 426 },
      then: 'operator',
      message: 'LinkedIn has ended the version of its API that this Inlet asks for: {message}',
      source: DOCS,
    },
    {
      when: { status: 403, body: { code: 'ACCESS_DENIED' } },
      then: 'missing_scope',
      message: 'LinkedIn shows this only to those who administer the page: {message}',
      source: DOCS,
    },
    {
      when: { status: 429 },
      then: 'rate_limited',
      message: 'LinkedIn’s allowance for today is used up.',
      wait: [{ header: 'retry-after', form: 'retry_after' }, { ms: 3_600_000 }],
      source: DOCS,
    },
    {
      // A page that was renamed is not found by its old name.
      when: { path: /\/rest\/organizations$/, body: { 'paging.total': 0 } },
      then: 'gone',
      message: 'LinkedIn has no page of an organization with this name.',
      source: DOCS,
    },
    refusal('LinkedIn', 'message', DOCS),
  ],

  streams: [
    defineStream({
      name: 'profile',
      label: 'Profile',
      entity: 'metrics',
      description: 'The page and how many follow it',
      id: 'id',
      full: profile(),
      deletions: {
        by: 'none',
        why: 'The one record is the page itself; when LinkedIn does not show it, the stream says so.',
      },
      canonical: canonical('metrics', 1, (page) => ({ followers: numberAt(page, 'followers') })),
    }),
    defineStream({
      name: 'posts',
      label: 'Posts',
      entity: 'posts',
      description: 'Posts of a page you administer, with impressions, clicks and reactions',
      id: 'id',
      // In full every time: numbers change, and nothing says when.
      full: posts(),
      deletions: { by: 'full_pass' },
      canonical: canonical('posts', 2, (post) => ({
        text: plainText(text(post, 'commentary')),
        posted_at: isoFromMs(numberAt(post, 'publishedAt') ?? numberAt(post, 'createdAt')),
        // A post names its pictures by URN; where they are, only calls of their own would say.
        media: null,
        metrics: {
          impressions: numberAt(post, 'statistics.impressionCount'),
          clicks: numberAt(post, 'statistics.clickCount'),
          likes: numberAt(post, 'statistics.likeCount'),
          comments: numberAt(post, 'statistics.commentCount'),
          shares: numberAt(post, 'statistics.shareCount'),
        },
      })),
    }),
  ],
});

/** LinkedIn's own notation: `@[Name](urn)`, `{hashtag|\#|tag}`, and a backslash before brackets. */
function plainText(commentary: string | null): string | null {
  return (
    commentary
      ?.replace(/\{hashtag\|\\?#\|([^}]*)\}/g, '#$1')
      .replace(/@\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/\\([\\|{}@[\]()<>#*_~])/g, '$1') ?? null
  );
}

function isoFromMs(ms: number | null): string | null {
  const time = new Date(ms ?? Number.NaN);
  return Number.isFinite(time.getTime()) ? time.toISOString() : null;
}

/** A name from an address; one that is not well encoded stays as it is. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
