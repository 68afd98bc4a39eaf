import {
  AcceptInvitation,
  acceptInvitation,
  clientAddress,
  describeInvitation,
  refuseCrossSite,
} from '@/lib/access/service';
import { parseBody, publicRoute } from '@/lib/api/public-route';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicRoute({
  GET: {
    run: (request) => describeInvitation(new URL(request.url).searchParams.get('token') ?? ''),
  },
  POST: {
    run: async (request) => {
      refuseCrossSite(request, { anonymous: true });
      return acceptInvitation(
        await parseBody(request, AcceptInvitation),
        clientAddress(request.headers),
      );
    },
  },
});
