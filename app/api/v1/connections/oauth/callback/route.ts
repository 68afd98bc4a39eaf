import { methods } from '@/lib/api/methods';
import { oauthCallback } from '@/lib/api/oauth-callback';

/** The callback of provider apps that were registered with this address. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods(
  { GET: oauthCallback },
  { head: false },
);
