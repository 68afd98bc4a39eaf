import { beforeEach, describe, expect, it } from 'vitest';
import { text, type Connector, type OAuth } from '@/lib/connectors/kit';
import type { Route } from '@/lib/egress/service';
import { endpointOf } from '@/lib/oauth/endpoints';
import { openAccess, storeTokens } from '@/lib/oauth/service';
import { exchangeCode } from '@/lib/oauth/tokens';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import { connectFake, fakeConnector, useFakeProvider } from '@/lib/sync/fixtures/provider';

useTestDatabase();
const provider = useFakeProvider();

const AUTH: OAuth = {
  method: 'oauth',
  authorize_url: ({ domain = 'login' }) => `https://${domain}.fake.example/authorize`,
  token_url: ({ domain = 'login' }) => `https://${domain}.fake.example/token`,
  connect_fields: [],
  client_auth: 'body',
  pkce: 'S256',
  scopes: [],
  scope_separator: ' ',
  rotates_refresh_token: false,
  token_at: 'authed_user',
  facts: (body) => ({ instance_url: text(body, 'instance_url') ?? '' }),
  apply: (token) => ({ authorization: `Bearer ${token}` }),
  account: {
    request: ({ instance_url }) => ({ url: `${instance_url}/me` }),
    read: () => ({ id: 'me', label: 'Me' }),
  },
};
const connector = fakeConnector([], {
  hosts: ['*.fake.example'],
  auth: AUTH,
}) as Connector & { auth: OAuth };
const APP = { client_id: 'app', client_secret: 'app-secret-of-a-test' };
const route: Route = {
  hosts: connector.hosts,
  mode: 'sandbox',
  limits: [],
  keys: { connection: 'c', app: 'app/fake/sandbox' },
};
const GRANT = {
  ok: true,
  instance_url: 'https://eu7.fake.example',
  authed_user: { access_token: 'access-2-of-a-test', refresh_token: 'r2', expires_in: 3_600 },
};

beforeEach(() => {
  provider.calls.length = 0;
  provider.answer = () => ({ body: GRANT });
});

const exchange = (given: Record<string, string>) =>
  exchangeCode(connector, APP, route, {
    callback: new URLSearchParams({ code: 'c', state: 's' }),
    state: 's',
    redirect_uri: 'http://localhost:3000/cb',
    verifier: 'v'.repeat(43),
    given,
  });

describe('endpoints that depend on what the person gave', () => {
  it.each([
    [{}, 'https://login.fake.example/authorize'],
    [{ domain: 'acme' }, 'https://acme.fake.example/authorize'],
  ])('%j lead to %s', (given, url) => {
    expect(endpointOf(connector, 'authorize_url', given).href).toBe(url);
  });

  it.each(['evil.example/x', 'evil.example#', 'acme.evil', '127.0.0.1:80/', 'a b', '', 'x@evil'])(
    '%j leads nowhere else',
    (domain) => {
      expect(() => endpointOf(connector, 'token_url', { domain })).toThrow(/is no address of Fake/);
    },
  );

  it('nothing is sent there', async () => {
    await expect(exchange({ domain: 'evil.example/x' })).rejects.toMatchObject({ kind: 'refused' });
    expect(provider.calls).toEqual([]);
  });
});

describe('facts of the token answer', () => {
  it('come with tokens that are kept elsewhere in the answer', async () => {
    expect(await exchange({ domain: 'acme' })).toMatchObject({
      access_token: 'access-2-of-a-test',
      refresh_token: 'r2',
      expires_in_seconds: 3_600,
      facts: { instance_url: 'https://eu7.fake.example' },
    });
  });

  it('and at its top, where a nested token is renewed by a flat answer', async () => {
    provider.answer = () => ({ body: { ok: true, access_token: 'access-3-of-a-test' } });
    expect(await exchange({ domain: 'acme' })).toMatchObject({
      access_token: 'access-3-of-a-test',
    });
  });

  it('an answer that blames our app blames no customer, and what it wants to be told is told', async () => {
    const strict = {
      ...connector,
      auth: {
        ...AUTH,
        app_refused: [{ error: 'bad_client_secret' }],
        token_headers: { 'x-version': '7' },
      },
    };
    provider.answer = () => ({ body: { ok: false, error: 'bad_client_secret' } });
    const exchanged = exchangeCode(strict, APP, route, {
      callback: new URLSearchParams({ code: 'c', state: 's' }),
      state: 's',
      redirect_uri: 'http://localhost:3000/cb',
      verifier: 'v'.repeat(43),
      given: {},
    });
    await expect(exchanged).rejects.toMatchObject({ kind: 'operator' });
    expect(provider.calls[0]!.headers['x-version']).toBe('7');
  });

  it('that cannot be read do not cost the grant', async () => {
    const odd = {
      ...connector,
      auth: {
        ...AUTH,
        facts: () => {
          throw new TypeError('odd');
        },
      },
    };
    const { access_token, facts } = await exchangeCode(odd, APP, route, {
      callback: new URLSearchParams({ code: 'c', state: 's' }),
      state: 's',
      redirect_uri: 'http://localhost:3000/cb',
      verifier: 'v'.repeat(43),
      given: {},
    });
    expect([access_token, facts]).toEqual(['access-2-of-a-test', {}]);
  });

  it('of a refresh replace those that were known', async () => {
    const { workspace_id, id } = await connectFake((await makeWorkspace()).id);
    const target = { workspace_id, connection_id: id };
    await db.query(sql`
      UPDATE connections SET account = '{"instance_url":"https://old.fake.example","plan":"pro"}'
      WHERE id = ${id}`);
    await storeTokens(db, target, {
      access_token: 'access-1-of-a-test',
      refresh_token: 'r1',
      expires_in_seconds: -1,
    });
    const access = await openAccess({
      ...target,
      mode: 'sandbox',
      provider_app_id: null,
      connector,
      route,
      given: { domain: 'acme' },
    });
    expect(await access.headers()).toEqual({ authorization: 'Bearer access-2-of-a-test' });
    const { rows } = await db.query<{ account: object }>(
      sql`SELECT account FROM connections WHERE id = ${id}`,
    );
    expect(rows[0]!.account).toEqual({ instance_url: 'https://eu7.fake.example', plan: 'pro' });
  });
});
