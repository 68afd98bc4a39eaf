import { NextResponse, type NextRequest } from 'next/server';
import { problemResponse } from '@/lib/api/problem';
import { ADDRESS_HEADER } from '@/lib/client/auth';
import { DomainError } from '@/lib/contract/errors';

/**
 * Addresses with percent-encoding, which can be encoded wrongly, and pages a browser opens in a
 * workspace. All others never come here.
 */
export const config = {
  matcher: [
    '/(.*%.*)',
    {
      source: '/:workspace/(connections|settings)/:rest*',
      has: [{ type: 'header', key: 'accept', value: '.*text/html.*' }],
    },
  ],
};

/**
 * Next answers an address it cannot decode with an error of its own; this answers it first, as a
 * problem document. Pages are told their whole address, which a layout cannot ask for: sign-in
 * leads back to it.
 */
export function proxy(request: NextRequest): Response {
  const { pathname, search } = request.nextUrl;
  try {
    decodeURIComponent(pathname);
  } catch {
    return problemResponse(new DomainError('malformed_url'));
  }
  const headers = new Headers(request.headers);
  headers.set(ADDRESS_HEADER, `${pathname}${search}`);
  return NextResponse.next({ request: { headers } });
}
