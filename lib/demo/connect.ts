import { createConnection, finishAuthorization, resolveHandle } from '@/lib/connections/service';
import type { UserPrincipal } from '@/lib/contract/principal';
import { sandboxConsent } from '@/lib/egress/service';

interface How {
  /** That of the account when absent. */
  name?: string;
  sync_immediately?: boolean;
}

/**
 * Connects a sandbox account as a person would: the authorize address, the sandbox's consent page, and
 * back through the callback. Answers the connection's id; throws with the reason when it is refused.
 */
export async function byConsent(
  person: UserPrincipal,
  connector_type: string,
  account: string,
  how: How = {},
): Promise<string> {
  const { authorize_url, connection } = await createConnection(person, {
    connector_type,
    sync_immediately: true,
    ...how,
  });
  const back = await sandboxConsent(authorize_url!, { account: 'other', other_account: account });
  const { searchParams } = new URL(
    await finishAuthorization(connector_type, back.searchParams, person.session_id),
  );
  if (!searchParams.has('connected'))
    throw new Error(`authorizing ${account} ended with ${searchParams.get('connection_error')}`);
  return connection!.id;
}

/** Connects by a key, which the service checks. Answers the connection's id. */
export async function byKey(
  person: UserPrincipal,
  connector_type: string,
  credentials: Record<string, string>,
  how: How = {},
): Promise<string> {
  const { connection } = await createConnection(person, {
    connector_type,
    credentials,
    sync_immediately: true,
    ...how,
  });
  return connection!.id;
}

/** Tracks a public account by its handle. Answers the connection's id. */
export async function byHandle(
  person: UserPrincipal,
  connector_type: string,
  handle: string,
  how: How = {},
): Promise<string> {
  const { account } = await resolveHandle(person, { connector_type, handle });
  const { connection } = await createConnection(person, {
    connector_type,
    account_handle: handle,
    external_account_id: account.external_account_id,
    sync_immediately: true,
    ...how,
  });
  return connection!.id;
}
