import { refuseCrossSite, SetupDemo, setUp } from '@/lib/access/service';
import { parseBody, publicRoute } from '@/lib/api/public-route';
import { fillDemo } from '@/lib/worker/demo';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicRoute({
  POST: {
    status: 201,
    run: async (request) => {
      refuseCrossSite(request, { anonymous: true });
      const { workspace_id, workspace_slug } = await setUp({
        ...(await parseBody(request, SetupDemo)),
        workspace_name: 'Demo',
        mode: 'sandbox',
      });
      fillDemo(workspace_id);
      return { workspace_slug };
    },
  },
});
