import { expect, test } from 'vitest';
import {
  acceptInvitation,
  createInvitation,
  signOutEverywhere,
  updateMember,
} from '@/lib/access/service';
import { beginSession, signOut } from '@/lib/access/sessions';
import { sessionCookie } from '@/lib/access/test-session';
import { EVENTS, type EventName } from '@/lib/contract/events';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { env } from '@/lib/platform/env';
import { newId } from '@/lib/platform/ids';
import { makePrincipal, makeUser, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';

useTestDatabase();

/** What was told in a workspace, oldest first: the event, what it is about and by whom. */
async function told(workspace_id: string) {
  const { rows } = await db.query<{ event: EventName; subject_id: string; data: object }>(
    sql`
    SELECT event, subject_id, actor_id, data
    FROM outbox
    WHERE workspace_id = ${workspace_id}
    ORDER BY id`,
  );
  return rows.map(({ data, ...row }) => {
    expect(EVENTS[row.event].data.safeParse(data).error).toBeUndefined();
    return row;
  });
}

test('signing in and out is told in every workspace of the person, once', async () => {
  const [here, there] = [await makeWorkspace(), await makeWorkspace()];
  const elsewhere = await makeWorkspace();
  const user = await makeUser();
  await makePrincipal(here, { user });
  await makePrincipal(there, { user });
  const id = newId();
  await beginSession({ id, user_id: user.id, address: null, user_agent: null });
  await signOut(user.id, id);
  await signOut(user.id, id);
  const both = ['session.started', 'session.ended'].map((event) => ({
    event,
    subject_id: id,
    actor_id: user.id,
  }));
  expect(await told(here.id)).toEqual(both);
  expect(await told(there.id)).toEqual(both);
  expect(await told(elsewhere.id)).toEqual([]);

  const headers = {
    cookie: await sessionCookie(user.id),
    origin: env().PUBLIC_URL,
    'sec-fetch-site': 'same-origin',
    'content-type': 'application/json',
  };
  await signOutEverywhere(new Request(env().PUBLIC_URL, { method: 'POST', headers }));
  expect((await told(there.id)).at(-1)).toEqual({
    event: 'account.signed_out_everywhere',
    subject_id: user.id,
    actor_id: user.id,
  });
});

test('who joins is told by themselves; a role that stays the same is not told', async () => {
  const workspace = await makeWorkspace();
  const owner = await makePrincipal(workspace);
  const email = `${newId()}@example.com`;
  const { url, invitation } = await createInvitation(owner, { email, role: 'member' });
  const token = url.split('/').at(-1)!;
  await acceptInvitation({ token, name: 'New', password: 'sieben Zwerge im Wald' }, '10.0.0.1');
  const { rows } = await db.query<{ id: string }>(sql`SELECT id FROM users WHERE email = ${email}`);
  const user_id = rows[0]!.id;
  await updateMember(owner, { user_id, role: 'member' });
  await updateMember(owner, { user_id, role: 'admin' });
  expect(await told(workspace.id)).toEqual([
    { event: 'member.invited', subject_id: invitation.id, actor_id: owner.user_id },
    { event: 'member.joined', subject_id: user_id, actor_id: user_id },
    { event: 'member.updated', subject_id: user_id, actor_id: owner.user_id },
  ]);
});
