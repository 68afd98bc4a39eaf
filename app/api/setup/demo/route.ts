import { refuseCrossSite, SetupDemo, setUp } from '@/lib/access/service';
import { parseBody, publicRoute } from '@/lib/api/public-route';

export const { GET, POST, PUT, PATCH, DELETE } = publicRoute({
  POST: {
    status: 201,
    run: async (request) => {
      refuseCrossSite(request, { anonymous: true });
      const { workspace_slug } = await setUp({ ...(await parseBody(request, SetupDemo)), workspace_name: 'Demo', mode: 'sandbox' });
      return { workspace_slug };
    },
  },
});
