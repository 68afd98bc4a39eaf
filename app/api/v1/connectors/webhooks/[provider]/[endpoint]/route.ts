import { receiver } from '@/lib/api/webhooks';

/** Where providers deliver their events. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = receiver;
