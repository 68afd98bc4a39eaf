import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { generateKey, hashKey } from '@/lib/access/key-format';
import { SCOPES } from '@/lib/contract/operation';
import { everythingKey, startSecondApp } from '../fixtures/second-app';
import { expect, test } from '../fixtures/test';
import { ownAccount } from '../fixtures/world';

test('with MCP_READ_TOOLS, tools answer what the resources do, and only read', async () => {
  test.setTimeout(120_000);
  const app = await startSecondApp('mcp_tools', { MCP_READ_TOOLS: '1' });
  try {
    const key = generateKey('sandbox');
    await everythingKey(app.pool, { key, hash: hashKey(key), scopes: SCOPES });
    const made = await fetch(`${app.url}/api/platform/v1/connections`, {
      method: 'POST',
      headers: { 'X-API-Key': key, 'Content-Type': 'application/json' },
      body: JSON.stringify({
        connector_type: 'pipedrive',
        api_key: (await ownAccount()).pipedrive,
        sync_immediately: false,
      }),
    });
    const { connection } = (await made.json()) as { connection: { id: string } };
    const { id } = connection;

    const client = new Client({ name: 'e2e', version: '1.0.0' });
    await client.connect(
      new StreamableHTTPClientTransport(new URL('/api/mcp', app.url), {
        requestInit: { headers: { 'X-API-Key': key } },
      }),
    );
    const { tools } = await client.listTools();
    expect(tools).toHaveLength(5);
    for (const tool of tools) expect(tool.annotations?.readOnlyHint, tool.name).toBe(true);
    const same: [tool: string, given: Record<string, unknown>, uri: string][] = [
      ['connections_catalog', { category: 'crm' }, 'connection://catalog?category=crm'],
      ['connections_list', {}, 'connection://list'],
      ['connections_get', { id }, `connection://${id}`],
      ['connections_status', { id }, `connection://${id}/status`],
      ['connections_runs', { id, limit: 3 }, `connection://${id}/runs?limit=3`],
    ];
    expect(tools.map(({ name }) => name).toSorted()).toEqual(same.map(([name]) => name).toSorted());
    for (const [name, given, uri] of same) {
      const { content } = await client.callTool({ name, arguments: given });
      const { contents } = await client.readResource({ uri });
      expect((content as { text: string }[])[0]!.text, name).toBe(
        (contents[0] as { text: string }).text,
      );
    }
    // Paused by itself, and when: said wherever the connection is read.
    await app.pool.query(
      `UPDATE connections
       SET status = 'paused', auto_paused_at = '2026-11-30T08:00:00Z', fruitless_runs = 51
       WHERE id = $1`,
      [id],
    );
    for (const uri of [`connection://${id}`, `connection://${id}/status`]) {
      const { contents } = await client.readResource({ uri });
      expect(JSON.parse((contents[0] as { text: string }).text), uri).toMatchObject({
        status: 'paused',
        auto_paused_at: '2026-11-30T08:00:00.000Z',
      });
    }
    const { contents } = await client.readResource({ uri: 'connection://list' });
    const { connections } = JSON.parse((contents[0] as { text: string }).text) as {
      connections: object[];
    };
    expect(connections).toMatchObject([{ auto_paused_at: '2026-11-30T08:00:00.000Z' }]);

    const missing = await client.callTool({
      name: 'connections_get',
      arguments: { id: '00000000-0000-4000-8000-000000000000' },
    });
    expect(missing.isError).toBe(true);
    await expect(
      client.callTool({ name: 'connections_delete', arguments: { id } }),
    ).rejects.toThrow(/Unknown tool/);

    // Hidden, none of it is there: as a tool that never was.
    await app.pool.query(
      `INSERT INTO role_access (workspace_id, role, surface, level)
       SELECT workspace_id, role, 'connections', 'hidden' FROM memberships`,
    );
    await expect.poll(async () => (await client.listTools()).tools).toEqual([]);
    await expect(client.callTool({ name: 'connections_list', arguments: {} })).rejects.toThrow(
      /Unknown tool: connections_list/,
    );
    await client.close();
  } finally {
    await app.stop();
  }
});
