import { issuerKeys, keyIdOf } from '@/lib/webhooks/keys';
import { findReceiver } from '@/lib/webhooks/receivers';
import { findEndpoint } from '@/lib/webhooks/repository';
import type { DeliveryRow } from '@/lib/webhooks/repository-admin';
import { secretsOf } from '@/lib/webhooks/secrets';
import { isGenuineBy } from '@/lib/webhooks/signature';

/**
 * Whether a stored delivery is still what the provider signed: its bytes and headers as they are in
 * the inbox, by the secrets the endpoint has now, as of when it came.
 */
export async function isProvenStored(row: DeliveryRow): Promise<boolean> {
  const receiver = findReceiver(row.provider);
  const endpoint = await findEndpoint(row.endpoint_id);
  if (!receiver || !endpoint || row.body === null) return false;
  const { method, url, headers, body } = row;
  const jwt = receiver.signatures.find((one) => one.by === 'jwt');
  return isGenuineBy(
    receiver.signatures,
    { method, url, headers, body },
    {
      secrets: await secretsOf(endpoint),
      now_ms: row.received_at.getTime(),
      keys: jwt ? await issuerKeys(jwt.keys_url, endpoint.mode, keyIdOf(headers[jwt.header])) : [],
      stored: true,
    },
  );
}
