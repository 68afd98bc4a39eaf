import type * as z from 'zod';
import type { reconnectConnection as reconnectOperation } from '@/lib/contract/connecting';
import { DomainError } from '@/lib/contract/errors';
import type { Actor } from '@/lib/contract/principal';
import type { Account, Connector, Given, OAuth } from '@/lib/connectors/kit';
import { draft, type Input, type Result } from '@/lib/connections/attempt';
import { asDomainError } from '@/lib/connections/auth-providers';
import { connectAgain, insertConnected } from '@/lib/connections/grant';
import type { Row } from '@/lib/connections/repository-read';
import { patchConnection } from '@/lib/connections/repository-write';
import { checkRoute, identifyAccount } from '@/lib/connections/verify';
import {
  AUTH_PROVIDERS,
  factsOf,
  findAuthProvider,
  givenIn,
  peekProvided,
  storeProvided,
  takeToken,
  type Provided,
} from '@/lib/oauth/service';
import type { Sql } from '@/lib/platform/db';

type OAuthConnector = Connector & { auth: OAuth };
type Named = { auth_provider?: string; auth_provider_account?: string };

/**
 * The auth provider's account a request names. Null: it names none. Throws invalid_request when it
 * names half of one, or says beside it how else to authorize.
 */
export function providedIn(
  connector: OAuthConnector,
  input: Named & { access_token?: string; client_id?: string },
): Provided | null {
  const { auth_provider, auth_provider_account } = input;
  if (auth_provider === undefined && auth_provider_account === undefined) return null;
  const refuse = (path: string, message: string): never => {
    throw new DomainError('invalid_request', {
      detail: `${connector.name} cannot be connected like this. ${message}`,
      errors: [{ path, message }],
    });
  };
  if (auth_provider === undefined) return refuse('auth_provider', 'This is required.');
  if (auth_provider_account === undefined)
    return refuse('auth_provider_account', 'This is required.');
  if (!findAuthProvider(auth_provider))
    return refuse('auth_provider', `Use one of ${AUTH_PROVIDERS.map((one) => one.id).join(', ')}.`);
  for (const other of ['access_token', 'client_id'] as const)
    if (input[other] !== undefined) refuse(other, 'Leave this out beside auth_provider.');
  return { auth_provider, auth_provider_account };
}

/**
 * Connects with an account an auth provider keeps, once its token is good at the provider. The
 * token is not stored.
 */
export async function connectProvided(
  actor: Actor,
  connector: OAuthConnector,
  provided: Provided,
  input: Input & { given: Given },
): Promise<Result> {
  const account = await identify(actor, connector, provided, input.given);
  return insertConnected(
    actor,
    connector,
    draft(actor, connector, input),
    account,
    input.sync_immediately,
    (tx, target) => keep(tx, target, provided),
  );
}

/** What a reconnection is to read with: what the request names, else what there was. Null: neither. */
export const providedFor = async (
  row: Row,
  connector: OAuthConnector,
  input: z.output<typeof reconnectOperation.input>,
): Promise<Provided | null> =>
  providedIn(connector, input) ??
  peekProvided({ workspace_id: row.workspace_id, connection_id: row.id });

/** Repairs a connection in place with an account an auth provider keeps. */
export async function provideAgain(
  actor: Actor,
  row: Row,
  connector: OAuthConnector,
  provided: Provided,
  allow_account_change: boolean,
): Promise<Result> {
  const account = await identify(actor, connector, provided, givenIn(row.config));
  return connectAgain(
    actor,
    row,
    connector,
    account,
    { event: 'connection.reconnected', trigger: 'reconnect', allow_account_change, sync: true },
    (tx, target) => keep(tx, target, provided),
  );
}

async function keep(
  tx: Sql,
  target: { workspace_id: string; connection_id: string },
  provided: Provided,
): Promise<void> {
  await storeProvided(tx, target, provided);
  const { auth_provider } = provided;
  await patchConnection(tx, target.workspace_id, target.connection_id, { auth_provider });
}

async function identify(
  { workspace }: Actor,
  connector: OAuthConnector,
  provided: Provided,
  given: Given,
): Promise<Account> {
  const { access_token, details } = await takeToken(workspace, provided).catch((error: unknown) => {
    throw asDomainError(error);
  });
  const headers = connector.auth.apply(access_token);
  return identifyAccount(connector, headers, checkRoute(connector, workspace), {
    ...connector.auth.given_facts?.(given),
    ...factsOf(connector, details),
  });
}
