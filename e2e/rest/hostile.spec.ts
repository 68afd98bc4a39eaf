import { randomUUID } from 'node:crypto';
import { api, expectProblem, request } from '../fixtures/api';
import { doors, JSON_TYPE } from '../fixtures/doors';
import { fill, ROUTES } from '../fixtures/routes';
import { expect, test } from '../fixtures/test';
import { appUrl, makeKey, ownAccount, sessionCookie, sql } from '../fixtures/world';

const UNKNOWN = new Set(['/api/[...path]', '/sandbox/[[...path]]']);

test('JSON nested out of all reason is refused as such', async ({ workspace }) => {
  const key = await makeKey(workspace);
  const bodies = {
    lists: `{"a":${'['.repeat(3_000)}${']'.repeat(3_000)}}`,
    objects: `${'{"a":'.repeat(3_000)}1${'}'.repeat(3_000)}`,
    unclosed: `{"a":${'['.repeat(500_000)}`,
    'quotes without end': `{"a":"${'\\"'.repeat(400_000)}`,
  };
  for (const { at, type } of doors(key).filter((d) => d.at.startsWith('/api/')))
    for (const [name, body] of Object.entries(bodies)) {
      if (type !== JSON_TYPE) continue;
      const answer = await request('POST', at, {
        body,
        headers: { 'content-type': type, 'x-api-key': key, origin: appUrl() },
      });
      expect.soft(answer.status, `${at}: ${name} ${answer.text}`).toBeGreaterThanOrEqual(400);
      expect.soft(answer.status, `${at}: ${name} ${answer.text}`).toBeLessThan(500);
    }
  const config = { connector_type: 'hubspot', config: JSON.parse(bodies.lists) as object };
  expectProblem(await api(key).post('/connections', config), 400, 'malformed_json');
  // What only looks deep is not.
  const flat = { connector_type: 'hubspot', name: '[{'.repeat(50) };
  expect((await api(key).post('/connections', flat)).body.mode).toBe('oauth_redirect');
});

test('text that is no UTF-8 is refused, in bodies and in addresses', async ({ workspace }) => {
  const key = await makeKey(workspace);
  const send = (body: Uint8Array<ArrayBuffer>) =>
    fetch(`${appUrl()}/api/platform/v1/connections`, {
      method: 'POST',
      body,
      headers: { 'content-type': JSON_TYPE, 'x-api-key': key },
    });
  const bytes = (...middle: number[]) =>
    Uint8Array.from(
      Buffer.concat([Buffer.from('{"connector_type":"x'), Buffer.from(middle), Buffer.from('"}')]),
    );
  for (const middle of [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf0, 0x9f]])
    expect((await (await send(bytes(...middle))).json()) as object).toMatchObject({
      status: 400,
      code: 'malformed_body',
    });
  const headers = { 'X-API-Key': key };
  for (const query of ['q=%ff', 'q=%c3%28', '%ff=1', 'q=%'])
    expectProblem(await request('GET', `/connections?${query}`, { headers }), 400, 'malformed_url');
  expect((await request('GET', '/connections?q=caf%C3%A9+%F0%9F%90%99', { headers })).status).toBe(
    200,
  );
});

test('what stands in a path is decoded, once, segment by segment', async ({ workspace, rest }) => {
  const { pipedrive } = await ownAccount();
  const { body } = await rest.post('/connections', {
    connector_type: 'pipedrive',
    api_key: pipedrive,
  });
  const { id } = body.connection;
  const headers = { 'X-API-Key': await makeKey(workspace) };
  const get = (path: string) => request('GET', path, { headers });
  expect((await get(`/connections/${id.replaceAll('-', '%2D')}`)).body.id).toBe(id);
  for (const path of [`/connections/${id}%2Fstatus`, `/connections/${id.replace('-', '%252D')}`])
    expectProblem(await get(path), 404, 'connection_not_found');
  for (const path of [`/connections/${id}/status/more`, `/nope`, `/connections/${id}/nope`])
    expectProblem(await get(path), 404, 'unknown_path');
});

test('cursors that cannot be are refused in every list', async ({ workspace, rest }) => {
  const account = await ownAccount();
  const { body } = await rest.post('/connections', {
    connector_type: 'pipedrive',
    api_key: account.pipedrive,
  });
  const cursor = (text: string) => Buffer.from(text).toString('base64url');
  for (const made of [
    `s:${'9'.repeat(19)}`,
    's:99999999999999999999999',
    'q:------------------------------------',
    'c:2026-13-45T99:99:99.000Z|00000000-0000-0000-0000-000000000000',
    'c:0000-01-01T00:00:00.000Z|00000000-0000-0000-0000-000000000000',
    '',
  ])
    for (const list of ['', `/${body.connection.id}/records`, `/${body.connection.id}/quarantine`])
      for (const text of [cursor(made), made, '9'.repeat(200)]) {
        if (text === '' && list === '') continue;
        expectProblem(
          await rest.get(`/connections${list}?limit=1&cursor=${encodeURIComponent(text)}`),
          400,
          'invalid_cursor',
        );
      }
  for (const time of [
    '0000-01-01T00:00:00Z',
    '2026-01-01T00:00:00-19:09',
    '2026-01-01T00:00:00%2B16:00',
    '0001-01-01T00:00:00%2B14:00',
    '9999-12-31T23:59:59-14:00',
    '2026-02-30T00:00:00Z',
  ])
    for (const path of [
      `/connections/${body.connection.id}/records?updated_after=${time}`,
      `/connections/${body.connection.id}/metrics?from=${time}`,
      `/connections/${body.connection.id}/streams/estimate?from=${time}`,
      `/knowledge/documents?updated_after=${time}`,
    ])
      expectProblem(await rest.get(path), 400, 'invalid_request');
  expectProblem(await rest.delete('/collections/a%00b'), 404, 'unknown_collection');
  expect(workspace.id).not.toBe('');
});

test('refusals and OPTIONS name the same methods, and HEAD is GET without its body', async ({
  workspace,
}) => {
  const headers = { 'X-API-Key': await makeKey(workspace) };
  const routes = ROUTES.filter((r) => r.kind === 'route' && !UNKNOWN.has(r.path));
  expect(routes.length).toBeGreaterThan(40);
  for (const route of routes) {
    const at = `${appUrl()}${fill(route, { id: randomUUID(), type: 'hubspot', nextauth: 'csrf' })}`;
    const ask = (method: string) => fetch(at, { method, headers, redirect: 'manual' });
    const options = await ask('OPTIONS');
    const allowed = options.headers.get('allow') ?? '';
    expect.soft({ at, status: options.status, options: /\bOPTIONS$/.test(allowed) }).toEqual({
      at,
      status: 204,
      options: true,
    });
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      if (allowed.split(', ').includes(method)) continue;
      const refused = await ask(method);
      expect
        .soft({ at, method, status: refused.status, allow: refused.headers.get('allow') })
        .toEqual({
          at,
          method,
          status: 405,
          allow: allowed,
        });
    }
    if (!allowed.includes('HEAD')) continue;
    const [get, head] = [await ask('GET'), await ask('HEAD')];
    expect.soft(await head.text(), at).toBe('');
    expect.soft({ at, status: head.status, etag: head.headers.has('etag') }).toEqual({
      at,
      status: get.status,
      etag: get.headers.has('etag'),
    });
  }
  const list = await fetch(`${appUrl()}/api/platform/v1/connections`, { method: 'HEAD', headers });
  expect(list.headers.get('etag')).toMatch(/^"/);
});

test('a HEAD on the way back from a provider connects nothing', async ({ workspace }) => {
  const { name, value } = await sessionCookie(workspace.owner);
  const cookie = `${name}=${value}`;
  const { body } = await request('POST', '/connections', {
    body: '{"connector_type":"hubspot"}',
    headers: { cookie, origin: appUrl(), 'content-type': JSON_TYPE },
  });
  // What the form of the consent page sends.
  const consent = new URL(body.authorize_url);
  consent.searchParams.set('other_account', (await ownAccount()).hubspot);
  consent.searchParams.set('decision', 'allow');
  const allowed = await fetch(new URL(consent.pathname, consent), {
    method: 'POST',
    body: consent.searchParams,
    redirect: 'manual',
  });
  const back = allowed.headers.get('location')!;
  const head = await fetch(back, { method: 'HEAD', headers: { cookie }, redirect: 'manual' });
  expect(head.status).toBe(405);
  const grants = () => sql('SELECT 1 FROM credentials WHERE workspace_id = $1', [workspace.id]);
  expect(await grants()).toHaveLength(0);
  const get = await fetch(back, { headers: { cookie }, redirect: 'manual' });
  expect(get.headers.get('location')).toMatch(/\?connected=hubspot$/);
  expect(await grants()).toHaveLength(1);
});

test('every page has a policy with a nonce of its own, and every script in it has that nonce', async () => {
  const seen = new Set<string>();
  for (const at of [
    '/sign-in',
    '/sign-in',
    '/oauth-result',
    '/invite/x',
    '/nope/nope',
    '/setup?x=1',
  ]) {
    const page = await fetch(`${appUrl()}${at}`);
    const policy = page.headers.get('content-security-policy') ?? '';
    const nonce = /script-src 'self' 'nonce-([\w-]{22})' 'strict-dynamic';/.exec(policy)?.[1] ?? '';
    expect.soft(policy, at).toContain(`'nonce-${nonce}'`);
    expect.soft(/script-src[^;]*unsafe/.test(policy), at).toBe(false);
    seen.add(nonce);
    const scripts = (await page.text()).match(/<script\b[^>]*>/g) ?? [];
    expect.soft(scripts.length, at).toBeGreaterThan(1);
    for (const script of scripts) expect.soft(script, at).toContain(`nonce="${nonce}"`);
  }
  expect(seen.size).toBe(6);
  for (const at of ['/api/setup', '/healthz', '/api/nope', '/logos/hubspot.svg'])
    expect
      .soft((await fetch(`${appUrl()}${at}`)).headers.get('content-security-policy'), at)
      .toBe("default-src 'none'; frame-ancestors 'none'; base-uri 'none'");
});
