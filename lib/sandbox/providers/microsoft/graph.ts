import { idOf, plainId, shown, SIZES } from '@/lib/sandbox/data/microsoft';
import type { Stream } from '@/lib/sandbox/data/microsoft';
import { json } from '@/lib/sandbox/kit/call';
import type { Call, Reply } from '@/lib/sandbox/kit/call';
import { createCollection } from '@/lib/sandbox/kit/collection';
import type { Collection, Item } from '@/lib/sandbox/kit/collection';
import { endpointsFor } from '@/lib/sandbox/kit/endpoint';
import type { Endpoint } from '@/lib/sandbox/kit/endpoint';
import { tokensFor } from '@/lib/sandbox/kit/oauth';
import { text } from '@/lib/sandbox/kit/params';
import { Refused } from '@/lib/sandbox/kit/refusal';
import type { Refusal } from '@/lib/sandbox/kit/refusal';
import type { World } from '@/lib/sandbox/kit/world';

/** What Outlook and Microsoft 365 share: one sign-in, one form of feeds, one form of errors. */
export const HOSTS = ['graph.microsoft.com', 'login.microsoftonline.com'];
export const LOOK = {
  name: 'Microsoft',
  colour: '#0067b8',
  also: ['response_mode', 'domain_hint'],
};
export const TOKENS = { $skiptoken: text(), $deltatoken: text() };

export function openCollection(
  slug: string,
  account: string,
  stream: Stream,
  now: () => number,
): Collection | null {
  const size = SIZES[account]?.[stream];
  if (size === undefined) return null;
  const moves = stream !== 'folders';
  return createCollection({
    seed: `${slug}:${account}:${stream}`,
    size,
    now,
    id: (n) => idOf(account, stream, n),
    evolution: moves
      ? { update_every_ms: 600_000, busy: 10, birth_every_ms: 3_600_000, alive: 8, keep: 400 }
      : null,
  });
}

export function limited(world: World, key: string, answer: () => Reply): Reply {
  const { allowed, reset_ms } = world.windows.take(key, 10_000, 600_000);
  if (allowed) return answer();
  const wait_s = Math.ceil(reset_ms / 1_000);
  throw new Refused({ status: 429, why: 'limit', message: 'Too many requests', wait_s });
}

const problem = (status: number, code: string, message: string, headers = {}): Reply =>
  json(
    status,
    {
      error: {
        code,
        message,
        innerError: { date: '2026-11-21T09:30:00', 'request-id': '1', 'client-request-id': '1' },
      },
    },
    headers,
  );

export function refuse({ status, why, message, wait_s }: Refusal, call: Call): Reply {
  if (call.host === 'login.microsoftonline.com')
    return json(400, { error: 'invalid_request', error_description: `AADSTS900144: ${message}` });
  if (why === 'sign_in' || why === 'expired')
    return problem(401, 'InvalidAuthenticationToken', 'Access token is not valid.');
  if (why === 'permission')
    return problem(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
  if (why === 'limit') {
    // Exchange counts fractions of seconds.
    const headers = wait_s ? { 'retry-after': `${wait_s}.128` } : {};
    return problem(429, 'TooManyRequests', 'Too many requests', headers);
  }
  if (why === 'not_found') return problem(404, 'ErrorItemNotFound', message);
  if (why === 'gone') return problem(410, 'SyncStateNotFound', message);
  if (why === 'no_endpoint') return problem(400, 'BadRequest', `Resource not found: ${message}`);
  if (status >= 500) return problem(status, 'serviceNotAvailable', message);
  return problem(status, 'BadRequest', message);
}

/** The token endpoint of a tenant. */
export function tokenEndpoint(slug: string, tenant: string): Endpoint<null, object> {
  const { open } = endpointsFor<null>();
  return open.post(`login.microsoftonline.com/${tenant}/oauth2/v2.0/token`, {
    form: {
      grant_type: text(),
      client_id: text(),
      client_secret: text(),
      code: text(),
      code_verifier: text(),
      redirect_uri: text(),
      refresh_token: text(),
      scope: text(),
    },
    answer: ({ call, world }) => token(slug, call, world),
  });
}

/** A refresh answers a new refresh token; the one before stays good. */
function token(slug: string, call: Call, world: World): Reply {
  const pair = tokensFor(slug, call, world);
  const no = (status: number, error: string, code: number, words: string) =>
    json(status, {
      error,
      error_description: `AADSTS${code}: ${words}`,
      error_codes: [code],
      suberror: 'bad_token',
    });
  if (pair === 'invalid_client')
    return no(401, 'invalid_client', 7_000_215, 'Invalid client secret provided.');
  if (typeof pair === 'string')
    return no(400, 'invalid_grant', 50_173, 'The provided grant has expired.');
  const { access_token, refresh_token, expires_in, scopes } = pair;
  return json(200, {
    token_type: 'Bearer',
    // That access lasts is told by the refresh token, and by no scope.
    scope: scopes
      .filter((one) => one !== 'offline_access')
      .map((one) => `https://graph.microsoft.com/${one}`)
      .join(' '),
    expires_in,
    ext_expires_in: expires_in,
    access_token,
    refresh_token,
  });
}

/** Where a feed stands: changes since a time (null: everything), as of another, behind a record. */
interface Place {
  since: number | null;
  as_of: number;
  after: number;
  /** The first page came without records. */
  begun: boolean;
}

const PAGE = { acme: 50, other: 4 };

interface Feed {
  stream: Stream;
  tokens: { $skiptoken: string | null; $deltatoken: string | null };
  collection: Collection;
  only?: (item: Item) => boolean;
}

/**
 * A page of a feed of changes. Pages are as short as the server likes, the first may hold nothing,
 * and a record that is removed has its id alone. What happens while it is read is in the next feed.
 */
export function feedPage(call: Call, account: string, world: World, feed: Feed): Reply {
  const { stream, collection, only = () => true } = feed;
  const place = placeOf(feed, world);
  const { since, after, begun } = place;
  const changed = (at: number | null) => at !== null && at >= since!;
  const all = [
    ...collection.live().filter((item) => since === null || changed(item.updated)),
    ...(since === null ? [] : collection.deleted().filter((item) => changed(item.deleted))),
  ]
    .filter(only)
    .toSorted((a, b) => a.n - b.n);
  const most = account === 'acme' ? PAGE.acme : PAGE.other;
  const isEmptyFirst = stream === 'contacts' && !begun;
  const left = all.filter((item) => item.n > after);
  const items = isEmptyFirst ? [] : left.slice(0, most);
  const isLast = !isEmptyFirst && left.length <= items.length;
  const next: Place = { ...place, begun: true, after: items.at(-1)?.n ?? after };
  return json(200, {
    '@odata.context': `https://graph.microsoft.com/v1.0/$metadata#${stream}`,
    value: items.map((item) =>
      item.deleted === null
        ? shown(account, stream, item)
        : { id: plainId(item.id), '@removed': { reason: 'deleted' } },
    ),
    ...(isLast
      ? { '@odata.deltaLink': link(call, '$deltatoken', { since: place.as_of }) }
      : { '@odata.nextLink': link(call, '$skiptoken', next) }),
  });
}

function placeOf({ tokens }: Feed, world: World): Place {
  if (tokens.$skiptoken !== null) return open(tokens.$skiptoken) as Place;
  const fresh = { as_of: world.now(), after: -1, begun: false };
  if (tokens.$deltatoken === null) return { since: null, ...fresh };
  return { since: (open(tokens.$deltatoken) as Pick<Place, 'since'>).since, ...fresh };
}

function open(token: string): object {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as object;
  } catch {
    throw new Refused({ status: 410, why: 'gone', message: 'The sync state is not found.' });
  }
}

function link(call: Call, name: string, held: object): string {
  const path = call.path.split('/').map(encodeURIComponent).join('/');
  const token = Buffer.from(JSON.stringify(held)).toString('base64url');
  return `https://graph.microsoft.com${path}?${name}=${token}`;
}
