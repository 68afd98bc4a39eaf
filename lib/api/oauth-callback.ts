import { sessionId } from '@/lib/access/service';
import type { Handler } from '@/lib/api/methods';
import { finishAuthorization } from '@/lib/connections/service';

/**
 * The provider sends the browser here. Answers 303 to a clean address: code and state stay out of
 * pages, history and Referer.
 */
export const oauthCallback: Handler = async (request, { params }) => {
  const { type } = (await params) ?? {};
  const location = await finishAuthorization(
    type === undefined ? null : String(type),
    new URL(request.url).searchParams,
    await sessionId(request),
  );
  return new Response(null, {
    status: 303,
    headers: { location, 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' },
  });
};
