import type * as z from 'zod';
import { DomainError } from '@/lib/contract/errors';
import type { Actor, Principal } from '@/lib/contract/principal';
import type {
  getConnectionWebhook as getOperation,
  getLiveUpdates as liveOperation,
  rotateConnectionWebhook as rotateOperation,
  testConnectionWebhook as testOperation,
} from '@/lib/contract/webhooks';
import type { Arrivals, Connector } from '@/lib/connectors/kit';
import { created, draft, type Input, type Result } from '@/lib/connections/attempt';
import type { Row } from '@/lib/connections/repository-read';
import { insertConnection, markConnected } from '@/lib/connections/repository-write';
import { mustFind, personOf, present } from '@/lib/connections/shared';
import { emit } from '@/lib/events/service';
import { transaction, type Sql } from '@/lib/platform/db';
import {
  createEndpoint,
  deliverSample,
  endpointOf,
  liveUpdates,
  newSecret,
  rotateSecret,
} from '@/lib/webhooks/service';

type WebhookConnector = Connector & { auth: Arrivals };

/** Makes the connection with an address and a secret, which is answered this once. */
export async function connectWebhook(
  actor: Actor,
  connector: WebhookConnector,
  input: Input,
): Promise<Result> {
  const row = draft(actor, connector, input);
  const opened = await transaction(async (tx) => {
    await insertConnection(tx, { ...row, sync_immediately: false });
    await emit(tx, actor, created(row));
    return open(tx, actor, connector, row);
  });
  return { mode: 'webhook_setup', connection: await present(actor, row.id), ...opened };
}

/** A disconnected one listens again: at a new address, with a new secret. */
export async function listenAgain(
  actor: Actor,
  row: Row,
  connector: WebhookConnector,
): Promise<Result> {
  const opened = await transaction(async (tx) => {
    await emit(tx, actor, { event: 'connection.reconnected', id: row.id });
    return open(tx, actor, connector, row);
  });
  return { mode: 'webhook_setup', connection: await present(actor, row.id), ...opened };
}

/** The endpoint, and the connection that listens at it. Nothing is ever due: it arrives by itself. */
async function open(
  tx: Sql,
  actor: Actor,
  { auth }: WebhookConnector,
  { workspace_id, id, name }: Pick<Row, 'workspace_id' | 'id' | 'name'>,
): Promise<{ webhook_url: string; signing_secret: string }> {
  const signing_secret = newSecret(auth.receiver);
  const { url } = await createEndpoint(tx, {
    workspace_id,
    provider: auth.receiver,
    name,
    connection_id: id,
    secret: signing_secret,
    created_by: personOf(actor),
  });
  await markConnected(tx, workspace_id, id, {
    external_account_id: id,
    account_label: name,
    account: {},
    granted_scopes: [],
    missing_scopes: [],
    next_sync_in_ms: null,
  });
  await emit(tx, actor, { event: 'connection.connected', id, data: { account: name } });
  return { webhook_url: url, signing_secret };
}

/** The address it listens at. Throws no_webhook for a connection that listens nowhere. */
export async function getConnectionWebhook(
  principal: Principal,
  { id }: z.output<typeof getOperation.input>,
): Promise<z.output<typeof getOperation.output>> {
  return { webhook: (await mustListen(principal, id)).webhook };
}

/** A new signing secret; the one before is taken for another day. Throws no_webhook. */
export async function rotateConnectionWebhook(
  actor: Actor,
  { id }: z.output<typeof rotateOperation.input>,
): Promise<z.output<typeof rotateOperation.output>> {
  const { endpoint } = await mustListen(actor, id);
  const signing_secret = newSecret(endpoint.provider);
  await transaction(async (tx) => {
    const at = { workspace_id: actor.workspace.id, id: endpoint.id };
    if (!(await rotateSecret(tx, at, signing_secret))) throw new DomainError('no_webhook');
    await emit(tx, actor, { event: 'connection.webhook_rotated', id });
  });
  return { webhook: (await mustListen(actor, id)).webhook, signing_secret };
}

/** Delivers a signed sample as a sender would, through verification. Throws no_webhook. */
export async function testConnectionWebhook(
  actor: Actor,
  { id }: z.output<typeof testOperation.input>,
): Promise<z.output<typeof testOperation.output>> {
  const { endpoint } = await mustListen(actor, id);
  return { delivered: true, event_id: await deliverSample(endpoint.id) };
}

async function mustListen(principal: Principal, id: string) {
  const row = await mustFind(principal, id);
  const endpoint =
    row.connector_type === 'webhook' ? await endpointOf(row.workspace_id, row.id) : null;
  if (!endpoint || endpoint.disabled_at !== null) throw new DomainError('no_webhook');
  const { url, created_at, rotated_at, previous_secret_until, last_delivery_at, counts } = endpoint;
  const webhook = {
    url,
    created_at,
    rotated_at,
    previous_secret_until,
    last_delivery_at,
    counts,
  };
  return { endpoint, webhook };
}

/** Whether the provider tells of the connection's changes as they happen. */
export async function getLiveUpdates(
  principal: Principal,
  { id }: z.output<typeof liveOperation.input>,
): Promise<z.output<typeof liveOperation.output>> {
  const row = await mustFind(principal, id);
  return liveUpdates(row.workspace_id, row.id);
}
