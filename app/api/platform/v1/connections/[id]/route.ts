import { route } from '@/lib/api/route';

export const { GET, POST, PUT, PATCH, DELETE } = route(
  'getConnection',
  'updateConnection',
  'deleteConnection',
);
