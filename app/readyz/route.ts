import { methods } from '@/lib/api/methods';
import { readiness } from '@/lib/api/readiness';

export const dynamic = 'force-dynamic';

/** The process can serve: its database answers. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: async () => {
    const ready = await readiness();
    return Response.json(ready, {
      status: ready.ready ? 200 : 503,
      headers: { 'cache-control': 'no-store' },
    });
  },
});
