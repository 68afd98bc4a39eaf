import { methods } from '@/lib/api/methods';
import { sourceConnectionsDocument } from '@/lib/dialects/source-connections/service';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: async () =>
    Response.json(sourceConnectionsDocument(), { headers: { 'cache-control': 'no-cache' } }),
});
