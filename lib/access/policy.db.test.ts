import { expect, test } from 'vitest';
import { createApiKey } from '@/lib/access/api-keys';
import { authenticate } from '@/lib/access/authenticate';
import { mayStillConnect } from '@/lib/access/authority';
import { removeMember } from '@/lib/access/members';
import { getAccess, listApps, setApp, setMemberAccess, setRoleAccess } from '@/lib/access/policy';
import { sessionCookie } from '@/lib/access/test-session';
import { execute } from '@/lib/api/execute';
import type { Principal } from '@/lib/contract/principal';
import { transaction } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';
import {
  makePrincipal,
  makeWorkspace,
  useTestDatabase,
  type SignedIn,
} from '@/lib/platform/testing';
import { bulkKey, connectPipedrive, errorCode, useSandbox, work } from '@/lib/sync/testing';

useTestDatabase();
useSandbox();

const refused = (code: string) => expect.objectContaining({ code });
/** The person as their next request finds them. */
const next = async ({ user_id, workspace }: SignedIn): Promise<Principal> =>
  authenticate(
    new Request('http://localhost:3000/', {
      headers: {
        cookie: await sessionCookie(user_id),
        'x-inlet-workspace': workspace.slug,
        host: 'localhost:3000',
      },
    }),
  );
const keyOf = async (person: SignedIn) => {
  const scopes = ['connections:read' as const, 'connections:write' as const];
  const { key } = await createApiKey(person, { name: 'CI', scopes, expires_in_days: 1 });
  return () =>
    authenticate(new Request('http://localhost:3000/', { headers: { 'x-api-key': key } }));
};
async function people() {
  const workspace = await makeWorkspace();
  return {
    owner: await makePrincipal(workspace),
    admin: await makePrincipal(workspace, { role: 'admin' }),
    member: await makePrincipal(workspace, { role: 'member' }),
  };
}
const CONNECTIONS = { surface: 'connections' } as const;

test('nothing said, everything is on and open', async () => {
  const { owner, member } = await people();
  expect((await listApps(owner)).apps).toMatchObject([{ id: 'connections', enabled: true }]);
  for (const { says } of (await getAccess(owner)).roles)
    expect(says).toEqual({
      connections: { level: 'write', from: 'default' },
      personal_records: { level: 'hidden', from: 'default' },
    });
  expect((await next(member)).access).toEqual({ connections: 'write', personal_records: 'hidden' });
});

test('a role, a member who is another, and back again; with the next request', async () => {
  const { owner, admin, member } = await people();
  await setRoleAccess(admin, { role: 'member', ...CONNECTIONS, level: 'read' });
  expect((await next(member)).scopes).toEqual([
    'connections:read',
    'members:read',
    'api_keys:read',
  ]);
  const { user_id } = member;
  await setMemberAccess(admin, { user_id, ...CONNECTIONS, level: 'hidden' });
  expect((await next(member)).scopes).toEqual(['members:read', 'api_keys:read']);
  expect((await getAccess(owner)).members.find((one) => one.user_id === user_id)).toMatchObject({
    says: { connections: { level: 'hidden', from: 'member' } },
    access: { connections: 'hidden' },
  });
  const { member: back } = await setMemberAccess(admin, { user_id, ...CONNECTIONS, level: null });
  expect(back.says.connections).toEqual({ level: 'read', from: 'role' });
  expect((await next(member)).access.connections).toBe('read');
  // Another workspace’s word is nothing here.
  const elsewhere = await people();
  await setRoleAccess(elsewhere.owner, { role: 'member', ...CONNECTIONS, level: 'hidden' });
  expect((await next(member)).access.connections).toBe('read');
});

test('an app that is off is off for everybody, and whoever administers turns it on again', async () => {
  const { owner, member } = await people();
  const { user_id } = member;
  await setMemberAccess(owner, { user_id, ...CONNECTIONS, level: 'write' });
  await setApp(owner, { id: 'connections', enabled: false });
  for (const person of [owner, member])
    expect((await next(person)).access).toEqual({
      connections: 'hidden',
      personal_records: 'hidden',
    });
  const still = await next(owner);
  await expect(execute('listConnections', still, {}, { id: newId() })).rejects.toEqual(
    refused('unknown_path'),
  );
  await execute('setApp', still, { id: 'connections', enabled: true }, { id: newId() });
  expect((await next(member)).access.connections).toBe('write');
});

test('a key may do what whoever made it may, from the next request on', async () => {
  const { owner, admin } = await people();
  const key = await keyOf(admin);
  expect((await key()).scopes).toEqual(['connections:read', 'connections:write']);
  const { user_id } = admin;
  await setMemberAccess(owner, { user_id, ...CONNECTIONS, level: 'read' });
  expect((await key()).scopes).toEqual(['connections:read']);
  await setRoleAccess(owner, { role: 'admin', ...CONNECTIONS, level: 'hidden' });
  await setMemberAccess(owner, { user_id, ...CONNECTIONS, level: null });
  expect(await key()).toMatchObject({ scopes: [], access: { connections: 'hidden' } });
});

test('who may say what: admins, of owners only owners, and levels a surface knows', async () => {
  const { owner, admin, member } = await people();
  const says = { role: 'member', ...CONNECTIONS, level: 'read' } as const;
  const run = (as: Principal, input: object) =>
    execute('setRoleAccess', as, input, { id: newId() }).then(() => 'said', errorCode);
  expect(await run(member, says)).toBe('forbidden');
  expect(await run(admin, says)).toBe('said');
  expect(await run(admin, { ...says, role: 'owner' })).toBe('forbidden');
  expect(await run(owner, { ...says, role: 'owner' })).toBe('said');
  expect(await run(owner, { ...says, role: 'nobody' })).toBe('not_found');
  expect(await run(owner, { ...says, surface: 'personal_records', level: 'write' })).toBe(
    'invalid_request',
  );
  const of = (as: SignedIn, user_id: string) =>
    setMemberAccess(as, { user_id, ...CONNECTIONS, level: 'hidden' }).then(() => 'said', errorCode);
  expect(await of(admin, owner.user_id)).toBe('forbidden');
  expect(await of(owner, newId())).toBe('not_found');
  expect(await of(owner, (await people()).member.user_id)).toBe('not_found');
});

test('what was said of a member is gone with the membership', async () => {
  const { owner, member } = await people();
  const { user_id, workspace } = member;
  await setMemberAccess(owner, { user_id, ...CONNECTIONS, level: 'hidden' });
  await removeMember(owner, { user_id });
  const user = { id: user_id, name: member.name, email: member.email, platform_role: null };
  await makePrincipal(workspace, { role: 'member', user });
  expect((await next(member)).access.connections).toBe('write');
});

test('who may only look meanwhile does not finish connecting', async () => {
  const { owner, member } = await people();
  const began = { user_id: member.user_id, api_key_id: null, started_as: 'member' };
  const may = () =>
    transaction((tx) => mayStillConnect(owner.workspace.id, began, member.session_id, tx));
  expect(await may()).toBe(true);
  await setRoleAccess(owner, { role: 'member', ...CONNECTIONS, level: 'read' });
  expect(await may()).toBe(false);
});

test('records of a personal connection are read by whom the policy names, and by nobody else', async () => {
  const { owner, admin, member } = await people();
  const made = await execute(
    'createConnection',
    member,
    { connector_type: 'pipedrive', scope: 'personal', api_key: bulkKey(12) },
    { id: newId() },
  );
  const { id } = made.connection!;
  await work(id);
  const key = await keyOf(admin);
  const read = (as: Principal) =>
    execute('listRecords', as, { id }, { id: newId() }).then(
      ({ records }) => records.length > 0,
      errorCode,
    );
  const readers = async () => ({
    owner: await read(await next(owner)),
    admin: await read(await next(admin)),
    key: await read(await key()),
    member: await read(await next(member)),
  });
  const no = 'forbidden';
  expect(await readers()).toEqual({ owner: no, admin: no, key: no, member: true });
  const of = { surface: 'personal_records' } as const;
  await setMemberAccess(owner, { user_id: admin.user_id, ...of, level: 'read' });
  expect(await readers()).toEqual({ owner: no, admin: true, key: true, member: true });
  await setRoleAccess(owner, { role: 'owner', ...of, level: 'read' });
  await setMemberAccess(owner, { user_id: admin.user_id, ...of, level: null });
  expect(await readers()).toEqual({ owner: true, admin: no, key: no, member: true });
});

test('what is in a workspace stays in it', async () => {
  const { owner } = await people();
  const { id } = await connectPipedrive(owner, bulkKey(5));
  await setApp(owner, { id: 'connections', enabled: false });
  const stranger = (await people()).owner;
  await expect(
    execute('getConnection', await next(stranger), { id }, { id: newId() }),
  ).rejects.toEqual(refused('connection_not_found'));
});
