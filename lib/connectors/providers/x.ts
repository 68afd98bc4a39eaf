import { defineConnector, defineStream, RETRY_AFTER, text } from '@/lib/connectors/kit';
import type { LimitSpec } from '@/lib/connectors/kit';
import { accountIn, handleIn } from '@/lib/connectors/providers/x/account';
import { NUMBERS, POSTS } from '@/lib/connectors/providers/x/canonical';
import { olderNames } from '@/lib/connectors/providers/x/names';
import { named, profile, RECHECK, timeline } from '@/lib/connectors/providers/x/walks';

const WINDOW_MS = 15 * 60_000;
const ABOUT_A_USER = { 'errors.0.resource_type': 'user', 'errors.0.parameter': /^ids?$/ };

export default defineConnector({
  type: 'x',
  aliases: ['twitter'],
  name: 'X',
  description:
    'Followers and public posts of an X account, with likes, reposts, replies and views.',
  category: 'social',
  version: '1.3.0',
  docs_url: 'https://docs.x.com/x-api/introduction',
  source: 'docs.x.com/x-api/fundamentals/response-codes-and-errors',
  logo: 'x',
  keywords: ['twitter', 'tweets', 'posts', 'followers', 'social'],
  default_cadence: '6h',
  promises: [
    'Reads what is public: no sign-in, no password.',
    'Never posts, likes, follows or sends messages.',
    'Protected posts stay protected.',
  ],
  hosts: ['api.x.com'],
  picture_hosts: ['pbs.twimg.com'],

  auth: {
    method: 'handle',
    placeholder: '@acme',
    normalize: handleIn,
    app_fields: [
      {
        key: 'bearer_token',
        label: 'App bearer token',
        placeholder: 'AAAA…',
        help: 'The app-only bearer token of an X developer app.',
        where_to_find: [
          'Open the X developer console and choose your app.',
          'Open Keys and tokens.',
          'Under Bearer Token, choose Generate or Regenerate and copy it.',
        ],
        find_url: 'https://console.x.com',
      },
    ],
    apply: ({ bearer_token = '' }) => ({ authorization: `Bearer ${bearer_token}` }),
    resolve: named,
    read: accountIn,
  },

  limits: [
    { ...perWindow('users', 300), paths: /^\/2\/users(\/by\/|$)/ },
    { ...perWindow('timelines', 10_000), paths: /^\/2\/users\/\d+\/tweets$/ },
    { ...perWindow('posts', 3_500), paths: /^\/2\/tweets$/ },
  ],

  max_syncs: 8,

  errors: [
    {
      when: { status: 401 },
      then: 'operator',
      message: 'X does not accept the bearer token of this Inlet’s app.',
    },
    {
      when: { status: 403, body: { type: /not-authorized-for-resource$/ } },
      then: 'missing_scope',
      message: 'This account’s posts are protected.',
    },
    {
      when: { status: 403, body: { type: /(client-forbidden|client-not-enrolled)$/ } },
      then: 'operator',
      message: 'X does not let this Inlet’s app read posts: {detail}',
    },
    {
      when: { status: 429, body: { type: /usage-capped$/ } },
      then: 'operator',
      message: 'This Inlet’s X app has used up what it may read or spend: {detail}',
      source: 'docs.x.com: usage-capped is a cap, not a window',
    },
    {
      when: { status: 429 },
      then: 'rate_limited',
      wait: [
        { header: 'x-rate-limit-reset', form: 'epoch_seconds' },
        RETRY_AFTER,
        { ms: WINDOW_MS },
      ],
      source: 'docs.x.com/x-api/fundamentals/rate-limits',
    },
    {
      when: { status: 400, body: { 'errors.0.parameters.pagination_token.0': /./ } },
      then: 'restart_pass',
      source: 'InvalidRequestProblem in the API description 2.166',
    },
    // Partial errors come with 200. Those about a user mean the account itself; those about posts
    // belong to the recheck.
    {
      when: { body: { ...ABOUT_A_USER, 'errors.0.type': /not-authorized-for-resource$/ } },
      then: 'missing_scope',
      message: 'This account’s posts are protected.',
      source: 'ResourceUnauthorizedProblem in the API description 2.166',
    },
    {
      when: { body: { ...ABOUT_A_USER, 'errors.0.type': /resource-not-found$/ } },
      then: 'config',
      message: 'X no longer shows this account: {errors.0.detail}',
      source: 'ResourceNotFoundProblem in the API description 2.166',
    },
  ],

  streams: [
    defineStream({
      name: 'profile',
      description: 'Followers, following and number of posts',
      full: profile(),
      deletions: {
        by: 'none',
        why: 'The one record is the account itself; when X hides it, the stream says so.',
      },
      transform: olderNames,
      canonical: NUMBERS,
    }),
    defineStream({
      name: 'posts',
      description:
        'Public posts with their numbers; the latest 3,200, which is as far as X goes back',
      full: timeline(() => undefined),
      // The same since_id during the whole walk; the newest id of its first page is where the next
      // one starts.
      incremental: {
        walk: timeline(({ since }) => since ?? undefined),
        bookmark: { by: 'first_page', path: 'meta.newest_id' },
      },
      // Each of up to 3,200 reads costs the operator money.
      full_every_hours: 30 * 24,
      recheck: RECHECK,
      deletions: {
        by: 'none',
        why:
          'X lists only the latest 3,200 posts, so a post that is not listed need not be gone; ' +
          'those re-read by id and named as missing are deleted.',
      },
      transform: olderNames,
      canonical: POSTS,
    }),
  ],
  page_of: (stream, record) =>
    stream === 'posts' ? `https://x.com/i/web/status/${text(record, 'id')}` : null,
});

/** X counts what its app asks for, in windows of a quarter of an hour. */
function perWindow(name: string, requests: number): LimitSpec {
  return { name, scope: 'app', requests, per_ms: WINDOW_MS };
}
