import { methods } from '@/lib/api/methods';
import { openApiDocument } from '@/lib/api/openapi';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: async () => Response.json(openApiDocument(), { headers: { 'cache-control': 'no-cache' } }),
});
