import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { REDIRECT, oauthClient } from '@/lib/sandbox/oauth-testing';
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

describe('token endpoint', () => {
  it('gives a pair of tokens that outlive a restart', async () => {
    const { status, body } = await client.exchange();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      token_type: 'bearer',
      expires_in: 1_800,
      hub_id: 100_001,
      scopes: ['oauth', 'crm.objects.contacts.read', 'tickets'],
    });
    sandbox = createSandbox({ now: () => clock });
    expect((await client.use(body.access_token)).status).toBe(200);
    expect((await client.refresh(body.refresh_token)).body.refresh_token).toBe(body.refresh_token);
  });

  it('knows its client only', async () => {
    expect(await client.exchange({ client_secret: 'wrong' })).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
    expect(await client.exchange({ client_id: 'wrong' })).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
  });

  it('takes a code once, and a second use ends what the first one gave', async () => {
    const code = await client.codeOf();
    const form = { grant_type: 'authorization_code', code, redirect_uri: REDIRECT };
    const { body } = await client.ask(form);
    expect(await client.ask(form)).toMatchObject({
      status: 400,
      body: { status: 'BAD_AUTH_CODE', error: 'invalid_grant' },
    });
    expect((await client.use(body.access_token)).status).toBe(401);
  });

  it('takes a code for a minute, with the same redirect', async () => {
    const code = await client.codeOf();
    expect(
      await client.ask({
        grant_type: 'authorization_code',
        code,
        redirect_uri: `${REDIRECT}/other`,
      }),
    ).toMatchObject({ status: 400, body: { status: 'BAD_REDIRECT_URI' } });
    clock += 60_001;
    expect(
      await client.ask({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT }),
    ).toMatchObject({ status: 400, body: { status: 'BAD_AUTH_CODE' } });
  });

  it('wants the verifier that belongs to the challenge', async () => {
    const verifier = 'v'.repeat(43);
    const challenge = {
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    };
    const exchangeWith = async (code_verifier?: string) =>
      client.ask({
        grant_type: 'authorization_code',
        code: await client.codeOf(challenge),
        redirect_uri: REDIRECT,
        ...(code_verifier ? { code_verifier } : {}),
      });
    expect((await exchangeWith(verifier)).status).toBe(200);
    expect((await exchangeWith('w'.repeat(43))).status).toBe(400);
    expect((await exchangeWith()).status).toBe(400);
  });

  it('refuses tokens it did not make', async () => {
    const { body } = await client.exchange();
    const [prefix, payload, tag] = body.access_token.split('.');
    const claims = JSON.parse(Buffer.from(payload!, 'base64url').toString()) as object;
    const others = Buffer.from(JSON.stringify({ ...claims, account: 'globex' }));
    const forged = `${prefix}.${others.toString('base64url')}.${tag}`;
    for (const token of [forged, body.refresh_token, 'sbx.x', '', 'sbx..'])
      expect(await client.use(token)).toMatchObject({
        status: 401,
        body: { category: 'INVALID_AUTHENTICATION' },
      });
    expect((await client.refresh(body.access_token)).body.status).toBe('BAD_REFRESH_TOKEN');
  });

  it('lets access tokens end, sooner when told to', async () => {
    const { body } = await client.exchange();
    clock += 1_800_000;
    expect(await client.use(body.access_token)).toMatchObject({
      status: 401,
      body: { category: 'EXPIRED_AUTHENTICATION' },
    });
    sandbox.control.tokenLife({ provider: 'hubspot', seconds: 5 });
    const fresh = await client.refresh(body.refresh_token);
    expect(fresh.body.expires_in).toBe(5);
    expect((await client.use(fresh.body.access_token)).status).toBe(200);
  });

  it('ends the consents of an account, and takes new ones', async () => {
    const { body } = await client.exchange();
    sandbox.control.revoke({ provider: 'hubspot', account: 'acme' });
    expect((await client.use(body.access_token)).body.category).toBe('INVALID_AUTHENTICATION');
    expect((await client.refresh(body.refresh_token)).body.status).toBe('BAD_REFRESH_TOKEN');
    clock += 1;
    expect((await client.use((await client.exchange()).body.access_token)).status).toBe(200);
  });

  it('umbrella works for a minute after each consent, then never again', async () => {
    const give = async () =>
      client.ask({
        grant_type: 'authorization_code',
        code: await client.codeOf({ account: 'umbrella' }),
        redirect_uri: REDIRECT,
      });
    const { body } = await give();
    clock += 30_000;
    const again = await client.refresh(body.refresh_token);
    expect(again.body.expires_in).toBe(30);
    clock += 30_000;
    sandbox = createSandbox({ now: () => clock });
    expect((await client.use(again.body.access_token)).status).toBe(401);
    expect((await client.refresh(body.refresh_token)).body.status).toBe('BAD_REFRESH_TOKEN');
    expect((await client.use((await give()).body.access_token)).status).toBe(200);
  });

  it('in rotation mode each refresh gives a new token, and the old one used again ends the consent', async () => {
    sandbox.control.rotation({ provider: 'hubspot', on: true });
    const first = (await client.exchange()).body.refresh_token;
    const second = (await client.refresh(first)).body;
    expect(second.refresh_token).not.toBe(first);
    expect((await client.use(second.access_token)).status).toBe(200);
    expect((await client.refresh(first)).body.status).toBe('BAD_REFRESH_TOKEN');
    expect((await client.refresh(second.refresh_token)).body.status).toBe('BAD_REFRESH_TOKEN');
    expect((await client.use(second.access_token)).status).toBe(401);
  });

  it('with grace the old token works until something of the new pair was used', async () => {
    sandbox.control.rotation({ provider: 'hubspot', on: true, grace: true });
    const first = (await client.exchange()).body.refresh_token;
    await client.refresh(first); // an answer that never arrived
    const second = (await client.refresh(first)).body;
    expect(second.refresh_token).not.toBe(first);
    expect((await client.use(second.access_token)).status).toBe(200);
    expect((await client.refresh(first)).body.status).toBe('BAD_REFRESH_TOKEN');
  });

  it('may leave the refresh token out of its answers, and may forget our app', async () => {
    sandbox.control.rotation({ provider: 'hubspot', on: false, omit: true });
    const first = (await client.exchange()).body.refresh_token;
    expect((await client.refresh(first)).body).not.toHaveProperty('refresh_token');
    expect((await client.refresh(first)).status).toBe(200);
    sandbox.control.app({ provider: 'hubspot', accepted: false });
    expect((await client.refresh(first)).body.error).toBe('invalid_client');
    sandbox.control.app({ provider: 'hubspot', accepted: true });
    expect((await client.refresh(first)).status).toBe(200);
  });
});
