import { expect, test } from 'vitest';
import { execute } from '@/lib/api/execute';
import { authenticate } from '@/lib/access/authenticate';
import { createApiKey } from '@/lib/access/api-keys';
import { sessionCookie } from '@/lib/access/test-session';
import type { Principal } from '@/lib/contract/principal';
import { newId } from '@/lib/platform/ids';
import {
  makePrincipal,
  makeUser,
  makeWorkspace,
  useTestDatabase,
  type SignedIn,
} from '@/lib/platform/testing';
import { bulkKey, connectPipedrive, errorCode, useSandbox } from '@/lib/sync/testing';

useTestDatabase();
useSandbox();

const run = <Id extends Parameters<typeof execute>[0]>(id: Id, as: Principal, input: object) =>
  execute(id, as, input, { id: newId() });
const admin = async () =>
  makePrincipal(await makeWorkspace(), { user: await makeUser({ platform_role: 'superadmin' }) });
const inside = async ({ user_id }: SignedIn, slug: string): Promise<Principal> =>
  authenticate(
    new Request('http://localhost:3000/', {
      headers: {
        cookie: await sessionCookie(user_id),
        'x-inlet-workspace': slug,
        host: 'localhost:3000',
      },
    }),
  );

test('a workspace is made by whoever runs the installation, who owns it; both trails tell', async () => {
  const one = await admin();
  const { workspace } = await run('createWorkspace', one, { name: 'Café & Co.', mode: 'sandbox' });
  expect(workspace).toMatchObject({ slug: 'cafe-co', name: 'Café & Co.', mode: 'sandbox' });
  const there = await inside(one, workspace.slug);
  expect(there).toMatchObject({ role: 'owner', workspace: { id: workspace.id } });
  for (const as of [one, there]) {
    const { events } = await run('listAuditEvents', as, { action: 'workspace.created' });
    expect(events).toMatchObject([{ target_id: workspace.id, actor_id: one.user_id }]);
  }
  const second = await run('createWorkspace', one, { name: 'Café & Co.' });
  expect(second.workspace).toMatchObject({ slug: 'cafe-co-2', mode: 'live' });
  const nobody = await makePrincipal(await makeWorkspace());
  for (const id of ['createWorkspace', 'listWorkspaces'] as const)
    expect(await run(id, nobody, { name: 'Mine' }).catch(errorCode)).toBe('forbidden');
});

test('the list says how much there is in each, and when somebody was last there', async () => {
  const one = await admin();
  const quiet = await makeWorkspace();
  await connectPipedrive(one, bulkKey(3));
  const { workspaces } = await run('listWorkspaces', one, {});
  expect(workspaces.find(({ id }) => id === one.workspace.id)).toMatchObject({
    members: 1,
    connections: 1,
    last_activity_at: expect.any(String),
  });
  expect(workspaces.find(({ id }) => id === quiet.id)).toMatchObject({
    members: 0,
    connections: 0,
    last_activity_at: null,
  });
  expect(Object.keys(workspaces[0]!)).not.toContain('connections_list');
});

test('renamed, a workspace stays where it was', async () => {
  const owner = await makePrincipal(await makeWorkspace());
  const { workspace } = await run('updateWorkspace', owner, { name: 'Globex' });
  expect(workspace).toMatchObject({ id: owner.workspace.id, slug: owner.workspace.slug });
  const session = await run('getSession', await inside(owner, owner.workspace.slug), {});
  expect(session.workspace.name).toBe('Globex');
  const member = await makePrincipal(owner.workspace, { role: 'member' });
  expect(await run('updateWorkspace', member, { name: 'Mine' }).catch(errorCode)).toBe('forbidden');
});

test('a connector that is not approved is refused, said why, and what is connected stays', async () => {
  const one = await admin();
  const { id } = await connectPipedrive(one, bulkKey(4));
  const approve = (approved: boolean) =>
    run('setConnectorApproval', one, { type: 'pipedrive', approved });
  expect((await approve(false)).connector).toMatchObject({ approved: false });
  const connect = () =>
    run('createConnection', one, { connector_type: 'pipedrive', api_key: bulkKey(5) }).then(
      ({ mode }) => mode,
      errorCode,
    );
  expect(await connect()).toBe('connector_not_connectable');
  const entry = async () =>
    (await run('getCatalog', one, {})).connectors.find(({ type }) => type === 'pipedrive');
  expect(await entry()).toMatchObject({
    connectable: false,
    availability_reason: 'Pipedrive is not approved on this installation. Ask whoever runs it.',
  });
  // Not by bringing an app of one's own either.
  await run('setConnectorApproval', one, { type: 'hubspot', approved: false });
  const own = { connector_type: 'hubspot', client_id: 'a', client_secret: 'b' };
  expect(await run('createConnection', one, own).catch(errorCode)).toBe(
    'connector_not_connectable',
  );
  expect((await run('pauseConnection', one, { id })).connection.status).toBe('paused');
  await approve(true);
  expect(await connect()).toBe('connected');
  expect(await entry()).toMatchObject({ connectable: true, availability_reason: null });
  expect(
    await run('setConnectorApproval', one, { type: 'nothing', approved: true }).catch(errorCode),
  ).toBe('unknown_connector');
});

test('a person’s name and time zone are theirs in every workspace; a key has none', async () => {
  const owner = await makePrincipal(await makeWorkspace());
  expect(await run('updateProfile', owner, { time_zone: 'Europe/Berlin', name: 'Ada L.' })).toEqual(
    { user: { id: owner.user_id, name: 'Ada L.', time_zone: 'Europe/Berlin', language: null } },
  );
  const session = await run('getSession', await inside(owner, owner.workspace.slug), {});
  expect(session.user).toMatchObject({ name: 'Ada L.', time_zone: 'Europe/Berlin' });
  expect(await run('updateProfile', owner, { time_zone: 'Mars/Base' }).catch(errorCode)).toBe(
    'invalid_request',
  );
  expect((await run('updateProfile', owner, { time_zone: null })).user.time_zone).toBeNull();
  await run('updateProfile', owner, { language: 'de' });
  const { user } = await run('getSession', await inside(owner, owner.workspace.slug), {});
  expect(user).toMatchObject({ time_zone: null, language: 'de' });
  const { key } = await createApiKey(owner, {
    name: 'CI',
    scopes: ['connections:read'],
    expires_in_days: 1,
  });
  const headers = { 'x-api-key': key };
  const asKey = await authenticate(new Request('http://localhost:3000/', { headers }));
  expect(await run('updateProfile', asKey, { name: 'Bot' }).catch(errorCode)).toBe('forbidden');
});
