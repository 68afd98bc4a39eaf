import { randomUUID } from 'node:crypto';
import { ROUTES } from '@/lib/contract/routes.gen';
import { api, expectProblem, request } from '../fixtures/api';
import { connectPipedrive } from '../fixtures/steps';
import { expect, test } from '../fixtures/test';
import { appUrl, makeKey, makeWorkspace, ownAccount, sessionCookie } from '../fixtures/world';

test('what cannot be connected is refused, and says why', async ({ rest }) => {
  expectProblem(
    await rest.post('/connections', { connector_type: 'nope' }),
    404,
    'unknown_connector',
  );
  expectProblem(
    await rest.post('/connections', { connector_type: 'circleback', api_key: 'x' }),
    409,
    'connector_not_connectable',
  );
  expectProblem(
    await rest.post('/connections', { connector_type: 'hubspot', surprise: 1 }),
    400,
    'invalid_request',
  );
  const unknown = await rest.post('/connections', { connector_type: 'hubspot', surprise: 1 });
  expect(unknown.body.errors).toEqual([{ path: 'surprise', message: expect.any(String) }]);
  expectProblem(await rest.post('/connections', {}), 400, 'invalid_request');
  expectProblem(
    await rest.post('/connections', { connector_type: 'pipedrive', api_key: 'f'.repeat(40) }),
    422,
    'credential_rejected',
  );
  expectProblem(
    await rest.get('/connections/resolve-handle?connector_type=x&handle=nobody_here'),
    404,
    'handle_not_found',
  );
  expectProblem(
    await rest.get('/connections/resolve-handle?connector_type=x&handle=no%20such%20handle!'),
    400,
    'handle_invalid',
  );
  const person = encodeURIComponent('https://www.linkedin.com/in/ada');
  expectProblem(
    await rest.get(`/connections/resolve-handle?connector_type=linkedin&handle=${person}`),
    422,
    'provider_unsupported',
  );
  expectProblem(await rest.get('/connections/catalog?category=sales'), 400, 'invalid_request');
  expectProblem(await rest.get('/connections?limit=0'), 400, 'invalid_request');
  expectProblem(await rest.get('/connections?health=fine'), 400, 'invalid_request');
  expect((await rest.get('/connections')).body.connections).toEqual([]);
});

test('bodies that are not a JSON object are refused', async ({ workspace }) => {
  const key = await makeKey(workspace);
  const post = (body: string, type?: string) =>
    request('POST', '/connections', {
      body,
      headers: { 'X-API-Key': key, ...(type ? { 'Content-Type': type } : {}) },
    });
  expectProblem(await post('{"connector_type":', 'application/json'), 400, 'malformed_json');
  expectProblem(
    await post('[{"connector_type":"hubspot"}]', 'application/json'),
    400,
    'malformed_json',
  );
  expectProblem(await post('"hubspot"', 'application/json'), 400, 'malformed_json');
  expectProblem(await post('null', 'application/json'), 400, 'malformed_json');
  expectProblem(
    await post('connector_type=hubspot', 'application/x-www-form-urlencoded'),
    415,
    'unsupported_media_type',
  );
  expectProblem(
    await post('{"connector_type":"hubspot"}', 'text/plain'),
    415,
    'unsupported_media_type',
  );
  expectProblem(
    await post(
      `{"connector_type":"hubspot","name":"${'x'.repeat(1_100_000)}"}`,
      'application/json',
    ),
    413,
    'body_too_large',
  );
  expectProblem(
    await post('{"connector_type":"hubspot","__proto__":{"name":"x"}}', 'application/json'),
    400,
    'invalid_request',
  );
  expectProblem(await post('', 'application/json'), 400, 'invalid_request');
  expectProblem(
    await post('{"connector_type":"hubspot","name":"a\\u0000b"}', 'application/json'),
    400,
    'invalid_request',
  );
  expectProblem(
    await post('{"connector_type":"hubspot","config":{"a":["\\ud800"]}}', 'application/json'),
    400,
    'invalid_request',
  );
  expectProblem(
    await request('GET', '/connections?q=%00', { headers: { 'X-API-Key': key } }),
    400,
    'invalid_request',
  );
});

test('wrong methods, paths and encodings are problem documents', async ({ workspace }) => {
  const headers = { 'X-API-Key': await makeKey(workspace) };
  const put = await request('PUT', '/connections', { headers });
  expectProblem(put, 405, 'method_not_allowed');
  expect(put.headers.get('allow')).toBe('GET, HEAD, POST, OPTIONS');
  const patch = await request('PATCH', '/connections/catalog', { headers });
  expectProblem(patch, 405, 'method_not_allowed');
  expect(patch.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
  for (const path of [
    '/api/nope',
    '/api/platform/v1',
    '/api/platform/v1/nope',
    '/api/platform/v2/connections',
    `/api/platform/v1/connections/${randomUUID()}/nope`,
  ]) {
    for (const method of ['GET', 'POST', 'DELETE'])
      expectProblem(await request(method, path, { headers }), 404, 'unknown_path');
  }
  for (const path of [
    '/api/platform/v1/connections/%',
    '/api/platform/v1/connections/%E0%A4%A',
    '/api/%ff',
    '/api/platform/v1/connections/%/status',
  ]) {
    expectProblem(await request('GET', path, { headers }), 400, 'malformed_url');
  }
  // Well encoded is none of this: an id that cannot be one is one that does not exist.
  expectProblem(
    await request('GET', '/connections/%41%20b', { headers }),
    404,
    'connection_not_found',
  );
  expectProblem(
    await request('GET', '/connections/..%2Fcatalog', { headers }),
    404,
    'connection_not_found',
  );
});

test('keys: missing, wrong, expired, revoked, too small', async ({ workspace }) => {
  expectProblem(await api(null).get('/connections'), 401, 'unauthenticated');
  const key = await makeKey(workspace);
  expectProblem(await api('inlet_sk_test_nonsense').get('/connections'), 401, 'invalid_api_key');
  expectProblem(
    await api(`${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`).get('/connections'),
    401,
    'invalid_api_key',
  );
  expectProblem(
    await api(await makeKey(workspace, undefined, { expired: true })).get('/connections'),
    401,
    'invalid_api_key',
  );
  expect((await api(null).get('/connections')).headers.get('www-authenticate')).toMatch(/^Bearer/);
  expect(
    (await request('GET', '/connections', { headers: { Authorization: `Bearer ${key}` } })).status,
  ).toBe(200);

  const made = await api(key).post('/api-keys', {
    name: 'short-lived',
    scopes: ['connections:read'],
    expires_in_days: 1,
  });
  expect(made.status).toBe(201);
  const other = api(made.body.key);
  expect((await other.get('/connections')).status).toBe(200);
  expect((await api(key).delete(`/api-keys/${made.body.api_key.id}`)).status).toBe(200);
  await expect
    .poll(async () => (await other.get('/connections')).body.code, { timeout: 1_500 })
    .toBe('invalid_api_key');

  const reader = api(await makeKey(workspace, ['connections:read']));
  expect((await reader.get('/connections')).status).toBe(200);
  expectProblem(
    await reader.post('/connections', { connector_type: 'hubspot' }),
    403,
    'insufficient_scope',
  );
  expectProblem(await reader.delete(`/connections/${randomUUID()}`), 403, 'insufficient_scope');
  expectProblem(await reader.get('/members'), 403, 'insufficient_scope');
  // Nobody makes a key that may do more than they may.
  const maker = api(await makeKey(workspace, ['api_keys:write']));
  expectProblem(
    await maker.post('/api-keys', { name: 'more', scopes: ['connections:delete'] }),
    403,
    'insufficient_scope',
  );
});

test('a session cannot be used from another site, nor by a form', async ({ workspace }) => {
  const { name, value } = await sessionCookie(workspace.owner);
  const send = (headers: Record<string, string>, body = '{"connector_type":"hubspot"}') =>
    request('POST', '/connections', {
      body,
      headers: { Cookie: `${name}=${value}`, 'Content-Type': 'application/json', ...headers },
    });
  expectProblem(
    await send({ 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' }),
    403,
    'cross_site_request',
  );
  expectProblem(
    await send({ 'Sec-Fetch-Site': 'same-site', Origin: 'https://sub.example' }),
    403,
    'cross_site_request',
  );
  expectProblem(await send({ Origin: 'https://evil.example' }), 403, 'cross_site_request');
  expectProblem(await send({ Origin: 'null' }), 403, 'cross_site_request');
  expectProblem(await send({}), 403, 'cross_site_request');
  expectProblem(
    await send({ Origin: appUrl(), 'Content-Type': 'text/plain' }),
    415,
    'unsupported_media_type',
  );
  expect((await send({ Origin: appUrl(), 'Sec-Fetch-Site': 'same-origin' })).body.mode).toBe(
    'oauth_redirect',
  );
});

test('another workspace’s ids answer as if they did not exist', async ({ workspace, rest }) => {
  const id = await connectPipedrive(rest, (await ownAccount()).pipedrive);
  const [run] = (await rest.get(`/connections/${id}/runs`)).body.runs;
  const keys = await rest.post('/api-keys', { name: 'theirs', scopes: ['connections:read'] });
  const invitation = await rest.post('/invitations', {
    email: `guest-${workspace.slug}@example.com`,
  });
  const { id: user_id } = workspace.owner;
  const theirs: Record<string, string> = { id, run_id: run!.id, user_id, document_id: id };
  const stranger = api(await makeKey(await makeWorkspace('Globex')));
  const bodies: Record<string, unknown> = {
    updateConnection: { name: 'mine' },
    updateMember: { role: 'member' },
    submitCredentials: { api_key: 'a'.repeat(40) },
    reconnectConnection: { api_key: 'a'.repeat(40) },
    confirmDeletions: { stream: 'persons' },
    eraseConnection: { name: 'mine' },
    setAuthProvider: { settings: { api_key: 'a' } },
    updateConnectorEndpoint: { disabled: true },
    setMemberAccess: { surface: 'connections', level: 'read' },
    setKnowledgeSync: { parent: { id, title: 'x' }, selection: { categories: ['docs'] } },
    answerMirroredPage: { answer: 'leave' },
    confirmArchiving: { up_to: 60 },
  };
  const all = (value: string) => Object.fromEntries(Object.keys(theirs).map((k) => [k, value]));
  const ownedBy: Record<string, Record<string, string>> = {
    revokeApiKey: { id: keys.body.api_key.id },
    deleteInvitation: {
      id: (invitation.body as unknown as { invitation: { id: string } }).invitation.id,
    },
  };
  const swept: string[] = [];
  for (const [operation, route] of Object.entries(ROUTES)) {
    const [method = 'GET', template = ''] = route.split(' ');
    const names = [...template.matchAll(/\{(\w+)\}/g)]
      .map((m) => m[1]!)
      .filter((name) => !['type', 'provider', 'external_id'].includes(name));
    if (names.length === 0) continue;
    const query = operation === 'listFields' ? '?stream=persons' : '';
    const owned = ownedBy[operation] ?? theirs;
    const path = (values: Record<string, string>) =>
      template.replace(/\{(\w+)\}/g, (_, name: string) => values[name]!) + query;
    const ask = (values: Record<string, string>) =>
      stranger[method.toLowerCase() as 'get'](
        path(values),
        method === 'GET' || method === 'DELETE' ? undefined : (bodies[operation] ?? {}),
      );
    const answers = [
      await ask({ ...theirs, ...owned }),
      await ask(all(randomUUID())),
      await ask(all('not-an-id')),
    ];
    for (const answer of answers)
      expect.soft(answer.status, `${operation}: ${answer.text}`).toBe(404);
    const [first, ...rest] = answers.map(({ text, body }) => text.replace(body.request_id, ''));
    for (const other of rest) expect.soft(other, operation).toBe(first);
    swept.push(operation);
  }
  expect(swept.length).toBeGreaterThanOrEqual(20);
  // A run of one's own connection is not reached through a stranger's, and nothing above changed
  // anything.
  expect((await rest.get(`/connections/${id}`)).body).toMatchObject({
    name: 'Pipedrive',
    status: 'connected',
  });
  expectProblem(
    await rest.post(`/connections/${id}/runs/${randomUUID()}/cancel`),
    404,
    'run_not_found',
  );
  expect((await stranger.get('/connections')).body.connections).toEqual([]);
});
