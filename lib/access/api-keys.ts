import { forgetKeys } from '@/lib/access/authenticate';
import { generateKey, hashKey } from '@/lib/access/key-format';
import { findKeys, insertKey, revokeKey, type ListedKeyRow } from '@/lib/access/repository';
import type { ApiKey } from '@/lib/contract/access';
import { DomainError } from '@/lib/contract/errors';
import { missing } from '@/lib/contract/missing';
import type { Scope } from '@/lib/contract/operation';
import type { Principal } from '@/lib/contract/principal';
import { iso } from '@/lib/platform/clock';
import { newId } from '@/lib/platform/ids';

const PREFIX_LENGTH = 'inlet_sk_live_'.length + 4;

const toApiKey = (row: ListedKeyRow): ApiKey => ({
  ...row,
  created_at: iso(row.created_at),
  expires_at: iso(row.expires_at),
  last_used_at: iso(row.last_used_at),
  revoked_at: iso(row.revoked_at),
});

/** Every key of the workspace, revoked ones too, newest first. Never a secret. */
export async function listApiKeys(principal: Principal): Promise<{ api_keys: ApiKey[] }> {
  return { api_keys: (await findKeys(principal.workspace.id)).map(toApiKey) };
}

/**
 * Creates a key with no more scopes than its creator holds. A key made through another key belongs
 * to the person behind that one. The answer is the only place the key is ever in.
 */
export async function createApiKey(
  principal: Principal,
  input: { name: string; scopes: Scope[]; expires_in_days: number | null },
): Promise<{ api_key: ApiKey; key: string }> {
  const lacking = input.scopes.filter((scope) => !principal.scopes.includes(scope));
  if (lacking.length > 0)
    throw new DomainError(principal.kind === 'api_key' ? 'insufficient_scope' : 'forbidden', {
      detail: `You cannot give a key what you do not have: ${lacking.join(', ')}.`,
    });
  const created_by =
    principal.kind === 'user'
      ? principal.user_id
      : principal.kind === 'api_key'
        ? principal.created_by
        : null;
  if (!created_by)
    throw new DomainError('forbidden', { detail: 'A key needs a person who answers for it.' });
  const { workspace } = principal;
  const key = generateKey(workspace.mode);
  const id = newId();
  await insertKey({
    workspace_id: workspace.id,
    id,
    name: input.name,
    hash: hashKey(key),
    prefix: key.slice(0, PREFIX_LENGTH),
    last4: key.slice(-4),
    scopes: [...new Set(input.scopes)],
    created_by,
    expires_in_days: input.expires_in_days,
  });
  const [row] = await findKeys(workspace.id, id);
  return { api_key: toApiKey(row!), key };
}

/** Refused from now on, everywhere within a second. Revoking twice is fine. */
export async function revokeApiKey(
  principal: Principal,
  input: { id: string },
): Promise<{ revoked: true; id: string }> {
  if (!(await revokeKey(principal.workspace.id, input.id))) throw missing('api_key');
  forgetKeys();
  return { revoked: true, id: input.id };
}
