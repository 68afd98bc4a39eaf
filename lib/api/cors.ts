import { isApiOrigin } from '@/lib/access/service';
import type { Principal } from '@/lib/contract/principal';

/** What a page may read of an answer beside its body. */
const EXPOSED = [
  'ETag',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'X-Request-Id',
  'Idempotency-Replayed',
].join(', ');
const REQUEST_HEADERS = [
  'Authorization',
  'X-API-Key',
  'Content-Type',
  'Accept',
  'If-None-Match',
  'If-Match',
  'Idempotency-Key',
  'X-Request-Id',
].join(', ');
const PREFLIGHT_SECONDS = '600';

/**
 * Lets a page of a registered origin read the answer. Off unless a workspace registered the origin:
 * the workspace of the key that asks, or any as long as it is not known who asks. Cookies never
 * count across origins: a page needs a key.
 */
export async function originHeaders(
  request: Request,
  principal: Principal | null,
): Promise<Record<string, string>> {
  const origin = request.headers.get('origin');
  if (origin === null || (principal !== null && principal.kind !== 'api_key')) return {};
  if (!(await isApiOrigin(origin, principal?.workspace.id ?? null))) return {};
  return {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': EXPOSED,
  };
}

/** The answer to a browser that asks beforehand (CORS preflight), from the answer to OPTIONS. */
export async function preflight(request: Request, options: Response): Promise<Response> {
  if (!request.headers.has('access-control-request-method')) return options;
  options.headers.append('vary', 'Origin');
  const allowed = await originHeaders(request, null);
  if (Object.keys(allowed).length === 0) return options;
  options.headers.set('access-control-allow-origin', allowed['access-control-allow-origin']!);
  options.headers.set('access-control-allow-methods', options.headers.get('allow') ?? '');
  options.headers.set('access-control-allow-headers', REQUEST_HEADERS);
  options.headers.set('access-control-max-age', PREFLIGHT_SECONDS);
  return options;
}
