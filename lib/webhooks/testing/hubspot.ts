import { endpointUrl } from '@/lib/webhooks/address';
import type { Incoming } from '@/lib/webhooks/receive';
import { hmac } from '@/lib/webhooks/testing/signed';

/** A delivery of one event of HubSpot to an endpoint, signed as HubSpot signs. */
export function hubspotDelivery(
  endpoint_id: string,
  secret: string,
  event: { portal: string; n: number; type?: string },
): Incoming {
  const at = String(Date.now());
  const body = JSON.stringify([
    {
      eventId: event.n,
      subscriptionId: 1,
      portalId: Number(event.portal),
      occurredAt: 1_700_000_000_000,
      subscriptionType: event.type ?? 'contact.propertyChange',
      objectId: event.n,
    },
  ]);
  const signed = `POST${endpointUrl('hubspot', endpoint_id)}${body}${at}`;
  return {
    method: 'POST',
    query: '',
    headers: {
      'content-type': 'application/json',
      'x-hubspot-request-timestamp': at,
      'x-hubspot-signature-v3': hmac(secret, signed, 'base64'),
    },
    body: Buffer.from(body),
  };
}
