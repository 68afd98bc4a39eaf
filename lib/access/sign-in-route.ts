import { authOptions, type SignIn } from '@/lib/access/auth-options';
import { rememberBrowser } from '@/lib/access/known-browser';
import { askNextAuth } from '@/lib/access/next-auth';
import { cookieName, cookiesIn } from '@/lib/access/session-cookie';
import { safeCallback } from '@/lib/client/auth';
import { DomainError } from '@/lib/contract/errors';
import { env } from '@/lib/platform/env';

/** What next-auth has; everything else under /api/auth is a path that does not exist. */
const ACTIONS = new Set(['csrf', 'providers', 'session', 'signin', 'signout', 'callback', 'error']);

/**
 * next-auth's endpoints under /api/auth, less the one through which anybody could write into our
 * log. Where it leads afterwards is a path of ours, whatever was asked for. Throws DomainError:
 * unknown_path.
 */
export async function signInRoute(
  request: Request,
  path: string[],
  { query, form }: { query: Record<string, string>; form: Record<string, string> | null },
): Promise<Response> {
  if (path[0] === '_log') return new Response(null, { status: 204 });
  if (!ACTIONS.has(path[0] ?? '') || path.length > 2) throw new DomainError('unknown_path');
  const cookie_header = request.headers.get('cookie');
  const sign_in: SignIn = { headers: request.headers, cookie_header };
  const response = await askNextAuth(
    {
      path,
      method: request.method,
      query: ourCallback(query),
      form: form && ourCallback(form),
      headers: Object.fromEntries(request.headers),
      cookies: ourCookies(cookie_header),
    },
    authOptions(sign_in),
  );
  // It answers a line of text, some with 500, to what it has no answer for.
  const is_text = !/json/.test(response.headers.get('content-type') ?? '');
  if (response.status >= 400 && is_text) throw new DomainError('unknown_path');
  if (sign_in.user_id)
    response.headers.append('set-cookie', await rememberBrowser(cookie_header, sign_in.user_id));
  if (!sign_in.wait_seconds) return response;
  // next-auth answers every refused sign-in with 401.
  const headers = new Headers(response.headers);
  headers.set('retry-after', String(sign_in.wait_seconds));
  return new Response(response.body, { status: 429, headers });
}

/** A `callbackUrl` as an address of ours; next-auth answers 500 to one that is no address at all. */
function ourCallback<Fields extends Record<string, string>>(fields: Fields): Fields {
  return 'callbackUrl' in fields
    ? { ...fields, callbackUrl: ourAddress(fields.callbackUrl!) }
    : fields;
}

/** The address of a path of ours; any other becomes our front door. */
export function ourAddress(address: string): string {
  const own = env().PUBLIC_URL;
  const path = address.startsWith(`${own}/`) ? address.slice(own.length) : address;
  return `${own}${safeCallback(path) ?? '/'}`;
}

function ourCookies(header: string | null): Record<string, string> {
  const cookies: Record<string, string> = {};
  for (const [name, value] of Object.entries(cookiesIn(header)))
    try {
      cookies[name] = decodeURIComponent(value);
    } catch {
      // Not one of ours: those are encoded well.
    }
  const callback = cookieName('callback-url');
  if (callback in cookies) cookies[callback] = ourAddress(cookies[callback]!);
  return cookies;
}
