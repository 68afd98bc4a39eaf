import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { createApiKey, revokeApiKey } from '@/lib/access/api-keys';
import { authenticate, forgetKeys } from '@/lib/access/authenticate';
import { generateKey } from '@/lib/access/key-format';
import { removeMember, updateMember } from '@/lib/access/members';
import { signOutEverywhere } from '@/lib/access/session';
import { sessionCookie } from '@/lib/access/test-session';
import type { Scope } from '@/lib/contract/operation';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { sleep } from '@/lib/platform/clock';
import { makePrincipal, makeUser, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';

useTestDatabase();

const ask = (headers: Record<string, string>, method = 'GET') =>
  authenticate(
    new Request('http://localhost:3000/api/platform/v1/session', {
      method,
      headers: { host: 'localhost:3000', ...headers },
    }),
  );
const refused = (code: string) => expect.objectContaining({ code });
const newKey = async (
  scopes: Scope[] = ['connections:read'],
  expires_in_days: number | null = 90,
) => {
  const workspace = await makeWorkspace({ mode: 'live' });
  const owner = await makePrincipal(workspace);
  const { key, api_key } = await createApiKey(owner, { name: 'CI', scopes, expires_in_days });
  return { workspace, owner, key, id: api_key.id };
};

test('nothing sent', async () => {
  await expect(ask({})).rejects.toEqual(refused('unauthenticated'));
});

test('a session is its user, in the named workspace', async () => {
  const workspace = await makeWorkspace();
  const ada = await makePrincipal(workspace, { role: 'member' });
  const principal = await ask({
    cookie: `other=1; ${await sessionCookie(ada.user_id)}; last=2`,
    'x-inlet-workspace': workspace.slug,
  });
  expect(principal).toMatchObject({
    kind: 'user',
    user_id: ada.user_id,
    role: 'member',
    workspace: { id: workspace.id, slug: workspace.slug, mode: 'sandbox' },
    scopes: ada.scopes,
  });
});

test('without a workspace named: the only one, else the question which', async () => {
  const user = await makeUser();
  const [first, second] = [await makeWorkspace(), await makeWorkspace()];
  const cookie = await sessionCookie(user.id);
  await expect(ask({ cookie })).rejects.toEqual(refused('forbidden'));
  await makePrincipal(first, { user });
  expect(await ask({ cookie })).toMatchObject({ workspace: { id: first.id } });
  await makePrincipal(second, { user });
  await expect(ask({ cookie })).rejects.toEqual(refused('workspace_required'));
});

test('a workspace of others answers as one that does not exist', async () => {
  const [mine, theirs] = [await makeWorkspace(), await makeWorkspace()];
  const { user_id } = await makePrincipal(mine);
  const cookie = await sessionCookie(user_id);
  const answers = await Promise.all(
    [theirs.slug, 'no-such-workspace'].map((slug) =>
      ask({ cookie, 'x-inlet-workspace': slug }).catch((error: unknown) => error),
    ),
  );
  expect(answers[0]).toEqual(refused('not_found'));
  expect(answers[0]).toEqual(answers[1]);
});

test('a removed member is out with the next request; a changed role counts with the next request', async () => {
  const workspace = await makeWorkspace();
  const owner = await makePrincipal(workspace);
  const { user_id } = await makePrincipal(workspace, { role: 'admin' });
  const headers = { cookie: await sessionCookie(user_id), 'x-inlet-workspace': workspace.slug };
  expect((await ask(headers)).scopes).toContain('members:write');
  await updateMember(owner, { user_id, role: 'member' });
  expect((await ask(headers)).scopes).not.toContain('members:write');
  await removeMember(owner, { user_id });
  await expect(ask(headers)).rejects.toEqual(refused('not_found'));
});

test('sign-out everywhere ends every session made before it, and none after', async () => {
  const { user_id } = await makePrincipal(await makeWorkspace());
  const [one, two] = [await sessionCookie(user_id), await sessionCookie(user_id)];
  const request = new Request('http://localhost:3000/api/account/sign-out-everywhere', {
    method: 'POST',
    headers: { cookie: one, 'sec-fetch-site': 'same-origin' },
  });
  await signOutEverywhere(request);
  for (const cookie of [one, two])
    await expect(ask({ cookie })).rejects.toEqual(refused('session_expired'));
  await sleep(5);
  expect(await ask({ cookie: await sessionCookie(user_id) })).toMatchObject({ user_id });
});

test('a session made in the moment its user was made is good', async () => {
  for (let i = 0; i < 30; i++) {
    const { user_id } = await makePrincipal(await makeWorkspace());
    expect(await ask({ cookie: await sessionCookie(user_id) })).toMatchObject({ user_id });
  }
});

/** A session of somebody who has been deleted since. */
async function gone(): Promise<string> {
  const { id } = await makeUser();
  const cookie = await sessionCookie(id);
  await db.query(sql`DELETE FROM users WHERE id = ${id}`);
  return cookie;
}

test('a session that is used goes on for a month, not for a week', async () => {
  const { user_id } = await makePrincipal(await makeWorkspace());
  const sid = randomUUID();
  const cookie = await sessionCookie(user_id, { sid, age: '29 days', idle: '6 days' });
  expect(await ask({ cookie })).toMatchObject({ user_id });
  // Each use moves the end of the week on.
  const idle = async () =>
    (
      await db.query<{ s: number }>(sql`
        SELECT extract(epoch FROM now() - seen_at)::int AS s
        FROM sessions
        WHERE id = ${sid}`)
    ).rows[0]!.s;
  await expect.poll(idle).toBeLessThan(60);
  await db.query(sql`
    UPDATE sessions
    SET seen_at = seen_at - interval '6 days'
    WHERE id = ${sid}`);
  expect(await ask({ cookie })).toMatchObject({ user_id });
  await db.query(sql`
    UPDATE sessions
    SET created_at = now() - interval '31 days'
    WHERE id = ${sid}`);
  await expect(ask({ cookie })).rejects.toEqual(refused('session_expired'));
});

test('a session ends: idle too long, too old, of a deleted user, changed, or of another key', async () => {
  const { user_id } = await makePrincipal(await makeWorkspace());
  const good = await sessionCookie(user_id);
  const bad = [
    await sessionCookie(user_id, { lifetime_seconds: -60 }),
    await sessionCookie(user_id, { age: '31 days' }),
    await sessionCookie(user_id, { age: '8 days', idle: '8 days' }),
    await sessionCookie(user_id, { age: '20 days', idle: '8 days' }),
    await gone(),
    `${good.slice(0, -2)}${good.endsWith('A') ? 'B' : 'A'}x`,
    good.replace(/=.*/, '=not-a-token'),
  ];
  for (const cookie of bad)
    await expect(ask({ cookie }), cookie).rejects.toEqual(refused('session_expired'));
});

test.each([
  [{ 'sec-fetch-site': 'cross-site', 'content-type': 'application/json' }, 'cross_site_request'],
  [{ origin: 'https://evil.example', 'content-type': 'application/json' }, 'cross_site_request'],
  [{ 'content-type': 'application/json' }, 'cross_site_request'],
  [{ 'sec-fetch-site': 'same-origin', 'content-type': 'text/plain' }, 'unsupported_media_type'],
])('a session may not change something with %j', async (headers, code) => {
  const { user_id } = await makePrincipal(await makeWorkspace());
  const cookie = await sessionCookie(user_id);
  for (const method of ['POST', 'PATCH', 'PUT', 'DELETE'])
    await expect(ask({ cookie, ...headers }, method)).rejects.toEqual(refused(code));
  expect(await ask({ cookie, ...headers })).toMatchObject({ user_id });
  expect(
    await ask(
      { cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
      'POST',
    ),
  ).toMatchObject({ user_id });
});

test('a key is taken from either header, needs no origin, and is never mixed with a session', async () => {
  const { workspace, owner, key, id } = await newKey(['connections:read', 'members:write']);
  const expected = {
    kind: 'api_key',
    key_id: id,
    connection_ids: [],
    connector_types: [],
    created_by: owner.user_id,
    workspace: { id: workspace.id, slug: workspace.slug, mode: 'live' },
    scopes: ['connections:read', 'members:write'],
  };
  expect(await ask({ 'x-api-key': key })).toMatchObject(expected);
  expect(await ask({ authorization: `Bearer ${key}` }, 'POST')).toMatchObject(expected);
  expect(await ask({ authorization: `bearer   ${key}` })).toMatchObject(expected);
  const cookie = await sessionCookie(owner.user_id);
  await expect(ask({ 'x-api-key': 'inlet_sk_live_wrong', cookie })).rejects.toEqual(
    refused('invalid_api_key'),
  );
  await expect(ask({ 'x-api-key': '', cookie })).rejects.toEqual(refused('invalid_api_key'));
});

test('a key with a wrong checksum is refused before the database is asked', async () => {
  const { key } = await newKey();
  await expect(
    ask({ 'x-api-key': `${key.slice(0, -1)}${key.endsWith('x') ? 'y' : 'x'}` }),
  ).rejects.toEqual(
    expect.objectContaining({
      code: 'invalid_api_key',
      message: expect.stringContaining('complete'),
    }),
  );
  await expect(ask({ 'x-api-key': generateKey('live') })).rejects.toEqual(
    expect.objectContaining({
      code: 'invalid_api_key',
      message: expect.stringContaining('no such'),
    }),
  );
});

test('a revoked key is refused: here at once, in other processes within a second', async () => {
  const { owner, key, id } = await newKey();
  await ask({ 'x-api-key': key });
  await revokeApiKey(owner, { id });
  await expect(ask({ 'x-api-key': key })).rejects.toEqual(refused('invalid_api_key'));

  const other = await newKey();
  await ask({ 'x-api-key': other.key });
  await db.query(sql`UPDATE api_keys SET revoked_at = now() WHERE id = ${other.id}`); // as another process would
  const from = performance.now();
  let until = Infinity;
  while (performance.now() - from < 1500 && until === Infinity) {
    await ask({ 'x-api-key': other.key }).catch(() => {
      until = performance.now() - from;
    });
    await sleep(20);
  }
  expect(until).toBeLessThan(1000);
});

test('an expired key is refused, a key without expiry is not', async () => {
  const { key, id } = await newKey(['connections:read'], 1);
  await db.query(sql`
    UPDATE api_keys
    SET expires_at = now() - interval '1 second'
    WHERE id = ${id}`);
  await expect(ask({ 'x-api-key': key })).rejects.toEqual(
    expect.objectContaining({ code: 'invalid_api_key', message: 'The API key has expired.' }),
  );
  const eternal = await newKey(['connections:read'], null);
  expect(await ask({ 'x-api-key': eternal.key })).toMatchObject({ key_id: eternal.id });
});

test('a key holds what its creator still holds, and nothing once they have left', async () => {
  const { workspace, owner } = await newKey();
  const admin = await makePrincipal(workspace, { role: 'admin' });
  const { key } = await createApiKey(admin, {
    name: 'of an admin',
    scopes: ['connections:read', 'members:write'],
    expires_in_days: 90,
  });
  expect((await ask({ 'x-api-key': key })).scopes).toEqual(['connections:read', 'members:write']);
  await updateMember(owner, { user_id: admin.user_id, role: 'member' });
  expect((await ask({ 'x-api-key': key })).scopes).toEqual(['connections:read']);
  await removeMember(owner, { user_id: admin.user_id });
  await expect(ask({ 'x-api-key': key })).rejects.toEqual(refused('invalid_api_key'));
});

test('the last use is noted, once a minute', async () => {
  const { key, id } = await newKey();
  const lastUse = async () =>
    (
      await db.query<{ at: Date | null }>(
        sql`SELECT last_used_at AS at FROM api_keys WHERE id = ${id}`,
      )
    ).rows[0]!.at;
  expect(await lastUse()).toBeNull();
  await ask({ 'x-api-key': key });
  await expect.poll(lastUse).not.toBeNull();
  const first = await lastUse();
  forgetKeys();
  await ask({ 'x-api-key': key });
  await sleep(50);
  expect(await lastUse()).toEqual(first);
});
