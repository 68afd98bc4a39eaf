import { methods } from '@/lib/api/methods';

export const dynamic = 'force-dynamic';

/** The process answers. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: async () =>
    new Response('ok\n', {
      headers: { 'cache-control': 'no-store', 'content-type': 'text/plain; charset=utf-8' },
    }),
});
