import { randomUUID } from 'node:crypto';
import type { NextAuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import type { OAuthConfig } from 'next-auth/providers/oauth';
import * as z from 'zod';
import { acceptInvitationByEmail } from '@/lib/access/invitations';
import {
  clientAddress,
  countFailure,
  countSuccess,
  secondsUntilAllowed,
  TOO_MANY,
} from '@/lib/access/attempts';
import { hashPassword, needsRehash, verifyPassword } from '@/lib/access/password';
import { databaseNow, endSession, findUserByEmail, setPasswordHash } from '@/lib/access/repository';
import {
  ABSOLUTE_SECONDS,
  cookieName,
  cookieOptions,
  IDLE_SECONDS,
  SESSION_COOKIE,
  SessionClaims,
} from '@/lib/access/session-cookie';
import { now } from '@/lib/platform/clock';
import { env } from '@/lib/platform/env';
import { log } from '@/lib/platform/log';

const Credentials = z.object({ email: z.string().max(200), password: z.string().max(1000) });

/**
 * Sign-in by next-auth: who somebody is. What they may do is asked of the database with every
 * request (see authenticate).
 */
export function authOptions(): NextAuthOptions {
  return {
    secret: env().SESSION_SECRET,
    session: { strategy: 'jwt', maxAge: IDLE_SECONDS },
    useSecureCookies: env().PUBLIC_URL.startsWith('https:'),
    cookies: {
      sessionToken: { name: cookieName(SESSION_COOKIE), options: cookieOptions() },
      csrfToken: { name: cookieName('csrf'), options: cookieOptions() },
      callbackUrl: { name: cookieName('callback-url'), options: cookieOptions() },
      pkceCodeVerifier: { name: cookieName('pkce'), options: { ...cookieOptions(), maxAge: 900 } },
      state: { name: cookieName('state'), options: { ...cookieOptions(), maxAge: 900 } },
      nonce: { name: cookieName('nonce'), options: { ...cookieOptions(), maxAge: 900 } },
    },
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    providers: [passwordProvider(), ...oidcProvider()],
    callbacks: {
      signIn: async ({ account, profile }) =>
        account?.provider !== 'oidc' || (await mayEnterByOidc(profile)),
      jwt: async ({ token, user, account }) => {
        if (!account) return renewed(SessionClaims.parse(token));
        const id =
          account.provider === 'oidc' ? (await findUserByEmail(user.email ?? ''))?.id : user.id;
        return {
          ...SessionClaims.parse({ sub: id, sid: randomUUID(), signed_in_at: await databaseNow() }),
        };
      },
      // The browser learns nothing from next-auth's own session endpoint; GET /session tells it who
      // it is.
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      signIn: ({ account, user }) => {
        log.info({ provider: account?.provider, user: user.id }, 'signed in');
      },
      signOut: async ({ token }) => {
        const claims = SessionClaims.safeParse(token).data;
        if (claims) await endSession(claims.sid, IDLE_SECONDS);
      },
    },
    logger: {
      error: (code, data) =>
        log.warn(
          { code, error: data instanceof Error ? data.message : undefined },
          'sign-in problem',
        ),
      warn: (code) => log.debug({ code }, 'sign-in warning'),
      debug: () => undefined,
    },
  };
}

function passwordProvider() {
  return CredentialsProvider({
    id: 'credentials',
    name: 'Email and password',
    credentials: { email: { type: 'email' }, password: { type: 'password' } },
    authorize: async (credentials, request) => {
      const input = Credentials.safeParse(credentials).data;
      if (!input) return null;
      const headers = new Headers(
        Object.entries((request.headers ?? {}) as Record<string, string>).filter(
          ([name]) => name === 'x-forwarded-for',
        ),
      );
      const attempt = { email: input.email, address: clientAddress(headers) };
      if (secondsUntilAllowed(attempt) > 0) throw new Error(TOO_MANY); // becomes ?error= of the sign-in page
      const user = await findUserByEmail(input.email);
      if (!(await verifyPassword(input.password, user?.password_hash ?? null)) || !user) {
        countFailure(attempt);
        log.warn({ user: user?.id ?? null }, 'sign-in refused');
        return null;
      }
      countSuccess(attempt);
      if (user.password_hash && needsRehash(user.password_hash))
        await setPasswordHash(user.id, await hashPassword(input.password));
      return { id: user.id, name: user.name, email: user.email };
    },
  });
}

const OidcProfile = z.object({
  sub: z.string(),
  email: z.email(),
  email_verified: z.literal(true),
  name: z.string().optional(),
});

/**
 * People the issuer vouches for, with a verified email, who have an account here or an open
 * invitation. Nobody else.
 */
async function mayEnterByOidc(profile: unknown): Promise<boolean> {
  const person = OidcProfile.safeParse(profile).data;
  if (!person) return false;
  if (await findUserByEmail(person.email)) return true;
  return (await acceptInvitationByEmail(person.email, person.name ?? person.email)) !== undefined;
}

function oidcProvider(): OAuthConfig<Record<string, unknown>>[] {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME } = env();
  if (!OIDC_ISSUER || !OIDC_CLIENT_ID || !OIDC_CLIENT_SECRET) return [];
  return [
    {
      id: 'oidc',
      name: OIDC_NAME,
      type: 'oauth',
      idToken: true,
      checks: ['pkce', 'state', 'nonce'],
      wellKnown: `${OIDC_ISSUER.replace(/\/$/, '')}/.well-known/openid-configuration`,
      clientId: OIDC_CLIENT_ID,
      clientSecret: OIDC_CLIENT_SECRET,
      authorization: { params: { scope: 'openid email profile' } },
      profile: (profile) => ({
        id: String(profile.sub),
        email: String(profile.email ?? ''),
        name: String(profile.name ?? ''),
      }),
    },
  ];
}

/**
 * The claims for a fresh token, unless the sign-in is too long ago: then the person signs in again.
 */
function renewed(claims: SessionClaims): SessionClaims {
  if (claims.signed_in_at + ABSOLUTE_SECONDS * 1000 < now())
    throw new Error('The session has reached its age limit');
  return { ...claims };
}
