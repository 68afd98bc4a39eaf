import { connectorsV1 } from '@/lib/dialects/v1/service';

/** Connectors v1, but for the webhook receiver and the OAuth callback. */
export { connectorsV1 as GET, connectorsV1 as HEAD, connectorsV1 as OPTIONS };
export { connectorsV1 as POST, connectorsV1 as PUT, connectorsV1 as PATCH, connectorsV1 as DELETE };
