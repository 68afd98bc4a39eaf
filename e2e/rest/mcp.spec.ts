import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Api } from '../fixtures/api';
import { connectPipedrive } from '../fixtures/steps';
import { expect, test } from '../fixtures/test';
import { appUrl, control, makeKey, makeWorkspace, ownAccount, sql } from '../fixtures/world';

const at = () => new URL('/api/mcp', appUrl());
const WHO = { name: 'e2e', version: '1.0.0' };

/** The official client of today, speaking 2026-07-28. */
async function modern(key: string): Promise<Client> {
  const client = new Client(WHO, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
  await client.connect(
    new StreamableHTTPClientTransport(at(), {
      requestInit: { headers: { Authorization: `Bearer ${key}` } },
    }),
  );
  return client;
}
/** The official client of 2025. */
async function legacy(key: string): Promise<OldClient> {
  const client = new OldClient(WHO);
  await client.connect(
    new OldTransport(at(), { requestInit: { headers: { 'X-API-Key': key } } }) as never,
  );
  return client;
}
const ERAS = { modern, legacy } as const;

/** The text of a resource. */
const textOf = async (client: Client | OldClient, uri: string): Promise<string> => {
  const { contents } = await client.readResource({ uri });
  return (contents[0] as { text: string }).text;
};

for (const [era, connect] of Object.entries(ERAS)) {
  test.describe(`${era} client`, () => {
    test('reads what REST answers, byte for byte', async ({ rest, workspace }) => {
      const id = await connectPipedrive(rest, (await ownAccount()).pipedrive);
      const client = await connect(await makeKey(workspace, ['connections:read']));
      const same: [string, string][] = [
        ['connection://catalog', '/connections/catalog'],
        ['connection://catalog?category=crm', '/connections/catalog?category=crm'],
        ['connection://catalog{?kind,category}', '/connections/catalog'],
        ['connection://list', '/connections'],
        [`connection://${id}`, `/connections/${id}`],
        [`connection://${id}/status`, `/connections/${id}/status`],
        [`connection://${id}/runs`, `/connections/${id}/runs`],
        [`connection://${id}/runs?limit=1`, `/connections/${id}/runs?limit=1`],
      ];
      for (const [uri, path] of same)
        expect(await textOf(client, uri), uri).toBe((await rest.get(path)).text);
      await client.close();
    });

    test('lists every resource by its own URI, in pages, and completes', async ({
      rest,
      workspace,
    }) => {
      const id = await connectPipedrive(rest, (await ownAccount()).pipedrive);
      await sql(
        `INSERT INTO connections (workspace_id, id, connector_type, name, status, scope)
         SELECT $1, gen_random_uuid(), 'pipedrive', 'Many ' || n, 'paused', 'business'
           FROM generate_series(1, 60) n`,
        [workspace.id],
      );
      const client = await connect(await makeKey(workspace, ['connections:read']));
      const uris: string[] = [];
      let cursor: string | undefined;
      let pages = 0;
      do {
        const page = await client.listResources(cursor === undefined ? {} : { cursor });
        uris.push(...page.resources.map((r) => r.uri));
        cursor = page.nextCursor;
        pages += 1;
      } while (cursor !== undefined);
      // Today's client follows the pages by itself.
      if (era === 'legacy') expect(pages).toBeGreaterThan(1);
      expect(new Set(uris).size).toBe(uris.length);
      expect(uris).toHaveLength(2 + 61 * 3);
      for (const uri of [`connection://${id}`, `connection://${id}/runs`, 'connection://list'])
        expect(uris).toContain(uri);
      const { resourceTemplates } = await client.listResourceTemplates();
      expect(resourceTemplates.map((t) => t.uriTemplate)).toHaveLength(5);
      const { completion } = await client.complete({
        ref: { type: 'ref/resource', uri: 'connection://{id}/status' },
        argument: { name: 'id', value: id.slice(0, 12) },
      });
      expect(completion.values).toContain(id);
      const category = await client.complete({
        ref: { type: 'ref/resource', uri: 'connection://catalog{?kind,category}' },
        argument: { name: 'category', value: 'c' },
      });
      expect(category.completion.values).toEqual(['crm', 'calls', 'comms', 'custom']);
      await expect(client.listResources({ cursor: 'nonsense' })).rejects.toThrow(/cursor/i);
      await client.close();
    });

    test('another workspace, a missing id and an unknown URI read alike', async ({
      rest,
      workspace,
    }) => {
      const id = await connectPipedrive(rest, (await ownAccount()).pipedrive);
      const stranger = await connect(
        await makeKey(await makeWorkspace('Other'), ['connections:read']),
      );
      const missing = '00000000-0000-4000-8000-000000000000';
      const refusals = await Promise.all(
        [id, missing].map(async (one) => {
          const error = await textOf(stranger, `connection://${one}`).catch((e: unknown) => e);
          const { code, message } = error as { code: number; message: string };
          return { code, message: message.replace(one, 'ID') };
        }),
      );
      expect(refusals[0]).toEqual(refusals[1]);
      for (const uri of [
        'connection://nope',
        'https://example.com/list',
        `connection://${id}/secrets`,
      ])
        await expect(textOf(stranger, uri), uri).rejects.toThrow();
      const own = await connect(await makeKey(workspace, ['connections:read']));
      await expect(textOf(own, `connection://${id}/runs?limit=0`)).rejects.toThrow(/limit/);
      await Promise.all([stranger.close(), own.close()]);
    });

    test('has no tools unless they were asked for', async ({ workspace }) => {
      const client = await connect(await makeKey(workspace, ['connections:read']));
      expect(client.getServerCapabilities()).not.toHaveProperty('tools');
      expect(client.getServerCapabilities()).toHaveProperty('resources');
      await client.close();
    });
  });
}

/** A connection whose next sync is refused, and the calls that make it so. */
async function breakable(rest: Api) {
  const account = await ownAccount();
  const id = await connectPipedrive(rest, account.pipedrive);
  const damage = () =>
    control('POST', 'faults', {
      provider: 'pipedrive',
      account: `bulk-${account.size}`,
      kind: 'raw',
      status: 400,
      body: '{"success":false}',
    });
  return { id, damage };
}

test('who listens is told of a change of health within two seconds', async ({
  rest,
  workspace,
}) => {
  const { id, damage } = await breakable(rest);
  const client = await modern(await makeKey(workspace, ['connections:read']));
  const told: { uri: string; at: number }[] = [];
  client.setNotificationHandler('notifications/resources/updated', ({ params }) => {
    told.push({ uri: params.uri, at: Date.now() });
  });
  const uri = `connection://${id}/status`;
  const subscription = await client.listen({ resourceSubscriptions: [uri] });
  expect(subscription.honoredFilter.resourceSubscriptions).toEqual([uri]);
  await damage();
  await rest.post(`/connections/${id}/sync`);
  const changedAt = async () => {
    const rows = await sql<{ at: Date }>(
      `SELECT at FROM outbox WHERE subject_id = $1 AND event = 'connection.health_changed'`,
      [id],
    );
    return rows[0]?.at.getTime();
  };
  await expect.poll(changedAt, { intervals: [50] }).toBeDefined();
  const happened = (await changedAt())!;
  await expect.poll(() => told.some((t) => t.at >= happened), { intervals: [50] }).toBe(true);
  expect(told.find((t) => t.at >= happened)!.at - happened).toBeLessThan(2_000);
  expect(new Set(told.map((t) => t.uri))).toEqual(new Set([uri]));
  expect(JSON.parse(await textOf(client, uri))).toMatchObject({ health: 'error' });
  await client.close();
});

test('nobody hears of another workspace, nor of connections a key is not for', async ({
  rest,
  workspace,
}) => {
  const id = await connectPipedrive(rest, (await ownAccount()).pipedrive);
  const other = await connectPipedrive(rest, (await ownAccount()).pipedrive);
  const kept = await rest.post('/api-keys', {
    name: 'one',
    scopes: ['connections:read'],
    connection_ids: [other],
  });
  const heard: Record<string, string[]> = { stranger: [], kept: [], own: [] };
  const clients = {
    stranger: await modern(await makeKey(await makeWorkspace('Other'), ['connections:read'])),
    kept: await modern(kept.body.key),
    own: await modern(await makeKey(workspace, ['connections:read'])),
  };
  const filter = {
    resourcesListChanged: true,
    resourceSubscriptions: [`connection://${id}`, `connection://${other}`, 'connection://list'],
  };
  for (const [who, client] of Object.entries(clients)) {
    client.setNotificationHandler('notifications/resources/updated', ({ params }) => {
      heard[who]!.push(params.uri);
    });
    await client.listen(filter);
  }
  await rest.patch(`/connections/${id}`, { name: 'Renamed' });
  await expect.poll(() => heard.own).toContain(`connection://${id}`);
  await rest.patch(`/connections/${other}`, { name: 'Renamed too' });
  await expect.poll(() => heard.kept).toContain(`connection://${other}`);
  expect(heard.kept).not.toContain(`connection://${id}`);
  expect(heard.stranger).toEqual([]);
  await Promise.all(Object.values(clients).map((client) => client.close()));
});

test('a stream ends when its key does', async ({ rest }) => {
  const made = await rest.post('/api-keys', { name: 'x', scopes: ['connections:read'] });
  const client = await modern(made.body.key);
  const subscription = await client.listen({ resourceSubscriptions: ['connection://list'] });
  await rest.delete(`/api-keys/${made.body.api_key.id}`);
  expect(await subscription.closed).toMatch(/graceful|remote/);
  await expect(textOf(client, 'connection://list')).rejects.toThrow();
  await client.close();
});
