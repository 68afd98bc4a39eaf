import { api, expectProblem } from '../fixtures/api';
import { expect, test } from '../fixtures/test';
import { appUrl, makeKey, sql } from '../fixtures/world';

interface App {
  type: string;
  client_id: string | null;
  source: string | null;
  redirect_uri: string;
}

/** One test, because the apps are those of the whole installation. */
test('an app is entered, tested, used and forgotten, and its secret is shown to nobody', async ({
  rest,
  workspace,
}) => {
  const at = '/api/admin/provider-apps';
  const list = async () =>
    ((await rest.get(at)).body as unknown as { provider_apps: App[] }).provider_apps;
  const hubspot = (await list()).find((app) => app.type === 'hubspot')!;
  expect(hubspot).toMatchObject({
    client_id: null,
    source: null,
    redirect_uri: `${appUrl()}/api/oauth/callback/hubspot`,
  });
  expect((await list()).map((app) => app.type)).not.toContain('pipedrive');

  const test_of = (body: object) => rest.post(`${at}/hubspot/test`, body);
  expect((await test_of({ client_id: 'sandbox', client_secret: 'sandbox' })).body).toMatchObject({
    verdict: 'accepted',
  });
  expect((await test_of({ client_id: 'sandbox', client_secret: 'wrong' })).body).toMatchObject({
    verdict: 'rejected',
  });
  expectProblem(await test_of({ client_id: 'sandbox' }), 400, 'invalid_request');

  const secret = 'a-secret-nobody-sees';
  const set = await rest.put(`${at}/hubspot`, { client_id: 'our-app', client_secret: secret });
  expect(set.status, set.text).toBe(200);
  expect(set.body).toMatchObject({ provider_app: { client_id: 'our-app', source: 'stored' } });
  const stored = await sql(`SELECT * FROM platform_apps`);
  expect(JSON.stringify(stored)).not.toContain(secret);
  expect((await rest.get(at)).text).not.toContain(secret);

  // A live workspace may connect it now.
  await sql(`UPDATE workspaces SET mode = 'live' WHERE id = $1`, [workspace.id]);
  await expect
    .poll(async () => {
      const { body } = await rest.get('/connections/catalog');
      return body.connectors.find((c) => c.type === 'hubspot')!.connectable;
    })
    .toBe(true);
  const authorize = async () =>
    new URL((await rest.post('/connections', { connector_type: 'hubspot' })).body.authorize_url);
  // What a key may do is asked for again within a second.
  await expect.poll(async () => (await authorize()).searchParams.get('client_id')).toBe('our-app');
  expect((await authorize()).searchParams.get('redirect_uri')).toBe(hubspot.redirect_uri);

  const gone = await rest.delete(`${at}/hubspot`);
  expect(gone.body).toMatchObject({ provider_app: { client_id: null, source: null } });
  await expect
    .poll(async () => (await rest.post('/connections', { connector_type: 'hubspot' })).body.code)
    .toBe('connector_not_connectable');
  expectProblem(await test_of({}), 409, 'connector_not_connectable');
  expectProblem(
    await rest.put(`${at}/pipedrive`, { client_id: 'a', client_secret: 'b' }),
    400,
    'invalid_request',
  );
  expectProblem(
    await rest.put(`${at}/nothing`, { client_id: 'a', client_secret: 'b' }),
    404,
    'unknown_connector',
  );
});

test('only platform roles see them, and only some change them', async ({ workspace }) => {
  const reader = api(await makeKey(workspace, ['platform:read']));
  expect((await reader.get('/api/admin/provider-apps')).status).toBe(200);
  const app = { client_id: 'a', client_secret: 'b' };
  expectProblem(
    await reader.put('/api/admin/provider-apps/hubspot', app),
    403,
    'insufficient_scope',
  );
  const stranger = api(await makeKey(workspace, ['connections:read']));
  expectProblem(await stranger.get('/api/admin/provider-apps'), 403, 'insufficient_scope');
});
