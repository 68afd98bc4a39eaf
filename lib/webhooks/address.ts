import { env } from '@/lib/platform/env';

/** Where providers reach us: CONNECTOR_WEBHOOK_BASE_URL, or else the address people use. */
const base = (): string => env().CONNECTOR_WEBHOOK_BASE_URL ?? env().PUBLIC_URL;

/** The public address of an endpoint, as a provider is told it and signs it. */
export const endpointUrl = (slug: string, id: string): string =>
  `${base()}/api/v1/connectors/webhooks/${slug}/${id}`;
