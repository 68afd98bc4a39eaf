import { NextResponse, type NextRequest } from 'next/server';
import { problemResponse } from '@/lib/api/problem';
import { DomainError } from '@/lib/contract/errors';

/** Only addresses with percent-encoding can be encoded wrongly; all others never come here. */
export const config = { matcher: '/(.*%.*)' };

/** Next answers an address it cannot decode with an error of its own; this answers it first, as a problem document. */
export function proxy(request: NextRequest): Response {
  try {
    decodeURIComponent(request.nextUrl.pathname);
    return NextResponse.next();
  } catch {
    return problemResponse(new DomainError('malformed_url'));
  }
}
