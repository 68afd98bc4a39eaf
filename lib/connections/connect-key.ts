import type * as z from 'zod';
import type { submitCredentials as submitOperation } from '@/lib/contract/connecting';
import { DomainError } from '@/lib/contract/errors';
import type { Actor } from '@/lib/contract/principal';
import type { ApiKey, Connector } from '@/lib/connectors/kit';
import {
  draft,
  insertOrReuseAttempt,
  singletonTaken,
  type Input,
  type Result,
} from '@/lib/connections/attempt';
import { connectAgain, insertConnected } from '@/lib/connections/grant';
import type { Row } from '@/lib/connections/repository-read';
import { connectorOf, credentialFields, mustFind, present } from '@/lib/connections/shared';
import { checkRoute, identifyAccount } from '@/lib/connections/verify';
import { storeFields } from '@/lib/oauth/service';
import { transaction } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';

/** Connects by a key that the provider accepts; without one, leaves a row that waits for it. */
export async function connectApiKey(
  actor: Actor,
  connector: Connector & { auth: ApiKey },
  input: Input,
): Promise<Result> {
  const { workspace } = actor;
  const taken = await singletonTaken(actor, connector);
  if (taken && taken.status !== 'pending')
    return { mode: 'already_connected', existing_id: taken.id };
  const fields = credentialFields(connector.auth.fields, input);
  if (!fields) {
    const id = await transaction((tx) =>
      insertOrReuseAttempt(tx, actor, connector, draft(actor, connector, input)),
    );
    return {
      mode: 'credentials_required',
      connection: await present(actor, id),
      credential_submit_url: `${env().PUBLIC_URL}/api/platform/v1/connections/${id}/credentials`,
    };
  }
  const account = await identifyAccount(
    connector,
    connector.auth.apply(fields),
    checkRoute(connector, workspace),
    connector.auth.facts?.(fields),
  );
  return insertConnected(
    actor,
    connector,
    draft(actor, connector, input),
    account,
    input.sync_immediately,
    (tx, target) => storeFields(tx, target, fields),
  );
}

/**
 * Gives an API-key connection its key: a pending one for the first time, a connected one again, for
 * the same account. Throws invalid_transition for one that is paused or disconnected.
 */
export async function submitCredentials(
  actor: Actor,
  input: z.output<typeof submitOperation.input>,
): Promise<Result> {
  const row = await mustFind(actor, input.id);
  const connector = connectorOf(row);
  const first = row.status === 'pending';
  if (connector.auth.method !== 'api_key' || !(first || TAKES_ANOTHER.has(row.status)))
    throw new DomainError('invalid_transition', {
      detail: 'This connection does not take a key now.',
    });
  return replaceKey(actor, row, connector as Connector & { auth: ApiKey }, input, {
    event: 'connection.credentials_submitted',
    trigger: first ? 'connect' : 'reconnect',
    allow_account_change: first,
  });
}
const TAKES_ANOTHER: ReadonlySet<Row['status']> = new Set(['connected', 'error']);

/** Verifies a key and puts it on an existing row. */
export async function replaceKey(
  actor: Actor,
  row: Row,
  connector: Connector & { auth: ApiKey },
  input: { api_key?: string; credentials?: Record<string, string> },
  how: {
    event: 'connection.credentials_submitted' | 'connection.reconnected';
    trigger: 'connect' | 'reconnect';
    allow_account_change: boolean;
  },
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
    checkRoute(connector, actor.workspace),
    connector.auth.facts?.(fields),
  );
  return connectAgain(
    actor,
    row,
    connector,
    account,
    { ...how, sync: row.sync_immediately },
    (tx, target) => storeFields(tx, target, fields),
  );
}
