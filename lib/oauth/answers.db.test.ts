import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { findConnector } from '@/lib/catalog/service';
import { createConnection } from '@/lib/connections/service';
import type { UserPrincipal } from '@/lib/contract/principal';
import { openAccess, type Target, type TokenError } from '@/lib/oauth/service';
import { db } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { sql } from '@/lib/platform/sql';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import { withClient } from '@/scripts/postgres';

/** Every host leads to one server whose answers a test writes, byte for byte. */
const { provider, proxy } = await vi.hoisted(async () => {
  const { fakeProvider, fakeProxy } = await import('@/lib/egress/testing/servers');
  const provider = await fakeProvider(['api.hubapi.com', 'api.pipedrive.com']);
  const proxy = await fakeProxy(() => provider.port);
  Object.assign(process.env, {
    HTTPS_PROXY: proxy.url,
    HUBSPOT_CLIENT_ID: 'client-of-inlet',
    HUBSPOT_CLIENT_SECRET: 'secret-of-the-app',
  });
  return { provider, proxy };
});
useTestDatabase();
afterAll(() => {
  provider.close();
  proxy.close();
});

const hubspot = findConnector('hubspot')!;
const ACCOUNT = { portalId: 42, uiDomain: 'app.hubspot.com' };
const GRANT = { access_token: 'access-2', refresh_token: 'refresh-2', expires_in: 1800 };
let principal: UserPrincipal;
let replies: Record<string, [status: number, body: unknown]>;

beforeEach(async () => {
  principal = await makePrincipal(await makeWorkspace({ mode: 'live' }));
  await db.query(sql`DELETE FROM rate_budgets`);
  replies = {};
  provider.calls.length = 0;
  provider.answer = (request, response) => {
    const path = Object.keys(replies).find((p) => request.url!.includes(p));
    const [status, body] = path ? replies[path]! : [200, ACCOUNT];
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
});

/** Lets nobody into this file's database for a while. */
function outage(): { begin: () => Promise<void>; end: () => Promise<void> } {
  const server = new URL(env().DATABASE_URL);
  const name = server.pathname.slice(1);
  server.pathname = '/postgres';
  const allow = (yes: boolean) =>
    withClient(server.href, async (client) => {
      await client.query(`ALTER DATABASE "${name}" ALLOW_CONNECTIONS ${yes}`);
      if (!yes)
        await client.query(sql`
          SELECT pg_terminate_backend(pid)
          FROM pg_stat_activity
          WHERE datname = ${name}`);
    });
  return { begin: () => allow(false), end: () => allow(true) };
}

/** A HubSpot connection whose access token has run out. */
async function expired(): Promise<Target> {
  const { connection } = await createConnection(principal, {
    connector_type: 'hubspot',
    access_token: 'access-1-of-the-test',
    refresh_token: 'refresh-1-of-the-test',
    expires_at: new Date(Date.now() - 1_000).toISOString(),
    sync_immediately: false,
  });
  return {
    workspace_id: principal.workspace.id,
    connection_id: connection!.id,
    mode: 'live',
    provider_app_id: null,
    connector: hubspot,
    route: {
      hosts: hubspot.hosts,
      mode: 'live',
      limits: [],
      keys: { connection: connection!.id, app: 'app/hubspot/live' },
    },
  };
}
const lifeOf = async (target: Target): Promise<number | null> =>
  (
    await db.query<{ seconds: number | null }>(sql`
      SELECT extract(epoch FROM expires_at - now())::float8 AS seconds
      FROM credentials
      WHERE connection_id = ${target.connection_id}`)
  ).rows[0]!.seconds;
const headersOf = async (target: Target) => (await openAccess(target)).headers();
const failure = (promise: Promise<unknown>) => promise.then(() => null).catch((e: Error) => e);

describe('a refresh answer with a new access token is kept', () => {
  it.each<[string, unknown, number | null]>([
    ['as RFC 6749 has it', GRANT, 1620],
    ['refresh_token: null', { ...GRANT, refresh_token: null }, 1620],
    ['refresh_token: ""', { ...GRANT, refresh_token: '' }, 1620],
    ['refresh_token: an object', { ...GRANT, refresh_token: { value: 'x' } }, 1620],
    ['expires_in: null', { ...GRANT, expires_in: null }, null],
    ['expires_in as text', { ...GRANT, expires_in: '1800' }, 1620],
    ['expires_in: "soon"', { ...GRANT, expires_in: 'soon' }, null],
    ['expires_in: -1', { ...GRANT, expires_in: -1 }, null],
    ['expires_in: 0', { ...GRANT, expires_in: 0 }, null],
    ['expires_in: 1e20', { ...GRANT, expires_in: 1e20 }, null],
    ['expires_in of 25 digits', `{"access_token":"access-2","expires_in":${'9'.repeat(25)}}`, null],
    ['expires_in of ten years', { ...GRANT, expires_in: 315_360_000 }, 365 * 24 * 3600 - 900],
    ['scope: null', { ...GRANT, scope: null }, 1620],
    ['scope as a list', { ...GRANT, scope: ['a', 'b'] }, 1620],
    ['scope: 7, scopes: {}', { ...GRANT, scope: 7, scopes: {} }, 1620],
    ['token_type: null', { ...GRANT, token_type: null }, 1620],
    ['token_type: MAC', { ...GRANT, token_type: 'MAC' }, 1620],
    ['error: null beside it', { ...GRANT, error: null }, 1620],
    ['id_token: garbage', { ...GRANT, id_token: 'x' }, 1620],
    ['a byte-order mark', `\ufeff${JSON.stringify(GRANT)}`, 1620],
  ])('%s', async (_, body, life) => {
    const target = await expired();
    replies['/token'] = [200, body];
    expect((await headersOf(target)).authorization).toBe('Bearer access-2');
    const seconds = await lifeOf(target);
    if (life === null) expect(seconds).toBeNull();
    else expect(Math.abs(seconds! - life)).toBeLessThan(30);
    expect((await headersOf(target)).authorization).toBe('Bearer access-2');
  });

  it('with HTTP 201 as well', async () => {
    const target = await expired();
    replies['/token'] = [201, GRANT];
    expect((await headersOf(target)).authorization).toBe('Bearer access-2');
  });

  it('through a database that goes away in that moment', async () => {
    const target = await expired();
    const access = await openAccess(target);
    const away = outage();
    provider.answer = (_, response) => {
      void away.begin().then(() => {
        setTimeout(() => void away.end(), 1_000);
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(GRANT));
      });
    };
    expect((await access.headers()).authorization).toBe('Bearer access-2');
    await away.end();
    expect((await headersOf(target)).authorization).toBe('Bearer access-2');
  });

  it('and the refresh token stays when no readable one came', async () => {
    const target = await expired();
    replies['/token'] = [200, { ...GRANT, refresh_token: null }];
    const access = await openAccess(target);
    await access.headers();
    await access.renew();
    const sent = provider.calls.filter((c) => c.line.includes('/token')).map((c) => c.body);
    expect(sent).toHaveLength(2);
    for (const body of sent) expect(body).toContain('refresh-1-of-the-test');
  });
});

describe('a refused refresh', () => {
  it.each<[string, number, unknown, TokenError['kind']]>([
    ['no token at all', 200, { ok: true }, 'transient'],
    ['an empty token', 200, { access_token: '' }, 'transient'],
    ['not JSON', 200, '<html>', 'transient'],
    ['a list', 200, [], 'transient'],
    ['an error with 200', 200, { error: 'invalid_grant' }, 'gone'],
    ['an error', 400, { error: 'invalid_grant' }, 'gone'],
    ['our app is wrong', 401, { error: 'invalid_client' }, 'operator'],
    ['an error of its own', 400, { error: { code: 7 } }, 'refused'],
    ['too many', 429, { error: 'slow_down' }, 'transient'],
  ])('%s', async (_, status, body, kind) => {
    const target = await expired();
    replies['/token'] = [status, body];
    expect(await failure(headersOf(target))).toMatchObject({ name: 'TokenError', kind });
  });

  it.each([200, 400])('shows no secret it repeats, with HTTP %d', async (status) => {
    const target = await expired();
    replies['/token'] = [
      status,
      {
        error: 'odd',
        error_description: 'no\0 refresh-1-of-the-test with secret-of-the-app is known',
      },
    ];
    expect(await failure(headersOf(target))).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('no [secret] with [secret] is known'),
    });
  });

  it('that sends us elsewhere says where', async () => {
    const target = await expired();
    provider.answer = (_, response) => {
      response.writeHead(302, { location: 'https://login.example/new?token=1' });
      response.end();
    };
    expect(await failure(headersOf(target))).toMatchObject({
      kind: 'operator',
      message: expect.stringContaining('https://login.example/new'),
    });
  });
});

describe('what a provider says about an account', () => {
  const connect = (api_key = 'a'.repeat(40)) =>
    createConnection(principal, { connector_type: 'pipedrive', api_key, sync_immediately: false });
  const me = (over: object) => ({
    success: true,
    data: {
      id: 1,
      name: 'Ada',
      company_id: 7,
      company_name: 'Acme',
      company_domain: 'acme',
      ...over,
    },
  });

  it.each([
    ['NUL', 'Ac\0me', /Acme/],
    ['half a pair', 'Ac\ud800me', /Acme/],
    ['an escape sequence', 'Ac\x1b[2Jme', /Ac\[2Jme/],
    ['a novel', 'x'.repeat(100_000), /^x{2000}$/],
  ])('is stored without %s', async (_, company_name, label) => {
    replies['/users/me'] = [200, JSON.stringify(me({ company_name, name: company_name }))];
    const { connection } = await connect();
    expect(connection!.account_label).toMatch(label);
  });

  it('shows no key it repeats', async () => {
    const key = 'b'.repeat(40);
    replies['/users/me'] = [402, { success: false, error_info: `the key ${key} is not paid for` }];
    expect(await failure(connect(key))).toMatchObject({
      code: 'credential_rejected',
      message: expect.stringContaining('the key [secret] is not paid for'),
    });
  });

  it('cannot be asked for with a key that is no header', async () => {
    expect(await failure(connect(`${'c'.repeat(20)}\n${'c'.repeat(20)}`))).toMatchObject({
      code: expect.stringMatching(/credential_rejected|invalid_request/),
    });
  });

  it('may come from another place: the refusal names it', async () => {
    provider.answer = (_, response) => {
      response.writeHead(301, { location: 'https://sso.example/login' });
      response.end();
    };
    expect(await failure(connect())).toMatchObject({
      code: 'provider_misconfigured',
      message: expect.stringContaining('sso.example'),
    });
  });
});
