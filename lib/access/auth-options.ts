import { randomUUID } from 'node:crypto';
import type { NextAuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import type { OAuthConfig } from 'next-auth/providers/oauth';
import * as z from 'zod';
import { acceptInvitationByEmail } from '@/lib/access/invitations';
import { clientAddress } from '@/lib/access/address';
import { guess, TOO_MANY } from '@/lib/access/attempts';
import { knownBrowser } from '@/lib/access/known-browser';
import { hashPassword, needsRehash, verifyPassword } from '@/lib/access/password';
import { findUserByEmail, setPasswordHash } from '@/lib/access/repository';
import { ABSOLUTE_SECONDS } from '@/lib/access/repository-sessions';
import {
  cookieName,
  cookieOptions,
  SESSION_COOKIE,
  SessionClaims,
} from '@/lib/access/session-cookie';
import { beginSession, signOut } from '@/lib/access/sessions';
import { DomainError } from '@/lib/contract/errors';
import { env } from '@/lib/platform/env';
import { log } from '@/lib/platform/log';

/** As much of a browser's name as is kept. */
const MAX_AGENT = 300;
const Credentials = z.object({ email: z.string().max(200), password: z.string().max(1000) });

/** A request to sign in, and what came of it. */
export interface SignIn {
  headers: { get(name: string): string | null };
  cookie_header: string | null;
  /** Set when somebody signed in. */
  user_id?: string;
  /** Set when the sign-in was refused for the number of wrong passwords. */
  wait_seconds?: number;
}

/**
 * Sign-in by next-auth: who somebody is. What they may do is asked of the database with every
 * request (see authenticate).
 */
export function authOptions(sign_in: SignIn): NextAuthOptions {
  return {
    secret: env().SESSION_SECRET,
    // The token says no more than which session it is; when that ends is in the database.
    session: { strategy: 'jwt', maxAge: ABSOLUTE_SECONDS },
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
    providers: [passwordProvider(sign_in), ...oidcProvider()],
    callbacks: {
      signIn: async ({ account, profile }) =>
        account?.provider !== 'oidc' || (await mayEnterByOidc(profile)),
      jwt: async ({ token, user, account }) => {
        if (!account) return { ...SessionClaims.parse(token) };
        const id =
          account.provider === 'oidc' ? (await findUserByEmail(user.email ?? ''))?.id : user.id;
        const claims = SessionClaims.parse({ sub: id, sid: randomUUID() });
        await beginSession({
          id: claims.sid,
          user_id: claims.sub,
          address: clientAddress(sign_in.headers),
          user_agent: sign_in.headers.get('user-agent')?.slice(0, MAX_AGENT) ?? null,
        });
        sign_in.user_id = claims.sub;
        return { ...claims };
      },
      redirect: ({ url, baseUrl }) => (url.startsWith(`${baseUrl}/`) ? url : baseUrl),
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
        if (claims) await signOut(claims.sub, claims.sid);
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

function passwordProvider(sign_in: SignIn) {
  return CredentialsProvider({
    id: 'credentials',
    name: 'Email and password',
    credentials: { email: { type: 'email' }, password: { type: 'password' } },
    authorize: async (credentials) => {
      const input = Credentials.safeParse(credentials).data;
      if (!input) return null;
      const user = await findUserByEmail(input.email);
      const attempt = {
        email: input.email,
        address: clientAddress(sign_in.headers),
        browser: await knownBrowser(sign_in.cookie_header, user?.id),
      };
      const right = await guess(attempt, () =>
        verifyPassword(input.password, user?.password_hash ?? null),
      ).catch((error: unknown) => {
        if (!(error instanceof DomainError)) throw error;
        sign_in.wait_seconds = Number(error.details.extra?.retry_after_seconds);
        log.warn({ user: user?.id ?? null, address: attempt.address }, 'sign-in held back');
        throw new Error(TOO_MANY); // becomes ?error= of the sign-in page
      });
      if (!right || !user) {
        log.warn({ user: user?.id ?? null, address: attempt.address }, 'sign-in refused');
        return null;
      }
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
