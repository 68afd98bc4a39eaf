import { readBytes } from '@/lib/api/body';
import { methods, type Handler } from '@/lib/api/methods';
import { problemResponse } from '@/lib/api/problem';
import { DomainError } from '@/lib/contract/errors';
import { bodyLimits, receive } from '@/lib/webhooks/service';

/** A provider knocks: no session, no key, no JSON of ours. */
const receiveRequest: Handler = async (request, { params }) => {
  const { provider, endpoint } = (await params) ?? {};
  const slug = String(provider);
  try {
    const limits = bodyLimits(slug);
    const headers = Object.fromEntries(request.headers);
    const body = await readBytes(request, limits.max_bytes);
    if (body.length > 0 && !limits.content_types.includes(typeOf(headers)))
      throw new DomainError('unsupported_media_type', {
        detail: `The body must be ${limits.content_types.join(' or ')}.`,
        fix: 'Choose that content type at the provider.',
      });
    const { method, url } = request;
    const query = new URL(url).search;
    const reply = await receive(slug, String(endpoint), { method, query, headers, body });
    return new Response(reply.body ?? null, {
      status: reply.status,
      headers: {
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        ...(reply.content_type ? { 'content-type': reply.content_type } : {}),
      },
    });
  } catch (error) {
    return problemResponse(error, { request });
  }
};

const typeOf = (headers: Record<string, string>): string =>
  (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();

/** GET is a handshake of some providers (WhatsApp); a HEAD is none. */
export const receiver = methods({ GET: receiveRequest, POST: receiveRequest }, { head: false });
