import { methods } from '@/lib/api/methods';
import { oauthCallback } from '@/lib/api/oauth-callback';

/** A HEAD must not connect anything. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods(
  { GET: oauthCallback },
  { head: false },
);
