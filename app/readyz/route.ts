import { readiness } from '@/lib/api/readiness';

/** The process can serve: its database answers. */
export const GET = async (): Promise<Response> => {
  const ready = await readiness();
  return Response.json(ready, {
    status: ready.ready ? 200 : 503,
    headers: { 'cache-control': 'no-store' },
  });
};
export const dynamic = 'force-dynamic';
