import { signOutEverywhere } from '@/lib/access/service';
import { publicRoute } from '@/lib/api/public-route';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicRoute({
  POST: {
    run: async (request) => {
      await signOutEverywhere(request);
      return { signed_out: true };
    },
  },
});
