import { beforeAll, expect, test } from 'vitest';
import { changePassword, endSession, listSessions, resetPassword } from '@/lib/access/account';
import { authenticate } from '@/lib/access/authenticate';
import { hashPassword } from '@/lib/access/password';
import { getSession } from '@/lib/access/session';
import { signInRoute } from '@/lib/access/sign-in-route';
import type { UserPrincipal } from '@/lib/contract/principal';
import { PEER_HEADER, tellPeers } from '@/lib/platform/peer';
import { sql } from '@/lib/platform/sql';
import { db } from '@/lib/platform/db';
import {
  makePrincipal,
  makeUser,
  makeWorkspace,
  useTestDatabase,
  type TestUser,
} from '@/lib/platform/testing';

useTestDatabase();

const ORIGIN = 'http://localhost:3000';
const HOME = `${ORIGIN}/`;
const PASSWORD = 'sieben Zwerge im Wald';
let user: TestUser;

beforeAll(async () => {
  tellPeers();
  user = await makeUser({ email: 'ada@example.com', password_hash: await hashPassword(PASSWORD) });
  await makePrincipal(await makeWorkspace(), { user });
});

/** A browser keeps cookies from answer to answer. */
function browser() {
  const jar = new Map<string, string>();
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const request = async (
    path: string,
    form: Record<string, string> | null = null,
    headers: Record<string, string> = {},
    query: Record<string, string> = {},
  ) => {
    const answer = await signInRoute(
      new Request(`${ORIGIN}/api/auth/${path}`, {
        method: form ? 'POST' : 'GET',
        headers: { cookie: cookie(), ...headers },
      }),
      path.split('/'),
      { query, form },
    );
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (/Max-Age=0/.test(line) || value === '') jar.delete(name!);
      else jar.set(name!, value!);
    }
    return answer;
  };
  const csrf = async () =>
    ((await (await request('csrf')).json()) as { csrfToken: string }).csrfToken;
  return {
    jar,
    cookie,
    request,
    csrf,
    signIn: async (email: string, password: string, address = '10.0.0.1') =>
      request(
        'callback/credentials',
        { email, password, csrfToken: await csrf() },
        { [PEER_HEADER]: address, 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' },
      ),
    signOut: async () => request('signout', { csrfToken: await csrf() }),
    whoAmI: () => authenticate(new Request(`${ORIGIN}/api`, { headers: { cookie: cookie() } })),
  };
}
const location = (answer: Response) => answer.headers.get('location');

test('the right password signs in; the session says who and where', async () => {
  const tab = browser();
  expect(location(await tab.signIn('ADA@example.com', PASSWORD))).toBe(HOME);
  const principal = await tab.whoAmI();
  expect(principal).toMatchObject({
    kind: 'user',
    user_id: user.id,
    email: 'ada@example.com',
    role: 'owner',
  });
  expect(await getSession(principal)).toMatchObject({
    user: { id: user.id },
    workspace: { name: 'Acme', role: 'owner' },
    workspaces: [{ name: 'Acme', role: 'owner' }],
  });
  expect([...tab.jar.keys()].sort()).toEqual([
    'inlet.callback-url',
    'inlet.csrf',
    'inlet.known',
    'inlet.session',
  ]);
});

test('every sign-in is a session of its own, and tells the browser nothing', async () => {
  const [one, two] = [browser(), browser()];
  await one.signIn('ada@example.com', PASSWORD);
  await two.signIn('ada@example.com', PASSWORD);
  const [a, b] = [await one.whoAmI(), await two.whoAmI()];
  expect(a.kind === 'user' && b.kind === 'user' && a.session_id !== b.session_id).toBe(true);
  expect(Object.keys((await (await one.request('session')).json()) as object)).toEqual(['expires']);
});

test('signing out ends the session on the server, and only that one', async () => {
  const [one, two] = [browser(), browser()];
  await one.signIn('ada@example.com', PASSWORD);
  await two.signIn('ada@example.com', PASSWORD);
  const stolen = one.cookie();
  await one.signOut();
  expect(one.jar.has('inlet.session')).toBe(false);
  await expect(authenticate(new Request(ORIGIN, { headers: { cookie: stolen } }))).rejects.toEqual(
    expect.objectContaining({ code: 'session_expired' }),
  );
  expect(await two.whoAmI()).toMatchObject({ user_id: user.id });
});

test.each([
  ['ada@example.com', 'wrong password here'],
  ['nobody@example.com', PASSWORD],
  ['', ''],
])('%j with %j does not', async (email, password) => {
  const tab = browser();
  const answer = await tab.signIn(email, password);
  expect(location(answer)).toContain('error=CredentialsSignin');
  expect(tab.jar.has('inlet.session')).toBe(false);
});

test('an account without a password cannot be entered with one', async () => {
  const { email } = await makeUser();
  expect(location(await browser().signIn(email, ''))).toContain('error=CredentialsSignin');
});

test('ten wrong passwords: here the right one waits too, elsewhere and in a known browser it does not', async () => {
  const { id, email } = await makeUser({ password_hash: await hashPassword(PASSWORD) });
  await makePrincipal(await makeWorkspace(), { user: { ...user, id, email } });
  const mine = browser();
  await mine.signIn(email, PASSWORD, '10.0.0.2');
  await mine.signOut();
  const stranger = browser();
  for (let i = 0; i < 10; i++) await stranger.signIn(email, 'not the password', '10.0.0.2');
  const held = await browser().signIn(email, PASSWORD, '10.0.0.2');
  expect(held.status).toBe(429);
  expect(location(held)).toContain('error=too_many_attempts');
  expect(Number(held.headers.get('retry-after'))).toBeGreaterThan(60);
  expect(Number(held.headers.get('retry-after'))).toBeLessThanOrEqual(16 * 60);
  await browser().signIn(email, PASSWORD, '10.0.0.3');
  expect(location(await mine.signIn(email, PASSWORD, '10.0.0.2'))).toBe(HOME);
  // What the note of another browser or of another account says does not help.
  const other = browser();
  await other.signIn('ada@example.com', PASSWORD, '10.0.0.4');
  for (const cookie of [mine.jar.get('inlet.known')!.slice(0, -4), other.jar.get('inlet.known')!]) {
    stranger.jar.set('inlet.known', cookie);
    expect((await stranger.signIn(email, PASSWORD, '10.0.0.2')).status).toBe(429);
  }
});

test.each([
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  'http://[',
  'javascript:alert(1)',
  'http://localhost:3000@evil.example/',
  'http://localhost:3000.evil.example/',
  '%',
])('sign-in and sign-out lead to our own front door instead of %s', async (callbackUrl) => {
  for (const [path, form] of [
    ['callback/credentials', { email: 'ada@example.com', password: PASSWORD }],
    ['callback/credentials', { email: 'ada@example.com', password: 'wrong' }],
    ['signout', {}],
    ['signin/credentials', {}],
  ] as const) {
    const tab = browser();
    tab.jar.set('inlet.callback-url', encodeURIComponent(callbackUrl));
    const fields = { ...form, callbackUrl, csrfToken: await tab.csrf() };
    const answer = await tab.request(path, fields, {}, { callbackUrl });
    expect(answer.status, path).toBeLessThan(500);
    expect(new URL(location(answer) ?? '/', ORIGIN).origin, path).toBe(ORIGIN);
    expect(location(answer) ?? '', path).not.toContain('evil');
  }
  const get = await browser().request('signin', null, {}, { callbackUrl });
  expect(get.status).toBe(302);
  expect(location(get)).toMatch(/^\/sign-in\?callbackUrl=http%3A%2F%2Flocalhost%3A3000%2F?$/);
});

test.each(['nope', 'callback/credentials/more', 'verify-request', 'constructor', ''])(
  'there is no /api/auth/%s',
  async (path) => {
    await expect(browser().request(path)).rejects.toEqual(
      expect.objectContaining({ code: 'unknown_path' }),
    );
  },
);

test('a person sees where they are signed in, and ends one of them', async () => {
  const { id, email } = await makeUser({ password_hash: await hashPassword(PASSWORD) });
  await makePrincipal(await makeWorkspace(), { user: { ...user, id, email } });
  const [one, two] = [browser(), browser()];
  await one.signIn(email, PASSWORD, '192.0.2.1');
  await two.signIn(email, PASSWORD, '192.0.2.2');
  const me = (await one.whoAmI()) as UserPrincipal;
  const { sessions } = await listSessions(me);
  const here = sessions.find((s) => s.id === me.session_id);
  expect(here).toMatchObject({
    current: true,
    browser: 'Firefox on Linux',
    address: '192.0.2.1',
  });
  const there = sessions.find((s) => s.address === '192.0.2.2')!;
  expect(there.current).toBe(false);
  // Nobody ends another person's.
  const stranger = await makePrincipal(await makeWorkspace());
  await expect(endSession(stranger, { id: there.id })).rejects.toEqual(
    expect.objectContaining({ code: 'not_found' }),
  );
  await endSession(me, { id: there.id });
  await expect(two.whoAmI()).rejects.toEqual(expect.objectContaining({ code: 'session_expired' }));
  expect(await one.whoAmI()).toMatchObject({ user_id: id });
});

test('a password is changed by who knows it, and the other sessions end', async () => {
  const { id, email } = await makeUser({ password_hash: await hashPassword(PASSWORD) });
  await makePrincipal(await makeWorkspace(), { user: { ...user, id, email } });
  const [one, two] = [browser(), browser()];
  await one.signIn(email, PASSWORD);
  await two.signIn(email, PASSWORD);
  const me = await one.whoAmI();
  const change = (current_password: string, new_password: string) =>
    changePassword(me, { current_password, new_password });
  await expect(change('not it at all', 'zehn Zwerge im Wald')).rejects.toEqual(
    expect.objectContaining({ code: 'invalid_request' }),
  );
  await expect(change(PASSWORD, 'short')).rejects.toEqual(
    expect.objectContaining({ code: 'weak_password' }),
  );
  expect(await change(PASSWORD, 'zehn Zwerge im Wald')).toMatchObject({ changed: true });
  expect(await one.whoAmI()).toMatchObject({ user_id: id });
  await expect(two.whoAmI()).rejects.toEqual(expect.objectContaining({ code: 'session_expired' }));
  expect(location(await browser().signIn(email, PASSWORD))).toContain('error=CredentialsSignin');
  expect(location(await browser().signIn(email, 'zehn Zwerge im Wald'))).toBe(HOME);
  // A session somebody else got hold of is no way to guess the password.
  const guesses = await Promise.allSettled(
    Array.from({ length: 20 }, () => change('a guess of a thief', 'zehn Zwerge im Wald')),
  );
  const codes = guesses.map((g) => (g as PromiseRejectedResult).reason.code as string);
  expect(codes.filter((code) => code === 'invalid_request')).toHaveLength(10);
  expect(codes.filter((code) => code === 'too_many_attempts')).toHaveLength(10);
});

test('whoever runs the installation sets a new password, which ends every session', async () => {
  const { id, email } = await makeUser({ password_hash: await hashPassword(PASSWORD) });
  const member = await makePrincipal(await makeWorkspace(), { user: { ...user, id, email } });
  const tab = browser();
  await tab.signIn(email, PASSWORD);
  expect(await resetPassword(email.toUpperCase(), 'elf Zwerge im Wald')).toMatchObject({
    sessions_ended: 2,
  });
  await expect(tab.whoAmI()).rejects.toEqual(expect.objectContaining({ code: 'session_expired' }));
  expect(location(await browser().signIn(email, 'elf Zwerge im Wald'))).toBe(HOME);
  expect(await resetPassword('nobody@example.com', 'elf Zwerge im Wald')).toBeUndefined();
  const { rows } = await db.query(sql`
    SELECT action, target_id
    FROM audit_events
    WHERE workspace_id = ${member.workspace.id}
    ORDER BY at, id`);
  expect(rows).toEqual([
    { action: 'session.started', target_id: expect.any(String) },
    { action: 'account.password_reset', target_id: id },
    { action: 'session.started', target_id: expect.any(String) },
  ]);
});

test('a sign-in without the token of our own form is refused', async () => {
  const tab = browser();
  const answer = await tab.request('callback/credentials', {
    email: 'ada@example.com',
    password: PASSWORD,
    csrfToken: 'made up',
  });
  expect(location(answer)).toContain('csrf=true');
  expect(tab.jar.has('inlet.session')).toBe(false);
});
