import type * as z from 'zod';
import type {
  createConnection as createOperation,
  resolveHandle as resolveOperation,
  submitCredentials as submitOperation,
} from '@/lib/contract/connections';
import { DomainError } from '@/lib/contract/errors';
import type { Principal } from '@/lib/contract/principal';
import type { Account, ApiKey, Connector, Handle, OAuth } from '@/lib/connectors/kit';
import {
  findExisting,
  findRow,
  insertConnection,
  markConnected,
  patchConnection,
  type NewConnection,
  type Row,
} from '@/lib/connections/repository';
import {
  connectorOf,
  credentialFields,
  mustBeConnectable,
  mustFind,
  personOf,
  present,
  returnTo,
} from '@/lib/connections/shared';
import { checkRoute, identifyAccount, resolveAccount } from '@/lib/connections/verify';
import {
  handleAppFields,
  providerApp,
  startAuthorization,
  storeFields,
  storeProviderApp,
  storeTokens,
} from '@/lib/oauth/service';
import { db, transaction, type Sql } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { newId } from '@/lib/platform/ids';
import { requestRun } from '@/lib/runs/service';
import { intervalOf, nextSlotIn } from '@/lib/schedule/service';

type Input = z.output<typeof createOperation.input>;
type Result = z.output<typeof createOperation.output>;

/**
 * Connects a source; the connector's method decides how. Nothing is stored for a credential the
 * provider does not accept. Never waits for a sync: the first run is queued with the row.
 */
export async function createConnection(principal: Principal, input: Input): Promise<Result> {
  const own_app = input.client_id !== undefined || input.access_token !== undefined;
  const connector = mustBeConnectable(principal, input.connector_type, own_app);
  switch (connector.auth.method) {
    case 'oauth':
      return connectOAuth(principal, connector as Connector & { auth: OAuth }, input);
    case 'api_key':
      return connectApiKey(principal, connector as Connector & { auth: ApiKey }, input);
    case 'handle':
      return connectHandle(principal, connector as Connector & { auth: Handle }, input);
  }
}

/** Finds the account behind a handle, and whether it is tracked already. */
export async function resolveHandle(
  principal: Principal,
  input: z.output<typeof resolveOperation.input>,
): Promise<z.output<typeof resolveOperation.output>> {
  const connector = mustBeConnectable(principal, input.connector_type);
  if (connector.auth.method !== 'handle')
    throw new DomainError('invalid_request', {
      detail: `${connector.name} is not connected by a handle.`,
      errors: [
        { path: 'connector_type', message: 'Use a connector whose auth_method is "handle".' },
      ],
    });
  const account = await resolveAccount(
    connector as Connector & { auth: Handle },
    input.handle,
    handleAppFields(connector, principal.workspace.mode),
    checkRoute(connector, principal.workspace),
  );
  const existing = await findExisting(db, principal.workspace.id, connector.type, {
    account: account.external_account_id,
  });
  return { account, existing_id: existing?.id ?? null };
}

/** Finishes a pending API-key connection. */
export async function submitCredentials(
  principal: Principal,
  input: z.output<typeof submitOperation.input>,
): Promise<Result> {
  const row = await mustFind(principal, input.id);
  const connector = connectorOf(row);
  if (connector.auth.method !== 'api_key' || row.status !== 'pending')
    throw new DomainError('invalid_transition', {
      detail: 'This connection does not wait for a key.',
    });
  return replaceKey(principal, row, connector as Connector & { auth: ApiKey }, input, {
    trigger: 'connect',
    allow_account_change: true,
  });
}

/** Verifies a key and puts it on an existing row. */
export async function replaceKey(
  principal: Principal,
  row: Row,
  connector: Connector & { auth: ApiKey },
  input: { api_key?: string; credentials?: Record<string, string> },
  how: { trigger: 'connect' | 'reconnect'; allow_account_change: boolean },
): Promise<Result> {
  const fields = credentialFields(connector.auth.fields, input);
  if (!fields)
    throw new DomainError('invalid_request', {
      detail: `Send the ${connector.name} key.`,
      errors: [{ path: 'api_key', message: 'This is required.' }],
    });
  const account = await identifyAccount(
    connector,
    connector.auth.apply(fields),
    checkRoute(connector, principal.workspace),
  );
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
    await becomeConnected(tx, row, connector, account, null);
    await storeFields(tx, { workspace_id: row.workspace_id, connection_id: row.id }, fields);
    return firstRun(tx, row, connector.type, how.trigger, row.sync_immediately);
  });
  return { mode: 'connected', connection: await present(row.workspace_id, row.id), ...run };
}

/** Refuses another account than the connection had, unless the caller said it may change. */
export function assertSameAccount(
  row: Pick<Row, 'external_account_id' | 'account_label'>,
  account: Account,
  connector: Connector,
  allowed: boolean,
): void {
  if (row.external_account_id === null || row.external_account_id === account.id || allowed) return;
  throw new DomainError('account_mismatch', {
    detail: `This connection belongs to ${row.account_label ?? row.external_account_id}, but you authorized ${account.label} at ${connector.name}.`,
  });
}

/** Writes a good grant onto a row: connected, facts cleared, next sync by the cadence. */
export async function becomeConnected(
  tx: Sql,
  row: Pick<Row, 'workspace_id' | 'id'>,
  connector: Connector,
  account: Account,
  granted: string[] | null,
): Promise<void> {
  const interval_ms = await intervalOf(connector);
  const wanted = connector.auth.method === 'oauth' ? connector.auth.scopes.map((s) => s.scope) : [];
  await markConnected(tx, row.workspace_id, row.id, {
    external_account_id: account.id,
    account_label: account.label,
    account: account.details ?? {},
    granted_scopes: granted ?? [],
    missing_scopes: granted ? wanted.filter((s) => !granted.includes(s)) : [],
    next_sync_at: new Date(Date.now() + nextSlotIn(row.id, interval_ms, Date.now())),
  });
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

async function connectOAuth(
  principal: Principal,
  connector: Connector & { auth: OAuth },
  input: Input,
): Promise<Result> {
  const { workspace } = principal;
  if ((input.client_id === undefined) !== (input.client_secret === undefined))
    throw new DomainError('invalid_request', {
      detail: 'Send client_id and client_secret together.',
      errors: [
        { path: input.client_id ? 'client_secret' : 'client_id', message: 'This is required.' },
      ],
    });
  const taken = await singletonTaken(principal, connector);
  if (taken && taken.status !== 'pending')
    return { mode: 'already_connected', existing_id: taken.id };
  const provider_app_id =
    input.client_id && input.client_secret
      ? await storeProviderApp(workspace.id, connector.type, {
          client_id: input.client_id,
          client_secret: input.client_secret,
        })
      : null;

  if (input.access_token) {
    const account = await identifyAccount(
      connector,
      connector.auth.apply(input.access_token),
      checkRoute(connector, workspace),
    );
    const expires_in_seconds = input.expires_at
      ? Math.max((Date.parse(input.expires_at) - Date.now()) / 1000, 0)
      : null;
    return insertConnected(
      principal,
      connector,
      { ...draft(principal, connector, input), provider_app_id },
      account,
      input.sync_immediately,
      (tx, target) =>
        storeTokens(tx, target, {
          access_token: input.access_token!,
          refresh_token: input.refresh_token ?? null,
          expires_in_seconds,
        }),
    );
  }
  const app = await providerApp(connector, {
    workspace_id: workspace.id,
    mode: workspace.mode,
    provider_app_id,
  });
  if (!app)
    throw new DomainError('connector_not_connectable', {
      detail: `${connector.name} has no provider app on this installation.`,
    });
  const back = await returnTo(principal, input.return_to);
  const { id, authorize_url } = await transaction(async (tx) => {
    const id = await insertOrReuseAttempt(tx, principal, connector, {
      ...draft(principal, connector, input),
      provider_app_id,
    });
    const url = await startAuthorization(tx, connector, app, {
      workspace_id: workspace.id,
      connection_id: id,
      mode: workspace.mode,
      user_id: personOf(principal),
      session_id: principal.kind === 'user' ? principal.session_id : null,
      return_to: back,
      allow_account_change: false,
      sync_immediately: input.sync_immediately,
      select_account: input.select_account,
    });
    return { id, authorize_url: url };
  });
  return { mode: 'oauth_redirect', authorize_url, connection: await present(workspace.id, id) };
}

async function connectApiKey(
  principal: Principal,
  connector: Connector & { auth: ApiKey },
  input: Input,
): Promise<Result> {
  const { workspace } = principal;
  const taken = await singletonTaken(principal, connector);
  if (taken && taken.status !== 'pending')
    return { mode: 'already_connected', existing_id: taken.id };
  const fields = credentialFields(connector.auth.fields, input);
  if (!fields) {
    const id = await transaction((tx) =>
      insertOrReuseAttempt(tx, principal, connector, draft(principal, connector, input)),
    );
    return {
      mode: 'credentials_required',
      connection: await present(workspace.id, id),
      credential_submit_url: `${env().PUBLIC_URL}/api/platform/v1/connections/${id}/credentials`,
    };
  }
  const account = await identifyAccount(
    connector,
    connector.auth.apply(fields),
    checkRoute(connector, workspace),
  );
  return insertConnected(
    principal,
    connector,
    draft(principal, connector, input),
    account,
    input.sync_immediately,
    (tx, target) => storeFields(tx, target, fields),
  );
}

async function connectHandle(
  principal: Principal,
  connector: Connector & { auth: Handle },
  input: Input,
): Promise<Result> {
  const required = (['account_handle', 'external_account_id'] as const).filter(
    (key) => !input[key],
  );
  if (required.length > 0)
    throw new DomainError('invalid_request', {
      detail: 'A handle alone can be anybody’s: confirm the account first.',
      fix: 'Call GET /connections/resolve-handle and send account_handle with the external_account_id it answers.',
      errors: required.map((path) => ({ path, message: 'This is required.' })),
    });
  const found = await resolveAccount(
    connector,
    input.account_handle!,
    handleAppFields(connector, principal.workspace.mode),
    checkRoute(connector, principal.workspace),
  );
  if (found.external_account_id !== input.external_account_id)
    throw new DomainError('account_mismatch', {
      detail: `@${found.handle} is account ${found.external_account_id}, not ${input.external_account_id}.`,
      fix: 'Call GET /connections/resolve-handle again and confirm the account it answers.',
    });
  const account: Account = {
    id: found.external_account_id,
    label: `@${found.handle}`,
    details: { handle: found.handle },
  };
  const more = {
    handle: found.handle,
    display_name: found.display_name ?? input.display_name ?? null,
    avatar_url: found.avatar_url ?? input.avatar_url ?? null,
  };
  return insertConnected(
    principal,
    connector,
    { ...draft(principal, connector, input), ...more },
    account,
    input.sync_immediately,
    async () => undefined,
  );
}

function draft(principal: Principal, connector: Connector, input: Input): NewConnection {
  const person = personOf(principal);
  const scope = input.scope ?? (connector.ownership === 'personal' ? 'personal' : 'business');
  return {
    workspace_id: principal.workspace.id,
    id: newId(),
    connector_type: connector.type,
    name: input.name ?? connector.name,
    description: input.description ?? null,
    status: 'pending',
    scope,
    direction: connector.direction,
    singleton: singletonKey(connector, person),
    owner_user_id: connector.ownership === 'personal' ? person : null,
    created_by: person,
    provider_app_id: null,
    config: input.config ?? {},
    collection: input.collection ?? null,
    sync_immediately: input.sync_immediately,
  };
}

const singletonKey = (connector: Connector, person: string | null): string | null =>
  connector.instancing === 'multiple'
    ? null
    : connector.ownership === 'personal'
      ? `${connector.type}:${person ?? ''}`
      : connector.type;

const singletonTaken = (principal: Principal, connector: Connector) => {
  const singleton = singletonKey(connector, personOf(principal));
  return singleton === null
    ? null
    : findExisting(db, principal.workspace.id, connector.type, { singleton });
};

/**
 * Two clicks make one row: the second takes up the unfinished attempt of the first, with its new
 * name if it has one.
 */
async function insertOrReuseAttempt(
  tx: Sql,
  principal: Principal,
  connector: Connector,
  row: NewConnection,
): Promise<string> {
  if (await insertConnection(tx, row)) return row.id;
  const existing = await findExisting(tx, principal.workspace.id, connector.type, {
    singleton: row.singleton,
    attempt_of: row.created_by,
  });
  if (!existing) throw new DomainError('account_already_connected');
  await patchConnection(tx, principal.workspace.id, existing.id, {
    name: row.name,
    description: row.description,
    provider_app_id: row.provider_app_id,
    sync_immediately: row.sync_immediately,
  });
  return existing.id;
}

/**
 * Row, credential and first run together; or, when the account is already connected, none of them.
 */
async function insertConnected(
  principal: Principal,
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
    await becomeConnected(tx, row, connector, account, null);
    await store(tx, { workspace_id: row.workspace_id, connection_id: row.id });
    return firstRun(tx, row, connector.type, 'connect', sync);
  });
  if (outcome)
    return { mode: 'connected', connection: await present(row.workspace_id, row.id), ...outcome };
  const existing = await findExisting(db, row.workspace_id, connector.type, {
    account: account.id,
    singleton: row.singleton,
  });
  if (!existing || !(await findRow(row.workspace_id, existing.id)))
    throw new DomainError('account_already_connected');
  return {
    mode: 'already_connected',
    existing_id: existing.id,
    connection: await present(row.workspace_id, existing.id),
  };
}
