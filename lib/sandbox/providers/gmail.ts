import {
  ACCOUNTS,
  addressOf,
  historyId,
  idOf,
  label,
  message,
  outline,
  SIZES,
  STREAMS,
  thread,
} from '@/lib/sandbox/data/gmail';
import { json } from '@/lib/sandbox/kit/call';
import type { Call, Reply } from '@/lib/sandbox/kit/call';
import type { Item } from '@/lib/sandbox/kit/collection';
import { consentEndpoints } from '@/lib/sandbox/kit/consent';
import { endpointsFor } from '@/lib/sandbox/kit/endpoint';
import { accountOf, byToken, permit, tokenForm, tokensFor } from '@/lib/sandbox/kit/oauth';
import type { Who } from '@/lib/sandbox/kit/oauth';
import { newestFirst } from '@/lib/sandbox/kit/paging';
import { list, oneOf, required, text, truth, whole } from '@/lib/sandbox/kit/params';
import { defineSandboxProvider } from '@/lib/sandbox/kit/provider';
import { Refused } from '@/lib/sandbox/kit/refusal';
import { sized } from '@/lib/sandbox/kit/sized';
import type { World } from '@/lib/sandbox/kit/world';
import { watchEndpoints } from '@/lib/sandbox/providers/gmail/watch';

interface Facts {
  /** Quota units. */
  cost: number;
}
const { get, open } = endpointsFor<Who, Facts>();
const SCOPE = 'https://www.googleapis.com/auth/gmail.readonly';
const MINUTE = { units: 6_000, per_ms: 60_000 };
/** How long the history reaches back. */
const HISTORY_MS = 14 * 86_400_000;
const PAGES = { maxResults: whole(1, 500, 100), pageToken: text() };
const LISTED = {
  ...PAGES,
  /** Of the searches Gmail knows, the one for what is newer than a time. */
  q: text(/^after:\d+$/),
  labelIds: list({ repeats: true }),
  includeSpamTrash: truth(false),
};

/** From @googleapis/gmail 18 and Google's guides (2026-08). */
export default defineSandboxProvider<Who, Facts>({
  slug: 'gmail',
  name: 'Gmail',
  hosts: [
    'gmail.googleapis.com',
    'accounts.google.com',
    'oauth2.googleapis.com',
    'www.googleapis.com',
  ],
  connect: 'OAuth: pick an account on the consent page. Client id and secret are both “sandbox”.',
  accounts: ACCOUNTS,
  streams: STREAMS,
  token_life_s: 3_599,
  open: sized('gmail', {
    sizes: SIZES,
    id: idOf,
    evolution: (_, stream) =>
      stream === 'messages'
        ? { update_every_ms: 600_000, busy: 10, birth_every_ms: 3_600_000, alive: 8, keep: 400 }
        : null,
  }),
  sign_in: (call, world) => byToken('gmail', call, world),
  account_of: accountOf,
  gate: ({ world, who, facts: { cost } }, answer) => {
    permit(who, SCOPE);
    const key = `gmail:${who.account}`;
    const { allowed, reset_ms } = world.windows.take(key, MINUTE.units, MINUTE.per_ms, cost);
    if (allowed) return answer();
    const wait_s = Math.ceil(reset_ms / 1_000);
    throw new Refused({ status: 429, why: 'limit', message: 'Too many requests', wait_s });
  },
  refuse: ({ status, why, message: words, wait_s }, call) => {
    if (why === 'sign_in' || why === 'expired')
      return problem(401, 'authError', 'UNAUTHENTICATED', 'Invalid Credentials');
    if (why === 'permission')
      return problem(
        403,
        'insufficientPermissions',
        'PERMISSION_DENIED',
        'Insufficient Permission',
      );
    if (why === 'limit') {
      const until = new Date(call.now + (wait_s ?? 60) * 1_000).toISOString();
      const said = `User-rate limit exceeded.  Retry after ${until}`;
      return problem(status, 'rateLimitExceeded', 'RESOURCE_EXHAUSTED', said);
    }
    if (status === 404)
      return problem(404, 'notFound', 'NOT_FOUND', 'Requested entity was not found.');
    if (status >= 500) return problem(status, 'backendError', 'INTERNAL', 'Backend Error');
    return problem(status, 'invalidArgument', 'INVALID_ARGUMENT', words);
  },
  endpoints: [
    ...consentEndpoints('accounts.google.com/o/oauth2/v2/auth', {
      slug: 'gmail',
      name: 'Google',
      accounts: ACCOUNTS,
      streams: STREAMS,
      explain: () => 'View your email messages and settings',
      colour: '#1a73e8',
      also: ['access_type', 'include_granted_scopes', 'login_hint'],
    }),
    open.post('oauth2.googleapis.com/token', {
      form: {
        grant_type: text(),
        client_id: text(),
        client_secret: text(),
        code: text(),
        code_verifier: text(),
        redirect_uri: text(),
        refresh_token: text(),
      },
      answer: ({ call, world }) => token(call, world),
    }),
    open.post('oauth2.googleapis.com/revoke', {
      form: { token: required(text()) },
      answer: ({ body, world }) => {
        world.grants.revokeToken(body.token);
        return json(200, {});
      },
    }),
    ...watchEndpoints(latest),
    get('/gmail/v1/users/me/profile', {
      cost: 1,
      answer: ({ who: { account }, world }) =>
        json(200, {
          emailAddress: addressOf(account),
          messagesTotal: world.collection(account, 'messages')!.live().length,
          threadsTotal: world.collection(account, 'threads')!.live().length,
          historyId: latest(account, world),
        }),
    }),
    get('/gmail/v1/users/me/labels', {
      cost: 1,
      answer: ({ who: { account }, world }) =>
        json(200, { labels: world.collection(account, 'labels')!.live().map(label) }),
    }),
    get('/gmail/v1/users/me/threads', {
      cost: 10,
      query: LISTED,
      answer: ({ who: { account }, query, world }) => {
        const all = since(query.q, world.collection(account, 'threads')!.live());
        return listed('threads', all, query, (item) => thread(account, item));
      },
    }),
    get('/gmail/v1/users/me/messages', {
      cost: 5,
      query: LISTED,
      answer: ({ who: { account }, query, world }) => {
        const all = since(query.q, world.collection(account, 'messages')!.live());
        return listed('messages', all, query, (item) => outline(account, item));
      },
    }),
    get('/gmail/v1/users/me/messages/{id}', {
      cost: 20,
      query: {
        format: oneOf(['minimal', 'full', 'raw', 'metadata'], 'full'),
        metadataHeaders: list({ repeats: true }),
      },
      answer: ({ who: { account }, path: { id }, query, world }) => {
        const found = world.collection(account, 'messages')!.get(String(id));
        if (!found || found.deleted !== null)
          throw new Refused({ status: 404, why: 'not_found', message: 'Not found' });
        return json(200, message(account, found, world.now(), query.format === 'full'));
      },
    }),
    get('/gmail/v1/users/me/history', {
      cost: 2,
      query: {
        ...PAGES,
        startHistoryId: required(text(/^\d+$/)),
        labelId: text(),
        historyTypes: list({ repeats: true }),
      },
      answer: ({ who: { account }, query, world }) => history(account, query, world),
    }),
  ],
});

const problem = (code: number, reason: string, status: string, words: string): Reply =>
  json(code, {
    error: { code, message: words, status, errors: [{ domain: 'global', reason, message: words }] },
  });

interface Choice {
  maxResults: number;
  pageToken: string | null;
}

/** A search by when a message came. */
function since(q: string | null, all: readonly Item[]): readonly Item[] {
  const from_ms = q === null ? -Infinity : Number(q.slice('after:'.length)) * 1_000;
  return all.filter((item) => item.created >= from_ms);
}

/** The newest first; an empty list is left out. */
function listed(
  name: string,
  all: readonly Item[],
  { maxResults, pageToken }: Choice,
  show: (item: Item) => object,
): Reply {
  const { items, next } = newestFirst(all, { limit: maxResults, cursor: pageToken });
  return json(200, {
    ...(items.length > 0 ? { [name]: items.map(show) } : {}),
    ...(next === null ? {} : { nextPageToken: next }),
    resultSizeEstimate: items.length === 0 ? 0 : 201,
  });
}

const changedAt = (item: Item): number => item.deleted ?? item.updated;

function happened(account: string, world: World): Item[] {
  const messages = world.collection(account, 'messages')!;
  return [...messages.live(), ...messages.deleted()].toSorted(
    (a, b) => changedAt(a) - changedAt(b) || a.n - b.n,
  );
}

function latest(account: string, world: World): string {
  return historyId(changedAt(happened(account, world).at(-1)!));
}

/** What happened after an id; one that is too old is not found. Without anything there is no list. */
function history(
  account: string,
  { startHistoryId, maxResults, pageToken }: Choice & { startHistoryId: string },
  world: World,
): Reply {
  const start = Number(startHistoryId);
  if (start < world.now() - HISTORY_MS)
    throw new Refused({ status: 404, why: 'not_found', message: 'Not found' });
  const all = happened(account, world).filter((item) => changedAt(item) > start);
  const from = Number(pageToken ?? 0);
  const entries = all.slice(from, from + maxResults).map((item) => ({
    id: historyId(changedAt(item)),
    messages: [outline(account, item)],
    ...entryOf(account, item, start),
  }));
  const more = from + maxResults < all.length;
  return json(200, {
    ...(entries.length > 0 ? { history: entries } : {}),
    ...(more ? { nextPageToken: String(from + maxResults) } : {}),
    historyId: latest(account, world),
  });
}

function entryOf(account: string, item: Item, start: number): object {
  const { labelIds } = message(account, item, 0, false);
  const shown = { ...outline(account, item), labelIds };
  if (item.deleted !== null) return { messagesDeleted: [{ message: shown }] };
  if (item.created > start) return { messagesAdded: [{ message: shown }] };
  return { labelsAdded: [{ message: shown, labelIds: ['STARRED'] }] };
}

/** A refresh answers no refresh token: the one that was given out stays good. */
function token(call: Call, world: World): Reply {
  const pair = tokensFor('gmail', call, world);
  if (pair === 'invalid_client')
    return json(401, {
      error: 'invalid_client',
      error_description: 'The OAuth client was not found.',
    });
  if (typeof pair === 'string')
    return json(400, {
      error: 'invalid_grant',
      error_description: 'Token has been expired or revoked.',
    });
  const { access_token, refresh_token, expires_in, scopes } = pair;
  const isRefresh = tokenForm(call).get('grant_type') === 'refresh_token';
  return json(200, {
    access_token,
    expires_in,
    ...(isRefresh ? {} : { refresh_token }),
    scope: scopes.join(' '),
    token_type: 'Bearer',
  });
}
