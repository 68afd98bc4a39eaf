import { randomUUID } from 'node:crypto';
import { decode, encode } from 'next-auth/jwt';
import * as z from 'zod';
import { cookieName, cookieOptions, cookiesIn } from '@/lib/access/session-cookie';
import { env } from '@/lib/platform/env';

/**
 * A browser in which somebody signed in keeps a sealed note of it, so that strangers who guess at
 * the account do not use up this browser's own guesses. It opens nothing: whoever holds it may guess
 * as often as anybody.
 */
const Note = z.object({ browser: z.uuid(), users: z.array(z.uuid()) });

const COOKIE = 'known';
const LIFETIME_SECONDS = 180 * 24 * 3600;
/** Accounts one browser is known for; people who share one are few. */
const MAX_USERS = 5;

const sealing = () => ({ secret: env().SESSION_SECRET, salt: 'known-browser' });

async function read(cookie_header: string | null): Promise<z.infer<typeof Note> | null> {
  const token = cookiesIn(cookie_header)[cookieName(COOKIE)];
  if (!token) return null;
  return Note.safeParse(await decode({ token, ...sealing() }).catch(() => null)).data ?? null;
}

/** The browser's id when this user has signed in with it before, else null. */
export async function knownBrowser(
  cookie_header: string | null,
  user_id: string | undefined,
): Promise<string | null> {
  const note = user_id === undefined ? null : await read(cookie_header);
  return note?.users.includes(user_id!) ? note.browser : null;
}

/** The Set-Cookie value that makes this browser known to the user, beside those who are already. */
export async function rememberBrowser(
  cookie_header: string | null,
  user_id: string,
): Promise<string> {
  const { browser, users } = (await read(cookie_header)) ?? { browser: randomUUID(), users: [] };
  const token = await encode({
    token: { browser, users: [user_id, ...users.filter((u) => u !== user_id)].slice(0, MAX_USERS) },
    maxAge: LIFETIME_SECONDS,
    ...sealing(),
  });
  const { path, secure } = cookieOptions();
  return [
    `${cookieName(COOKIE)}=${token}`,
    `Path=${path}`,
    `Max-Age=${LIFETIME_SECONDS}`,
    'HttpOnly',
    'SameSite=Lax',
    ...(secure ? ['Secure'] : []),
  ].join('; ');
}
