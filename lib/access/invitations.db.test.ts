import { expect, test } from 'vitest';
import {
  acceptInvitation,
  acceptInvitationByEmail,
  createInvitation,
  deleteInvitation,
  describeInvitation,
  listInvitations,
} from '@/lib/access/invitations';
import { listMembers } from '@/lib/access/members';
import { hashPassword } from '@/lib/access/password';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { makePrincipal, makeUser, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';

useTestDatabase();

const refused = (code: string) => expect.objectContaining({ code });
const PASSWORD = 'sieben Zwerge im Wald';
const tokenIn = (url: string) => url.split('/').at(-1)!;
const invited = async (email = `${crypto.randomUUID()}@example.com`) => {
  const owner = await makePrincipal(await makeWorkspace());
  const { url, invitation } = await createInvitation(owner, { email, role: 'member' });
  return { owner, email, token: tokenIn(url), url, invitation };
};

test('an invited person becomes a member with an account of their own', async () => {
  const { owner, email, token, url } = await invited('New.Person@example.com');
  expect(url).toMatch(/^http:\/\/localhost:3000\/invite\/[\w-]{43}$/);
  expect(await describeInvitation(token)).toEqual({
    email: email.toLowerCase(),
    workspace_name: 'Acme',
    role: 'member',
    has_account: false,
  });
  expect(
    await acceptInvitation({ token, name: 'New Person', password: PASSWORD }, '10.0.0.1'),
  ).toEqual({ workspace_slug: owner.workspace.slug, email: email.toLowerCase() });
  expect((await listMembers(owner)).members).toMatchObject([
    { user_id: owner.user_id },
    { name: 'New Person', role: 'member' },
  ]);
  expect((await listInvitations(owner)).invitations).toEqual([]);
  expect(
    (
      await db.query(sql`
        SELECT action
        FROM audit_events
        WHERE workspace_id = ${owner.workspace.id}
        ORDER BY at, id`)
    ).rows,
  ).toEqual([{ action: 'member.invited' }, { action: 'member.joined' }]);
});

test('the link works once, also when it is used twice at the same time', async () => {
  const { owner, token } = await invited();
  const outcomes = await Promise.allSettled(
    [1, 2, 3].map((n) =>
      acceptInvitation({ token, name: `N${n}`, password: PASSWORD }, '10.0.0.1'),
    ),
  );
  expect(outcomes.filter((o) => o.status === 'fulfilled')).toHaveLength(1);
  expect((await listMembers(owner)).members).toHaveLength(2);
  await expect(
    acceptInvitation({ token, name: 'Late', password: PASSWORD }, '10.0.0.1'),
  ).rejects.toEqual(refused('invitation_invalid'));
});

test('a link that is expired, withdrawn, replaced or made up is not valid', async () => {
  const expired = await invited();
  await db.query(sql`
    UPDATE invitations
    SET expires_at = now() - interval '1 second'
    WHERE id = ${expired.invitation.id}`);
  const withdrawn = await invited();
  await deleteInvitation(withdrawn.owner, { id: withdrawn.invitation.id });
  const replaced = await invited();
  await createInvitation(replaced.owner, { email: replaced.email, role: 'admin' });
  expect((await listInvitations(replaced.owner)).invitations).toHaveLength(1);
  for (const token of [expired.token, withdrawn.token, replaced.token, 'made-up', '']) {
    await expect(describeInvitation(token)).rejects.toEqual(refused('invitation_invalid'));
    await expect(
      acceptInvitation({ token, name: 'X', password: PASSWORD }, '10.0.0.1'),
    ).rejects.toEqual(refused('invitation_invalid'));
  }
});

test('the token is stored as a hash', async () => {
  const { token } = await invited();
  expect(JSON.stringify((await db.query(sql`SELECT * FROM invitations`)).rows)).not.toContain(
    token,
  );
});

test('somebody with an account joins with its password, and nothing else', async () => {
  const user = await makeUser({ password_hash: await hashPassword(PASSWORD) });
  const { owner, token } = await invited(user.email);
  expect(await describeInvitation(token)).toMatchObject({ has_account: true });
  await expect(
    acceptInvitation({ token, name: 'Thief', password: 'another password of mine' }, '10.0.0.9'),
  ).rejects.toEqual(refused('invalid_request'));
  await acceptInvitation({ token, password: PASSWORD }, '10.0.0.9');
  expect((await listMembers(owner)).members.at(-1)).toMatchObject({
    user_id: user.id,
    name: user.name,
  });
});

test('a new account needs a name and a strong password', async () => {
  const { token } = await invited();
  await expect(acceptInvitation({ token, password: PASSWORD }, '10.0.0.1')).rejects.toEqual(
    refused('invalid_request'),
  );
  await expect(
    acceptInvitation({ token, name: 'X', password: 'short' }, '10.0.0.1'),
  ).rejects.toEqual(refused('weak_password'));
});

test('only an owner invites an owner; a member is not invited again; strangers withdraw nothing', async () => {
  const workspace = await makeWorkspace();
  const owner = await makePrincipal(workspace);
  const admin = await makePrincipal(workspace, { role: 'admin' });
  await expect(
    createInvitation(admin, { email: 'boss@example.com', role: 'owner' }),
  ).rejects.toEqual(refused('forbidden'));
  await expect(
    createInvitation(owner, { email: admin.email.toUpperCase(), role: 'member' }),
  ).rejects.toEqual(refused('email_taken'));
  const { invitation } = await createInvitation(owner, {
    email: 'boss@example.com',
    role: 'owner',
  });
  await expect(
    deleteInvitation(await makePrincipal(await makeWorkspace()), { id: invitation.id }),
  ).rejects.toEqual(refused('not_found'));
});

test('a verified email that was invited joins through the identity provider', async () => {
  const { owner, email } = await invited();
  expect(await acceptInvitationByEmail('nobody@example.com', 'Nobody')).toBeUndefined();
  expect(await acceptInvitationByEmail(email.toUpperCase(), 'Ida')).toMatchObject({
    user_id: expect.any(String),
  });
  expect((await listMembers(owner)).members.at(-1)).toMatchObject({ name: 'Ida', email });
});
