import type { NextApiRequest, NextApiResponse } from 'next';
import NextAuth from 'next-auth';
import { beforeAll, expect, test } from 'vitest';
import { countFailure } from '@/lib/access/attempts';
import { authOptions } from '@/lib/access/auth-options';
import { authenticate } from '@/lib/access/authenticate';
import { createInvitation } from '@/lib/access/invitations';
import { hashPassword } from '@/lib/access/password';
import { getSession } from '@/lib/access/session';
import {
  makePrincipal,
  makeUser,
  makeWorkspace,
  useTestDatabase,
  type TestUser,
} from '@/lib/platform/testing';

useTestDatabase();

const ORIGIN = 'http://localhost:3000';
const PASSWORD = 'sieben Zwerge im Wald';
let user: TestUser;

beforeAll(async () => {
  user = await makeUser({ email: 'ada@example.com', password_hash: await hashPassword(PASSWORD) });
  await makePrincipal(await makeWorkspace(), { user });
});

interface Answer {
  status: number;
  location?: string;
  body?: unknown;
  set_cookie: string[];
}

/** One request to next-auth's own handler. */
async function send(
  path: string,
  cookies: Record<string, string>,
  form: Record<string, string> | undefined,
  headers: Record<string, string>,
): Promise<Answer> {
  const answer: Answer = { status: 200, set_cookie: [] };
  const response = {
    status: (status: number) => {
      answer.status = status;
      return response;
    },
    getHeader: () => answer.set_cookie,
    setHeader: (name: string, value: string | string[]) => {
      if (name === 'Set-Cookie') answer.set_cookie = [value].flat();
      if (name === 'Location') answer.location = String(value);
      return response;
    },
    json: (body: unknown) => {
      answer.body = body;
    },
    send: (body: unknown) => {
      answer.body = body;
    },
    end: () => undefined,
  };
  const request = {
    query: { nextauth: path.split('/') },
    method: form ? 'POST' : 'GET',
    body: form,
    headers,
    cookies,
  };
  await NextAuth(
    request as unknown as NextApiRequest,
    response as unknown as NextApiResponse,
    authOptions(),
  );
  return answer;
}

/** A browser keeps cookies from answer to answer. */
function browser() {
  const jar = new Map<string, string>();
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const request = async (
    path: string,
    form?: Record<string, string>,
    headers: Record<string, string> = {},
  ) => {
    const answer = await send(
      path,
      Object.fromEntries([...jar].map(([name, value]) => [name, decodeURIComponent(value)])),
      form,
      headers,
    );
    for (const line of answer.set_cookie) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (/Max-Age=0/.test(line) || value === '') jar.delete(name!);
      else jar.set(name!, value!);
    }
    return answer;
  };
  const csrf = async () => ((await request('csrf')).body as { csrfToken: string }).csrfToken;
  return {
    jar,
    cookie,
    request,
    signIn: async (email: string, password: string, address = '10.0.0.1') =>
      request(
        'callback/credentials',
        { email, password, csrfToken: await csrf() },
        { 'x-forwarded-for': address },
      ),
    signOut: async () => request('signout', { csrfToken: await csrf() }),
    whoAmI: () => authenticate(new Request(`${ORIGIN}/api`, { headers: { cookie: cookie() } })),
  };
}

test('the right password signs in; the session says who and where', async () => {
  const tab = browser();
  expect((await tab.signIn('ADA@example.com', PASSWORD)).location).toBe(ORIGIN);
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
  expect([...tab.jar.keys()].sort()).toEqual(['inlet.callback-url', 'inlet.csrf', 'inlet.session']);
});

test('every sign-in is a session of its own, and tells the browser nothing', async () => {
  const [one, two] = [browser(), browser()];
  await one.signIn('ada@example.com', PASSWORD);
  await two.signIn('ada@example.com', PASSWORD);
  const [a, b] = [await one.whoAmI(), await two.whoAmI()];
  expect(a.kind === 'user' && b.kind === 'user' && a.session_id !== b.session_id).toBe(true);
  expect(Object.keys((await one.request('session')).body as object)).toEqual(['expires']);
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
  expect(answer.location).toContain('error=CredentialsSignin');
  expect(tab.jar.has('inlet.session')).toBe(false);
});

test('an account without a password cannot be entered with one', async () => {
  const { email } = await makeUser();
  expect(await browser().signIn(email, '')).toMatchObject({
    location: expect.stringContaining('error=CredentialsSignin'),
  });
});

test('too many wrong passwords: the right one waits too', async () => {
  const { email } = await makeUser({ password_hash: await hashPassword(PASSWORD) });
  for (let i = 0; i < 9; i++) countFailure({ email, address: '10.0.0.2' });
  await browser().signIn(email, 'not the password', '10.0.0.2');
  expect(await browser().signIn(email, PASSWORD, '10.0.0.3')).toMatchObject({
    location: expect.stringContaining('error=too_many_attempts'),
  });
});

test('a sign-in without the token of our own form is refused', async () => {
  const tab = browser();
  const answer = await tab.request('callback/credentials', {
    email: 'ada@example.com',
    password: PASSWORD,
    csrfToken: 'made up',
  });
  expect(answer.location).toContain('csrf=true');
  expect(tab.jar.has('inlet.session')).toBe(false);
});

test('an identity provider lets in whom we know or invited, with a verified email', async () => {
  const enter = (profile: object) =>
    authOptions().callbacks!.signIn!({
      user: { id: 'x' },
      account: { provider: 'oidc', type: 'oauth', providerAccountId: 'x' },
      profile,
    } as never);
  expect(await enter({ sub: '1', email: 'ada@example.com', email_verified: true })).toBe(true);
  expect(await enter({ sub: '1', email: 'ada@example.com', email_verified: false })).toBe(false);
  expect(await enter({ sub: '1', email: 'ada@example.com' })).toBe(false);
  expect(await enter({ sub: '2', email: 'stranger@example.com', email_verified: true })).toBe(
    false,
  );
  await createInvitation(await makePrincipal(await makeWorkspace()), {
    email: 'ida@example.com',
    role: 'member',
  });
  expect(
    await enter({ sub: '3', email: 'ida@example.com', email_verified: true, name: 'Ida' }),
  ).toBe(true);
  const token = await authOptions().callbacks!.jwt!({
    token: {},
    user: { id: '3', email: 'ida@example.com' },
    account: { provider: 'oidc', type: 'oauth', providerAccountId: '3' },
  } as never);
  expect(token).toEqual({
    sub: expect.stringMatching(/^[0-9a-f-]{36}$/),
    sid: expect.any(String),
    signed_in_at: expect.any(Number),
  });
});
