import { ProblemError, send } from '@/lib/client/call';
import { ERRORS, type ErrorCode } from '@/lib/contract/errors';

/**
 * Tells a page its own path and query; see proxy.ts. What it says is checked by `safeCallback`
 * before anybody is sent there.
 */
export const ADDRESS_HEADER = 'x-inlet-address';

/**
 * Sign-in through next-auth's own endpoints. Three small requests replace its browser library,
 * which would weigh more than the page.
 */
export interface SignInProvider {
  id: string;
  name: string;
  type: string;
}

/** The ways to sign in that this server offers. */
export async function signInProviders(): Promise<SignInProvider[]> {
  return Object.values(
    (await send('/api/auth/providers', { method: 'GET' })) as Record<string, SignInProvider>,
  );
}

/**
 * Signs in with email and password. Throws ProblemError `unauthenticated` when they do not match.
 */
export async function signInWithPassword(email: string, password: string): Promise<void> {
  const error = failureOf(
    await postForm('/api/auth/callback/credentials', { email, password, callbackUrl: '/' }),
  );
  if (error === null) return;
  if (!(error in ERRORS))
    throw ProblemError.own(
      { what: 'words.noSuchAccount', fix: 'words.checkBoth' },
      { status: 401, code: 'unauthenticated' },
    );
  const { status, title, fix } = ERRORS[error as ErrorCode];
  const code = error as ErrorCode;
  throw new ProblemError({
    type: 'about:blank',
    request_id: '',
    code,
    status,
    title,
    detail: title,
    fix,
  });
}

/** Address of the identity provider to send the browser to. */
export async function signInAddress(provider: string, callback: string): Promise<string> {
  return (
    await postForm(`/api/auth/signin/${encodeURIComponent(provider)}`, { callbackUrl: callback })
  ).url;
}

export async function signOut(): Promise<void> {
  await postForm('/api/auth/signout', { callbackUrl: '/sign-in' });
}

/**
 * A path on this site to go to after sign-in, or null: other sites and protocol-relative addresses
 * are refused.
 */
export function safeCallback(value: string | null | undefined): string | null {
  if (!value) return null;
  try {
    const url = new URL(value, 'http://inlet.invalid');
    const path = `${url.pathname}${url.search}${url.hash}`;
    return url.origin === 'http://inlet.invalid' &&
      value.startsWith('/') &&
      path.startsWith('/') &&
      !path.startsWith('//') &&
      !path.startsWith('/api/')
      ? path
      : null;
  } catch {
    return null;
  }
}

async function postForm(url: string, fields: Record<string, string>): Promise<{ url: string }> {
  const { csrfToken } = (await send('/api/auth/csrf', { method: 'GET' })) as { csrfToken: string };
  const response = await fetch(url, {
    method: 'POST',
    credentials: 'same-origin',
    redirect: 'follow',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
    body: new URLSearchParams({ ...fields, csrfToken, json: 'true' }),
  }).catch(() => null);
  const body = (await response?.json().catch(() => null)) as { url?: string } | null | undefined;
  // A wrong password answers 401 and still names the address, with the reason in its query.
  if (typeof body?.url === 'string') return { url: body.url };
  if (response?.status === 429)
    throw ProblemError.own(
      { what: 'words.tooManyAttempts', fix: 'words.waitMinutes' },
      { status: 429, code: 'too_many_attempts' },
    );
  throw ProblemError.own(
    { what: 'words.signInSilent', fix: 'words.tryInAMoment' },
    { status: response?.status ?? 0 },
  );
}

const failureOf = ({ url }: { url: string }): string | null =>
  new URL(url, window.location.origin).searchParams.get('error');
