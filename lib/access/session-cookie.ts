import { decode } from 'next-auth/jwt';
import * as z from 'zod';
import { env } from '@/lib/platform/env';

/**
 * What a session token says: which sign-in, and whose. Whether it is still good, and what the person
 * may do, is asked of the database every time.
 */
export const SessionClaims = z.object({
  sub: z.uuid(),
  /** Id of the sign-in, a row of `sessions`. */
  sid: z.uuid(),
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

/** The claims of a session token, or null when it is not ours, was changed, or has run out. */
export async function readSessionToken(token: string): Promise<SessionClaims | null> {
  const payload = await decode({ token, secret: env().SESSION_SECRET }).catch(() => null);
  return SessionClaims.safeParse(payload).data ?? null;
}

/** The cookies of a Cookie header, by name; of a name that is there twice, the first. */
export function cookiesIn(header: string | null): Record<string, string> {
  const cookies: Record<string, string> = {};
  for (const part of header?.split(';') ?? []) {
    const at = part.indexOf('=');
    const name = part.slice(0, at).trim();
    if (at > 0 && !Object.hasOwn(cookies, name)) cookies[name] = part.slice(at + 1).trim();
  }
  return cookies;
}

/** The session token in a Cookie header. */
export const sessionTokenIn = (header: string | null): string | null =>
  cookiesIn(header)[cookieName(SESSION_COOKIE)] || null;

/**
 * The id of the browser session a request comes with; null when it has none. Says who the browser
 * is, not what it may do.
 */
export async function sessionId(request: Request): Promise<string | null> {
  const token = sessionTokenIn(request.headers.get('cookie'));
  return token ? ((await readSessionToken(token))?.sid ?? null) : null;
}
