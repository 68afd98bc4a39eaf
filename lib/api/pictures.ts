import { authenticate } from '@/lib/access/service';
import { authorize } from '@/lib/api/execute';
import { methods, type Handler } from '@/lib/api/methods';
import { problemResponse } from '@/lib/api/problem';
import { OPERATIONS, type AnyOperation } from '@/lib/contract';
import { DomainError } from '@/lib/contract/errors';
import type { Principal } from '@/lib/contract/principal';
import { EgressRefused, NetworkError, NoPicture } from '@/lib/egress/service';
import { pictureOfPost, type PictureOf } from '@/lib/metrics/service';
import { isId } from '@/lib/platform/ids';
import { log } from '@/lib/platform/log';
import { takeRequest } from '@/lib/requests/service';

/** A post keeps its pictures; who may see them may have changed by the next look. */
const KEPT_S = 600;

/**
 * A picture of a post for a page of the console: `?workspace=…&connection=…&post=…&index=0`. The
 * address it is fetched from stands in the record. Whatever does not lead to a picture the caller may
 * see answers as an address does that never was: hidden, not theirs, not there, or no picture.
 */
const show: Handler = async (request) => {
  try {
    const { searchParams } = new URL(request.url);
    const principal = await callerOf(request, searchParams);
    await takeRequest(principal);
    const { type, bytes } = await pictureOfPost(principal, askedOf(searchParams));
    return new Response(new Uint8Array(bytes), {
      headers: {
        'content-type': type,
        'content-length': String(bytes.length),
        'content-disposition': 'inline',
        'cache-control': `private, max-age=${KEPT_S}`,
        vary: 'Cookie',
      },
    });
  } catch (error) {
    return problemResponse(asNothing(error), { request });
  }
};

export const pictures = methods({ GET: show });

/** An `img` sends no headers of its own: the workspace stands in the address. */
async function callerOf(request: Request, asked: URLSearchParams): Promise<Principal> {
  const headers = new Headers(request.headers);
  const slug = asked.get('workspace');
  if (slug) headers.set('x-inlet-workspace', slug);
  const principal = await authenticate(new Request(request.url, { headers }));
  authorize(OPERATIONS.getMetricsSummary as unknown as AnyOperation, principal);
  return principal;
}

/** Throws unknown_path for what can be no connection, post or place in a list. */
function askedOf(asked: URLSearchParams): PictureOf {
  const [id, post, index] = ['connection', 'post', 'index'].map((name) => asked.get(name) ?? '');
  if (!isId(id!) || post!.includes('\0') || !/^\d{1,2}$/.test(index!))
    throw new DomainError('unknown_path');
  return { id: id!, post: post!, index: Number(index) };
}

/** Codes that say who asks, or how often, and nothing of what there is. */
const SAID: ReadonlySet<string> = new Set([
  'unauthenticated',
  'session_expired',
  'invalid_api_key',
  'workspace_required',
  'cross_site_request',
  'rate_limited',
]);

function asNothing(error: unknown): unknown {
  if (error instanceof DomainError)
    return SAID.has(error.code) ? error : new DomainError('unknown_path');
  const expected = [EgressRefused, NetworkError, NoPicture].some((kind) => error instanceof kind);
  if (!expected) return error;
  log.info({ reason: (error as Error).message }, 'a picture of a post is not shown');
  return new DomainError('unknown_path');
}
