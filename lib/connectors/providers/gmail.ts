import {
  at,
  canonical,
  defineConnector,
  defineStream,
  isoFromMs,
  RETRY_AFTER,
  text,
} from '@/lib/connectors/kit';
import type { RuleSpec } from '@/lib/connectors/kit';
import {
  addresses,
  header,
  plainText,
  withoutTickets,
} from '@/lib/connectors/providers/gmail/message';
import { API, history, labels, listing, whole } from '@/lib/connectors/providers/gmail/walks';

const MINUTE_MS = 60_000;
/** A message never changes but for its labels, and the history tells of those. */
const FULL_EVERY_HOURS = 31 * 24;
const ONE_MESSAGE = /\/messages\/[^/]+$/;

export default defineConnector({
  type: 'gmail',
  name: 'Gmail',
  description: 'Your own mail: messages with their text, threads and labels.',
  category: 'comms',
  ownership: 'personal',
  docs_url: 'https://developers.google.com/workspace/gmail/api',
  // Facts about the API: @googleapis/gmail 18 and developers.google.com/workspace/gmail, 2026-08.
  source: 'developers.google.com/workspace/gmail/api/guides/handle-errors',
  provider: 'Google',
  logo: 'gmail',
  keywords: ['mail', 'email', 'google', 'inbox'],
  default_cadence: '10m',
  promises: [
    'Reads only: no mail is sent, moved, marked or deleted.',
    'Spam and trash are not read, and attachments are not downloaded.',
    'You can take the permission back in your Google account at any time.',
  ],
  hosts: ['gmail.googleapis.com', 'accounts.google.com', 'oauth2.googleapis.com'],

  auth: {
    method: 'oauth',
    authorize_url: 'https://accounts.google.com/o/oauth2/v2/auth',
    token_url: 'https://oauth2.googleapis.com/token',
    // Without the consent being asked for a second time there is no refresh token.
    authorize_params: {
      access_type: 'offline',
      prompt: 'consent',
      include_granted_scopes: 'true',
    },
    client_auth: 'body',
    pkce: 'S256',
    scopes: [
      {
        scope: 'https://www.googleapis.com/auth/gmail.readonly',
        why: 'Read your messages, threads and labels',
      },
    ],
    rotates_refresh_token: false,
    revoke: ({ access_token, refresh_token }) => ({
      method: 'POST',
      url: 'https://oauth2.googleapis.com/revoke',
      form: { token: refresh_token ?? access_token },
    }),
    account: {
      request: () => ({ url: `${API}/profile` }),
      read: ({ body }) => {
        const address = text(body, 'emailAddress') ?? '';
        return { id: address.toLowerCase(), label: address };
      },
    },
  },

  // 6,000 units a minute and user for new projects (2026-05; older ones have more): a message costs
  // 20, listings 1 to 10. The figures are second-hand.
  limits: [
    { name: 'messages', requests: 4_800, per_ms: MINUTE_MS, cost: 20, paths: ONE_MESSAGE },
    { name: 'listings', requests: 1_200, per_ms: MINUTE_MS, cost: 10, except: ONE_MESSAGE },
  ],

  says: 'error.message',
  errors: [
    {
      when: { status: 404, path: /\/history$/ },
      then: 'bookmark_gone',
      message:
        'Gmail no longer knows what changed since the last sync; it keeps that for about a week.',
      source: 'developers.google.com/workspace/gmail/api/guides/sync',
    },
    {
      when: { status: 404, path: ONE_MESSAGE },
      then: 'gone',
      message: 'The message was deleted.',
    },
    { when: { status: 401 }, then: 'refresh_token' },
    slowDown({
      status: 403,
      body: { 'error.errors.0.reason': /^(userR|r)ateLimitExceeded$|^(daily|quota)/ },
    }),
    slowDown({ status: 429 }),
    {
      when: { status: 403, body: { 'error.errors.0.reason': 'accessNotConfigured' } },
      then: 'operator',
      message: 'The Gmail API is not switched on for this installation’s Google app.',
    },
    {
      when: { status: 403, body: { 'error.errors.0.reason': 'domainPolicy' } },
      then: 'config',
      message: 'The administrator of your Google Workspace does not allow this app.',
    },
    { when: { status: 403, body: { 'error.message': /./ } }, then: 'missing_scope' },
    {
      when: { status: 400, body: { 'error.message': /Mail service not enabled/i } },
      then: 'config',
      message: 'This Google account has no Gmail.',
    },
    { when: { status: [400, 404], body: { 'error.message': /./ } }, then: 'fail' },
  ],

  streams: [
    defineStream({
      name: 'labels',
      description: 'Gmail’s own labels and yours',
      full: labels(),
      canonical: canonical('reference', 1, { name: 'name' }),
    }),
    defineStream({
      name: 'threads',
      description: 'Conversations, with the beginning of the latest message',
      full: listing('threads'),
      backfill: 'listing',
      canonical: canonical('activities', 1, {
        title: 'snippet',
        kind: () => 'email_thread',
        at: null,
      }),
    }),
    defineStream({
      name: 'messages',
      description: 'Mail with its headers, text and labels; spam and trash are left out',
      full: whole(listing('messages')),
      backfill: 'listing',
      incremental: {
        walk: whole(history()),
        // Read before the walk, so that what changes during it is read again.
        bookmark: { by: 'probe', request: () => ({ url: `${API}/profile` }), path: 'historyId' },
      },
      full_every_hours: FULL_EVERY_HOURS,
      deletions: { by: 'changes' },
      transform: withoutTickets,
      canonical: canonical('messages', 1, {
        from: (message) => header(message, 'from'),
        to: (message) => addresses(header(message, 'to')),
        subject: (message) => header(message, 'subject'),
        text: (message) => plainText(at(message, 'payload')) ?? text(message, 'snippet'),
        sent_at: (message) => isoFromMs(message, 'internalDate'),
      }),
    }),
  ],
});

function slowDown(when: RuleSpec['when']): RuleSpec {
  return {
    when,
    then: 'rate_limited',
    // That the time stands in the sentence: Nango.
    wait: [
      RETRY_AFTER,
      { body: 'error.message', form: 'http_date', find: /Retry after (\S+)/i },
      { ms: MINUTE_MS / 2 },
    ],
  };
}
