import {
  at as valueAt,
  byPageToken,
  defineConnector,
  defineStream,
  onePage,
  pages,
  text,
} from '@/lib/connectors/kit';
import type { EmptyAnswer, Walk } from '@/lib/connectors/kit';
import { NUMBERS, POSTS } from '@/lib/connectors/providers/x/canonical';
import {
  MEDIA_OF_POSTS,
  NOT_PEOPLE,
  olderNames,
  withPostFields,
  withUserFields,
} from '@/lib/connectors/providers/x/names';
import type { Json } from '@/lib/contract/common';

const API = 'https://api.x.com/2';
const PAGE = 100;
/**
 * Every post read costs the operator money, re-reads too: the newest are where numbers still move.
 */
const RECHECKED = 200;
/** API description 2.166: an answer without results has no `data`, and counts to none. */
const NO_POSTS: EmptyAnswer = {
  body: { 'meta.result_count': 0 },
  why: 'X leaves `data` out of a timeline without results',
};
/** A look-up has no count: each post that is not in it stands among its errors. */
const NONE_FOUND: EmptyAnswer = {
  body: { 'errors.0.resource_type': /^(tweet|post)$/ },
  why: 'X leaves `data` out of a look-up that found nothing',
};
const DOCS = 'docs.x.com/x-api/fundamentals/response-codes-and-errors';
const LIMITS = 'docs.x.com/x-api/fundamentals/rate-limits';

export default defineConnector({
  type: 'x',
  aliases: ['twitter'],
  name: 'X',
  description:
    'Followers and public posts of an X account, with likes, reposts, replies and views.',
  category: 'social',
  ownership: 'workspace',
  direction: 'inbound',
  instancing: 'multiple',
  version: '1.3.0',
  docs_url: 'https://docs.x.com/x-api/introduction',
  logo: 'x',
  keywords: ['twitter', 'tweets', 'posts', 'followers', 'social'],
  default_cadence: '6h',
  puller: { status: 'live' },
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
    normalize: (input) => {
      const trimmed = input.trim();
      const address = /^(?:https?:\/\/)?(?:www\.|mobile\.)?(?:x|twitter)\.com\/@?([^/?#]+)/i.exec(
        trimmed,
      );
      const handle = address ? address[1]! : trimmed.replace(/^@/, '');
      return /^[A-Za-z0-9_]{1,15}$/.test(handle) &&
        !(address && NOT_PEOPLE.includes(handle.toLowerCase()))
        ? handle
        : null;
    },
    app_fields: [
      {
        key: 'bearer_token',
        label: 'App bearer token',
        required: true,
        secret: true,
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
    resolve: (handle) =>
      withUserFields({ url: `${API}/users/by/username/${encodeURIComponent(handle)}` }),
    // An unknown or suspended handle is a good answer without data.
    read: ({ body }) => {
      const id = text(body, 'data.id');
      const handle = text(body, 'data.username');
      if (id === null || handle === null) return null;
      const followers = valueAt(body, 'data.public_metrics.followers_count');
      return {
        external_account_id: id,
        handle,
        display_name: text(body, 'data.name'),
        avatar_url: text(body, 'data.profile_image_url'),
        followers: typeof followers === 'number' ? followers : null,
        description: text(body, 'data.description'),
        verified: truth(body, 'data.verified'),
        protected: truth(body, 'data.protected'),
        profile_url: `https://x.com/${handle}`,
      };
    },
  },

  limits: [
    {
      name: 'users',
      scope: 'app',
      requests: 300,
      per_ms: 15 * 60_000,
      paths: /^\/2\/users(\/by\/|$)/,
    },
    {
      name: 'timelines',
      scope: 'app',
      requests: 10_000,
      per_ms: 15 * 60_000,
      paths: /^\/2\/users\/\d+\/tweets$/,
    },
    { name: 'posts', scope: 'app', requests: 3_500, per_ms: 15 * 60_000, paths: /^\/2\/tweets$/ },
  ],

  max_syncs: 8,

  errors: [
    {
      when: { status: 401 },
      then: 'operator',
      message: 'X does not accept the bearer token of this Inlet’s app.',
      source: DOCS,
    },
    {
      when: { status: 403, body: { type: /not-authorized-for-resource$/ } },
      then: 'missing_scope',
      message: 'This account’s posts are protected.',
      source: DOCS,
    },
    {
      when: { status: 403, body: { type: /(client-forbidden|client-not-enrolled)$/ } },
      then: 'operator',
      message: 'X does not let this Inlet’s app read posts: {detail}',
      source: DOCS,
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
      message: 'X asked us to slow down.',
      wait: [
        { header: 'x-rate-limit-reset', form: 'epoch_seconds' },
        { header: 'retry-after', form: 'retry_after' },
        { ms: 15 * 60_000 },
      ],
      source: LIMITS,
    },
    {
      when: { status: 400, body: { 'errors.0.parameters.pagination_token.0': /./ } },
      then: 'restart_pass',
      message: 'X no longer knows the page we stood at.',
      source: 'InvalidRequestProblem in the API description 2.166',
    },
    // Partial errors come with 200. Those about a user mean the account itself; those about posts
    // belong to the recheck.
    {
      when: {
        body: {
          'errors.0.resource_type': 'user',
          'errors.0.parameter': /^ids?$/,
          'errors.0.type': /not-authorized-for-resource$/,
        },
      },
      then: 'missing_scope',
      message: 'This account’s posts are protected.',
      source: 'ResourceUnauthorizedProblem in the API description 2.166',
    },
    {
      when: {
        body: {
          'errors.0.resource_type': 'user',
          'errors.0.parameter': /^ids?$/,
          'errors.0.type': /resource-not-found$/,
        },
      },
      then: 'config',
      message: 'X no longer shows this account: {errors.0.detail}',
      source: 'ResourceNotFoundProblem in the API description 2.166',
    },
  ],

  streams: [
    defineStream({
      name: 'profile',
      label: 'Profile',
      entity: 'metrics',
      description: 'Followers, following and number of posts',
      id: 'id',
      full: pages({
        request: ({ account }) =>
          withUserFields({ url: `${API}/users`, query: { ids: account.id } }),
        records: 'data',
        next: onePage,
      }),
      deletions: {
        by: 'none',
        why: 'The one record is the account itself; when X hides it, the stream says so.',
      },
      transform: olderNames,
      canonical: NUMBERS,
    }),
    defineStream({
      name: 'posts',
      label: 'Posts',
      entity: 'posts',
      description:
        'Public posts with their numbers; the latest 3,200, which is as far as X goes back',
      id: 'id',
      full: timeline(() => undefined),
      // The same since_id during the whole walk; the newest id of its first page is where the next
      // one starts.
      incremental: {
        walk: timeline(({ since }) => since ?? undefined),
        bookmark: { by: 'first_page', path: 'meta.newest_id' },
      },
      // Each of up to 3,200 reads costs the operator money.
      full_every_hours: 30 * 24,
      recheck: {
        newest: RECHECKED,
        batch: 100,
        request: (ids) => withPostFields({ url: `${API}/tweets`, query: { ids: ids.join(',') } }),
        records: 'data',
        empty_when: NONE_FOUND,
        joins: MEDIA_OF_POSTS,
        gone: ({ body }) => gonePosts(body),
      },
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

function truth(body: Json, path: string): boolean | null {
  const found = valueAt(body, path);
  return typeof found === 'boolean' ? found : null;
}

/** Newest first; `next_token` is missing on the last page. */
function timeline(since: (at: { since: string | null }) => string | undefined): Walk {
  return pages<string>({
    request: (at) =>
      withPostFields({
        url: `${API}/users/${at.account.id}/tweets`,
        query: {
          max_results: at.size,
          since_id: since(at),
          pagination_token: at.page ?? undefined,
        },
      }),
    page_size: PAGE,
    records: 'data',
    empty_when: NO_POSTS,
    joins: MEDIA_OF_POSTS,
    next: byPageToken('meta.next_token'),
  });
}

function gonePosts(body: Json): string[] {
  const errors = valueAt(body, 'errors');
  return (Array.isArray(errors) ? errors : [])
    .filter(
      (error) =>
        /resource-not-found$/.test(text(error, 'type') ?? '') &&
        /^(tweet|post)$/.test(text(error, 'resource_type') ?? ''),
    )
    .flatMap((error) => text(error, 'resource_id') ?? text(error, 'value') ?? []);
}
