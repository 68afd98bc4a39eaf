import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { api } from '../fixtures/api';
import { asPage, makeMember, say, turn } from '../fixtures/policy';
import { connectPipedrive } from '../fixtures/steps';
import { expect, test } from '../fixtures/test';
import { appUrl, makeKey, ownAccount, sql, type Workspace } from '../fixtures/world';
import { call, type Answer } from './call';
import { bytesOf, send, SURFACES, type Ask, type Surface } from './surfaces';

/** A synced connection of a workspace. */
async function connected(workspace: Workspace): Promise<string> {
  return connectPipedrive(api(await makeKey(workspace)), (await ownAccount()).pipedrive);
}
const stateOf = async (id: string) =>
  (await sql('SELECT name, status FROM connections WHERE id = $1', [id]))[0];
/** The bytes without the name of the procedure, which tRPC repeats. */
const unnamed = (answer: Answer) => bytesOf(answer).replaceAll(/connector\.\w+/g, 'connector');

/** Everything answers as an address where nothing ever was. */
async function expectNothing(
  surface: Surface,
  id: string,
  as: { key: string | null; headers?: Record<string, string> },
): Promise<void> {
  const all: Ask[] = [
    { method: 'GET', path: () => surface.list },
    ...surface.reads,
    ...surface.writes,
    ...surface.deletes,
  ];
  for (const ask of all) {
    const nowhere = { ...ask, path: () => surface.nowhere };
    const [answer, none] = [
      await send(as.key, ask, id, as.headers),
      await send(as.key, nowhere, id, as.headers),
    ];
    const what = `${ask.method} ${ask.path('…')}`;
    expect.soft(answer.status, `${what}: ${answer.text}`).toBe(404);
    expect.soft(none.status, what).toBe(404);
    expect.soft(unnamed(answer), what).toBe(unnamed(none));
    // Not even what is wrong with a request is said.
    const broken = await call(as.key, ask.method, ask.path('not-an-id'), undefined, {
      ...as.headers,
      'Content-Type': 'application/json',
    });
    expect.soft(broken.status, `${what}, broken: ${broken.text}`).toBe(404);
  }
}

for (const surface of SURFACES) {
  test(`${surface.name}: hidden is nothing there, byte for byte, and so is an app that is off`, async ({
    workspace,
  }) => {
    const id = await connected(workspace);
    const before = await stateOf(id);
    const key = await makeKey(workspace);
    expect((await call(key, 'GET', surface.list)).status).toBe(200);
    await say(workspace, { role: 'owner' }, 'hidden');
    await expectNothing(surface, id, { key });
    await expectNothing(surface, id, {
      key: null,
      headers: await asPage(workspace.owner, workspace),
    });
    await say(workspace, { role: 'owner' }, null);
    expect((await call(key, 'GET', surface.list)).text).toContain(
      surface.name === 'tRPC' ? 'pipedrive' : id,
    );
    await turn(workspace, false);
    await expectNothing(surface, id, { key });
    await turn(workspace, true);
    expect((await call(key, 'GET', surface.list)).status).toBe(200);
    expect(await stateOf(id)).toEqual(before);
  });

  test(`${surface.name}: read is read, and says why nothing more`, async ({ workspace }) => {
    const id = await connected(workspace);
    const before = await stateOf(id);
    const key = await makeKey(workspace);
    await say(workspace, { role: 'owner' }, 'read');
    for (const ask of surface.reads)
      expect.soft((await send(key, ask, id)).status, ask.path('…')).toBe(200);
    for (const ask of [...surface.writes, ...surface.deletes]) {
      const answer = await send(key, ask, id);
      expect.soft(answer.status, `${ask.path('…')}: ${answer.text}`).toBe(403);
      expect
        .soft(answer.text, ask.path('…'))
        .toMatch(/surface_read_only|Your access to Connections is Read/);
    }
    expect(await stateOf(id)).toEqual(before);
    await say(workspace, { role: 'owner' }, 'write');
    const [write] = surface.writes;
    expect([403, 404]).not.toContain((await send(key, write!, id)).status);
  });

  test(`${surface.name}: what is said of a member beats what is said of the role`, async ({
    workspace,
  }) => {
    const id = await connected(workspace);
    const person = await makeMember(workspace);
    const headers = await asPage(person, workspace);
    const listed = async () => (await call(null, 'GET', surface.list, undefined, headers)).status;
    expect(await listed()).toBe(200);
    await say(workspace, { role: 'member' }, 'hidden');
    await expectNothing(surface, id, { key: null, headers });
    await say(workspace, { user_id: person.id }, 'read');
    expect(await listed()).toBe(200);
    await say(workspace, { role: 'member' }, 'write');
    for (const ask of surface.writes)
      expect.soft((await send(null, ask, id, headers)).status, ask.path('…')).toBe(403);
    await say(workspace, { user_id: person.id }, 'hidden');
    await expectNothing(surface, id, { key: null, headers });
    await say(workspace, { user_id: person.id }, null);
    expect(await listed()).toBe(200);
    // Nobody else was meant.
    expect((await call(await makeKey(workspace), 'GET', surface.list)).status).toBe(200);
  });
}

test('MCP: hidden, nothing is listed, nothing is read and no stream stays open', async ({
  rest,
  workspace,
}) => {
  const id = await connectPipedrive(rest, (await ownAccount()).pipedrive);
  const client = new Client(
    { name: 'e2e', version: '1.0.0' },
    { versionNegotiation: { mode: { pin: '2026-07-28' } } },
  );
  await client.connect(
    new StreamableHTTPClientTransport(new URL('/api/mcp', appUrl()), {
      requestInit: { headers: { Authorization: `Bearer ${await makeKey(workspace)}` } },
    }),
  );
  const refusal = (uri: string) =>
    client.readResource({ uri }).then(
      () => 'answered',
      (error: Error & { code?: number }) => `${error.code} ${error.message.replaceAll(uri, '…')}`,
    );
  const subscription = await client.listen({ resourceSubscriptions: ['connection://list'] });
  await say(workspace, { role: 'owner' }, 'hidden');
  expect(await subscription.closed).toMatch(/graceful|remote/);
  const nowhere = await refusal('connection://no/such/thing');
  for (const uri of ['catalog', 'list', id, `${id}/status`, `${id}/runs`])
    expect(await refusal(`connection://${uri}`), uri).toBe(nowhere);
  expect((await client.listResources()).resources).toEqual([]);
  expect((await client.listResourceTemplates()).resourceTemplates).toEqual([]);
  const { completion } = await client.complete({
    ref: { type: 'ref/resource', uri: 'connection://{id}' },
    argument: { name: 'id', value: '' },
  });
  expect(completion.values).toEqual([]);
  await say(workspace, { role: 'owner' }, 'read');
  await expect.poll(() => refusal('connection://list')).toBe('answered');
  await client.close();
});

test('what is hidden is in no list of operations, no audit log and no inbox', async ({
  rest,
  workspace,
}) => {
  await connectPipedrive(rest, (await ownAccount()).pipedrive);
  const ids = async () =>
    (await rest.get('/operations')).body.operations.map((operation) => operation.id);
  const audited = async () => (await rest.get('/audit')).text;
  expect(await ids()).toContain('createConnection');
  expect(await audited()).toContain('connection.created');
  await say(workspace, { role: 'owner' }, 'read');
  expect(await ids()).toContain('listConnections');
  expect(await ids()).not.toContain('createConnection');
  await say(workspace, { role: 'owner' }, 'hidden');
  for (const id of ['listConnections', 'getCatalog', 'listNotifications', 'listCollections'])
    expect(await ids()).not.toContain(id);
  expect(await ids()).toContain('setRoleAccess');
  expect(await audited()).not.toContain('connection.');
  expect(await audited()).toContain('access.role_set');
  expect((await rest.get('/notifications')).status).toBe(404);
});
