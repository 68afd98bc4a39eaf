import { expect, test } from 'vitest';
import { createApiKey, listApiKeys, revokeApiKey } from '@/lib/access/api-keys';
import type { KeyPrincipal } from '@/lib/contract/principal';
import { OPEN_ACCESS } from '@/lib/contract/surfaces';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { newId } from '@/lib/platform/ids';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';

useTestDatabase();

const refused = (code: string) => expect.objectContaining({ code });

test('the key is shown once and stored as a hash', async () => {
  const owner = await makePrincipal(await makeWorkspace({ mode: 'live' }));
  const { key, api_key } = await createApiKey(owner, {
    name: 'CI',
    scopes: ['connections:read'],
    expires_in_days: 90,
  });
  expect(api_key).toMatchObject({
    name: 'CI',
    prefix: key.slice(0, 18),
    last4: key.slice(-4),
    scopes: ['connections:read'],
    created_by: owner.user_id,
    created_by_name: owner.name,
    last_used_at: null,
    revoked_at: null,
  });
  expect(Date.parse(api_key.expires_at!) - Date.parse(api_key.created_at)).toBeCloseTo(
    90 * 86_400_000,
    -4,
  );
  const stored = JSON.stringify((await db.query(sql`SELECT * FROM api_keys`)).rows);
  expect(stored).not.toContain(key.slice(18, -4));
  expect(JSON.stringify(await listApiKeys(owner))).not.toContain(key.slice(18, -4));
});

test('keys of a sandbox workspace are test keys; a key without expiry says so', async () => {
  const owner = await makePrincipal(await makeWorkspace({ mode: 'sandbox' }));
  const { key, api_key } = await createApiKey(owner, {
    name: 'try',
    scopes: ['connections:read', 'connections:read'],
    expires_in_days: null,
  });
  expect(key).toMatch(/^inlet_sk_test_/);
  expect(api_key).toMatchObject({ expires_at: null, scopes: ['connections:read'] });
});

test('nobody gives a key more than they have', async () => {
  const workspace = await makeWorkspace();
  const owner = await makePrincipal(workspace);
  await expect(
    createApiKey(owner, { name: 'x', scopes: ['platform:write'], expires_in_days: 1 }),
  ).rejects.toEqual(refused('forbidden'));
  const parent: KeyPrincipal = {
    kind: 'api_key',
    access: OPEN_ACCESS,
    key_id: newId(),
    connection_ids: [],
    connector_types: [],
    created_by: owner.user_id,
    platform_role: null,
    workspace: owner.workspace,
    scopes: ['api_keys:write', 'connections:read'],
  };
  await expect(
    createApiKey(parent, { name: 'x', scopes: ['connections:write'], expires_in_days: 1 }),
  ).rejects.toEqual(refused('insufficient_scope'));
  const { api_key } = await createApiKey(parent, {
    name: 'child',
    scopes: ['connections:read'],
    expires_in_days: 1,
  });
  expect(api_key.created_by).toBe(owner.user_id);
});

test('revoking is for good, and only in the own workspace', async () => {
  const owner = await makePrincipal(await makeWorkspace());
  const stranger = await makePrincipal(await makeWorkspace());
  const { api_key } = await createApiKey(owner, {
    name: 'x',
    scopes: ['connections:read'],
    expires_in_days: 1,
  });
  await expect(revokeApiKey(stranger, { id: api_key.id })).rejects.toEqual(refused('not_found'));
  expect(await revokeApiKey(owner, { id: api_key.id })).toEqual({ revoked: true, id: api_key.id });
  const {
    api_keys: [first],
  } = await listApiKeys(owner);
  await revokeApiKey(owner, { id: api_key.id });
  expect((await listApiKeys(owner)).api_keys[0]?.revoked_at).toBe(first?.revoked_at);
});
