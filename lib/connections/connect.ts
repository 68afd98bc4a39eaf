import type { Actor } from '@/lib/contract/principal';
import type { ApiKey, Arrivals, Connector, Handle, OAuth } from '@/lib/connectors/kit';
import type { Input, Result } from '@/lib/connections/attempt';
import { connectHandle } from '@/lib/connections/connect-handle';
import { connectApiKey } from '@/lib/connections/connect-key';
import { connectOAuth } from '@/lib/connections/connect-oauth';
import { connectWebhook } from '@/lib/connections/webhook';
import { assertCollection } from '@/lib/connections/collections';
import { mustBeConnectable } from '@/lib/connections/shared';
import { checkSchedule } from '@/lib/schedule/service';

/**
 * Connects a source; the connector's method decides how. Nothing is stored for a credential the
 * provider does not accept. Never waits for a sync: the first run is queued with the row.
 */
export async function createConnection(actor: Actor, input: Input): Promise<Result> {
  if (input.schedule) checkSchedule(input.schedule);
  await assertCollection(actor, input.collection);
  const own_app =
    input.client_id !== undefined ||
    input.access_token !== undefined ||
    input.auth_provider !== undefined;
  const connector = await mustBeConnectable(actor, input.connector_type, own_app);
  switch (connector.auth.method) {
    case 'oauth':
      return connectOAuth(actor, connector as Connector & { auth: OAuth }, input);
    case 'api_key':
      return connectApiKey(actor, connector as Connector & { auth: ApiKey }, input);
    case 'webhook':
      return connectWebhook(actor, connector as Connector & { auth: Arrivals }, input);
    case 'handle':
      return connectHandle(actor, connector as Connector & { auth: Handle }, input);
  }
}
