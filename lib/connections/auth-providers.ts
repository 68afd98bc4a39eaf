import type * as z from 'zod';
import type {
  AuthProvider as Shown,
  listAuthProviders as listOperation,
  removeAuthProvider as removeOperation,
  setAuthProvider as setOperation,
} from '@/lib/contract/auth-providers';
import { DomainError } from '@/lib/contract/errors';
import { missing } from '@/lib/contract/missing';
import type { Actor, Principal } from '@/lib/contract/principal';
import { credentialField } from '@/lib/catalog/service';
import { credentialFields } from '@/lib/connections/shared';
import { emit } from '@/lib/events/service';
import {
  AUTH_PROVIDERS,
  checkAuthProvider,
  findAuthProvider,
  forgetAuthProvider,
  settledAuthProviders,
  storeAuthProvider,
  TokenError,
} from '@/lib/oauth/service';
import { transaction } from '@/lib/platform/db';

type Of<T extends { output: z.ZodType }> = z.output<T['output']>;

/** Every auth provider, and whether the workspace has set it up. */
export async function listAuthProviders({
  workspace,
}: Principal): Promise<Of<typeof listOperation>> {
  const settled = await settledAuthProviders(workspace.id);
  const auth_providers = AUTH_PROVIDERS.map(
    ({ id, name, docs_url, fields, account_placeholder }): z.output<typeof Shown> => ({
      id,
      name,
      docs_url,
      configured: settled.has(id),
      fields: fields.map(credentialField),
      account_placeholder,
      updated_at: settled.get(id)?.toISOString() ?? null,
    }),
  );
  return { auth_providers };
}

/**
 * Keeps what a workspace entered for an auth provider, once that lets us in. Throws
 * credential_rejected, or provider_unavailable when it could not be asked.
 */
export async function setAuthProvider(
  actor: Actor,
  input: z.output<typeof setOperation.input>,
): Promise<Of<typeof setOperation>> {
  const provider = mustKnow(input.id);
  const settings = credentialFields(provider.fields, { credentials: input.settings }) ?? {};
  await checkAuthProvider(provider, actor.workspace.mode, settings).catch((error: unknown) => {
    throw asDomainError(error);
  });
  await transaction(async (tx) => {
    await storeAuthProvider(tx, actor.workspace.id, provider.id, settings);
    await emit(tx, actor, { event: 'auth_provider.set', id: provider.id });
  });
  return { auth_provider: await shown(actor, provider.id) };
}

/** Forgets what was entered. Connections that use it need a person at their next sync. */
export async function removeAuthProvider(
  actor: Actor,
  { id }: z.output<typeof removeOperation.input>,
): Promise<Of<typeof removeOperation>> {
  mustKnow(id);
  await transaction(async (tx) => {
    if (!(await forgetAuthProvider(tx, actor.workspace.id, id))) return;
    await emit(tx, actor, { event: 'auth_provider.removed', id });
  });
  return { auth_provider: await shown(actor, id) };
}

/** What an auth provider's refusal means to whoever waits for the answer. */
export function asDomainError(error: unknown): unknown {
  if (!(error instanceof TokenError)) return error;
  const code = error.kind === 'transient' ? 'provider_unavailable' : 'credential_rejected';
  return new DomainError(code, { detail: error.message, cause: error });
}

const shown = async (principal: Principal, id: string) =>
  (await listAuthProviders(principal)).auth_providers.find((one) => one.id === id)!;

function mustKnow(id: string) {
  const provider = findAuthProvider(id);
  if (!provider) throw missing('auth_provider');
  return provider;
}
