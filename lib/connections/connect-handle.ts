import type * as z from 'zod';
import type { resolveHandle as resolveOperation } from '@/lib/contract/connecting';
import { DomainError } from '@/lib/contract/errors';
import type { Actor, Principal } from '@/lib/contract/principal';
import type { Account, Connector, Handle } from '@/lib/connectors/kit';
import { draft, type Input, type Result } from '@/lib/connections/attempt';
import { insertConnected } from '@/lib/connections/grant';
import { findExisting } from '@/lib/connections/repository-read';
import { mustBeConnectable } from '@/lib/connections/shared';
import { checkRoute, resolveAccount } from '@/lib/connections/verify';
import { handleAppFields } from '@/lib/oauth/service';
import { db } from '@/lib/platform/db';

/** Finds the account behind a handle, and whether it is tracked already. */
export async function resolveHandle(
  principal: Principal,
  input: z.output<typeof resolveOperation.input>,
): Promise<z.output<typeof resolveOperation.output>> {
  const connector = await mustBeConnectable(principal, input.connector_type);
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

/** Tracks the public account a person confirmed. Throws account_mismatch when it is another by now. */
export async function connectHandle(
  actor: Actor,
  connector: Connector & { auth: Handle },
  input: Input,
): Promise<Result> {
  const required = (['account_handle', 'external_account_id'] as const).filter(
    (key) => !input[key],
  );
  if (required.length > 0)
    throw new DomainError('invalid_request', {
      detail: 'A handle alone can be anybody’s: confirm the account first.',
      fix:
        'Call GET /connections/resolve-handle and send account_handle with the ' +
        'external_account_id it answers.',
      errors: required.map((path) => ({ path, message: 'This is required.' })),
    });
  const found = await resolveAccount(
    connector,
    input.account_handle!,
    handleAppFields(connector, actor.workspace.mode),
    checkRoute(connector, actor.workspace),
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
    actor,
    connector,
    { ...draft(actor, connector, input), ...more },
    account,
    input.sync_immediately,
    async () => undefined,
  );
}
