import { randomUUID } from 'node:crypto';
import { encode } from 'next-auth/jwt';
import { cookieName, SESSION_COOKIE, type SessionClaims } from '@/lib/access/session-cookie';
import { databaseNow } from '@/lib/access/repository';
import { env } from '@/lib/platform/env';

/**
 * A Cookie header as a browser sends it after signing in as this user. `lifetime_seconds` is what
 * is left of the token.
 */
export async function sessionCookie(
  user_id: string,
  {
    lifetime_seconds = 3600,
    ...claims
  }: Partial<SessionClaims> & { lifetime_seconds?: number } = {},
): Promise<string> {
  const token = { sub: user_id, sid: randomUUID(), signed_in_at: await databaseNow(), ...claims };
  return `${cookieName(SESSION_COOKIE)}=${await encode({ token, secret: env().SESSION_SECRET, maxAge: lifetime_seconds })}`;
}
