import { openApiDocument } from '@/lib/api/openapi';

export const GET = async (): Promise<Response> =>
  Response.json(openApiDocument(), { headers: { 'cache-control': 'no-cache' } });
