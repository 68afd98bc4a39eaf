import hubspot from '@/lib/connectors/providers/hubspot';
import { openAccount } from '@/lib/connectors/testing/account';
import { createSandbox } from '@/lib/sandbox/sandbox';
import { settled } from '../fixtures/api';
import { expect, test } from '../fixtures/test';
import { control, ownAccount, sandboxUrl } from '../fixtures/world';
import { allowAt, call } from './call';
import { client, good } from './sources';

test('OAuth browser: an auth_url, the sign-in, then the sync', async ({ workspace }) => {
  const { ask, create, rest } = await client(workspace);
  const made = good(await create({ short_name: 'hubspot', name: 'Company CRM' }));
  expect(made).toMatchObject({
    status: 'pending_auth',
    auth: { method: 'oauth_browser', authenticated: false, auth_url: expect.any(String) },
    sync: { total_runs: 0, last_job: null },
  });
  expect(await allowAt(made.auth.auth_url!, (await ownAccount()).hubspot)).toContain('connected');
  await settled(rest, made.id);
  expect(good(await ask('GET', `/source-connections/${made.id}`))).toMatchObject({
    status: 'active',
    auth: { authenticated: true },
    sync: { successful_runs: 1 },
  });
  const at_once = await create({ short_name: 'hubspot', sync_immediately: true });
  expect(at_once.status).toBe(422);
  expect(at_once.body.errors).toMatchObject([{ path: 'sync_immediately' }]);
});

test('redirect_url gets the browser back where the workspace registered it', async ({
  workspace,
}) => {
  const { create, rest } = await client(workspace);
  await rest.put('/workspace/origins', {
    api_origins: [],
    return_origins: ['https://app.example.com'],
  });
  const made = good(
    await create({ short_name: 'hubspot', redirect_url: 'https://app.example.com/sources?tab=1' }),
  );
  expect(await allowAt(made.auth.auth_url!, (await ownAccount()).hubspot)).toBe(
    'https://app.example.com/sources?tab=1&connected=hubspot',
  );
});

test('bring your own client: the sign-in is at your own app', async ({ workspace }) => {
  const { create } = await client(workspace);
  const made = good(
    await create({
      short_name: 'hubspot',
      authentication: { client_id: 'my-app', client_secret: 'my-secret' },
    }),
  );
  expect(made.auth).toMatchObject({ method: 'oauth_byoc', authenticated: false });
  expect(new URL(made.auth.auth_url!).searchParams.get('client_id')).toBe('my-app');
  expect(JSON.stringify(made)).not.toContain('my-secret');
});

test('an OAuth token: checked at the source, then connected', async ({ workspace }) => {
  const { ask, create, rest } = await client(workspace);
  const connect = (access_token: string) =>
    create({ short_name: 'hubspot', authentication: { access_token, expires_in: 3_600 } });
  expect((await connect('not-a-token')).status).toBe(422);
  expect((await ask<unknown[]>('GET', '/source-connections')).body).toEqual([]);
  const account = (await ownAccount()).hubspot;
  const { access_token } = await tokenOf(account);
  const made = good(await connect(access_token));
  expect(made.auth).toMatchObject({ method: 'oauth_token', authenticated: true, auth_url: null });
  expect(JSON.stringify(made)).not.toContain(access_token);
  await settled(rest, made.id);
  const again = await connect((await tokenOf(account)).access_token);
  expect(again).toMatchObject({ status: 409, body: { existing_id: made.id } });
});

test('an auth provider: its account, and where it is set up when that is gone', async ({
  workspace,
}) => {
  const { ask, create, rest } = await client(workspace);
  const api_key = 'ak_sandbox_project';
  await rest.put('/auth-providers/composio', { settings: { api_key } });
  const connect = (provider_config: object) =>
    create({
      short_name: 'hubspot',
      authentication: { provider_readable_id: 'composio', provider_config },
    });
  const half = await connect({});
  expect(half.status).toBe(422);
  expect(half.body.errors).toMatchObject([{ path: 'authentication.provider_config.account_id' }]);
  const account = (await ownAccount()).hubspot;
  const kept = await call<{ id: string }>(
    null,
    'POST',
    `${sandboxUrl()}/backend.composio.dev/api/v3/connected_accounts`,
    {
      auth_config: { id: 'hubspot' },
      connection: { user_id: 'u', state: { val: await tokenOf(account) } },
    },
    { 'x-api-key': api_key },
  );
  const made = good(await connect({ account_id: kept.body.id }));
  expect(made).toMatchObject({
    auth: { method: 'auth_provider', authenticated: true, provider_readable_id: 'composio' },
    provider_short_name: 'composio',
    provider_settings_url: null,
  });
  await settled(rest, made.id);
  await control('POST', 'revoke', { provider: 'hubspot', account });
  await ask('POST', `/source-connections/${made.id}/run`);
  await expect
    .poll(async () => (await ask('GET', `/source-connections/${made.id}`)).body.status)
    .toBe('needs_reauth');
  expect(good(await ask('GET', `/source-connections/${made.id}`))).toMatchObject({
    error_category: 'auth_provider_account_gone',
    provider_settings_url: expect.stringContaining('composio'),
  });
});

/** Tokens of an account of HubSpot that somebody else's app was given. */
async function tokenOf(account: string) {
  const { token } = await openAccount(createSandbox({ now: Date.now }), hubspot, account);
  return token!.body as { access_token: string; refresh_token: string };
}

test('a way to authenticate that is empty, mixed or half is refused by name', async ({
  workspace,
}) => {
  const { create } = await client(workspace);
  const refused = async (authentication: object, short_name = 'hubspot') => {
    const { status, body } = await create({ short_name, authentication });
    expect(body.errors).toMatchObject([{ path: 'authentication' }]);
    return [status, body.detail] as const;
  };
  const [status, empty] = await refused({});
  expect(status).toBe(422);
  for (const way of ['direct', 'oauth_browser', 'oauth_token', 'oauth_byoc', 'auth_provider'])
    expect(empty).toContain(way);
  const [, mixed] = await refused({ credentials: { api_key: 'x' }, access_token: 'y' });
  expect(mixed).toMatch(/credentials.*access_token.*direct.*oauth_token/);
  const [, half] = await refused({ client_id: 'x' });
  expect(half).toContain('client_secret');
  const [, alone] = await refused({ refresh_token: 'x' });
  expect(alone).toContain('access_token');
});

test('a revoked grant needs to be authorized again, and says so', async ({ workspace }) => {
  const { ask, create, rest } = await client(workspace);
  const account = (await ownAccount()).hubspot;
  const made = good(await create({ short_name: 'hubspot' }));
  await allowAt(made.auth.auth_url!, account);
  await settled(rest, made.id);
  await control('POST', 'revoke', { provider: 'hubspot', account });
  await ask('POST', `/source-connections/${made.id}/run`);
  await expect
    .poll(async () => (await ask('GET', `/source-connections/${made.id}`)).body.status)
    .toBe('needs_reauth');
  expect(good(await ask('GET', `/source-connections/${made.id}`))).toMatchObject({
    auth: { authenticated: false },
    error_category: 'oauth_credentials_expired',
    error_message: expect.any(String),
  });
});
