import { methods } from '@/lib/api/methods';
import { connectorsV1Document } from '@/lib/dialects/v1/service';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: async () =>
    Response.json(connectorsV1Document(), { headers: { 'cache-control': 'no-cache' } }),
});
