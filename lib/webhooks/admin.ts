import type * as z from 'zod';
import { DomainError } from '@/lib/contract/errors';
import { missing } from '@/lib/contract/missing';
import type { Actor, Principal } from '@/lib/contract/principal';
import type {
  createConnectorEndpoint as createOperation,
  listConnectorEvents as listOperation,
  replayConnectorDelivery as replayOperation,
  rotateConnectorEndpoint as rotateOperation,
  updateConnectorEndpoint as updateOperation,
} from '@/lib/contract/webhooks';
import { emit } from '@/lib/events/service';
import { decodeCursor, encodeCursor } from '@/lib/platform/cursor';
import { transaction } from '@/lib/platform/db';
import { wakeInbox } from '@/lib/webhooks/bell';
import { createEndpoint, newSecret, rotateSecret, setDisabled } from '@/lib/webhooks/endpoints';
import { isProvenStored } from '@/lib/webhooks/replay';
import { RECEIVERS, findReceiver } from '@/lib/webhooks/receivers';
import {
  deliveryPage,
  endpointSummaries,
  findDelivery,
  handleAgain,
  lockDelivery,
} from '@/lib/webhooks/repository-admin';
import { hasConnection } from '@/lib/webhooks/repository-connections';
import { verifyTokenOf } from '@/lib/webhooks/signature';
import { toDelivery, toEndpoint } from '@/lib/webhooks/view';

/** Endpoints of the whole installation, and a page of what was delivered to them. */
export async function listConnectorEvents(
  _principal: Principal,
  { cursor, limit, ...filter }: z.output<typeof listOperation.input>,
): Promise<z.output<typeof listOperation.output>> {
  const before = cursor === undefined ? undefined : decodeCursor('w', cursor, ['sequence'])[0];
  const [endpoints, rows] = await Promise.all([
    endpointSummaries(),
    deliveryPage({ ...filter, before }, limit + 1),
  ]);
  const page = rows.slice(0, limit);
  return {
    endpoints: endpoints.map(toEndpoint),
    deliveries: page.map(toDelivery),
    next_cursor: rows.length > limit ? encodeCursor('w', page.at(-1)!.seq) : null,
  };
}

/**
 * Makes an endpoint in the caller's workspace. Throws unknown_provider, or connection_not_found for
 * a connection of another workspace.
 */
export async function createConnectorEndpoint(
  actor: Actor,
  input: z.output<typeof createOperation.input>,
): Promise<z.output<typeof createOperation.output>> {
  const receiver = findReceiver(input.provider);
  if (!receiver)
    throw new DomainError('unknown_provider', {
      detail: `There is no "${input.provider}". There are: ${RECEIVERS.map((one) => one.slug).join(', ')}.`,
    });
  const { id: workspace_id } = actor.workspace;
  const { connection_id = null } = input;
  if (connection_id !== null && !(await hasConnection(workspace_id, connection_id)))
    throw missing('connection');
  const secret = input.secret ?? newSecret(receiver.slug);
  const name = input.name ?? receiver.name;
  const id = await transaction(async (tx) => {
    const made = await createEndpoint(tx, {
      workspace_id,
      provider: receiver.slug,
      name,
      connection_id,
      reach: input.reach,
      secret,
      created_by: actor.kind === 'user' ? actor.user_id : null,
    });
    const data = { provider: receiver.slug, name };
    await emit(tx, actor, { event: 'webhook.created', id: made.id, data });
    return made.id;
  });
  return shown(id, { secret, given: input.secret !== undefined });
}

/** A new secret for an endpoint. The one before is taken for another day. Throws not_found. */
export async function rotateConnectorEndpoint(
  actor: Actor,
  input: z.output<typeof rotateOperation.input>,
): Promise<z.output<typeof rotateOperation.output>> {
  const { workspace_id, provider } = await mustFindEndpoint(input.id);
  const secret = input.secret ?? newSecret(provider);
  await transaction(async (tx) => {
    if (!(await rotateSecret(tx, { workspace_id, id: input.id }, secret)))
      throw missing('webhook_endpoint');
    await emit(tx, inWorkspace(actor, workspace_id), { event: 'webhook.rotated', id: input.id });
  });
  return shown(input.id, { secret, given: input.secret !== undefined });
}

/** Stops taking deliveries at an endpoint, or takes them again. Throws not_found. */
export async function updateConnectorEndpoint(
  actor: Actor,
  { id, disabled }: z.output<typeof updateOperation.input>,
): Promise<z.output<typeof updateOperation.output>> {
  const { workspace_id } = await mustFindEndpoint(id);
  await transaction(async (tx) => {
    await setDisabled(tx, { workspace_id, id }, disabled);
    const by = inWorkspace(actor, workspace_id);
    await emit(tx, by, { event: 'webhook.updated', id, data: { disabled } });
  });
  return { endpoint: toEndpoint(await mustFindEndpoint(id)) };
}

/**
 * Puts a stored delivery back into the inbox once it is verified again, as it came and as of then:
 * bytes that were changed, or a secret that is no longer taken, are refused. Throws not_found or
 * not_replayable with the reason.
 */
export async function replayConnectorDelivery(
  actor: Actor,
  { id }: z.output<typeof replayOperation.input>,
): Promise<z.output<typeof replayOperation.output>> {
  await transaction(async (tx) => {
    await lockDelivery(tx, id);
    const delivery = await findDelivery(id, tx);
    if (!delivery) throw missing('webhook_delivery');
    const refuse = (detail: string): never => {
      throw new DomainError('not_replayable', { detail });
    };
    if (delivery.state === null || delivery.body === null)
      return refuse('Nothing came of it: it was refused, or a handshake.');
    if (delivery.state === 'pending') return refuse('It waits to be handled already.');
    if (!(await isProvenStored(delivery)))
      return refuse('It is not what the provider signed, by the secrets the endpoint has now.');
    await handleAgain(tx, delivery.seq);
    const by = inWorkspace(actor, delivery.workspace_id);
    await emit(tx, by, { event: 'webhook.replayed', id });
  });
  wakeInbox();
  return { delivery: toDelivery((await findDelivery(id))!) };
}

async function mustFindEndpoint(id: string) {
  const [found] = await endpointSummaries(id);
  if (!found) throw missing('webhook_endpoint');
  return found;
}

/** The trail of a workspace tells what a platform admin did to what is its own. */
const inWorkspace = (actor: Actor, workspace_id: string) => ({
  ...actor,
  workspace: { id: workspace_id },
});

async function shown(
  id: string,
  { secret, given }: { secret: string; given: boolean },
): Promise<z.output<typeof createOperation.output>> {
  const endpoint = toEndpoint(await mustFindEndpoint(id));
  return {
    endpoint,
    secret: given ? null : secret,
    verify_token: endpoint.provider === 'whatsapp' ? verifyTokenOf(secret) : null,
  };
}
