import {
  at,
  byPageToken,
  canonical,
  changes,
  defineConnector,
  defineStream,
  detail,
  listAt,
  onePage,
  pages,
  text,
} from '@/lib/connectors/kit';
import type { Answer, ErrorRule, Walk, World } from '@/lib/connectors/kit';
import {
  addresses,
  header,
  isoFromMs,
  plainText,
  withoutTickets,
} from '@/lib/connectors/providers/gmail/message';
import type { Json } from '@/lib/contract/common';

/** Facts about the API: @googleapis/gmail 18 and developers.google.com/workspace/gmail, 2026-08. */
const DOCS = 'developers.google.com/workspace/gmail/api/guides/handle-errors';
const API = 'https://gmail.googleapis.com/gmail/v1/users/me';
const PAGE = 500;
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
  direction: 'inbound',
  instancing: 'multiple',
  version: '1.0.0',
  docs_url: 'https://developers.google.com/workspace/gmail/api',
  logo: 'gmail',
  keywords: ['mail', 'email', 'google', 'inbox'],
  default_cadence: '10m',
  puller: { status: 'live' },
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
    scope_separator: ' ',
    scopes: [
      {
        scope: 'https://www.googleapis.com/auth/gmail.readonly',
        why: 'Read your messages, threads and labels',
        required: true,
      },
    ],
    rotates_refresh_token: false,
    revoke: ({ access_token, refresh_token }) => ({
      method: 'POST',
      url: 'https://oauth2.googleapis.com/revoke',
      form: { token: refresh_token ?? access_token },
    }),
    apply: (token) => ({ authorization: `Bearer ${token}` }),
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
    {
      name: 'messages',
      scope: 'connection',
      requests: 4_800,
      per_ms: MINUTE_MS,
      cost: 20,
      paths: ONE_MESSAGE,
    },
    {
      name: 'listings',
      scope: 'connection',
      requests: 1_200,
      per_ms: MINUTE_MS,
      cost: 10,
      except: ONE_MESSAGE,
    },
  ],

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
      source: DOCS,
    },
    {
      when: { status: 401 },
      then: 'refresh_token',
      message: 'Google no longer accepts this authorization: {error.message}',
      source: DOCS,
    },
    slowDown({
      status: 403,
      body: { 'error.errors.0.reason': /^(userR|r)ateLimitExceeded$|^(daily|quota)/ },
    }),
    slowDown({ status: 429 }),
    {
      when: { status: 403, body: { 'error.errors.0.reason': 'accessNotConfigured' } },
      then: 'operator',
      message: 'The Gmail API is not switched on for this installation’s Google app.',
      source: DOCS,
    },
    {
      when: { status: 403, body: { 'error.errors.0.reason': 'domainPolicy' } },
      then: 'config',
      message: 'The administrator of your Google Workspace does not allow this app.',
      source: DOCS,
    },
    {
      when: { status: 403, body: { 'error.message': /./ } },
      then: 'missing_scope',
      message: 'Google does not allow this: {error.message}',
      source: DOCS,
    },
    {
      when: { status: 400, body: { 'error.message': /Mail service not enabled/i } },
      then: 'config',
      message: 'This Google account has no Gmail.',
      source: DOCS,
    },
    {
      when: { status: [400, 404], body: { 'error.message': /./ } },
      then: 'fail',
      message: 'Gmail refused the request: {error.message}',
      source: DOCS,
    },
  ],

  streams: [
    defineStream({
      name: 'labels',
      label: 'Labels',
      entity: 'reference',
      description: 'Gmail’s own labels and yours',
      id: 'id',
      full: pages({ request: () => ({ url: `${API}/labels` }), records: 'labels', next: onePage }),
      deletions: { by: 'full_pass' },
      canonical: canonical('reference', 1, (label) => ({ name: text(label, 'name') })),
    }),
    defineStream({
      name: 'threads',
      label: 'Threads',
      entity: 'activities',
      description: 'Conversations, with the beginning of the latest message',
      id: 'id',
      full: listing('threads'),
      backfill: 'listing',
      deletions: { by: 'full_pass' },
      canonical: canonical('activities', 1, (thread) => ({
        title: text(thread, 'snippet'),
        kind: 'email_thread',
        at: null,
      })),
    }),
    defineStream({
      name: 'messages',
      label: 'Messages',
      entity: 'messages',
      description: 'Mail with its headers, text and labels; spam and trash are left out',
      id: 'id',
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
      canonical: canonical('messages', 1, (message) => ({
        from: header(message, 'from'),
        to: addresses(header(message, 'to')),
        subject: header(message, 'subject'),
        text: plainText(at(message, 'payload')) ?? text(message, 'snippet'),
        sent_at: isoFromMs(text(message, 'internalDate')),
      })),
    }),
  ],
});

function slowDown(when: ErrorRule['when']): ErrorRule {
  return {
    when,
    then: 'rate_limited',
    message: 'Google asked us to slow down.',
    wait: [
      { header: 'retry-after', form: 'retry_after' },
      { body: 'error.message', form: 'http_date', find: /Retry after (\S+)/i },
      { ms: MINUTE_MS / 2 },
    ],
    source: `${DOCS}; that the time stands in the sentence: Nango`,
  };
}

/** A search by time in seconds: a date would be one in a zone of Gmail's own choice. */
const after = (from: string | null | undefined): string | undefined =>
  from ? `after:${Math.floor(Date.parse(from) / 1_000)}` : undefined;

/** Ids and little more. An empty list is left out. */
function listing(name: 'messages' | 'threads'): Walk {
  return pages<string>({
    request: ({ page, size, from }) => ({
      url: `${API}/${name}`,
      query: { maxResults: size, pageToken: page ?? undefined, q: after(from) },
    }),
    page_size: PAGE,
    records: name,
    empty_when: { body: { resultSizeEstimate: 0 }, why: 'Gmail: an empty list is left out' },
    next: byPageToken('nextPageToken'),
  });
}

/** What happened since a history id: every message it names is read again. */
function history(): Walk {
  return changes<string>({
    request: ({ page, since, size }) => ({
      url: `${API}/history`,
      query: { startHistoryId: since ?? '', maxResults: size, pageToken: page ?? undefined },
    }),
    page_size: PAGE,
    records: 'history',
    empty_when: {
      body: { historyId: /^\d+$/ },
      why: 'Gmail: without changes there is the history id alone',
    },
    next: byPageToken('nextPageToken'),
    unfold: (entries) => {
      const named = entries.flatMap((entry) =>
        ['messagesAdded', 'labelsAdded', 'labelsRemoved'].flatMap((kind) =>
          listAt(entry, kind).flatMap((change) => text(change, 'message.id') ?? []),
        ),
      );
      return [...new Set(named)].map((id) => ({ id }));
    },
    gone: ({ body }: Answer) =>
      listAt(body, 'history').flatMap((entry) =>
        listAt(entry, 'messagesDeleted').flatMap((change) => text(change, 'message.id') ?? []),
      ),
  });
}

/** Every message of a listing as a whole; what is in the trash is gone, as it is from the list. */
function whole(of: Walk): Walk {
  const id = (item: Json) => text(item, 'id') ?? '';
  return detail({
    listing: of,
    id,
    expand: async (item: Json, world: World) => {
      const { body } = await world.ask({
        url: `${API}/messages/${id(item)}`,
        query: { format: 'full' },
      });
      const labels = listAt(body, 'labelIds');
      return labels.includes('TRASH') || labels.includes('SPAM') ? null : body;
    },
    width: 6,
  });
}
