import { beforeEach, describe, expect, it } from 'vitest';
import { ASKED, REDIRECT, oauthClient } from '@/lib/sandbox/oauth-testing';
import { createSandbox } from '@/lib/sandbox/sandbox';

const START = Date.UTC(2026, 10, 20, 9, 17, 3);
let clock: number;
let sandbox: ReturnType<typeof createSandbox>;
let client: ReturnType<typeof oauthClient>;
beforeEach(() => {
  clock = START;
  sandbox = createSandbox({ now: () => clock });
  client = oauthClient(sandbox);
});

describe('consent page', () => {
  it('names the provider, the permissions and the accounts, and works wherever it is mounted', async () => {
    const response = await client.page(ASKED);
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
    const allowed = new URL((await client.decide({})).headers.get('location')!);
    expect(`${allowed.origin}${allowed.pathname}`).toBe(REDIRECT);
    expect(allowed.searchParams.get('state')).toBe(ASKED.state);
    const denied = new URL((await client.decide({ decision: 'cancel' })).headers.get('location')!);
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
    for (const response of [
      await client.page({ ...ASKED, ...change }),
      await client.decide(change),
    ]) {
      expect(response.status).toBe(400);
      expect(response.headers.get('location')).toBeNull();
    }
  });

  it('sends people to registered callbacks only, compared whole', async () => {
    const callback = 'https://inlet.example/api/oauth/callback';
    sandbox = createSandbox({ now: () => clock, callbacks: [`${callback}/{provider}`] });
    client = oauthClient(sandbox);
    const ends = async (redirect_uri: string) => {
      const shown = await client.page({ ...ASKED, redirect_uri });
      const { status, headers } = await client.decide({ redirect_uri });
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
    const strange = await client.page({ ...ASKED, audience: 'x' });
    expect(strange.status).toBe(400);
    expect(strange.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await strange.text()).toContain('Unknown parameter: audience');
    expect((await client.decide({ decison: 'allow' })).status).toBe(400);
    expect(
      (await client.ask({ grant_type: 'refresh_token', refreshtoken: 'x' })).body,
    ).toMatchObject({
      error: 'invalid_request',
    });
  });

  it('takes accounts by name, and refuses those that do not exist', async () => {
    expect((await client.decide({ other_account: 'bulk-10' })).status).toBe(302);
    expect((await client.decide({ other_account: 'nobody' })).status).toBe(400);
  });
});
