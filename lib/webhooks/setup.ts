import type * as z from 'zod';
import { DomainError } from '@/lib/contract/errors';
import { missing } from '@/lib/contract/missing';
import type { Actor } from '@/lib/contract/principal';
import type { setupWebhook as setupOperation } from '@/lib/contract/webhooks';
import { emit } from '@/lib/events/service';
import { db, transaction } from '@/lib/platform/db';
import { whyUnreachable } from '@/lib/webhooks/address';
import { endpointById } from '@/lib/webhooks/admin';
import { asConnection, asGiven, faultsOf } from '@/lib/webhooks/asking';
import { createEndpoint, deleteEndpoint, newSecret } from '@/lib/webhooks/endpoints';
import { RegistrationRefused, type AskProvider, type Registrar } from '@/lib/webhooks/registrar';
import { findRegistrar, REGISTRARS } from '@/lib/webhooks/registrars';
import { findReceiver } from '@/lib/webhooks/receivers';
import { connectionToAsk } from '@/lib/webhooks/repository-connections';
import { noteRegistered } from '@/lib/webhooks/repository-registrations';

type Input = z.output<typeof setupOperation.input>;

/**
 * Makes an endpoint and has the provider deliver to it. What the provider refuses leaves nothing
 * behind. Throws unknown_provider, webhook_unreachable for an address no provider could reach,
 * invalid_request for a field, connection_not_found, or registration_refused.
 */
export async function setupWebhook(
  actor: Actor,
  input: Input,
): Promise<z.output<typeof setupOperation.output>> {
  const registrar = findRegistrar(input.provider);
  if (!registrar) throw cannotRegister(input.provider);
  const why = actor.workspace.mode === 'live' ? whyUnreachable() : null;
  if (why !== null)
    throw new DomainError('webhook_unreachable', {
      detail: `A provider could not deliver to us: ${why}. CONNECTOR_WEBHOOK_BASE_URL must be a public https address.`,
    });
  const errors = faultsOf(registrar, input.fields);
  if (errors.length > 0)
    throw new DomainError('invalid_request', { detail: errors[0]!.message, errors });
  const asker = await askerFor(actor, registrar, input);
  try {
    return await register(actor, registrar, { ...input, ...asker });
  } catch (error) {
    if (!(error instanceof RegistrationRefused)) throw error;
    throw new DomainError('registration_refused', { detail: error.message });
  }
}

/** Who asks the provider: a connection, or whoever has what the person gave. */
interface Asker {
  ask: AskProvider;
  connection_id: string | null;
  connector_type: string | null;
}

/** The endpoint has to answer while the provider is asked: some look whether somebody is there. */
async function register(
  actor: Actor,
  registrar: Registrar,
  how: Pick<Input, 'fields' | 'name'> & Asker,
): Promise<z.output<typeof setupOperation.output>> {
  const { provider } = registrar;
  const { id: workspace_id } = actor.workspace;
  const given = how.fields;
  const secret = (await registrar.prepare?.({ ask: how.ask, given })) ?? newSecret(provider);
  const name = how.name ?? findReceiver(provider)!.name;
  const { id, url } = await createEndpoint(db, {
    workspace_id,
    provider,
    name,
    connection_id: how.connection_id,
    secret,
    created_by: actor.kind === 'user' ? actor.user_id : null,
  });
  try {
    const asked = {
      ask: how.ask,
      connector_type: how.connector_type,
      url,
      secret,
      given,
      now_ms: Date.now(),
    };
    const registered = await registrar.register(asked);
    await transaction(async (tx) => {
      await noteRegistered(tx, { workspace_id, id }, registered);
      await emit(tx, actor, { event: 'webhook.created', id, data: { provider, name } });
    });
  } catch (error) {
    await deleteEndpoint(db, { workspace_id, id });
    throw error;
  }
  return { endpoint: await endpointById(id), registered: true };
}

async function askerFor(
  actor: Actor,
  registrar: Registrar,
  { connection_id, fields }: Input,
): Promise<Asker> {
  if (registrar.connectors.length === 0)
    return {
      ask: asGiven(registrar, actor.workspace, fields),
      connection_id: null,
      connector_type: null,
    };
  const connection = connection_id && (await connectionToAsk(actor.workspace.id, connection_id));
  if (!connection) throw missing('connection');
  if (!registrar.connectors.includes(connection.connector_type))
    throw new DomainError('invalid_request', {
      detail: `Choose a connection of ${registrar.connectors.join(' or ')}.`,
      errors: [{ path: 'connection_id', message: 'It is a connection of another provider.' }],
    });
  if (!['connected', 'error', 'paused'].includes(connection.status))
    throw new DomainError('not_syncable', { detail: 'This connection has no credential now.' });
  try {
    const { id, connector_type } = connection;
    return { ask: await asConnection(registrar, connection), connection_id: id, connector_type };
  } catch (error) {
    if (!(error instanceof RegistrationRefused)) throw error;
    throw new DomainError('registration_refused', { detail: error.message });
  }
}

const cannotRegister = (provider: string): DomainError =>
  new DomainError('unknown_provider', {
    detail:
      `The address cannot be registered at "${provider}" by us. It can at: ` +
      `${REGISTRARS.map((one) => one.provider).join(', ')}.`,
  });
