import { beforeEach, describe, expect, it } from 'vitest';
import { REDIRECT } from '@/lib/connectors/testing/account';
import { createSandbox } from '@/lib/sandbox/sandbox';
import { START } from '@/lib/sandbox/testing';

let sandbox: ReturnType<typeof createSandbox>;
beforeEach(() => {
  sandbox = createSandbox({ now: () => START });
});

const LOGIN = 'http://sandbox/login.microsoftonline.com';
const post = (path: string, form: Record<string, string>) =>
  sandbox.fetch(
    new Request(`${LOGIN}/${path}`, { method: 'POST', body: new URLSearchParams(form) }),
  );

async function tokenOf(tenant: string, scope: string): Promise<string> {
  const allowed = await post(`${tenant}/oauth2/v2.0/authorize`, {
    client_id: 'sandbox',
    redirect_uri: REDIRECT,
    scope,
    account: 'globex',
    decision: 'allow',
  });
  const code = new URL(allowed.headers.get('location')!).searchParams.get('code')!;
  const answer = await post(`${tenant}/oauth2/v2.0/token`, {
    grant_type: 'authorization_code',
    client_id: 'sandbox',
    client_secret: 'sandbox',
    redirect_uri: REDIRECT,
    code,
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}
const ask = async (path: string, token: string): Promise<number> => {
  const headers = { authorization: `Bearer ${token}` };
  const url = `http://sandbox/graph.microsoft.com/v1.0/${path}`;
  return (await sandbox.fetch(new Request(url, { headers }))).status;
};

describe('providers that share their hosts', () => {
  it('are told apart by the path of the sign-in, and then by the token', async () => {
    const mailbox = await tokenOf('common', 'User.Read Contacts.Read');
    const directory = await tokenOf('organizations', 'User.Read User.Read.All');
    expect(await ask('me/contacts/delta', mailbox)).toBe(200);
    expect(await ask('users/delta', directory)).toBe(200);
    expect(await ask('users/delta', mailbox)).toBe(400);
    expect(await ask('me/contacts/delta', directory)).toBe(400);
  });

  it('refuse a token nobody has, wherever it is sent', async () => {
    for (const path of ['me', 'organization', 'nowhere'])
      expect(await ask(path, 'a-token-nobody-has')).toBe(401);
  });
});
