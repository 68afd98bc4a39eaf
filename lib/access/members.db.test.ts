import { expect, test } from 'vitest';
import { listMembers, removeMember, updateMember } from '@/lib/access/members';
import { newId } from '@/lib/platform/ids';
import type { KeyPrincipal } from '@/lib/contract/principal';
import { OPEN_ACCESS } from '@/lib/contract/surfaces';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';

useTestDatabase();

const refused = (code: string) => expect.objectContaining({ code });

test('members are listed in the order they came, of this workspace only', async () => {
  const workspace = await makeWorkspace();
  const owner = await makePrincipal(workspace);
  const member = await makePrincipal(workspace, { role: 'member' });
  await makePrincipal(await makeWorkspace());
  const { members } = await listMembers(owner);
  expect(members.map((m) => [m.user_id, m.role])).toEqual([
    [owner.user_id, 'owner'],
    [member.user_id, 'member'],
  ]);
  expect(members[0]?.joined_at).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
});

test('the last owner can be neither demoted nor removed', async () => {
  const owner = await makePrincipal(await makeWorkspace());
  await expect(updateMember(owner, { user_id: owner.user_id, role: 'admin' })).rejects.toEqual(
    refused('last_owner'),
  );
  await expect(removeMember(owner, { user_id: owner.user_id })).rejects.toEqual(
    refused('last_owner'),
  );
  expect(await updateMember(owner, { user_id: owner.user_id, role: 'owner' })).toMatchObject({
    member: { role: 'owner' },
  });
});

test('two owners who remove each other at the same time leave one', async () => {
  for (let round = 0; round < 5; round++) {
    const workspace = await makeWorkspace();
    const [a, b] = [await makePrincipal(workspace), await makePrincipal(workspace)];
    const outcomes = await Promise.allSettled([
      removeMember(a, { user_id: b.user_id }),
      removeMember(b, { user_id: a.user_id }),
    ]);
    expect(outcomes.filter((o) => o.status === 'fulfilled')).toHaveLength(1);
    expect((await listMembers(a)).members).toHaveLength(1);
  }
});

test('only owners make, demote or remove owners', async () => {
  const workspace = await makeWorkspace();
  const owner = await makePrincipal(workspace);
  const second = await makePrincipal(workspace);
  const admin = await makePrincipal(workspace, { role: 'admin' });
  const member = await makePrincipal(workspace, { role: 'member' });
  const key: KeyPrincipal = {
    kind: 'api_key',
    access: OPEN_ACCESS,
    key_id: newId(),
    connection_ids: [],
    connector_types: [],
    created_by: owner.user_id,
    platform_role: null,
    workspace: owner.workspace,
    scopes: owner.scopes,
  };
  for (const actor of [admin, key]) {
    await expect(updateMember(actor, { user_id: member.user_id, role: 'owner' })).rejects.toEqual(
      refused('forbidden'),
    );
    await expect(updateMember(actor, { user_id: second.user_id, role: 'member' })).rejects.toEqual(
      refused('forbidden'),
    );
    await expect(removeMember(actor, { user_id: second.user_id })).rejects.toEqual(
      refused('forbidden'),
    );
  }
  expect(await updateMember(admin, { user_id: member.user_id, role: 'admin' })).toMatchObject({
    member: { role: 'admin' },
  });
  expect(await updateMember(owner, { user_id: member.user_id, role: 'owner' })).toMatchObject({
    member: { role: 'owner' },
  });
  expect(await removeMember(owner, { user_id: second.user_id })).toEqual({
    removed: true,
    user_id: second.user_id,
  });
});

test("another workspace's member and nobody answer the same", async () => {
  const owner = await makePrincipal(await makeWorkspace());
  const stranger = await makePrincipal(await makeWorkspace());
  const answers = await Promise.all(
    [stranger.user_id, newId()].flatMap((user_id) =>
      [updateMember(owner, { user_id, role: 'admin' }), removeMember(owner, { user_id })].map((p) =>
        p.catch((e: unknown) => e),
      ),
    ),
  );
  for (const answer of answers) expect(answer).toEqual(refused('not_found'));
});
