import {
  byPageToken,
  canonical,
  children,
  defineConnector,
  defineStream,
  newest,
  numberAt,
  pages,
  text,
} from '@/lib/connectors/kit';
import type { ErrorRule, RateLimit, Stream, StreamContext, Walk } from '@/lib/connectors/kit';
import { inChannel, isNoise, message } from '@/lib/connectors/providers/slack/messages';

/** Facts about the API: docs.slack.dev and @slack/web-api 8.2, 2026-08. */
const DOCS = 'docs.slack.dev/apis';
const API = 'https://slack.com/api';
/** More is allowed, up to 1,000; Slack advises no more than this. */
const PAGE = 200;
/** What an app that is distributed outside of Slack's marketplace gets, and once a minute. */
const RESTRICTED_PAGE = 15;
const DAY_SECONDS = 86_400;
/** Replies and edits show in messages of so many days before the newest known one. */
const LOOKBACK_SECONDS = 7 * DAY_SECONDS;
const MINUTE_MS = 60_000;
const NEXT = 'response_metadata.next_cursor';

export default defineConnector({
  type: 'slack',
  name: 'Slack',
  description: 'Messages and threads of the channels you can read, with who wrote them.',
  category: 'comms',
  ownership: 'workspace',
  direction: 'inbound',
  instancing: 'multiple',
  version: '1.0.0',
  docs_url: 'https://docs.slack.dev',
  logo: 'slack',
  keywords: ['chat', 'messages', 'channels', 'team'],
  default_cadence: '30m',
  puller: { status: 'live' },
  promises: [
    'Reads only: nothing is posted, and nobody is invited or written to.',
    'Direct messages and files are not read.',
    'You can take the permission back in Slack at any time.',
  ],
  hosts: ['slack.com'],

  auth: {
    method: 'oauth',
    authorize_url: 'https://slack.com/oauth/v2/authorize',
    token_url: `${API}/oauth.v2.access`,
    connect_fields: [
      {
        key: 'rate_profile',
        label: 'How the Slack app is distributed',
        required: false,
        secret: false,
        placeholder: 'internal',
        pattern: '^(marketplace|internal|restricted)$',
        help:
          'Slack gives apps that are distributed without its approval one request a minute: ' +
          'those are “restricted”.',
        where_to_find: [
          'internal: the app was made in the workspace that is connected.',
          'marketplace: Slack has approved the app.',
          'restricted: anything else.',
        ],
        find_url: 'https://api.slack.com/apps',
      },
    ],
    client_auth: 'body',
    pkce: { off: 'Slack’s OAuth for apps with a secret does not document it' },
    // A user's token reads public channels without being invited to each.
    scope_param: 'user_scope',
    scope_separator: ',',
    token_at: 'authed_user',
    granted_scopes: (body) =>
      (text(body, 'authed_user.scope') ?? text(body, 'scope'))?.split(',') ?? null,
    scopes: [
      { scope: 'channels:read', why: 'List public channels', required: true },
      { scope: 'channels:history', why: 'Read messages in public channels', required: true },
      { scope: 'groups:read', why: 'List the private channels you are in', required: true },
      { scope: 'groups:history', why: 'Read messages in those private channels', required: true },
      { scope: 'users:read', why: 'Show who wrote a message', required: true },
      { scope: 'users:read.email', why: 'Match people by their email', required: false },
    ],
    // Only where the app has token rotation on; else a token does not end.
    rotates_refresh_token: true,
    grant_gone: [{ error: /^(invalid_refresh_token|token_revoked|account_inactive)$/ }],
    app_refused: [{ error: /^(bad_client_secret|invalid_client_id)$/ }],
    revoke: ({ access_token }) => ({
      method: 'POST',
      url: `${API}/auth.revoke`,
      headers: { authorization: `Bearer ${access_token}` },
    }),
    apply: (token) => ({ authorization: `Bearer ${token}` }),
    account: {
      request: () => ({ url: `${API}/auth.test` }),
      read: ({ body }) => ({ id: text(body, 'team_id') ?? '', label: text(body, 'team') ?? '' }),
    },
  },

  // Per method and workspace: tier 2 is 20 a minute, tier 3 is 50.
  limits: [
    perMinute('conversations.list', 20),
    perMinute('users.list', 20),
    perMinute('conversations.history', 50),
    perMinute('conversations.replies', 50),
    { ...perMinute('conversations.history', 1), name: 'restricted history', when: isRestricted },
    { ...perMinute('conversations.replies', 1), name: 'restricted replies', when: isRestricted },
  ],

  // Errors come with status 200 and a word.
  errors: [
    {
      when: { status: 429 },
      then: 'rate_limited',
      message: 'Slack asked us to slow down.',
      wait: [{ header: 'retry-after', form: 'retry_after' }, { ms: MINUTE_MS / 2 }],
      source: DOCS,
    },
    word(/^rate_?limited$/, 'rate_limited', 'Slack asked us to slow down.'),
    word(
      /^(token_expired|invalid_auth|not_authed)$/,
      'refresh_token',
      'Slack no longer accepts this authorization ({error}).',
    ),
    word(
      /^(account_inactive|token_revoked|org_login_required|user_removed_from_team|team_disabled|access_denied)$/,
      'needs_reauth',
      'Slack ended this authorization ({error}).',
    ),
    word(/^missing_scope$/, 'missing_scope', 'Slack was not given the permission {needed}.'),
    word(
      /^(not_allowed_token_type|no_permission|ekm_access_denied)$/,
      'missing_scope',
      'Slack does not allow this ({error}).',
    ),
    word(
      /^(channel_not_found|not_in_channel|thread_not_found|is_archived)$/,
      'empty_page',
      'Slack shows nothing of this channel ({error}).',
    ),
    word(
      /^(internal_error|fatal_error|service_unavailable|request_timeout|team_added_to_org)$/,
      'retry',
      'Slack is having trouble ({error}).',
    ),
    word(/./, 'fail', 'Slack refused the request: {error}'),
  ],

  streams: [
    listing('channels', {
      method: 'conversations.list',
      query: { types: 'public_channel,private_channel', exclude_archived: false },
    }),
    listing('users', { method: 'users.list', query: {} }),
    defineStream({
      name: 'messages',
      label: 'Messages',
      entity: 'messages',
      description: 'Messages in channels, with reactions and how many replies they have',
      id: 'id',
      full: history(false),
      backfill: 'listing',
      incremental: {
        walk: history(true),
        bookmark: byTime(),
        // An edit keeps the time of its message: older ones show on a full pass.
        sees: 'new',
      },
      deletions: { by: 'full_pass' },
      canonical: message(),
    }),
    defineStream({
      name: 'threads',
      label: 'Thread replies',
      entity: 'messages',
      description: 'Replies to messages, read again when a thread has a newer one',
      id: 'id',
      full: replies(),
      incremental: { walk: replies(), bookmark: byTime(), sees: 'new' },
      deletions: { by: 'full_pass' },
      canonical: message(),
    }),
  ],
});

function perMinute(method: string, requests: number): RateLimit {
  const paths = new RegExp(`/${method.replace('.', '\\.')}$`);
  return { name: method, scope: 'connection', requests, per_ms: MINUTE_MS, paths };
}

function isRestricted(config: StreamContext['config']): boolean {
  return config.rate_profile === 'restricted';
}

function word(error: RegExp, then: ErrorRule['then'], message: string): ErrorRule {
  return { when: { body: { ok: false, error } }, then, message, source: `${DOCS}: error words` };
}

function byTime() {
  return {
    by: 'time',
    changed_at: 'ts',
    form: 'epoch_seconds',
    overlap_seconds: DAY_SECONDS,
  } as const;
}

function listing(
  name: 'channels' | 'users',
  { method, query }: { method: string; query: Record<string, string | boolean> },
): Stream {
  const isUsers = name === 'users';
  return defineStream({
    name,
    label: isUsers ? 'Users' : 'Channels',
    entity: isUsers ? 'users' : 'reference',
    description: isUsers ? 'Members of the workspace' : 'Public channels, and private ones you see',
    id: 'id',
    full: pages<string>({
      request: ({ page, size }) => ({
        url: `${API}/${method}`,
        query: { ...query, limit: size, cursor: page ?? undefined },
      }),
      page_size: PAGE,
      records: isUsers ? 'members' : 'channels',
      next: byPageToken(NEXT),
    }),
    deletions: { by: 'full_pass' },
    canonical: isUsers
      ? canonical('users', 1, (user) => ({
          name: text(user, 'profile.real_name') ?? text(user, 'name'),
          email: text(user, 'profile.email'),
        }))
      : canonical('reference', 1, (channel) => ({ name: text(channel, 'name') })),
  });
}

/** A channel's messages, the newest first; `changed`: those after the newest known one, and a week more. */
function history(changed: boolean): Walk {
  return children<string>({
    parents: 'channels',
    request: ({ id }, { page, since, size, config, from }) => ({
      url: `${API}/conversations.history`,
      query: {
        channel: id,
        limit: isRestricted(config) ? Math.min(size, RESTRICTED_PAGE) : size,
        oldest: oldest(changed ? since : null, from),
        cursor: page ?? undefined,
      },
    }),
    page_size: PAGE,
    records: 'messages',
    next: byPageToken(NEXT),
    own: ({ id }, item) => (isNoise(item) ? null : inChannel(id, item)),
    // A text of one length at all times: the later one is also the larger one.
    bookmark: newest('ts'),
    width: 3,
  });
}

/** Seconds: a week before the newest known message, and nothing before what is wanted at all. */
function oldest(since: string | null, from: string | null | undefined): string | undefined {
  const known = since === null ? -Infinity : Number(since) - LOOKBACK_SECONDS;
  const begin = Math.max(known, from ? Date.parse(from) / 1_000 : -Infinity);
  return begin === -Infinity ? undefined : begin.toFixed(6);
}

/** The replies to a message; its thread is another when its last reply or their number is. */
function replies(): Walk {
  return children<string>({
    parents: 'messages',
    which: (parent) =>
      (numberAt(parent, 'reply_count') ?? 0) > 0 &&
      text(parent, 'thread_ts') === text(parent, 'ts'),
    request: ({ record }, { page, size, config }) => ({
      url: `${API}/conversations.replies`,
      query: {
        channel: text(record, 'channel') ?? '',
        ts: text(record, 'ts') ?? '',
        limit: isRestricted(config) ? Math.min(size, RESTRICTED_PAGE) : size,
        cursor: page ?? undefined,
      },
    }),
    page_size: PAGE,
    records: 'messages',
    next: byPageToken(NEXT),
    // The message itself comes first.
    own: ({ record }, item) =>
      text(item, 'ts') === text(record, 'ts')
        ? null
        : inChannel(text(record, 'channel') ?? '', item),
    stamp: (parent) => `${text(parent, 'latest_reply')} ${text(parent, 'reply_count')}`,
    width: 3,
  });
}
