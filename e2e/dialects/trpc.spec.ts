import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { createTRPCClient, httpBatchLink, TRPCClientError } from '@trpc/client';
import { build } from 'esbuild';
import type { AppRouter } from '@/packages/client/src/trpc';
import { settled } from '../fixtures/api';
import { connectPipedrive } from '../fixtures/steps';
import { expect, test } from '../fixtures/test';
import {
  appUrl,
  control,
  makeKey,
  makeWorkspace,
  ownAccount,
  sessionCookie,
  sql,
  type Workspace,
} from '../fixtures/world';
import { allowAt } from './call';

/** The router as its own client calls it. */
const clientOf = (headers: Record<string, string>) =>
  createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: `${appUrl()}/api/trpc`, headers })],
  }).connector;
const withKey = (key: string) => clientOf({ Authorization: `Bearer ${key}` });

/** The code an answer was refused with. */
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'answered',
    (error: unknown) =>
      error instanceof TRPCClientError
        ? (error as TRPCClientError<AppRouter>).data?.code
        : String(error),
  );

/** A client of somebody who is in the workspace, but does not administer it. */
async function memberOf(workspace: Workspace) {
  const person = { id: randomUUID(), email: `${randomUUID()}@example.com`, name: 'Eve' };
  await sql('INSERT INTO users (id, email, name) VALUES ($1, $2, $3)', [
    person.id,
    person.email,
    person.name,
  ]);
  await sql('INSERT INTO memberships (workspace_id, user_id, role) VALUES ($1, $2, $3)', [
    workspace.id,
    person.id,
    'member',
  ]);
  const { name, value } = await sessionCookie(person);
  return clientOf({ Cookie: `${name}=${value}`, Origin: appUrl() });
}

test('Salesforce: never connected, an address, connected, synced, disconnected', async ({
  workspace,
  rest,
}) => {
  const connector = withKey(await makeKey(workspace));
  const list = await connector.list.query();
  expect(list.find(({ id }) => id === 'salesforce')).toEqual({
    id: 'salesforce',
    name: 'Salesforce',
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    status: 'disconnected',
    lastSyncAt: null,
    lastSyncError: null,
  });
  expect(list.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['salesforce', 'customerio', 'o365', 'fathom']),
  );
  expect(new Set(list.map(({ id }) => id)).size).toBe(list.length);

  const { authUrl } = await connector.getAuthUrl.mutate();
  const asked = new URL(authUrl);
  expect(asked.searchParams.get('client_id')).toEqual(expect.any(String));
  expect(asked.searchParams.get('redirect_uri')).toContain('salesforce');
  const pending = await connector.getStatus.query({ connectorId: 'salesforce' });
  expect(pending).toMatchObject({ id: 'salesforce', status: 'pending_auth', latestSync: null });
  // Asked again, the record is the same one.
  const again = await connector.getAuthUrl.mutate();
  expect((await rest.get('/connections')).body.connections).toHaveLength(1);

  expect(await allowAt(again.authUrl, 'globex')).toContain('connected=salesforce');
  const { id } = (await rest.get('/connections')).body.connections[0]!;
  await settled(rest, id);
  const status = await connector.getStatus.query({ connectorId: 'salesforce' });
  expect(status).toEqual({
    id: 'salesforce',
    name: 'Salesforce',
    version: expect.any(String),
    status: 'connected',
    config: expect.objectContaining({ instanceUrl: expect.stringMatching(/^https?:/) }),
    lastSyncAt: expect.any(String),
    lastSyncError: null,
    latestSync: {
      recordsCreated: expect.any(Number),
      recordsUpdated: expect.any(Number),
      recordsFailed: 0,
      syncType: expect.stringMatching(/^(incremental|full)$/),
    },
  });
  expect(status.latestSync!.recordsCreated).toBeGreaterThan(0);

  const counts = await connector.getEntityCounts.query({ connectorId: id });
  expect(Object.keys(counts).sort()).toEqual(['accounts', 'opportunities', 'people']);
  expect(counts.accounts).toBeGreaterThan(0);
  expect(await connector.getEntityCounts.query({ connectorId: 'salesforce' })).toEqual(counts);

  const history = await connector.getSyncHistory.query({ connectorId: id });
  expect(history[0]).toEqual({
    id: expect.any(String),
    connectorId: id,
    tenantId: workspace.id,
    syncType: expect.any(String),
    status: 'completed',
    recordsCreated: status.latestSync!.recordsCreated,
    recordsUpdated: expect.any(Number),
    recordsFailed: 0,
    startedAt: expect.any(String),
    completedAt: expect.any(String),
  });

  expect(await connector.disconnect.mutate({ connectorId: id })).toEqual({ disconnected: true });
  expect(await connector.getStatus.query({ connectorId: id })).toMatchObject({
    status: 'disconnected',
  });
  // The record is used again.
  const reused = await connector.getAuthUrl.mutate();
  expect(await allowAt(reused.authUrl, 'globex')).toContain('connected=salesforce');
  expect((await rest.get('/connections')).body.connections.map((c) => c.id)).toEqual([id]);
  expect(await codeOf(connector.getAuthUrl.mutate())).toBe('CONFLICT');
});

test('a sync is queued, in full when asked, and one at a time', async ({ workspace, rest }) => {
  const connector = withKey(await makeKey(workspace));
  const account = await ownAccount();
  const connectorId = await connectPipedrive(rest, account.pipedrive);
  await control('POST', 'faults', {
    provider: 'pipedrive',
    account: `bulk-${account.size}`,
    kind: 'slow',
    delay_ms: 1_500,
    for_ms: 20_000,
  });
  expect(await connector.triggerSync.mutate({ connectorId })).toEqual({
    queued: true,
    connectorId,
    fullSync: false,
  });
  expect(await codeOf(connector.triggerSync.mutate({ connectorId, fullSync: true }))).toBe(
    'CONFLICT',
  );
  await expect
    .poll(async () => (await connector.getStatus.query({ connectorId })).status)
    .toBe('syncing');
  await settled(rest, connectorId);
  expect(await connector.triggerSync.mutate({ connectorId, fullSync: true })).toEqual({
    queued: true,
    connectorId,
    fullSync: true,
  });
  await settled(rest, connectorId);
  const history = await connector.getSyncHistory.query({ connectorId, limit: 1 });
  expect(history).toMatchObject([{ syncType: 'full', connectorId }]);
  expect(await connector.getSyncHistory.query({ connectorId })).toHaveLength(4);
});

test('a failed sync is an error, with its sentence', async ({ workspace, rest }) => {
  const connector = withKey(await makeKey(workspace));
  const account = await ownAccount();
  const connectorId = await connectPipedrive(rest, account.pipedrive);
  await control('POST', 'faults', {
    provider: 'pipedrive',
    account: `bulk-${account.size}`,
    kind: '503',
    for_ms: 60_000,
  });
  await connector.triggerSync.mutate({ connectorId });
  await settled(rest, connectorId);
  expect(await connector.getStatus.query({ connectorId })).toMatchObject({
    status: 'error',
    lastSyncError: expect.any(String),
  });
});

test('limits, access and what is not there', async ({ workspace, rest }) => {
  const connector = withKey(await makeKey(workspace));
  const connectorId = await connectPipedrive(rest, (await ownAccount()).pipedrive);
  for (const limit of [0, 101, 1.5])
    expect(await codeOf(connector.getSyncHistory.query({ connectorId, limit })), `${limit}`).toBe(
      'BAD_REQUEST',
    );
  expect(await connector.getSyncHistory.query({ connectorId, limit: 100 })).toHaveLength(1);
  // More than are answered unless more are asked for.
  await sql(
    `INSERT INTO sync_runs (workspace_id, id, connection_id, status, sync_type, triggered_by,
                            started_at, finished_at)
     SELECT workspace_id, uuidv7(), id, 'completed', 'incremental', 'schedule', now(), now()
       FROM connections, generate_series(1, 24)
      WHERE id = $1`,
    [connectorId],
  );
  expect(await connector.getSyncHistory.query({ connectorId })).toHaveLength(20);
  expect(await connector.getSyncHistory.query({ connectorId, limit: 100 })).toHaveLength(25);
  for (const missing of [randomUUID(), 'nothing'])
    for (const call of [
      () => connector.getStatus.query({ connectorId: missing }),
      () => connector.getSyncHistory.query({ connectorId: missing }),
      () => connector.getEntityCounts.query({ connectorId: missing }),
      () => connector.triggerSync.mutate({ connectorId: missing }),
      () => connector.disconnect.mutate({ connectorId: missing }),
    ])
      expect(await codeOf(call())).toBe('NOT_FOUND');
  expect(await codeOf(connector.triggerSync.mutate({ connectorId: 'salesforce' }))).toBe(
    'NOT_FOUND',
  );
  expect(await codeOf(clientOf({}).list.query())).toBe('UNAUTHORIZED');
  expect(await codeOf(withKey('nonsense').list.query())).toBe('UNAUTHORIZED');

  const member = await memberOf(workspace);
  expect((await member.list.query()).length).toBeGreaterThan(10);
  expect(await member.getSyncHistory.query({ connectorId, limit: 1 })).toHaveLength(1);
  for (const call of [
    () => member.getAuthUrl.mutate(),
    () => member.disconnect.mutate({ connectorId }),
    () => member.triggerSync.mutate({ connectorId }),
  ])
    expect(await codeOf(call())).toBe('FORBIDDEN');
  const reader = withKey(await makeKey(workspace, ['connections:read']));
  expect(await codeOf(reader.triggerSync.mutate({ connectorId }))).toBe('FORBIDDEN');
  const stranger = withKey(await makeKey(await makeWorkspace('Globex')));
  expect(await codeOf(stranger.getStatus.query({ connectorId }))).toBe('NOT_FOUND');
});

test('several calls are one request', async ({ workspace }) => {
  const key = await makeKey(workspace);
  const input = encodeURIComponent(JSON.stringify({ 1: { connectorId: 'salesforce' } }));
  const response = await fetch(
    `${appUrl()}/api/trpc/connector.list,connector.getStatus?batch=1&input=${input}`,
    { headers: { 'X-API-Key': key } },
  );
  expect(response.status).toBe(200);
  const answers = (await response.json()) as { result: { data: unknown } }[];
  expect(answers).toHaveLength(2);
  expect(answers[1]).toMatchObject({ result: { data: { id: 'salesforce' } } });
});

test('the React example of that API runs as it is', async ({ owner, rest }) => {
  const account = await ownAccount();
  const connectorId = await connectPipedrive(rest, account.pipedrive);
  const { outputFiles } = await build({
    entryPoints: [path.resolve(import.meta.dirname, 'react-example.tsx')],
    bundle: true,
    write: false,
    format: 'iife',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const code = outputFiles[0]!.text.replaceAll('</script', '<\\/script');
  await owner.route('**/trpc-example*', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><title>x</title><div id="root"></div><script>${code}</script>`,
    }),
  );
  await owner.goto(`/trpc-example?connectorId=${connectorId}`);
  await expect(owner.getByRole('heading', { name: 'Pipedrive' })).toBeVisible();
  await expect(owner.getByText(/^connectors: \d\d$/)).toBeVisible();
  const asked = owner.getByText(/^asked: \d+$/);
  const before = await asked.textContent();
  await owner.getByRole('button', { name: 'Sync' }).click();
  await expect(owner.getByText('queued: true')).toBeVisible();
  await expect(owner.getByText('full: false')).toBeVisible();
  // The status was asked for once more.
  await expect(asked).not.toHaveText(before!);
});
