import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { request, settled, type Body } from '../fixtures/api';
import { expect, test } from '../fixtures/test';
import { appUrl, makeKey, ownAccount, type Workspace } from '../fixtures/world';

const run = promisify(execFile);
/** What a shell answers for a command it does not have. */
const NOT_FOUND = 127;

/**
 * Host, key and ids as the documentation prints them. Each example is the documented command,
 * character by character.
 */
const HOST = 'https://app.amdahl.co';
const HUBSPOT_ID = 'c3f9a1e2-7b4d-4a10-9c2f-8e6b1d04a7f5';

/**
 * Documented is `connected`; when a worker takes the first run before the answer is written, it is
 * `syncing` already.
 */
const BEGUN: unknown = expect.stringMatching(/^(connected|syncing)$/);

const CATALOG = `curl https://app.amdahl.co/api/platform/v1/connections/catalog \\
-H "X-API-Key: amdahl_sk_live_your_key_here"`;

const LIST = `curl https://app.amdahl.co/api/platform/v1/connections \\
-H "X-API-Key: amdahl_sk_live_your_key_here"`;

const CONNECT_HANDLE = `curl https://app.amdahl.co/api/platform/v1/connections \\
-H "X-API-Key: amdahl_sk_live_your_key_here" \\
-H "Content-Type: application/json" \\
-d '{
"connector_type": "x",
"account_handle": "acme",
"external_account_id": "1538291",
"display_name": "Acme"
}'`;

const CONNECT_KEY = `curl https://app.amdahl.co/api/platform/v1/connections \\
-H "X-API-Key: amdahl_sk_live_your_key_here" \\
-H "Content-Type: application/json" \\
-d '{
"connector_type": "pipedrive",
"api_key": "pd_live_xxxxxxxxxxxxxxxx",
"name": "Pipedrive"
}'`;

const CONNECT_OAUTH = `curl https://app.amdahl.co/api/platform/v1/connections \\
-H "X-API-Key: amdahl_sk_live_your_key_here" \\
-H "Content-Type: application/json" \\
-d '{ "connector_type": "hubspot" }'`;

const DISCONNECT = `curl -X DELETE \\
https://app.amdahl.co/api/platform/v1/connections/c3f9a1e2-7b4d-4a10-9c2f-8e6b1d04a7f5 \\
-H "X-API-Key: amdahl_sk_live_your_key_here"`;

const RECONNECT = `curl -X POST \\
https://app.amdahl.co/api/platform/v1/connections/c3f9a1e2-7b4d-4a10-9c2f-8e6b1d04a7f5/reconnect \\
-H "X-API-Key: amdahl_sk_live_your_key_here" \\
-H "Content-Type: application/json" \\
-d '{ "api_key": "pd_live_xxxxxxxxxxxxxxxx" }'`;

const SET_OWNER = `curl -X PATCH \\
https://app.amdahl.co/api/platform/v1/connections/d4e5f6a7-8901-4234-5678-90abcdef1234 \\
-H "X-API-Key: amdahl_sk_live_your_key_here" \\
-H "Content-Type: application/json" \\
-d '{ "owner_user_id": "9f8e7d6c-5b4a-4938-2716-0504f3e2d1c0" }'`;

const CADENCE = `curl -X PUT \\
https://app.amdahl.co/api/admin/connector-cadence/hubspot \\
-H "X-API-Key: amdahl_sk_live_platform_key" \\
-H "Content-Type: application/json" \\
-d '{ "sync_interval": "1h" }'`;

/**
 * Runs a documented command with other values in the places of host, key and ids: by curl itself,
 * or as curl would where there is none.
 */
async function curl(
  command: string,
  key: string,
  others: Record<string, string> = {},
): Promise<{ status: number; body: Body }> {
  let real = command.replace(HOST, appUrl()).replace(/amdahl_sk_live_\w+/, key);
  for (const [documented, actual] of Object.entries(others))
    real = real.replace(documented, actual);
  const said = await run('/bin/sh', [
    '-c',
    `${real} --silent --show-error --write-out '\n%{http_code}'`,
  ]).catch((error: { code?: number; stderr?: string }) => {
    if (error.code === NOT_FOUND) return null;
    throw new Error(`${command}\n${error.stderr ?? ''}`);
  });
  if (said === null) return byFetch(real);
  const end = said.stdout.lastIndexOf('\n');
  return {
    status: Number(said.stdout.slice(end + 1)),
    body: JSON.parse(said.stdout.slice(0, end)) as Body,
  };
}

/** The part of curl's language the examples use: an address, -X, -H and -d. */
async function byFetch(command: string): Promise<{ status: number; body: Body }> {
  const body = /-d '([^']*)'/.exec(command)?.[1];
  const response = await fetch(/https?:\/\/\S+/.exec(command)![0], {
    method: /-X (\w+)/.exec(command)?.[1] ?? (body === undefined ? 'GET' : 'POST'),
    body,
    headers: Object.fromEntries(
      [...command.matchAll(/-H "([^:]+): ([^"]*)"/g)].map((m) => [m[1]!, m[2]!]),
    ),
  });
  return { status: response.status, body: (await response.json()) as Body };
}

test('list the catalog', async ({ workspace }) => {
  const { status, body } = await curl(CATALOG, await makeKey(workspace, ['connections:read']));
  expect(status).toBe(200);
  expect(body.connectors.find((c) => c.type === 'hubspot')).toMatchObject({
    name: 'HubSpot',
    kind: 'first_party',
    category: 'crm',
    auth_method: 'oauth',
    ownership: 'workspace',
    instancing: expect.stringMatching(/^(single|multiple)$/),
    puller_status: 'live',
    connectable: true,
  });
  expect(body.connectors.find((c) => c.type === 'x')).toMatchObject({
    kind: 'first_party',
    category: 'social',
    auth_method: 'handle',
    ownership: 'workspace',
    puller_status: 'live',
    connectable: true,
  });
  expect(body.connectors.find((c) => c.type === 'circleback')).toMatchObject({
    puller_status: 'planned',
    connectable: false,
  });
});

test('connect a handle, then list', async ({ workspace, rest }) => {
  const account = await ownAccount();
  const found = await rest.get(`/connections/resolve-handle?connector_type=x&handle=${account.x}`);
  const { status, body } = await curl(CONNECT_HANDLE, await makeKey(workspace), {
    '"acme"': `"${account.x}"`,
    1538291: found.body.account.external_account_id,
  });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    mode: 'connected',
    connection: {
      id: expect.any(String),
      connector_type: 'x',
      status: BEGUN,
      handle: account.x,
      is_syncing: true,
    },
  });
  await settled(rest, body.connection.id);

  const list = await curl(LIST, await makeKey(workspace, ['connections:read']));
  expect(list.status).toBe(200);
  expect(list.body.connections).toHaveLength(1);
  expect(list.body.connections[0]).toMatchObject({
    id: body.connection.id,
    connector_type: 'x',
    status: 'connected',
    health: 'healthy',
    is_syncing: false,
    handle: account.x,
    last_synced_at: expect.any(String),
    last_run: {
      id: expect.any(String),
      status: 'completed',
      started_at: expect.any(String),
      finished_at: expect.any(String),
      streams_total: 2,
      streams_failed: 0,
      records_written: account.size + 1,
      error_reason: null,
    },
    owner_user_id: null,
  });
});

test('connect with an API key, disconnect, reconnect', async ({ workspace, rest }) => {
  const account = await ownAccount();
  const key = await makeKey(workspace);
  const connected = await curl(CONNECT_KEY, key, { pd_live_xxxxxxxxxxxxxxxx: account.pipedrive });
  expect(connected.status).toBe(200);
  expect(connected.body).toMatchObject({
    mode: 'connected',
    connection: { connector_type: 'pipedrive', name: 'Pipedrive', status: BEGUN, is_syncing: true },
  });
  const { id } = connected.body.connection;
  await settled(rest, id);

  const gone = await curl(DISCONNECT, key, { [HUBSPOT_ID]: id });
  expect(gone).toMatchObject({ status: 200, body: { id, status: 'disconnected' } });
  expect((await rest.get(`/connections/${id}`)).body).toMatchObject({
    id,
    status: 'disconnected',
    health: 'disconnected',
  });

  const back = await curl(RECONNECT, key, {
    [HUBSPOT_ID]: id,
    pd_live_xxxxxxxxxxxxxxxx: account.pipedrive,
  });
  expect(back).toMatchObject({
    status: 200,
    body: {
      mode: 'connected',
      connection: {
        id,
        connector_type: 'pipedrive',
        status: BEGUN,
        health: 'syncing',
        is_syncing: true,
      },
    },
  });
  await settled(rest, id);
  expect((await rest.get(`/connections/${id}/runs`)).body.runs.map((r) => r.triggered_by)).toEqual([
    'reconnect',
    'connect',
  ]);
});

test('connect by OAuth, set an owner, set a cadence', async ({ workspace, rest }) => {
  const key = await makeKey(workspace);
  const { status, body } = await curl(CONNECT_OAUTH, key);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    mode: 'oauth_redirect',
    connection: { connector_type: 'hubspot', status: 'pending' },
  });
  const authorize = new URL(body.authorize_url);
  expect(authorize.pathname).toContain('app.hubspot.com/oauth/authorize');
  expect([...authorize.searchParams.keys()]).toEqual(
    expect.arrayContaining(['client_id', 'state', 'redirect_uri']),
  );

  // No connector is personal yet, so the documented success has nothing to run on; a workspace
  // connector refuses an owner, as documented.
  const owner = await curl(SET_OWNER, key, {
    'd4e5f6a7-8901-4234-5678-90abcdef1234': body.connection.id,
    '9f8e7d6c-5b4a-4938-2716-0504f3e2d1c0': workspace.owner.id,
  });
  expect(owner).toMatchObject({ status: 400, body: { code: 'owner_not_allowed' } });

  const cadence = await curl(CADENCE, key);
  expect(cadence).toMatchObject({
    status: 200,
    body: { connector: { type: 'hubspot', override: '1h', effective_interval: '1h' } },
  });
  const cleared = await rest.put('/api/admin/connector-cadence/hubspot', { sync_interval: null });
  expect(cleared.body).toMatchObject({ connector: { override: null } });
  expect(
    (await rest.put('/api/admin/connector-cadence/hubspot', { sync_interval: '2h' })).status,
  ).toBe(400);
  expect(
    (
      await request('GET', '/api/admin/connector-cadence', {
        headers: { 'X-API-Key': await readOnly(workspace) },
      })
    ).status,
  ).toBe(200);
  expect(
    (
      await request('PUT', '/api/admin/connector-cadence/hubspot', {
        body: '{"sync_interval":"1h"}',
        headers: { 'X-API-Key': await readOnly(workspace), 'Content-Type': 'application/json' },
      })
    ).status,
  ).toBe(403);
});

const readOnly = (workspace: Workspace) => makeKey(workspace, ['platform:read']);
