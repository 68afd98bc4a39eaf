import type { Connector, OAuth } from '@/lib/connectors/kit';
import { DomainError, type CallbackError } from '@/lib/contract/errors';
import { findConnector } from '@/lib/catalog/service';
import { recordAudit } from '@/lib/audit/service';
import { assertSameAccount, becomeConnected, firstRun } from '@/lib/connections/connect';
import {
  deleteAttempt,
  findExisting,
  findRow,
  lockConnection,
  workspaceOf,
  type Row,
} from '@/lib/connections/repository';
import { withOutcome } from '@/lib/connections/return-to';
import { checkRoute, identifyAccount } from '@/lib/connections/verify';
import {
  consumeState,
  exchangeCode,
  providerApp,
  storeTokens,
  TokenError,
  type StateRow,
  type Tokens,
} from '@/lib/oauth/service';
import { db, transaction } from '@/lib/platform/db';
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

/**
 * Finishes an authorization when the provider sends the browser back. Always answers an address to
 * send the browser to, with `connected` or `connection_error`: the place the flow was started from,
 * or our own end page. The code and state never reach a page.
 */
export async function finishAuthorization(
  connector_type: string,
  params: URLSearchParams,
  session_id: string | null,
): Promise<string> {
  const connector = findConnector(connector_type);
  if (!connector || connector.auth.method !== 'oauth')
    return endPage({ connection_error: 'state_invalid' });
  const consumed = await consumeState(params.get('state'), connector.type, session_id);
  if (!consumed.ok) return address(consumed.state, { connection_error: consumed.error });
  const { state, verifier } = consumed;
  const said = params.get('error');
  if (said !== null)
    return address(state, { connection_error: PROVIDER_ERRORS[said] ?? 'provider_misconfigured' });
  try {
    await finish(connector as Connector & { auth: OAuth }, state, verifier, params);
    return address(state, { connected: connector.type });
  } catch (error) {
    const code = codeOf(error);
    if (code === 'internal')
      log.error(
        { connector: connector.type, error: error instanceof Error ? error.stack : String(error) },
        'finishing an authorization failed',
      );
    return address(state, { connection_error: code });
  }
}

async function finish(
  connector: Connector & { auth: OAuth },
  state: StateRow,
  verifier: string,
  params: URLSearchParams,
): Promise<void> {
  const workspace = await workspaceOf(state.workspace_id);
  const row = await findRow(state.workspace_id, state.connection_id);
  if (!row) throw new DomainError('connection_not_found');
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
  });
  const account = await identifyAccount(
    connector,
    connector.auth.apply(tokens.access_token),
    route,
  );
  assertSameAccount(row, account, connector, state.allow_account_change);
  await connectRow(connector, state, row, account, tokens);
}

async function connectRow(
  connector: Connector & { auth: OAuth },
  state: StateRow,
  row: Row,
  account: Parameters<typeof becomeConnected>[3],
  tokens: Tokens,
): Promise<void> {
  const target = { workspace_id: row.workspace_id, connection_id: row.id };
  const other = await findExisting(db, row.workspace_id, row.connector_type, {
    account: account.id,
    except: row.id,
  });
  if (other) {
    // The attempt has nothing of its own: it would stay behind as a row nobody can finish.
    await transaction((tx) => deleteAttempt(tx, row.workspace_id, row.id));
    throw new DomainError('account_already_connected', { extra: { existing_id: other.id } });
  }
  const isNew = row.external_account_id === null;
  await transaction(async (tx) => {
    await lockConnection(tx, row.workspace_id, row.id);
    await becomeConnected(tx, row, connector, account, tokens.scopes);
    await storeTokens(tx, target, tokens);
    await firstRun(
      tx,
      row,
      connector.type,
      isNew ? 'connect' : 'reconnect',
      state.sync_immediately,
    );
  });
  const workspace = await workspaceOf(row.workspace_id);
  await recordAudit({ kind: 'system', workspace, scopes: [] }, 'connection.authorized', {
    target_kind: 'connection',
    target_id: row.id,
    data: { by_user: state.user_id, account: account.label },
  });
}

function codeOf(error: unknown): CallbackError {
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
  return (error as { code?: string }).code === '23505' ? 'account_already_connected' : 'internal';
}

const address = (
  state: StateRow | null,
  outcome: { connected: string } | { connection_error: CallbackError },
): string => (state?.return_to ? withOutcome(state.return_to, outcome) : endPage(outcome));
const endPage = (outcome: { connected: string } | { connection_error: CallbackError }): string =>
  withOutcome(`${env().PUBLIC_URL}/oauth-result`, outcome);
