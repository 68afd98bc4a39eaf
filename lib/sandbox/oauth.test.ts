import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { createSandbox } from '@/lib/sandbox/sandbox';

const START = Date.UTC(2026, 10, 20, 9, 17, 3);
const REDIRECT = 'http://localhost:3000/api/oauth/callback';
const AUTHORIZE = 'http://sandbox/app.hubspot.com/oauth/authorize';
const TOKEN = 'http://sandbox/api.hubapi.com/oauth/2026-03/token';
const ASKED = {
  client_id: 'sandbox',
  redirect_uri: REDIRECT,
  scope: 'oauth crm.objects.contacts.read',
  optional_scope: 'tickets',
  state: 'a&b=<c>',
};

let clock: number;
let sandbox: ReturnType<typeof createSandbox>;
beforeEach(() => {
  clock = START;
  sandbox = createSandbox({ now: () => clock });
});

const page = (asked: Record<string, string>) =>
  sandbox.fetch(new Request(`${AUTHORIZE}?${new URLSearchParams(asked)}`));
const decide = (form: Record<string, string>) =>
  sandbox.fetch(
    new Request(AUTHORIZE, {
      method: 'POST',
      body: new URLSearchParams({ ...ASKED, account: 'acme', decision: 'allow', ...form }),
    }),
  );
const codeOf = async (form: Record<string, string> = {}) =>
  new URL((await decide(form)).headers.get('location')!).searchParams.get('code')!;
async function ask(form: Record<string, string>) {
  const response = await sandbox.fetch(
    new Request(TOKEN, {
      method: 'POST',
      body: new URLSearchParams({ client_id: 'sandbox', client_secret: 'sandbox', ...form }),
    }),
  );
  return {
    status: response.status,
    body: (await response.json()) as {
      status?: string;
      error?: string;
      access_token: string;
      refresh_token: string;
      expires_in: number;
      scopes: string[];
      hub_id: number;
    },
  };
}
const exchange = async (form: Record<string, string> = {}) =>
  ask({ grant_type: 'authorization_code', code: await codeOf(), redirect_uri: REDIRECT, ...form });
const refresh = (refresh_token: string) => ask({ grant_type: 'refresh_token', refresh_token });
const use = async (token: string) => {
  const response = await sandbox.fetch(
    new Request('http://sandbox/api.hubapi.com/crm/v3/objects/contacts', {
      headers: { authorization: `Bearer ${token}` },
    }),
  );
  return { status: response.status, body: (await response.json()) as { category?: string } };
};

describe('consent page', () => {
  it('names the provider, the permissions and the accounts, and works wherever it is mounted', async () => {
    const response = await page(ASKED);
    const html = await response.text();
    for (const text of [
      'HubSpot',
      'crm.objects.contacts.read',
      'tickets',
      'value="acme"',
      '>Allow<',
      '>Cancel<',
      'action="authorize"',
    ])
      expect(html).toContain(text);
    expect(html).toContain('value="a&#38;b=&#60;c&#62;"');
    expect(html).not.toMatch(/(src|href)=/);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('sends back a code and the state, or that it was denied', async () => {
    const allowed = new URL((await decide({})).headers.get('location')!);
    expect(`${allowed.origin}${allowed.pathname}`).toBe(REDIRECT);
    expect(allowed.searchParams.get('state')).toBe(ASKED.state);
    const denied = new URL((await decide({ decision: 'cancel' })).headers.get('location')!);
    expect(Object.fromEntries(denied.searchParams)).toMatchObject({
      error: 'access_denied',
      state: ASKED.state,
    });
    expect(denied.searchParams.has('code')).toBe(false);
  });

  it.each([
    ['an unknown app', { client_id: 'other' }],
    ['a redirect that is no web address', { redirect_uri: 'javascript:alert(1)' }],
    ['no redirect', { redirect_uri: '' }],
    ['a redirect off this machine', { redirect_uri: 'https://evil.example/' }],
    [
      'a redirect that only looks like this machine',
      { redirect_uri: 'http://localhost@evil.example/' },
    ],
    ['a name that begins like it', { redirect_uri: 'http://localhost.evil.example/' }],
    ['a name in the redirect', { redirect_uri: 'http://ada@localhost:3000/' }],
    ['a redirect without its protocol', { redirect_uri: '//evil.example/' }],
    [
      'another kind of answer off this machine',
      { redirect_uri: 'https://evil.example/', response_type: 'token' },
    ],
  ])('sends nobody anywhere for %s', async (_, change) => {
    for (const response of [await page({ ...ASKED, ...change }), await decide(change)]) {
      expect(response.status).toBe(400);
      expect(response.headers.get('location')).toBeNull();
    }
  });

  it('sends people to registered callbacks only, compared whole', async () => {
    const callback = 'https://inlet.example/api/oauth/callback';
    sandbox = createSandbox({ now: () => clock, callbacks: [`${callback}/{provider}`] });
    const ends = async (redirect_uri: string) => {
      const shown = await page({ ...ASKED, redirect_uri });
      const { status, headers } = await decide({ redirect_uri });
      return [shown.status, status, headers.get('location')?.split('?')[0] ?? null];
    };
    expect(await ends(`${callback}/hubspot`)).toEqual([200, 302, `${callback}/hubspot`]);
    for (const other of [
      callback,
      `${callback}/pipedrive`,
      `${callback}/hubspot/more`,
      `${callback}/hubspot?next=https://evil.example`,
      'http://inlet.example/api/oauth/callback/hubspot',
      'https://inlet.example.evil.example/api/oauth/callback/hubspot',
      'https://evil.example/api/oauth/callback/hubspot',
      REDIRECT,
    ])
      expect(await ends(other)).toEqual([400, 400, null]);
  });

  it('says what is wrong with a request it does not know', async () => {
    const strange = await page({ ...ASKED, audience: 'x' });
    expect(strange.status).toBe(400);
    expect(strange.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await strange.text()).toContain('Unknown parameter: audience');
    expect((await decide({ decison: 'allow' })).status).toBe(400);
    expect((await ask({ grant_type: 'refresh_token', refreshtoken: 'x' })).body).toMatchObject({
      error: 'invalid_request',
    });
  });

  it('takes accounts by name, and refuses those that do not exist', async () => {
    expect((await decide({ other_account: 'bulk-10' })).status).toBe(302);
    expect((await decide({ other_account: 'nobody' })).status).toBe(400);
  });
});

describe('token endpoint', () => {
  it('gives a pair of tokens that outlive a restart', async () => {
    const { status, body } = await exchange();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      token_type: 'bearer',
      expires_in: 1_800,
      hub_id: 100_001,
      scopes: ['oauth', 'crm.objects.contacts.read', 'tickets'],
    });
    sandbox = createSandbox({ now: () => clock });
    expect((await use(body.access_token)).status).toBe(200);
    expect((await refresh(body.refresh_token)).body.refresh_token).toBe(body.refresh_token);
  });

  it('knows its client only', async () => {
    expect(await exchange({ client_secret: 'wrong' })).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
    expect(await exchange({ client_id: 'wrong' })).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
  });

  it('takes a code once, and a second use ends what the first one gave', async () => {
    const code = await codeOf();
    const form = { grant_type: 'authorization_code', code, redirect_uri: REDIRECT };
    const { body } = await ask(form);
    expect(await ask(form)).toMatchObject({
      status: 400,
      body: { status: 'BAD_AUTH_CODE', error: 'invalid_grant' },
    });
    expect((await use(body.access_token)).status).toBe(401);
  });

  it('takes a code for a minute, with the same redirect', async () => {
    const code = await codeOf();
    expect(
      await ask({ grant_type: 'authorization_code', code, redirect_uri: `${REDIRECT}/other` }),
    ).toMatchObject({ status: 400, body: { status: 'BAD_REDIRECT_URI' } });
    clock += 60_001;
    expect(
      await ask({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT }),
    ).toMatchObject({ status: 400, body: { status: 'BAD_AUTH_CODE' } });
  });

  it('wants the verifier that belongs to the challenge', async () => {
    const verifier = 'v'.repeat(43);
    const challenge = {
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    };
    const exchangeWith = async (code_verifier?: string) =>
      ask({
        grant_type: 'authorization_code',
        code: await codeOf(challenge),
        redirect_uri: REDIRECT,
        ...(code_verifier ? { code_verifier } : {}),
      });
    expect((await exchangeWith(verifier)).status).toBe(200);
    expect((await exchangeWith('w'.repeat(43))).status).toBe(400);
    expect((await exchangeWith()).status).toBe(400);
  });

  it('refuses tokens it did not make', async () => {
    const { body } = await exchange();
    const [prefix, payload, tag] = body.access_token.split('.');
    const claims = JSON.parse(Buffer.from(payload!, 'base64url').toString()) as object;
    const others = Buffer.from(JSON.stringify({ ...claims, account: 'globex' }));
    const forged = `${prefix}.${others.toString('base64url')}.${tag}`;
    for (const token of [forged, body.refresh_token, 'sbx.x', '', 'sbx..'])
      expect(await use(token)).toMatchObject({
        status: 401,
        body: { category: 'INVALID_AUTHENTICATION' },
      });
    expect((await refresh(body.access_token)).body.status).toBe('BAD_REFRESH_TOKEN');
  });

  it('lets access tokens end, sooner when told to', async () => {
    const { body } = await exchange();
    clock += 1_800_000;
    expect(await use(body.access_token)).toMatchObject({
      status: 401,
      body: { category: 'EXPIRED_AUTHENTICATION' },
    });
    sandbox.control.tokenLife({ provider: 'hubspot', seconds: 5 });
    const fresh = await refresh(body.refresh_token);
    expect(fresh.body.expires_in).toBe(5);
    expect((await use(fresh.body.access_token)).status).toBe(200);
  });

  it('ends the consents of an account, and takes new ones', async () => {
    const { body } = await exchange();
    sandbox.control.revoke({ provider: 'hubspot', account: 'acme' });
    expect((await use(body.access_token)).body.category).toBe('INVALID_AUTHENTICATION');
    expect((await refresh(body.refresh_token)).body.status).toBe('BAD_REFRESH_TOKEN');
    clock += 1;
    expect((await use((await exchange()).body.access_token)).status).toBe(200);
  });

  it('umbrella works for a minute after each consent, then never again', async () => {
    const give = async () =>
      ask({
        grant_type: 'authorization_code',
        code: await codeOf({ account: 'umbrella' }),
        redirect_uri: REDIRECT,
      });
    const { body } = await give();
    clock += 30_000;
    const again = await refresh(body.refresh_token);
    expect(again.body.expires_in).toBe(30);
    clock += 30_000;
    sandbox = createSandbox({ now: () => clock });
    expect((await use(again.body.access_token)).status).toBe(401);
    expect((await refresh(body.refresh_token)).body.status).toBe('BAD_REFRESH_TOKEN');
    expect((await use((await give()).body.access_token)).status).toBe(200);
  });

  it('in rotation mode each refresh gives a new token, and the old one used again ends the consent', async () => {
    sandbox.control.rotation({ provider: 'hubspot', on: true });
    const first = (await exchange()).body.refresh_token;
    const second = (await refresh(first)).body;
    expect(second.refresh_token).not.toBe(first);
    expect((await use(second.access_token)).status).toBe(200);
    expect((await refresh(first)).body.status).toBe('BAD_REFRESH_TOKEN');
    expect((await refresh(second.refresh_token)).body.status).toBe('BAD_REFRESH_TOKEN');
    expect((await use(second.access_token)).status).toBe(401);
  });

  it('with grace the old token works until something of the new pair was used', async () => {
    sandbox.control.rotation({ provider: 'hubspot', on: true, grace: true });
    const first = (await exchange()).body.refresh_token;
    await refresh(first); // an answer that never arrived
    const second = (await refresh(first)).body;
    expect(second.refresh_token).not.toBe(first);
    expect((await use(second.access_token)).status).toBe(200);
    expect((await refresh(first)).body.status).toBe('BAD_REFRESH_TOKEN');
  });

  it('may leave the refresh token out of its answers, and may forget our app', async () => {
    sandbox.control.rotation({ provider: 'hubspot', on: false, omit: true });
    const first = (await exchange()).body.refresh_token;
    expect((await refresh(first)).body).not.toHaveProperty('refresh_token');
    expect((await refresh(first)).status).toBe(200);
    sandbox.control.app({ provider: 'hubspot', accepted: false });
    expect((await refresh(first)).body.error).toBe('invalid_client');
    sandbox.control.app({ provider: 'hubspot', accepted: true });
    expect((await refresh(first)).status).toBe(200);
  });
});
