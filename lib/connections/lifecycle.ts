import type * as z from 'zod';
import type {
  deleteConnection as deleteOperation,
  pauseConnection as pauseOperation,
  updateConnection as updateOperation,
} from '@/lib/contract/connections';
import type { reconnectConnection as reconnectOperation } from '@/lib/contract/connecting';
import type { Schedule } from '@/lib/contract/common';
import { DomainError } from '@/lib/contract/errors';
import type { Actor, Principal } from '@/lib/contract/principal';
import type { ApiKey, Arrivals, Connector, OAuth } from '@/lib/connectors/kit';
import { assertCollection } from '@/lib/connections/collections';
import { changedConfig } from '@/lib/connections/config';
import { replaceKey } from '@/lib/connections/connect-key';
import { reauthorize } from '@/lib/connections/connect-oauth';
import { provideAgain, providedFor } from '@/lib/connections/connect-provided';
import { becomeConnected, firstRun } from '@/lib/connections/grant';
import { findExisting, isMember, type Row } from '@/lib/connections/repository-read';
import {
  deleteAttempt,
  DUE_NOW,
  dueIn,
  markDisconnected,
  patchConnection,
} from '@/lib/connections/repository-write';
import {
  connectorOf,
  mustFind,
  mustLock,
  present,
  presentRow,
  seesRecords,
} from '@/lib/connections/shared';
import { cancelIn } from '@/lib/connections/syncing';
import { assertTransition } from '@/lib/connections/transitions';
import { listenAgain } from '@/lib/connections/webhook';
import { checkRoute } from '@/lib/connections/verify';
import { send } from '@/lib/egress/service';
import { endsSoon, eraseCredential, peekTokens, providerApp } from '@/lib/oauth/service';
import { emit } from '@/lib/events/service';
import { db, transaction, type Sql } from '@/lib/platform/db';
import { log } from '@/lib/platform/log';
import { checkSchedule, nextSyncIn, ownRhythm } from '@/lib/schedule/service';
import { closeEndpoints, removeRegistrations } from '@/lib/webhooks/service';

type Connected = z.output<typeof reconnectOperation.output>;
const REVOKE_TIMEOUT_MS = 8_000;

/** Changes what a person may of a connection. Setting an owner needs a personal connector and a member. */
export async function updateConnection(
  actor: Actor,
  input: z.output<typeof updateOperation.input>,
): Promise<z.output<typeof updateOperation.output>> {
  const row = await mustFind(actor, input.id);
  const { id, ...changes } = input;
  if (Object.keys(changes).length === 0)
    throw new DomainError('invalid_request', {
      detail: 'Nothing to change.',
      fix: 'Send name, description, tags, owner_user_id, collection, schedule or config.',
    });
  const { schedule, config } = changes;
  if (schedule) checkSchedule(schedule);
  await assertCollection(actor, changes.collection);
  if (changes.owner_user_id !== undefined) {
    if (connectorOf(row).ownership !== 'personal' && row.scope !== 'personal')
      throw new DomainError('owner_not_allowed', {
        detail: `${row.name} belongs to the workspace.`,
      });
    await assertMayHandOver(actor, row);
    if (
      changes.owner_user_id !== null &&
      !(await isMember(actor.workspace.id, changes.owner_user_id))
    )
      throw new DomainError('owner_not_member');
  }
  await transaction(async (tx) => {
    const now = await mustLock(tx, actor, id);
    actor.unchanged?.(await presentRow(actor, now));
    await patchConnection(tx, row.workspace_id, id, {
      ...changes,
      ...(config ? { config: changedConfig(connectorOf(now), now, config) } : {}),
      ...(schedule === undefined ? {} : await newRhythm(tx, now, schedule)),
    });
    const data = { changed: Object.keys(changes) };
    await emit(tx, actor, { event: 'connection.updated', id, data });
  });
  const connection = await present(actor, id);
  return { updated: true, id, connector_type: row.connector_type, ...changes, connection };
}

/** What another schedule changes: when it is due next, unless it is not due at all. */
async function newRhythm(tx: Sql, row: Row, schedule: Schedule | null) {
  const columns = ownRhythm(schedule);
  if (row.next_sync_at === null || row.rate_limited_until !== null) return columns;
  const wait_ms = await nextSyncIn(tx, connectorOf(row), { id: row.id, schedule });
  return { ...columns, next_sync_at: dueIn(wait_ms) };
}

/**
 * With the owner goes the right to read what was brought in: only the owner hands that on. One who
 * has left the workspace, or was never named, cannot be asked.
 */
async function assertMayHandOver(principal: Principal, row: Row): Promise<void> {
  if (row.scope !== 'personal' || row.owner_user_id === null || seesRecords(principal, row)) return;
  if (!(await isMember(row.workspace_id, row.owner_user_id))) return;
  throw new DomainError('forbidden', {
    detail: 'Only its owner can hand a personal connection on.',
    fix: 'Ask its owner.',
  });
}

/** Repairs a connection in place: same id, data and history. Refuses one that is healthy. */
export async function reconnectConnection(
  actor: Actor,
  input: z.output<typeof reconnectOperation.input>,
): Promise<Connected> {
  const row = await mustFind(actor, input.id);
  const connector = connectorOf(row);
  if (!(await endsSoon(row.workspace_id, row.id))) assertRepairable(row);
  switch (connector.auth.method) {
    case 'oauth': {
      const oauth = connector as Connector & { auth: OAuth };
      const provided = await providedFor(row, oauth, input);
      return provided
        ? provideAgain(actor, row, oauth, provided, input.allow_account_change)
        : reauthorize(actor, row, oauth, input);
    }
    case 'api_key':
      return replaceKey(actor, row, connector as Connector & { auth: ApiKey }, input, {
        event: 'connection.reconnected',
        trigger: 'reconnect',
        allow_account_change: input.allow_account_change,
      });
    case 'webhook':
      return listenAgain(actor, row, connector as Connector & { auth: Arrivals });
    case 'handle':
      return trackAgain(actor, row, connector);
  }
}

/** A public account needs no grant: it is tracked again, unless another connection has taken it. */
async function trackAgain(actor: Actor, row: Row, connector: Connector): Promise<Connected> {
  const id = row.external_account_id!;
  const other = await findExisting(db, row.workspace_id, row.connector_type, {
    account: id,
    except: row.id,
  });
  if (other)
    throw new DomainError('account_already_connected', { extra: { existing_id: other.id } });
  const account = { id, label: row.account_label ?? id, details: row.account };
  const run = await transaction(async (tx) => {
    await emit(tx, actor, { event: 'connection.reconnected', id: row.id });
    await becomeConnected(tx, actor, row, connector, account, null);
    return firstRun(tx, row, connector.type, 'reconnect', true);
  });
  return { mode: 'connected', connection: await present(actor, row.id), ...run };
}

function assertRepairable(row: Row): void {
  const broken =
    row.status === 'disconnected' ||
    row.status === 'pending' ||
    row.needs_reauth_at !== null ||
    row.auto_paused_at !== null ||
    (row.status === 'error' && row.live_run_id === null) ||
    row.missing_scopes.length > 0 ||
    (row.run?.status === 'partial' && row.run.error_reason === 'auth');
  if (!broken)
    throw new DomainError('connection_healthy', {
      detail:
        row.status === 'paused'
          ? 'This connection is paused, not broken. Resume it instead.'
          : 'This connection works.',
    });
}

/** Stops syncing until resumed; a live run is cancelled. */
export async function pauseConnection(
  actor: Actor,
  input: z.output<typeof pauseOperation.input>,
): Promise<z.output<typeof pauseOperation.output>> {
  await transaction(async (tx) => {
    const row = await mustLock(tx, actor, input.id);
    assertTransition(row, 'paused');
    await patchConnection(tx, row.workspace_id, row.id, { status: 'paused', next_sync_at: null });
    await emit(tx, actor, { event: 'connection.paused', id: row.id });
    await cancelLive(tx, actor, row);
  });
  return { connection: await present(actor, input.id) };
}

/** Takes a paused connection up again and syncs it; failures are counted from none again. */
export async function resumeConnection(
  actor: Actor,
  input: z.output<typeof pauseOperation.input>,
): Promise<z.output<typeof pauseOperation.output>> {
  await transaction(async (tx) => {
    const row = await mustLock(tx, actor, input.id);
    if (row.status !== 'paused')
      throw new DomainError('invalid_transition', { detail: 'This connection is not paused.' });
    const needs_reauth = row.needs_reauth_at !== null;
    await patchConnection(tx, row.workspace_id, row.id, {
      status: needs_reauth ? 'error' : 'connected',
      next_sync_at: needs_reauth || !isRead(row) ? null : DUE_NOW,
      auto_paused_at: null,
      fruitless_runs: 0,
      fruitless_since: null,
    });
    await emit(tx, actor, { event: 'connection.resumed', id: row.id });
  });
  return { connection: await present(actor, input.id) };
}

/**
 * Disconnects: the credential is erased, the grant revoked where the provider can, row, history and
 * records stay. Idempotent. What never was connected has nothing to keep: it goes altogether.
 */
export async function deleteConnection(
  actor: Actor,
  input: z.output<typeof deleteOperation.input>,
): Promise<z.output<typeof deleteOperation.output>> {
  const row = await mustFind(actor, input.id);
  const target = { workspace_id: row.workspace_id, connection_id: row.id };
  await removeRegistrations(row.workspace_id, row.id);
  // A credential that no longer opens must not keep anybody connected.
  const tokens = await peekTokens(target).catch(() => null);
  const was_connected = await transaction(async (tx) => {
    const now = await mustLock(tx, actor, row.id);
    if (now.status === 'disconnected') return false;
    if (await deleteAttempt(tx, row.workspace_id, row.id)) {
      await emit(tx, actor, { event: 'connection.disconnected', id: row.id });
      return false;
    }
    await markDisconnected(tx, row.workspace_id, row.id);
    await emit(tx, actor, { event: 'connection.disconnected', id: row.id });
    await cancelLive(tx, actor, now);
    await closeEndpoints(tx, row);
    await eraseCredential(tx, row.workspace_id, row.id);
    return true;
  });
  const revoked = was_connected && tokens ? await revoke(actor, row, tokens) : null;
  return { id: row.id, status: 'disconnected', disconnected: true, revoked };
}

async function revoke(
  principal: Principal,
  row: Row,
  tokens: { access_token: string; refresh_token: string | null },
): Promise<boolean | null> {
  const connector = connectorOf(row) as Connector & { auth: OAuth };
  if (!connector.auth.revoke) return null;
  try {
    const app = await providerApp(connector, {
      workspace_id: row.workspace_id,
      mode: principal.workspace.mode,
      provider_app_id: row.provider_app_id,
    });
    if (!app) return null;
    const answer = await send(
      connector.auth.revoke({ ...tokens, ...app }),
      checkRoute(connector, principal.workspace),
      {
        timeout_ms: REVOKE_TIMEOUT_MS,
        secrets: [tokens.access_token, tokens.refresh_token ?? ''],
      },
    );
    return answer.status < 400;
  } catch (error) {
    log.warn({ connection: row.id, error: String(error) }, 'revoking a grant failed');
    return false;
  }
}

/** Whether there is anything to ask for; what is delivered to us comes by itself. */
const isRead = (row: Row): boolean => connectorOf(row).auth.method !== 'webhook';

async function cancelLive(tx: Sql, actor: Actor, row: Row): Promise<void> {
  if (row.live_run_id) await cancelIn(tx, actor, row, row.live_run_id);
}
