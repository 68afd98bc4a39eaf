import { randomBytes } from 'node:crypto';
import { NextResponse, type NextRequest } from 'next/server';
import { ADDRESS_HEADER } from '@/lib/client/auth';
import { NONCE_HEADER, pagePolicy } from '@/lib/web/policy';

/** Pages a browser opens; not what a page asks for once it is open. All others never come here. */
export const config = {
  matcher: [
    {
      source:
        '/((?!api/|source-connections(?:/|$)|collections(?:/|$)|_next/|sandbox/|logos/|healthz|readyz|metrics|icon.svg).*)',
      missing: [{ type: 'header', key: 'rsc' }],
    },
  ],
};

const DEVELOPMENT = process.env.NODE_ENV === 'development';

/**
 * A page gets a policy with a nonce of its own, and is told its whole address, which a layout cannot
 * ask for: sign-in leads back to it.
 */
export function proxy(request: NextRequest): Response {
  const { pathname, search } = request.nextUrl;
  const nonce = randomBytes(16).toString('base64url');
  const policy = pagePolicy(nonce, { development: DEVELOPMENT });
  const headers = new Headers(request.headers);
  headers.set(ADDRESS_HEADER, `${pathname}${search}`);
  headers.set(NONCE_HEADER, nonce);
  // Next reads the nonce for its own scripts from here.
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}
