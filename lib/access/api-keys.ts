import { forgetKeys } from '@/lib/access/authenticate';
import { startedBy } from '@/lib/access/authority';
import { generateKey, hashKey } from '@/lib/access/key-format';
import { findKeys, insertKey, revokeKey, type ListedKeyRow } from '@/lib/access/repository-keys';
import type { ApiKey } from '@/lib/contract/access';
import { DomainError } from '@/lib/contract/errors';
import { missing } from '@/lib/contract/missing';
import type { Scope } from '@/lib/contract/operation';
import type { Actor, Principal } from '@/lib/contract/principal';
import { emit } from '@/lib/events/service';
import { iso } from '@/lib/platform/clock';
import { prismaTransaction } from '@/lib/platform/db';
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
  actor: Actor,
  input: { name: string; scopes: Scope[]; expires_in_days: number | null },
): Promise<{ api_key: ApiKey; key: string }> {
  const lacking = input.scopes.filter((scope) => !actor.scopes.includes(scope));
  if (lacking.length > 0)
    throw new DomainError(actor.kind === 'api_key' ? 'insufficient_scope' : 'forbidden', {
      detail: `You cannot give a key what you do not have: ${lacking.join(', ')}.`,
    });
  const created_by = startedBy(actor).user_id;
  if (!created_by)
    throw new DomainError('forbidden', { detail: 'A key needs a person who answers for it.' });
  const { workspace } = actor;
  const key = generateKey(workspace.mode);
  const id = newId();
  const { name, expires_in_days } = input;
  const scopes = [...new Set(input.scopes)];
  const stored = {
    workspace_id: workspace.id,
    id,
    name,
    hash: hashKey(key),
    prefix: key.slice(0, PREFIX_LENGTH),
    last4: key.slice(-4),
    scopes,
    created_by,
    expires_in_days,
  };
  await prismaTransaction(async (tx) => {
    await insertKey(stored, tx);
    await emit(tx, actor, { event: 'api_key.created', id, data: { name, scopes } });
  });
  const [row] = await findKeys(workspace.id, id);
  return { api_key: toApiKey(row!), key };
}

/** Refused from now on, everywhere within a second. Revoking twice is fine. */
export async function revokeApiKey(
  actor: Actor,
  input: { id: string },
): Promise<{ revoked: true; id: string }> {
  await prismaTransaction(async (tx) => {
    const revoked = await revokeKey(actor.workspace.id, input.id, tx);
    if (!revoked) throw missing('api_key');
    if (revoked.first) await emit(tx, actor, { event: 'api_key.revoked', id: input.id });
  });
  forgetKeys();
  return { revoked: true, id: input.id };
}
