import { findConnector } from '@/lib/catalog/service';
import { db, transaction } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { log } from '@/lib/platform/log';
import { endpointUrl } from '@/lib/webhooks/address';
import { asConnection } from '@/lib/webhooks/asking';
import { createEndpoint, newSecret } from '@/lib/webhooks/endpoints';
import { whyNotLive } from '@/lib/webhooks/live';
import { Forgotten, type Registrar } from '@/lib/webhooks/registrar';
import { findRegistrar, REGISTRARS } from '@/lib/webhooks/registrars';
import {
  connectionToAsk,
  withoutEndpoint,
  type ConnectionToAsk,
} from '@/lib/webhooks/repository-connections';
import {
  noteRegistered,
  noteUnregistered,
  registrationsOf,
  takeDue,
  type RegistrationRow,
} from '@/lib/webhooks/repository-registrations';
import { secretsOf } from '@/lib/webhooks/secrets';
import { noteWakes } from '@/lib/webhooks/wakes';

const AT_ONCE = 20;
/** Renewed when less than this is left: half the life of the shortest, or a day. */
const RENEW_BEFORE_SECONDS = 24 * 3_600;
const RETRY_SECONDS = 300;
const AUTOMATIC = REGISTRARS.filter((one) => one.automatic);

/**
 * One look: connections whose provider can tell of changes get an endpoint, and registrations that
 * are missing, lapse soon or were forgotten are made, renewed or made anew. What a forgotten one did
 * not deliver is fetched by a run. Answers how many were looked at.
 */
export async function maintainRegistrations(): Promise<number> {
  const fresh = await withoutEndpoint(
    AUTOMATIC.flatMap((one) => one.connectors),
    AT_ONCE,
  );
  for (const connection of fresh) await openFor(connection);
  const due = await takeDue(
    AUTOMATIC.map((one) => one.provider),
    RENEW_BEFORE_SECONDS,
    AT_ONCE,
  );
  for (const row of due) await refresh(row);
  return fresh.length + due.length;
}

/** Makes the endpoint a connection's provider is to deliver to, where it could. */
async function openFor({ workspace_id, id, connector_type, mode }: ConnectionToAsk): Promise<void> {
  const registrar = AUTOMATIC.find((one) => one.connectors.includes(connector_type));
  if (!registrar || whyNotLive(registrar, connector_type, mode) !== null) return;
  await createEndpoint(db, {
    workspace_id,
    provider: registrar.provider,
    name: `${findConnector(connector_type)!.name}, live updates`,
    connection_id: id,
    secret: newSecret(registrar.provider),
    created_by: null,
  });
}

async function refresh(row: RegistrationRow): Promise<void> {
  const registrar = findRegistrar(row.provider)!;
  try {
    const connection = await connectionToAsk(row.workspace_id, row.connection_id);
    if (!connection) return;
    const [secret = ''] = await secretsOf(row);
    const how = {
      ask: await asConnection(registrar, connection),
      connector_type: connection.connector_type,
      url: endpointUrl(row.provider, row.id),
      secret,
      given: settingOf(registrar, connection.connector_type),
      now_ms: Date.now(),
    };
    const { registration } = row;
    const renewed =
      registration && registrar.renew
        ? await registrar.renew(how, registration).catch(forgotten)
        : null;
    const registered = renewed ?? (await registrar.register(how));
    await transaction(async (tx) => {
      await noteRegistered(tx, row, registered);
      // Whatever happened between two registrations was told to nobody.
      if (!renewed && registration)
        await noteWakes(tx, [{ ...row, targets: [], whole: true, events: 0 }], 0);
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    log.warn({ endpoint: row.id, error: message }, 'a webhook registration failed');
    await noteUnregistered(row, message, RETRY_SECONDS);
  }
}

const forgotten = (error: unknown): null => {
  if (error instanceof Forgotten) return null;
  throw error;
};

const settingOf = ({ setting }: Registrar, type: string): Record<string, string> =>
  setting ? { [setting]: env().provider_app(type, setting) ?? '' } : {};

/**
 * Tells the provider to stop delivering, before a connection's credential is erased. A provider
 * that does not answer keeps nobody connected.
 */
export async function removeRegistrations(workspace_id: string, id: string): Promise<void> {
  for (const row of await registrationsOf(workspace_id, id)) {
    const registrar = findRegistrar(row.provider);
    try {
      const connection = await connectionToAsk(workspace_id, id);
      if (!connection || !registrar?.remove || !row.registration) continue;
      const ask = await asConnection(registrar, connection);
      await registrar.remove({ ask }, row.registration);
    } catch (error) {
      log.warn({ endpoint: row.id, error: String(error) }, 'removing a registration failed');
    }
  }
}
