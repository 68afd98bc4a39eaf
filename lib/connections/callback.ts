import type { Account, Connector, OAuth } from '@/lib/connectors/kit';
import { type CallbackError } from '@/lib/contract/callback-errors';
import { DomainError } from '@/lib/contract/errors';
import { missing } from '@/lib/contract/missing';
import { findConnector } from '@/lib/catalog/service';
import { mayStillConnect } from '@/lib/access/service';
import { assertSameAccount, becomeConnected, firstRun } from '@/lib/connections/grant';
import { findExisting, findRow, workspaceOf, type Row } from '@/lib/connections/repository-read';
import { deleteAttempt, lockConnection } from '@/lib/connections/repository-write';
import { withOutcome } from '@/lib/connections/return-to';
import { checkRoute, identifyAccount } from '@/lib/connections/verify';
import {
  connectorOfState,
  consumeState,
  exchangeCode,
  givenIn,
  providerApp,
  finishState,
  storeTokens,
  TokenError,
  type StateRow,
  type Tokens,
} from '@/lib/oauth/service';
import { bySystem, emit } from '@/lib/events/service';
import { db, transaction, type Sql } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { log } from '@/lib/platform/log';

/**
 * Error codes a provider may send to the callback (RFC 6749 §4.1.2.1) and what each means for the
 * person.
 */
const PROVIDER_ERRORS: Record<string, CallbackError> = {
  access_denied: 'access_denied',
  invalid_scope: 'invalid_scope',
  server_error: 'provider_unavailable',
  temporarily_unavailable: 'provider_unavailable',
};

type Outcome = { connected: string } | { connection_error: CallbackError };

/**
 * Finishes an authorization when the provider sends the browser back. Always answers an address to
 * send the browser to, with `connected` or `connection_error`: the place the flow was started from,
 * or our own end page. The code and state never reach a page. The same callback a second time
 * answers what the first did. `connector_type` null: the address did not say; the state does.
 */
export async function finishAuthorization(
  connector_type: string | null,
  params: URLSearchParams,
  session_id: string | null,
): Promise<string> {
  const type = connector_type ?? (await connectorOfState(params.get('state')));
  const connector = findConnector(type ?? '');
  if (!connector || connector.auth.method !== 'oauth')
    return address(null, { connection_error: 'state_invalid' });
  const consumed = await consumeState(params.get('state'), connector.type, session_id);
  const { state } = consumed;
  // The state of an attempt that was denied is gone with it: what the provider says is said again.
  if (consumed.ok === false && consumed.error === 'state_invalid' && wasDenied(params))
    return address(null, { connection_error: 'access_denied' });
  if (consumed.ok === false) return address(state, { connection_error: consumed.error });
  if (consumed.ok === 'again') return address(state, outcomeFrom(consumed.outcome, connector));
  const error = await finish(connector as Connector & { auth: OAuth }, {
    state: consumed.state,
    verifier: consumed.verifier,
    params,
    session_id,
  }).then(() => null, codeOf);
  if (error === 'access_denied' && (await forgetAttempt(consumed.state)))
    return address(await withoutRow(consumed.state), { connection_error: error });
  if (error) await finishState(db, consumed.state.workspace_id, consumed.state.id, error);
  return address(state, error ? { connection_error: error } : { connected: connector.type });
}

const wasDenied = (params: URLSearchParams): boolean =>
  PROVIDER_ERRORS[params.get('error') ?? ''] === 'access_denied';

/** Whoever says no at the provider wants no connection: what never was one goes without a trace. */
const forgetAttempt = ({ workspace_id, connection_id }: StateRow): Promise<boolean> =>
  transaction(async (tx) => {
    const gone = await deleteAttempt(tx, workspace_id, connection_id);
    if (gone)
      await emit(tx, bySystem(workspace_id), { event: 'connection.abandoned', id: connection_id });
    return gone;
  });

/** The way back, by the list where it would have led to the page of what is gone. */
async function withoutRow(state: StateRow): Promise<StateRow> {
  if (!state.return_to?.includes(state.connection_id)) return state;
  const { slug } = await workspaceOf(state.workspace_id);
  return { ...state, return_to: `/${slug}/connections` };
}

const CONNECTED = 'connected';
const outcomeFrom = (outcome: string, connector: Connector): Outcome =>
  outcome === CONNECTED
    ? { connected: connector.type }
    : { connection_error: outcome as CallbackError };

/** A flow that came back to the browser and the address it was made for. */
interface Returned {
  state: StateRow;
  verifier: string;
  params: URLSearchParams;
  session_id: string | null;
}

async function finish(connector: Connector & { auth: OAuth }, returned: Returned): Promise<void> {
  const { state, verifier, params } = returned;
  const said = params.get('error');
  if (said !== null) throw new CallbackFailed(PROVIDER_ERRORS[said] ?? 'provider_misconfigured');
  await assertMayFinish(returned, db);
  const workspace = await workspaceOf(state.workspace_id);
  const row = await findRow(state.workspace_id, state.connection_id);
  if (!row) throw missing('connection');
  const app = await providerApp(connector, {
    workspace_id: workspace.id,
    mode: workspace.mode,
    provider_app_id: row.provider_app_id,
  });
  if (!app) throw new DomainError('provider_misconfigured');
  const route = checkRoute(connector, workspace);
  const tokens = await exchangeCode(connector, app, route, {
    callback: params,
    state: params.get('state')!,
    redirect_uri: state.redirect_uri,
    verifier: connector.auth.pkce === 'S256' ? verifier : null,
    given: givenIn(row.config),
  });
  const account = await identifyAccount(
    connector,
    connector.auth.apply(tokens.access_token),
    route,
    tokens.facts,
  );
  assertSameAccount(row, account, connector, state.allow_account_change);
  await connectRow(connector, returned, row, account, tokens);
}

/** Asked before the provider is, and once more where the grant is stored. */
async function assertMayFinish({ state, session_id }: Returned, sql: Sql): Promise<void> {
  const session = state.session_hash === null ? null : session_id;
  if (!(await mayStillConnect(state.workspace_id, state, session, sql)))
    throw new CallbackFailed('not_allowed');
}

class CallbackFailed extends Error {
  readonly code: CallbackError;
  constructor(code: CallbackError) {
    super(code);
    this.code = code;
  }
}

async function connectRow(
  connector: Connector & { auth: OAuth },
  returned: Returned,
  row: Row,
  account: Account,
  tokens: Tokens,
): Promise<void> {
  const target = { workspace_id: row.workspace_id, connection_id: row.id };
  const other = await findExisting(db, row.workspace_id, row.connector_type, {
    account: account.id,
    except: row.id,
  });
  if (other) {
    // The attempt has nothing of its own: it would stay behind as a row nobody can finish.
    await forgetAttempt(returned.state);
    throw new DomainError('account_already_connected', { extra: { existing_id: other.id } });
  }
  const { state } = returned;
  const isNew = row.external_account_id === null;
  await transaction(async (tx) => {
    await assertMayFinish(returned, tx);
    await lockConnection(tx, row.workspace_id, row.id);
    const by = bySystem(row.workspace_id);
    const data = { by_user: state.user_id, account: account.label };
    await emit(tx, by, { event: 'connection.authorized', id: row.id, data });
    await becomeConnected(tx, by, row, connector, account, tokens.scopes);
    await storeTokens(tx, target, tokens);
    await firstRun(
      tx,
      row,
      connector.type,
      isNew ? 'connect' : 'reconnect',
      state.sync_immediately,
    );
    await finishState(tx, state.workspace_id, state.id, CONNECTED);
  });
}

/** What to tell the person about a failure; what nobody expected is logged. */
function codeOf(error: unknown): CallbackError {
  const code = knownCode(error);
  if (code) return code;
  log.error(
    { error: error instanceof Error ? error.stack : String(error) },
    'finishing an authorization failed',
  );
  return 'internal';
}

function knownCode(error: unknown): CallbackError | null {
  if (error instanceof CallbackFailed) return error.code;
  if (error instanceof TokenError)
    return (
      {
        gone: 'exchange_failed',
        refused: 'exchange_failed',
        operator: 'provider_misconfigured',
        transient: 'provider_unavailable',
      } as const
    )[error.kind];
  if (error instanceof DomainError) {
    switch (error.code) {
      case 'account_mismatch':
      case 'account_already_connected':
      case 'provider_misconfigured':
      case 'provider_unavailable':
        return error.code;
      case 'provider_rate_limited':
        return 'provider_unavailable';
      case 'credential_rejected':
        return 'exchange_failed';
      case 'connection_not_found':
        return 'state_invalid';
    }
  }
  return (error as { code?: string }).code === '23505' ? 'account_already_connected' : null;
}

const address = (state: StateRow | null, outcome: Outcome): string =>
  withOutcome(state?.return_to ?? `${env().PUBLIC_URL}/oauth-result`, outcome);
