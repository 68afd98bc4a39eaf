import { isWellFormedKey, hashKey } from '@/lib/access/key-format';
import { refuseCrossSite } from '@/lib/access/cross-site';
import type { MembershipRow, UserRow } from '@/lib/access/repository';
import { findKey, touchKey, type KeyRow } from '@/lib/access/repository-keys';
import { findLanguage, findSession, touchSession } from '@/lib/access/repository-sessions';
import { scopesOf } from '@/lib/access/scopes';
import {
  cookieName,
  readSessionToken,
  SESSION_COOKIE,
  sessionTokenIn,
  type SessionClaims,
} from '@/lib/access/session-cookie';
import { DomainError } from '@/lib/contract/errors';
import type { KeyPrincipal, Principal, UserPrincipal } from '@/lib/contract/principal';
import { now } from '@/lib/platform/clock';
import { log } from '@/lib/platform/log';

/** A revoked key, or a policy, may be believed for this long; below the second we promise. */
const KEY_CACHE_MS = 800;
const KEY_CACHE_MAX = 2_000;
const TOUCH_EVERY_MS = 60_000;

const keyCache = new Map<string, { row: KeyRow; until: number }>();
const touched = new Map<string, number>();

/**
 * Who sends this request. An API key (X-API-Key, or Authorization: Bearer) is never mixed with a
 * session; without one the session cookie and the workspace named in X-Inlet-Workspace count. A
 * session may only change something from our own pages. Throws DomainError: unauthenticated,
 * invalid_api_key, session_expired, cross_site_request, unsupported_media_type, workspace_required,
 * not_found.
 */
export async function authenticate(request: Request): Promise<Principal> {
  const key =
    request.headers.get('x-api-key') ??
    /^Bearer\s+(.*)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (key !== undefined && key !== null) return keyPrincipal(key.trim());
  const token = sessionTokenIn(request.headers.get('cookie'));
  if (token === null) throw new DomainError('unauthenticated');
  refuseCrossSite(request);
  const claims = await claimsOf(token);
  const slug = request.headers.get('x-inlet-workspace');
  const { user, memberships } = await goodSession(claims, slug);
  return userPrincipal(user, choose(memberships, slug, 'only'), claims.sid);
}

/**
 * Who looks at a page, in the workspace of its address; null: their first workspace. Throws
 * DomainError.
 */
export async function sessionPrincipal(slug: string | null): Promise<UserPrincipal> {
  const { cookies } = await import('next/headers');
  const token = (await cookies()).get(cookieName(SESSION_COOKIE))?.value;
  if (!token) throw new DomainError('unauthenticated');
  const claims = await claimsOf(token);
  const { user, memberships } = await goodSession(claims, slug);
  return userPrincipal(user, choose(memberships, slug, 'first'), claims.sid);
}

/** The language whoever looks at a page chose; null when they chose none, or are not signed in. */
export async function languageOfSession(): Promise<string | null> {
  const { cookies } = await import('next/headers');
  const token = (await cookies()).get(cookieName(SESSION_COOKIE))?.value;
  const claims = token ? await readSessionToken(token) : null;
  return claims ? findLanguage(claims.sid) : null;
}

/**
 * The signed-in user of a request, whatever workspace; for what concerns the account alone. Throws
 * DomainError.
 */
export async function sessionUser(
  request: Request,
): Promise<{ user: UserRow; memberships: MembershipRow[]; claims: SessionClaims }> {
  const token = sessionTokenIn(request.headers.get('cookie'));
  if (token === null) throw new DomainError('unauthenticated');
  refuseCrossSite(request);
  const claims = await claimsOf(token);
  return { ...(await goodSession(claims, null)), claims };
}

/** Makes this process ask the database about every key again. Others notice within KEY_CACHE_MS. */
export const forgetKeys = (): void => keyCache.clear();

async function claimsOf(token: string): Promise<SessionClaims> {
  const claims = await readSessionToken(token);
  if (!claims) throw new DomainError('session_expired');
  return claims;
}

async function goodSession(claims: SessionClaims, slug: string | null) {
  const found = await findSession(claims, slug);
  if (!found) throw new DomainError('session_expired');
  // Beside the request: it neither waits for it nor fails with it.
  if (found.unnoted)
    touchSession(claims.sid).catch((error: Error) =>
      log.warn({ error: error.message }, 'the use of a session was not noted'),
    );
  return found;
}

function choose(
  memberships: MembershipRow[],
  slug: string | null,
  otherwise: 'only' | 'first',
): MembershipRow {
  const [first, ...rest] = memberships;
  if (slug !== null && !first)
    throw new DomainError('not_found', {
      detail: 'You are not a member of a workspace with that name.',
    });
  if (!first)
    throw new DomainError('forbidden', { detail: 'You are not a member of any workspace.' });
  if (otherwise === 'only' && rest.length > 0) throw new DomainError('workspace_required');
  return first;
}

function userPrincipal(
  user: UserRow,
  membership: MembershipRow,
  session_id: string,
): UserPrincipal {
  const { id, slug, mode, role, access } = membership;
  return {
    kind: 'user',
    workspace: { id, slug, mode },
    scopes: scopesOf(role, user.platform_role, access),
    access,
    user_id: user.id,
    name: user.name,
    email: user.email,
    role,
    platform_role: user.platform_role,
    session_id,
  };
}

async function keyPrincipal(key: string): Promise<KeyPrincipal> {
  if (!isWellFormedKey(key))
    throw new DomainError('invalid_api_key', { detail: 'That is not a complete Inlet API key.' });
  const row = await cachedKey(hashKey(key));
  const refusal = row ? whyRefused(row) : 'There is no such API key.';
  if (!row || refusal) throw new DomainError('invalid_api_key', { detail: refusal });
  touch(row);
  const { access } = row;
  const allowed = new Set(
    row.creator_role ? scopesOf(row.creator_role, row.platform_role, access) : [],
  );
  return {
    kind: 'api_key',
    workspace: { id: row.workspace_id, slug: row.slug, mode: row.mode },
    scopes: row.scopes.filter((scope) => allowed.has(scope)),
    access,
    key_id: row.id,
    connection_ids: row.connection_ids,
    connector_types: row.connector_types,
    created_by: row.created_by,
    platform_role: row.platform_role,
  };
}

function whyRefused(row: KeyRow): string | undefined {
  if (row.revoked_at) return 'The API key was revoked.';
  if (row.expires_at && row.expires_at.getTime() <= now()) return 'The API key has expired.';
  if (!row.creator_role)
    return 'Whoever created the API key is no longer a member of the workspace.';
  return undefined;
}

async function cachedKey(hash: string): Promise<KeyRow | undefined> {
  const at = performance.now();
  const cached = keyCache.get(hash);
  if (cached && cached.until > at) return cached.row;
  const row = await findKey(hash);
  if (!row) return undefined;
  if (keyCache.size >= KEY_CACHE_MAX) keyCache.clear();
  // Counted from before the question, so that the answer is never believed longer than promised.
  keyCache.set(hash, { row, until: at + KEY_CACHE_MS });
  return row;
}

/** Notes the use, beside the request: it neither waits for it nor fails with it. */
function touch({ workspace_id, id }: KeyRow): void {
  if ((touched.get(id) ?? 0) > now() - TOUCH_EVERY_MS) return;
  if (touched.size >= KEY_CACHE_MAX) touched.clear();
  touched.set(id, now());
  touchKey(workspace_id, id).catch((error: Error) =>
    log.warn({ error: error.message }, 'last use of an API key was not noted'),
  );
}
