import { DomainError } from '@/lib/contract/errors';
import type { Actor } from '@/lib/contract/principal';
import type { Account, Connector } from '@/lib/connectors/kit';
import { created, type Result } from '@/lib/connections/attempt';
import { findExisting, findRow, type Row } from '@/lib/connections/repository-read';
import {
  insertConnection,
  markConnected,
  nameAfterAccount,
  type NewConnection,
} from '@/lib/connections/repository-write';
import { present } from '@/lib/connections/shared';
import { emit, type Teller } from '@/lib/events/service';
import { db, transaction, type Sql } from '@/lib/platform/db';
import { requestRun } from '@/lib/runs/service';
import { nextSyncIn } from '@/lib/schedule/service';

/** Refuses another account than the connection had, unless the caller said it may change. */
export function assertSameAccount(
  row: Pick<Row, 'external_account_id' | 'account_label'>,
  account: Account,
  connector: Connector,
  allowed: boolean,
): void {
  if (row.external_account_id === null || row.external_account_id === account.id || allowed) return;
  const before = row.account_label ?? row.external_account_id;
  const now = `${account.label} at ${connector.name}`;
  throw new DomainError('account_mismatch', {
    detail: `This connection belongs to ${before}, but you authorized ${now}.`,
  });
}

/** Writes a good grant onto a row: connected, facts cleared, next sync by the cadence; told of. */
export async function becomeConnected(
  tx: Sql,
  by: Teller,
  row: Pick<Row, 'workspace_id' | 'id' | 'schedule'>,
  connector: Connector,
  account: Account,
  granted: string[] | null,
): Promise<void> {
  const wanted = connector.auth.method === 'oauth' ? connector.auth.scopes.map((s) => s.scope) : [];
  await markConnected(tx, row.workspace_id, row.id, {
    external_account_id: account.id,
    account_label: account.label,
    account: account.details ?? {},
    granted_scopes: granted ?? [],
    missing_scopes: granted ? wanted.filter((s) => !granted.includes(s)) : [],
    next_sync_in_ms: await nextSyncIn(tx, connector, row),
  });
  await nameAfterAccount(tx, row, connector.name, account.label);
  const data = { account: account.label };
  await emit(tx, by, { event: 'connection.connected', id: row.id, data });
}

/** Queues the run that follows a good grant. */
export async function firstRun(
  tx: Sql,
  row: Pick<Row, 'workspace_id' | 'id'>,
  connector_type: string,
  trigger: 'connect' | 'reconnect',
  wanted: boolean,
): Promise<{ sync_run_id?: string }> {
  if (!wanted) return {};
  const run = await requestRun(tx, {
    workspace_id: row.workspace_id,
    connection_id: row.id,
    connector_type,
    triggered_by: trigger,
    priority: 10,
  });
  return { sync_run_id: run.queued ? run.run_id : run.live_run_id };
}

/**
 * Row, credential and first run together; or, when the account is already connected, none of them.
 */
export async function insertConnected(
  actor: Actor,
  connector: Connector,
  row: NewConnection,
  account: Account,
  sync: boolean,
  store: (tx: Sql, target: { workspace_id: string; connection_id: string }) => Promise<void>,
): Promise<Result> {
  const outcome = await transaction(async (tx) => {
    const inserted = await insertConnection(tx, {
      ...row,
      status: 'connected',
      external_account_id: account.id,
      account_label: account.label,
      account: account.details,
    });
    if (!inserted) return null;
    await emit(tx, actor, created(row));
    await becomeConnected(tx, actor, row, connector, account, null);
    await store(tx, { workspace_id: row.workspace_id, connection_id: row.id });
    return firstRun(tx, row, connector.type, 'connect', sync);
  });
  if (outcome) return { mode: 'connected', connection: await present(actor, row.id), ...outcome };
  const existing = await findExisting(db, row.workspace_id, connector.type, {
    account: account.id,
    singleton: row.singleton,
  });
  if (!existing || !(await findRow(row.workspace_id, existing.id)))
    throw new DomainError('account_already_connected');
  return {
    mode: 'already_connected',
    existing_id: existing.id,
    connection: await present(actor, existing.id),
  };
}

/**
 * Puts a good credential on a row that is there, and queues a run. Throws account_mismatch when it
 * is another account's, unless that may be; account_already_connected when another row has it.
 */
export async function connectAgain(
  actor: Actor,
  row: Row,
  connector: Connector,
  account: Account,
  how: {
    event: 'connection.credentials_submitted' | 'connection.reconnected';
    trigger: 'connect' | 'reconnect';
    allow_account_change: boolean;
    sync: boolean;
  },
  store: (tx: Sql, target: { workspace_id: string; connection_id: string }) => Promise<void>,
): Promise<Result> {
  assertSameAccount(row, account, connector, how.allow_account_change);
  const other = await findExisting(db, row.workspace_id, row.connector_type, {
    account: account.id,
    except: row.id,
  });
  if (other)
    throw new DomainError('account_already_connected', {
      detail: `${account.label} is already connected.`,
      extra: { existing_id: other.id },
    });
  const run = await transaction(async (tx) => {
    await emit(tx, actor, { event: how.event, id: row.id });
    await becomeConnected(tx, actor, row, connector, account, null);
    await store(tx, { workspace_id: row.workspace_id, connection_id: row.id });
    return firstRun(tx, row, connector.type, how.trigger, how.sync);
  });
  return { mode: 'connected', connection: await present(actor, row.id), ...run };
}
