import { isIP } from 'node:net';
import { isBlockedAddress } from '@/lib/egress/service';
import { env } from '@/lib/platform/env';

/** Where providers reach us: CONNECTOR_WEBHOOK_BASE_URL, or else the address people use. */
const base = (): string => env().CONNECTOR_WEBHOOK_BASE_URL ?? env().PUBLIC_URL;

/** The public address of an endpoint, as a provider is told it and signs it. */
export const endpointUrl = (slug: string, id: string): string =>
  `${base()}/api/v1/connectors/webhooks/${slug}/${id}`;

/**
 * Why a provider could not deliver to us; null: it could, as far as the address tells. A name is not
 * looked up: what it says here may be another thing where the provider asks.
 */
export function whyUnreachable(address = base()): string | null {
  const url = new URL(address);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (url.protocol !== 'https:') return `${url.origin} is not https`;
  if (isIP(host)) return isBlockedAddress(host) ? `${host} is not public` : null;
  const isLocal = !host.includes('.') || /\.(localhost|local|internal|lan|home|test)$/i.test(host);
  return isLocal ? `${host} is not public` : null;
}
