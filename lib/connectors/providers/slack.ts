import {
  accountAt,
  bearer,
  canonical,
  defineConnector,
  defineStream,
  newSince,
  RETRY_AFTER,
  text,
} from '@/lib/connectors/kit';
import type { LimitSpec, RuleSpec } from '@/lib/connectors/kit';
import { message } from '@/lib/connectors/providers/slack/messages';
import {
  API,
  history,
  isRestricted,
  listing,
  replies,
} from '@/lib/connectors/providers/slack/walks';

const MINUTE_MS = 60_000;

/** Messages are asked for by when they were written. */
const BY_TIME = newSince('ts', { days: 1 }, 'epoch_seconds');

export default defineConnector({
  type: 'slack',
  name: 'Slack',
  description: 'Messages and threads of the channels you can read, with who wrote them.',
  category: 'comms',
  docs_url: 'https://docs.slack.dev',
  source: 'docs.slack.dev/apis (error words) and @slack/web-api 8.2, 2026-08',
  logo: 'slack',
  keywords: ['chat', 'messages', 'channels', 'team'],
  default_cadence: '30m',
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
      { scope: 'channels:read', why: 'List public channels' },
      { scope: 'channels:history', why: 'Read messages in public channels' },
      { scope: 'groups:read', why: 'List the private channels you are in' },
      { scope: 'groups:history', why: 'Read messages in those private channels' },
      { scope: 'users:read', why: 'Show who wrote a message' },
      { scope: 'users:read.email', why: 'Match people by their email', required: false },
    ],
    // Only where the app has token rotation on; else a token does not end.
    rotates_refresh_token: true,
    grant_gone: [{ error: /^(invalid_refresh_token|token_revoked|account_inactive)$/ }],
    app_refused: [{ error: /^(bad_client_secret|invalid_client_id)$/ }],
    revoke: ({ access_token }) => ({
      method: 'POST',
      url: `${API}/auth.revoke`,
      headers: bearer(access_token),
    }),
    account: {
      request: () => ({ url: `${API}/auth.test` }),
      read: accountAt('team_id', 'team'),
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
  says: 'error',
  errors: [
    { when: { status: 429 }, then: 'rate_limited', wait: [RETRY_AFTER, { ms: MINUTE_MS / 2 }] },
    { when: word(/^rate_?limited$/), then: 'rate_limited' },
    { when: word(/^(token_expired|invalid_auth|not_authed)$/), then: 'refresh_token' },
    {
      when: word(
        /^(account_inactive|token_revoked|org_login_required|user_removed_from_team|team_disabled|access_denied)$/,
      ),
      then: 'needs_reauth',
      message: 'Slack ended this authorization: {error}',
    },
    {
      when: word(/^missing_scope$/),
      then: 'missing_scope',
      message: 'Slack was not given the permission {needed}.',
    },
    {
      when: word(/^(not_allowed_token_type|no_permission|ekm_access_denied)$/),
      then: 'missing_scope',
    },
    {
      when: word(/^(channel_not_found|not_in_channel|thread_not_found|is_archived)$/),
      then: 'empty_page',
      message: 'Slack shows nothing of this channel: {error}',
    },
    {
      when: word(
        /^(internal_error|fatal_error|service_unavailable|request_timeout|team_added_to_org)$/,
      ),
      then: 'retry',
    },
    { when: word(/./), then: 'fail' },
  ],

  streams: [
    defineStream({
      name: 'channels',
      description: 'Public channels, and private ones you see',
      full: listing('conversations.list', 'channels', {
        types: 'public_channel,private_channel',
        exclude_archived: false,
      }),
      canonical: canonical('reference', 1, { name: 'name' }),
    }),
    defineStream({
      name: 'users',
      description: 'Members of the workspace',
      full: listing('users.list', 'members'),
      canonical: canonical('users', 1, {
        name: (user) => text(user, 'profile.real_name') ?? text(user, 'name'),
        email: 'profile.email',
      }),
    }),
    defineStream({
      name: 'messages',
      description: 'Messages in channels, with reactions and how many replies they have',
      full: history(false),
      backfill: 'listing',
      // An edit keeps the time of its message: older ones show on a full pass.
      incremental: { walk: history(true), ...BY_TIME },
      canonical: message(),
    }),
    defineStream({
      name: 'threads',
      label: 'Thread replies',
      description: 'Replies to messages, read again when a thread has a newer one',
      full: replies(),
      incremental: BY_TIME,
      canonical: message(),
    }),
  ],
});

function perMinute(method: string, requests: number): LimitSpec {
  const paths = new RegExp(`/${method.replace('.', '\\.')}$`);
  return { name: method, requests, per_ms: MINUTE_MS, paths };
}

function word(error: RegExp): RuleSpec['when'] {
  return { body: { ok: false, error } };
}
