import { needsSetup, refuseCrossSite, Setup, setUp } from '@/lib/access/service';
import { parseBody, publicRoute } from '@/lib/api/public-route';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicRoute({
  GET: { run: async () => ({ needs_setup: await needsSetup() }) },
  POST: {
    status: 201,
    run: async (request) => {
      refuseCrossSite(request, { anonymous: true });
      const { workspace_slug } = await setUp({
        ...(await parseBody(request, Setup)),
        mode: 'live',
      });
      return { workspace_slug };
    },
  },
});
