import { isIP } from 'node:net';
import { DomainError } from '@/lib/contract/errors';
import { env } from '@/lib/platform/env';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses what another site could make a signed-in browser send: a change must come from our own
 * pages (Sec-Fetch-Site, or an Origin that is ours) and carry JSON, which no form can. `anonymous`
 * is for endpoints that need no cookie: there a client that sends neither header is no browser, and
 * may pass.
 */
export function refuseCrossSite(request: Request, { anonymous = false } = {}): void {
  if (SAFE_METHODS.has(request.method)) return;
  const site = request.headers.get('sec-fetch-site');
  const origin = request.headers.get('origin');
  if (!isAccepted(site, origin, request, anonymous)) throw new DomainError('cross_site_request');
  if (hasBody(request) && !/^application\/json\b/i.test(request.headers.get('content-type') ?? ''))
    throw new DomainError('unsupported_media_type');
}

function isAccepted(
  site: string | null,
  origin: string | null,
  request: Request,
  anonymous: boolean,
): boolean {
  const own = origin !== null && isOurs(origin, request);
  switch (site) {
    case null:
      return own || (origin === null && anonymous);
    case 'same-origin':
      return true;
    case 'none': // typed, or from a bookmark
      return own || origin === null;
    default:
      return false;
  }
}

function hasBody({ headers }: Request): boolean {
  return (
    Number(headers.get('content-length') ?? 0) > 0 ||
    headers.has('transfer-encoding') ||
    headers.has('content-type')
  );
}

/**
 * Browsers leave Sec-Fetch-Site out on plain http addresses other than localhost: then the origin
 * must be the host asked for.
 */
function isOurs(origin: string, request: Request): boolean {
  const publicUrl = new URL(env().PUBLIC_URL);
  if (origin === publicUrl.origin) return true;
  const host = request.headers.get('host') ?? new URL(request.url).host;
  // Only names that cannot be pointed at us from outside: a stranger's domain that resolves to this
  // machine is not ours.
  return (
    URL.canParse(origin) && new URL(origin).host === host && isLocalName(new URL(origin).hostname)
  );
}

const isLocalName = (hostname: string): boolean =>
  hostname === 'localhost' || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;
