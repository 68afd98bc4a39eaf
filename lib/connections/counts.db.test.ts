import { expect, it } from 'vitest';
import { listConnections } from '@/lib/connections/service';
import type { KeyPrincipal } from '@/lib/contract/principal';
import { db } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';
import { sql } from '@/lib/platform/sql';
import {
  makePrincipal,
  makeWorkspace,
  useTestDatabase,
  type SignedIn,
} from '@/lib/platform/testing';

useTestDatabase();

async function connect(
  { workspace }: SignedIn,
  type: string,
  count: number,
  { status = 'connected', refused = false } = {},
): Promise<string[]> {
  const ids = Array.from({ length: count }, newId);
  await db.query(sql`
    INSERT INTO connections (
      workspace_id, id, connector_type, name, status, scope, external_account_id, needs_reauth_at
    )
    SELECT ${workspace.id}::uuid, id, ${type}, id::text, ${status}, 'business', id::text,
      CASE WHEN ${refused}::boolean THEN now() END
    FROM unnest(${ids}::uuid[]) id`);
  return ids;
}

const counted = async (principal: SignedIn | KeyPrincipal, more: object = {}) =>
  (await listConnections(principal, { counts: true, limit: 100, ...more })).connectors;

it('of each connector all that are connected are counted, however many are shown or let through', async () => {
  const me = await makePrincipal(await makeWorkspace());
  expect(await counted(me)).toEqual({});
  await connect(me, 'hubspot', 130);
  await connect(me, 'linear', 1, { status: 'paused' });
  await connect(me, 'linear', 1, { status: 'error' });
  // Only being authorized again, it is connected; an attempt never was.
  await connect(me, 'github', 2, { status: 'pending', refused: true });
  await connect(me, 'github', 4, { status: 'pending' });
  await connect(me, 'slack', 3, { status: 'disconnected' });
  const all = { hubspot: 130, linear: 2, github: 2 };
  expect(await counted(me)).toEqual(all);
  expect(await counted(me, { connector_type: 'linear', limit: 1 })).toEqual(all);
  const elsewhere = await makePrincipal(await makeWorkspace());
  expect(await counted(elsewhere)).toEqual({});
  expect((await listConnections(me, { counts: false })).connectors).toBeUndefined();
});

it('a key that is for some is told of those alone', async () => {
  const me = await makePrincipal(await makeWorkspace());
  const [id] = await connect(me, 'hubspot', 3);
  await connect(me, 'linear', 2);
  const key = (more: Partial<KeyPrincipal>): KeyPrincipal => ({
    kind: 'api_key',
    workspace: me.workspace,
    scopes: ['connections:read'],
    access: me.access,
    key_id: newId(),
    connection_ids: [],
    connector_types: [],
    created_by: me.user_id,
    platform_role: null,
    ...more,
  });
  expect(await counted(key({ connection_ids: [id!] }))).toEqual({ hubspot: 1 });
  expect(await counted(key({ connector_types: ['linear'] }))).toEqual({ linear: 2 });
});
