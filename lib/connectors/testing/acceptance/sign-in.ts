import { keyOf } from '@/lib/connectors/testing/account';
import type { Acceptance } from '@/lib/connectors/testing/acceptance/row';
import { createConnection, finishAuthorization, resolveHandle } from '@/lib/connections/service';
import type { UserPrincipal } from '@/lib/contract/principal';

/** Whom a connection is to be made for, and where the sandbox is. */
export interface Door {
  row: Acceptance;
  url: string;
}

export interface SignIn {
  /** Another account of the sandbox than the row's. */
  account?: string;
  /** Used as it is, in place of that of the account. */
  credential?: string;
  /** Scopes the person does not give. */
  withhold?: readonly string[];
}

/**
 * Connects by the connector's method, through the service. Answers the connection's id; throws what
 * the person would be told.
 */
export function signIn(door: Door, principal: UserPrincipal, how: SignIn): Promise<string> {
  switch (door.row.connector.auth.method) {
    case 'oauth':
      return byConsent(door, principal, how);
    case 'api_key':
      return byKey(door.row, principal, how);
    case 'handle':
      return byHandle(door.row, principal, how);
    case 'webhook':
      throw new Error('Nobody signs in to what is delivered to us.');
  }
}

async function byConsent(door: Door, principal: UserPrincipal, how: SignIn): Promise<string> {
  const { row } = door;
  const connector_type = row.connector.type;
  const asked = { connector_type, sync_immediately: true, config: row.config };
  if (how.credential !== undefined) {
    const token = { ...asked, access_token: how.credential };
    return (await createConnection(principal, token)).connection!.id;
  }
  const { authorize_url, connection } = await createConnection(principal, asked);
  const back = await consent(door, authorize_url!, how);
  const type = back.pathname.split('/').at(-1)!;
  const end = new URL(await finishAuthorization(type, back.searchParams, principal.session_id));
  const error = end.searchParams.get('connection_error');
  if (error !== null) throw new Error(`the authorization ended with ${error}`);
  return connection!.id;
}

/** Allows on the consent page, as its form would. Answers where the browser is sent back to. */
async function consent({ row, url }: Door, authorize_url: string, how: SignIn): Promise<URL> {
  const asked = new URL(authorize_url);
  const response = await fetch(new URL(asked.pathname.replace(/^\/sandbox/, ''), url), {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams([
      ...asked.searchParams,
      ['other_account', how.account ?? row.account],
      ['decision', 'allow'],
      ...(how.withhold ?? []).map((scope) => ['withhold', scope]),
    ]),
  });
  const location = response.headers.get('location');
  if (location === null) throw new Error(`the consent page answered ${response.status}`);
  return new URL(location);
}

async function byKey(row: Acceptance, principal: UserPrincipal, how: SignIn): Promise<string> {
  const key = how.credential ?? keyOf(row.connector, how.account ?? row.account);
  const { connection } = await createConnection(principal, {
    connector_type: row.connector.type,
    sync_immediately: true,
    ...(row.credentials ? { credentials: row.credentials(key) } : { api_key: key }),
  });
  return connection!.id;
}

async function byHandle(row: Acceptance, principal: UserPrincipal, how: SignIn): Promise<string> {
  const connector_type = row.connector.type;
  const account_handle = how.credential ?? how.account ?? row.account;
  const { account } = await resolveHandle(principal, { connector_type, handle: account_handle });
  const { connection } = await createConnection(principal, {
    connector_type,
    sync_immediately: true,
    account_handle,
    external_account_id: account.external_account_id,
  });
  return connection!.id;
}
