import type * as z from 'zod';
import { mustBeGiven } from '@/lib/connections/config';
import { startedBy } from '@/lib/access/service';
import type { reconnectConnection as reconnectOperation } from '@/lib/contract/connecting';
import { DomainError } from '@/lib/contract/errors';
import type { Actor, Principal } from '@/lib/contract/principal';
import type { Connector, OAuth, Given } from '@/lib/connectors/kit';
import {
  draft,
  insertOrReuseAttempt,
  singletonTaken,
  type Input,
  type Result,
} from '@/lib/connections/attempt';
import { connectProvided, providedIn } from '@/lib/connections/connect-provided';
import { insertConnected } from '@/lib/connections/grant';
import type { Row } from '@/lib/connections/repository-read';
import { patchConnection } from '@/lib/connections/repository-write';
import { present, returnTo } from '@/lib/connections/shared';
import { checkRoute, identifyAccount } from '@/lib/connections/verify';
import {
  givenIn,
  providerApp,
  startAuthorization,
  storeProviderApp,
  storeTokens,
  TokenError,
  type ProviderApp,
} from '@/lib/oauth/service';
import { emit } from '@/lib/events/service';
import { transaction, type Sql } from '@/lib/platform/db';

type OAuthConnector = Connector & { auth: OAuth };

/** Connects by OAuth: with the tokens that were sent, or by sending the person to the provider. */
export async function connectOAuth(
  actor: Actor,
  connector: OAuthConnector,
  input: Input,
): Promise<Result> {
  const given = mustBeGiven(connector, input.config ?? {});
  const taken = await singletonTaken(actor, connector);
  if (taken && taken.status !== 'pending')
    return { mode: 'already_connected', existing_id: taken.id };
  const provided = providedIn(connector, input);
  if (provided) return connectProvided(actor, connector, provided, { ...input, given });
  const provider_app_id = await ownApp(actor, connector, input);
  if (input.access_token)
    return connectTokens(actor, connector, provider_app_id, {
      ...input,
      access_token: input.access_token,
      given,
    });
  const app = await mustHaveApp(actor, connector, provider_app_id);
  const back = await returnTo(actor, input.return_to);
  const { id, authorize_url } = await transaction(async (tx) => {
    const id = await insertOrReuseAttempt(tx, actor, connector, {
      ...draft(actor, connector, input),
      provider_app_id,
    });
    const url = await begin(tx, actor, connector, app, {
      connection_id: id,
      return_to: back,
      allow_account_change: false,
      sync_immediately: input.sync_immediately,
      select_account: input.select_account,
      given,
    });
    return { id, authorize_url: url };
  });
  return { mode: 'oauth_redirect', authorize_url, connection: await present(actor, id) };
}

/** The provider app a workspace brings along, stored. Null: it brings none. */
async function ownApp(
  { workspace }: Principal,
  connector: OAuthConnector,
  { client_id, client_secret }: Input,
): Promise<string | null> {
  if ((client_id === undefined) !== (client_secret === undefined))
    throw new DomainError('invalid_request', {
      detail: 'Send client_id and client_secret together.',
      errors: [{ path: client_id ? 'client_secret' : 'client_id', message: 'This is required.' }],
    });
  if (!client_id || !client_secret) return null;
  return storeProviderApp(workspace.id, connector.type, { client_id, client_secret });
}

async function connectTokens(
  actor: Actor,
  connector: OAuthConnector,
  provider_app_id: string | null,
  input: Input & { access_token: string; given: Given },
): Promise<Result> {
  const account = await identifyAccount(
    connector,
    connector.auth.apply(input.access_token),
    checkRoute(connector, actor.workspace),
    connector.auth.given_facts?.(input.given),
  );
  const tokens = {
    access_token: input.access_token,
    refresh_token: input.refresh_token ?? null,
    expires_in_seconds: input.expires_at
      ? Math.max((Date.parse(input.expires_at) - Date.now()) / 1000, 0)
      : null,
  };
  return insertConnected(
    actor,
    connector,
    { ...draft(actor, connector, input), provider_app_id },
    account,
    input.sync_immediately,
    async (tx, target) => {
      await storeTokens(tx, target, tokens);
      await patchConnection(tx, target.workspace_id, target.connection_id, { token_given: true });
    },
  );
}

/** Sends the person to the provider for a connection that is there already. */
export async function reauthorize(
  actor: Actor,
  row: Row,
  connector: OAuthConnector,
  input: z.output<typeof reconnectOperation.input>,
): Promise<Result> {
  const app = await mustHaveApp(actor, connector, row.provider_app_id);
  const back = await returnTo(actor, input.return_to);
  const authorize_url = await transaction(async (tx) => {
    if (row.status === 'error' || row.status === 'disconnected')
      await patchConnection(tx, row.workspace_id, row.id, {
        status: 'pending',
        next_sync_at: null,
      });
    await emit(tx, actor, { event: 'connection.reconnected', id: row.id });
    return begin(tx, actor, connector, app, {
      connection_id: row.id,
      return_to: back,
      allow_account_change: input.allow_account_change,
      sync_immediately: true,
      given: givenIn(row.config),
    });
  }).catch((error: Error & { code?: string }) => {
    if (error.code !== '23505') throw error;
    throw new DomainError('account_already_connected', {
      detail: 'Another connection has taken this account since.',
      cause: error,
    });
  });
  const connection = await present(actor, row.id);
  return { mode: 'oauth_redirect', authorize_url, connection };
}

async function mustHaveApp(
  { workspace }: Principal,
  connector: OAuthConnector,
  provider_app_id: string | null,
): Promise<ProviderApp> {
  const app = await providerApp(connector, {
    workspace_id: workspace.id,
    mode: workspace.mode,
    provider_app_id,
  }).catch((error: unknown) => {
    if (!(error instanceof TokenError)) throw error;
    throw new DomainError('provider_misconfigured', { detail: error.message, cause: error });
  });
  if (app) return app;
  throw new DomainError('connector_not_connectable', {
    detail: `${connector.name} has no provider app on this installation.`,
  });
}

/** Begins the flow in the name of whoever asks, bound to their browser if they are in one. */
const begin = (
  tx: Sql,
  principal: Principal,
  connector: OAuthConnector,
  app: ProviderApp,
  flow: {
    connection_id: string;
    return_to: string | null;
    allow_account_change: boolean;
    sync_immediately: boolean;
    select_account?: boolean;
    given: Given;
  },
): Promise<string> =>
  startAuthorization(tx, connector, app, {
    workspace_id: principal.workspace.id,
    mode: principal.workspace.mode,
    ...startedBy(principal),
    session_id: principal.kind === 'user' ? principal.session_id : null,
    ...flow,
  }).catch((error: unknown) => {
    if (!(error instanceof TokenError)) throw error;
    throw new DomainError('invalid_request', {
      detail: error.message,
      errors: (connector.auth.connect_fields ?? []).map(({ key }) => ({
        path: `config.${key}`,
        message: error.message,
      })),
      cause: error,
    });
  });
