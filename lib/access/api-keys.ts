import { forgetKeys } from '@/lib/access/authenticate';
import { startedBy } from '@/lib/access/authority';
import { generateKey, hashKey } from '@/lib/access/key-format';
import {
  endKeyIn,
  findKeys,
  insertKey,
  knownConnections,
  lockUsableKey,
  revokeKey,
  type ListedKeyRow,
} from '@/lib/access/repository-keys';
import { findConnector } from '@/lib/catalog/service';
import type { ApiKey } from '@/lib/contract/api-keys';
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
  input: NewKey,
): Promise<{ api_key: ApiKey; key: string }> {
  assertMayGive(actor, input.scopes);
  const created_by = startedBy(actor).user_id;
  if (!created_by)
    throw new DomainError('forbidden', { detail: 'A key needs a person who answers for it.' });
  const kept = await keptTo(actor, input);
  const { name, expires_in_days } = input;
  const scopes = [...new Set(input.scopes)];
  const { key, stored } = makeKey(actor, { name, scopes, expires_in_days, created_by, ...kept });
  await prismaTransaction(async (tx) => {
    await insertKey({ ...stored, replaces: null }, tx);
    await emit(tx, actor, { event: 'api_key.created', id: stored.id, data: { name, scopes } });
  });
  return { api_key: await listed(actor, stored.id), key };
}

/**
 * Makes a successor with the name, scopes, connections and length of life of a key, which itself
 * goes on working for `overlap_hours`. A key it had replaced itself ends now, so that two at most
 * are live. Throws api_key_ended when the key works no longer, api_key_replaced when it has a
 * successor.
 */
export async function rotateApiKey(
  actor: Actor,
  { id, overlap_hours }: { id: string; overlap_hours: number },
): Promise<{ api_key: ApiKey; key: string; replaced: ApiKey }> {
  const { workspace } = actor;
  if ((await findKeys(workspace.id, id)).length === 0) throw missing('api_key');
  const made = await prismaTransaction(async (tx) => {
    const old = await lockUsableKey(workspace.id, id, tx);
    if (!old) throw new DomainError('api_key_ended');
    if (old.replaced) throw new DomainError('api_key_replaced');
    assertMayGive(actor, old.scopes);
    const { replaced: _, replaces: before, created_by, ...rest } = old;
    if (!created_by) throw new DomainError('api_key_ended');
    const { key, stored } = makeKey(actor, { ...rest, created_by });
    await insertKey({ ...stored, replaces: id }, tx);
    await endKeyIn(workspace.id, id, overlap_hours, tx);
    if (before) await endKeyIn(workspace.id, before, 0, tx);
    const data = { successor: stored.id, overlap_hours };
    await emit(tx, actor, { event: 'api_key.rotated', id, data });
    return { key, id: stored.id };
  });
  forgetKeys();
  return {
    api_key: await listed(actor, made.id),
    key: made.key,
    replaced: await listed(actor, id),
  };
}

interface NewKey {
  name: string;
  scopes: Scope[];
  expires_in_days: number | null;
  connection_ids?: string[];
  connector_types?: string[];
}

const listed = async ({ workspace }: Actor, id: string): Promise<ApiKey> =>
  toApiKey((await findKeys(workspace.id, id))[0]!);

function assertMayGive(actor: Actor, scopes: readonly Scope[]): void {
  const lacking = scopes.filter((scope) => !actor.scopes.includes(scope));
  if (lacking.length > 0)
    throw new DomainError(actor.kind === 'api_key' ? 'insufficient_scope' : 'forbidden', {
      detail: `You cannot give a key what you do not have: ${lacking.join(', ')}.`,
    });
}

/** What a key is kept to, checked. Throws invalid_request. */
async function keptTo(
  { workspace }: Actor,
  { scopes, connection_ids = [], connector_types = [] }: NewKey,
): Promise<{ connection_ids: string[]; connector_types: string[] }> {
  const errors: { path: string; message: string }[] = [];
  const restricted = connection_ids.length + connector_types.length > 0;
  const beyond = scopes.filter((scope) => !scope.startsWith('connections:'));
  if (restricted && beyond.length > 0)
    errors.push({
      path: 'scopes',
      message: `A key for some connections alone cannot have ${beyond.join(', ')}.`,
    });
  const known = await knownConnections(workspace.id, connection_ids);
  for (const id of connection_ids)
    if (!known.has(id))
      errors.push({ path: 'connection_ids', message: `There is no connection ${id}.` });
  const types = connector_types.map((type) => findConnector(type)?.type);
  connector_types.forEach((type, i) => {
    if (!types[i])
      errors.push({ path: 'connector_types', message: `There is no connector "${type}".` });
  });
  if (errors.length > 0)
    throw new DomainError('invalid_request', { detail: errors[0]!.message, errors });
  return {
    connection_ids: [...new Set(connection_ids)],
    connector_types: [...new Set(types as string[])],
  };
}

/** A new key and the row that is kept of it. */
function makeKey(
  { workspace }: Actor,
  of: {
    name: string;
    scopes: Scope[];
    expires_in_days: number | null;
    created_by: string;
    connection_ids: string[];
    connector_types: string[];
  },
) {
  const key = generateKey(workspace.mode);
  const stored = {
    ...of,
    workspace_id: workspace.id,
    id: newId(),
    hash: hashKey(key),
    prefix: key.slice(0, PREFIX_LENGTH),
    last4: key.slice(-4),
  };
  return { key, stored };
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
