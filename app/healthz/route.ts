/** The process answers. */
export const GET = (): Response =>
  new Response('ok\n', {
    headers: { 'cache-control': 'no-store', 'content-type': 'text/plain; charset=utf-8' },
  });
export const dynamic = 'force-dynamic';
