import { randomUUID } from 'node:crypto';
import { encode } from 'next-auth/jwt';
import { beginSession } from '@/lib/access/sessions';
import { cookieName, SESSION_COOKIE } from '@/lib/access/session-cookie';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { env } from '@/lib/platform/env';

/**
 * A Cookie header as a browser sends it after signing in as this user. `lifetime_seconds` is what
 * is left of the token; `age` and `idle` say how long ago the sign-in and the last use were.
 */
export async function sessionCookie(
  user_id: string,
  {
    lifetime_seconds = 3600,
    sid = randomUUID(),
    age = '0 s',
    idle = '0 s',
  }: { lifetime_seconds?: number; sid?: string; age?: string; idle?: string } = {},
): Promise<string> {
  await beginSession({ id: sid, user_id, address: '10.0.0.1', user_agent: null });
  await db.query(sql`
    UPDATE sessions
    SET created_at = now() - ${age}::interval, seen_at = now() - ${idle}::interval
    WHERE id = ${sid}`);
  const token = await encode({
    token: { sub: user_id, sid },
    secret: env().SESSION_SECRET,
    maxAge: lifetime_seconds,
  });
  return `${cookieName(SESSION_COOKIE)}=${token}`;
}
