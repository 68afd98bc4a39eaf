import type * as z from 'zod';
import type {
  deleteConnection as deleteOperation,
  pauseConnection as pauseOperation,
  reconnectConnection as reconnectOperation,
  updateConnection as updateOperation,
} from '@/lib/contract/connections';
import { DomainError } from '@/lib/contract/errors';
import type { Principal } from '@/lib/contract/principal';
import type { ApiKey, Connector, OAuth } from '@/lib/connectors/kit';
import { becomeConnected, firstRun, replaceKey } from '@/lib/connections/connect';
import {
  findExisting,
  isMember,
  lockConnection,
  markDisconnected,
  patchConnection,
  type Row,
} from '@/lib/connections/repository';
import { connectorOf, mustFind, personOf, present, returnTo } from '@/lib/connections/shared';
import { assertTransition } from '@/lib/connections/transitions';
import { checkRoute } from '@/lib/connections/verify';
import { send } from '@/lib/egress/service';
import {
  eraseCredential,
  peekTokens,
  providerApp,
  startAuthorization,
  TokenError,
} from '@/lib/oauth/service';
import { db, transaction, type Sql } from '@/lib/platform/db';
import { log } from '@/lib/platform/log';
import { requestCancel } from '@/lib/runs/service';

type Connected = z.output<typeof reconnectOperation.output>;
const REVOKE_TIMEOUT_MS = 8_000;

/** Changes name, description or owner. Setting an owner needs a personal connector and a member. */
export async function updateConnection(
  principal: Principal,
  input: z.output<typeof updateOperation.input>,
): Promise<z.output<typeof updateOperation.output>> {
  const row = await mustFind(principal, input.id);
  const { id, ...changes } = input;
  if (Object.keys(changes).length === 0)
    throw new DomainError('invalid_request', {
      detail: 'Nothing to change.',
      fix: 'Send name, description or owner_user_id.',
    });
  if (changes.owner_user_id !== undefined) {
    if (connectorOf(row).ownership !== 'personal')
      throw new DomainError('owner_not_allowed', {
        detail: `${row.name} belongs to the workspace.`,
      });
    if (
      changes.owner_user_id !== null &&
      !(await isMember(principal.workspace.id, changes.owner_user_id))
    )
      throw new DomainError('owner_not_member');
  }
  await patchConnection(db, principal.workspace.id, id, changes);
  const connection = await present(principal.workspace.id, id);
  return { updated: true, id, connector_type: row.connector_type, ...changes, connection };
}

/** Repairs a connection in place: same id, data and history. Refuses one that is healthy. */
export async function reconnectConnection(
  principal: Principal,
  input: z.output<typeof reconnectOperation.input>,
): Promise<Connected> {
  const row = await mustFind(principal, input.id);
  const connector = connectorOf(row);
  assertRepairable(row);
  switch (connector.auth.method) {
    case 'oauth':
      return reauthorize(principal, row, connector as Connector & { auth: OAuth }, input);
    case 'api_key':
      return replaceKey(principal, row, connector as Connector & { auth: ApiKey }, input, {
        trigger: 'reconnect',
        allow_account_change: input.allow_account_change,
      });
    case 'handle': {
      const other = await findExisting(db, row.workspace_id, row.connector_type, {
        account: row.external_account_id,
        except: row.id,
      });
      if (other)
        throw new DomainError('account_already_connected', { extra: { existing_id: other.id } });
      const run = await transaction(async (tx) => {
        await becomeConnected(
          tx,
          row,
          connector,
          {
            id: row.external_account_id!,
            label: row.account_label ?? row.external_account_id!,
            details: row.account,
          },
          null,
        );
        return firstRun(tx, row, connector.type, 'reconnect', true);
      });
      return { mode: 'connected', connection: await present(row.workspace_id, row.id), ...run };
    }
  }
}

function assertRepairable(row: Row): void {
  const broken =
    row.status === 'disconnected' ||
    row.status === 'pending' ||
    row.needs_reauth_at !== null ||
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

async function reauthorize(
  principal: Principal,
  row: Row,
  connector: Connector & { auth: OAuth },
  input: z.output<typeof reconnectOperation.input>,
): Promise<Connected> {
  const app = await providerApp(connector, {
    workspace_id: row.workspace_id,
    mode: principal.workspace.mode,
    provider_app_id: row.provider_app_id,
  }).catch((error: unknown) => {
    throw error instanceof TokenError
      ? new DomainError('provider_misconfigured', { detail: error.message, cause: error })
      : error;
  });
  if (!app)
    throw new DomainError('connector_not_connectable', {
      detail: `${connector.name} has no provider app on this installation.`,
    });
  const back = await returnTo(principal, input.return_to);
  const authorize_url = await transaction(async (tx) => {
    if (row.status === 'error' || row.status === 'disconnected')
      await patchConnection(tx, row.workspace_id, row.id, {
        status: 'pending',
        next_sync_at: null,
      });
    return startAuthorization(tx, connector, app, {
      workspace_id: row.workspace_id,
      connection_id: row.id,
      mode: principal.workspace.mode,
      user_id: personOf(principal),
      session_id: principal.kind === 'user' ? principal.session_id : null,
      return_to: back,
      allow_account_change: input.allow_account_change,
      sync_immediately: true,
    });
  }).catch((error: Error & { code?: string }) => {
    throw error.code === '23505'
      ? new DomainError('account_already_connected', {
          detail: 'Another connection has taken this account since.',
          cause: error,
        })
      : error;
  });
  return {
    mode: 'oauth_redirect',
    authorize_url,
    connection: await present(row.workspace_id, row.id),
  };
}

/** Stops syncing until resumed; a live run is cancelled. */
export async function pauseConnection(
  principal: Principal,
  input: z.output<typeof pauseOperation.input>,
): Promise<z.output<typeof pauseOperation.output>> {
  const row = await mustFind(principal, input.id);
  assertTransition(row, 'paused');
  await transaction(async (tx) => {
    await lockConnection(tx, row.workspace_id, row.id);
    await patchConnection(tx, row.workspace_id, row.id, { status: 'paused', next_sync_at: null });
    await cancelLive(tx, row);
  });
  return { connection: await present(row.workspace_id, row.id) };
}

/** Takes a paused connection up again and syncs it. */
export async function resumeConnection(
  principal: Principal,
  input: z.output<typeof pauseOperation.input>,
): Promise<z.output<typeof pauseOperation.output>> {
  const row = await mustFind(principal, input.id);
  if (row.status !== 'paused')
    throw new DomainError('invalid_transition', { detail: 'This connection is not paused.' });
  const needs_reauth = row.needs_reauth_at !== null;
  await transaction(async (tx) => {
    await lockConnection(tx, row.workspace_id, row.id);
    await patchConnection(tx, row.workspace_id, row.id, {
      status: needs_reauth ? 'error' : 'connected',
      next_sync_at: needs_reauth ? null : new Date(),
    });
  });
  return { connection: await present(row.workspace_id, row.id) };
}

/**
 * Disconnects: the credential is erased, the grant revoked where the provider can, row, history and
 * records stay. Idempotent.
 */
export async function deleteConnection(
  principal: Principal,
  input: z.output<typeof deleteOperation.input>,
): Promise<z.output<typeof deleteOperation.output>> {
  const row = await mustFind(principal, input.id);
  if (row.status === 'disconnected')
    return { id: row.id, status: 'disconnected', disconnected: true, revoked: null };
  const target = { workspace_id: row.workspace_id, connection_id: row.id };
  const tokens = await peekTokens(target).catch(() => null); // a credential that no longer opens must not keep anybody connected
  await transaction(async (tx) => {
    await lockConnection(tx, row.workspace_id, row.id);
    await markDisconnected(tx, row.workspace_id, row.id);
    await cancelLive(tx, row);
    await eraseCredential(tx, row.workspace_id, row.id);
  });
  return {
    id: row.id,
    status: 'disconnected',
    disconnected: true,
    revoked: tokens ? await revoke(principal, row, tokens) : null,
  };
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

async function cancelLive(tx: Sql, row: Row): Promise<void> {
  if (!row.live_run_id) return;
  const was = await requestCancel(tx, row.workspace_id, row.id, row.live_run_id);
  if (was === 'pending')
    await tx.query(
      'UPDATE connections SET live_run_id = NULL, last_run_id = $3 WHERE workspace_id = $1 AND id = $2',
      [row.workspace_id, row.id, row.live_run_id],
    );
}
