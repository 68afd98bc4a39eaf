import { decode } from 'next-auth/jwt';
import * as z from 'zod';
import { env } from '@/lib/platform/env';

/** A session not used for this long ends. */
export const IDLE_SECONDS = 7 * 24 * 3600;
/** However much it is used, a session ends this long after the sign-in. */
export const ABSOLUTE_SECONDS = 30 * 24 * 3600;

/**
 * What a session token says. It proves who signed in and when; what they may do is asked of the
 * database every time.
 */
export const SessionClaims = z.object({
  sub: z.uuid(),
  /** Random id of this sign-in. */
  sid: z.uuid(),
  /** Sign-in in epoch milliseconds, by the database's clock. */
  signed_in_at: z.number(),
});
export type SessionClaims = z.infer<typeof SessionClaims>;

const secure = (): boolean => env().PUBLIC_URL.startsWith('https:');

/**
 * `__Host-` binds a cookie to exactly this host and to https; over plain http a browser would
 * refuse it.
 */
export const cookieName = (name: string): string => `${secure() ? '__Host-' : ''}inlet.${name}`;

/**
 * Lax, because coming back from a provider is a cross-site navigation that must still be signed in.
 */
export const cookieOptions = () => ({
  httpOnly: true,
  sameSite: 'lax' as const,
  path: '/',
  secure: secure(),
});

export const SESSION_COOKIE = 'session';

/**
 * The claims of a session token, or null when it is not ours, was changed, or lay unused for too
 * long.
 */
export async function readSessionToken(token: string): Promise<SessionClaims | null> {
  const payload = await decode({ token, secret: env().SESSION_SECRET }).catch(() => null);
  return SessionClaims.safeParse(payload).data ?? null;
}

/** The session token in a Cookie header. */
export function sessionTokenIn(cookieHeader: string | null): string | null {
  const wanted = cookieName(SESSION_COOKIE);
  for (const part of cookieHeader?.split(';') ?? []) {
    const at = part.indexOf('=');
    if (part.slice(0, at).trim() === wanted) return part.slice(at + 1).trim() || null;
  }
  return null;
}

/**
 * The id of the browser session a request comes with; null when it has none. Says who the browser
 * is, not what it may do.
 */
export async function sessionId(request: Request): Promise<string | null> {
  const token = sessionTokenIn(request.headers.get('cookie'));
  return token ? ((await readSessionToken(token))?.sid ?? null) : null;
}
