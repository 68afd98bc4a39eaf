import fs from 'node:fs';
import http from 'node:http';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { api, request } from '../fixtures/api';
import { expect, test } from '../fixtures/test';
import { appUrl, makeKey, sessionCookie } from '../fixtures/world';

const at = () => new URL('/api/mcp', appUrl());
const WHO = { name: 'e2e', version: '1.0.0' };

test('the configurations in the README lead here', async ({ workspace }) => {
  const key = await makeKey(workspace, ['connections:read']);
  const readme = fs.readFileSync('README.md', 'utf8');
  const blocks = [...readme.matchAll(/```json\n([\s\S]*?)```/g)].map((m) => m[1]!);
  const servers = blocks.flatMap((block) => {
    const config = JSON.parse(block) as Record<string, { inlet?: Config } | undefined>;
    return [config.mcpServers?.inlet, config.servers?.inlet].filter((one) => one !== undefined);
  });
  expect(servers).toHaveLength(3);
  const command = /claude mcp add --transport http inlet (\S+) --header "(.*?)"/.exec(readme)!;
  const [, url = '', header = ''] = command;
  const ways = [
    { url, header },
    ...servers.map((server) => ({
      url: server.url ?? server.args!.find((arg) => arg.startsWith('http'))!,
      header: server.headers
        ? `Authorization: ${server.headers.Authorization}`
        : server.args!.at(-1)!.replace('${INLET_AUTH}', server.env!.INLET_AUTH!),
    })),
  ];
  for (const way of ways) {
    const [name = '', value = ''] = way.header.split(/:\s*(?=Bearer)/);
    expect(name).toBe('Authorization');
    const filled = value.replace(/(?<=^Bearer ).*$/, key);
    const address = way.url.replace('http://localhost:3000', appUrl());
    const client = new Client(WHO);
    await client.connect(
      new StreamableHTTPClientTransport(new URL(address), {
        requestInit: { headers: { [name]: filled } },
      }),
    );
    expect((await client.listResources()).resources.length).toBeGreaterThanOrEqual(2);
    await client.close();
  }
});

/** What of a client's configuration says where the server is and who asks. */
interface Config {
  url?: string;
  headers?: { Authorization: string };
  args?: string[];
  env?: Record<string, string>;
}

test.describe('at the door', () => {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' });
  const headers = {
    'Content-Type': 'application/json',
    Accept: 'application/json, text/event-stream',
  };
  const post = (more: Record<string, string>) =>
    request('POST', '/api/mcp', { body, headers: { ...headers, ...more } });

  test('a key with the scope is needed, and a session is none', async ({ workspace }) => {
    const cookie = await sessionCookie(workspace.owner);
    const asking: Record<string, string>[] = [
      {},
      { Cookie: `${cookie.name}=${cookie.value}`, Origin: appUrl() },
    ];
    for (const more of asking) {
      const answer = await post(more);
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toContain('Bearer');
    }
    const lacking = await post({ 'X-API-Key': await makeKey(workspace, ['members:read']) });
    expect(lacking.status).toBe(403);
    expect(lacking.headers.get('www-authenticate')).toContain('insufficient_scope');
    const good = await post({ 'X-API-Key': await makeKey(workspace, ['connections:read']) });
    expect(good.status).toBe(200);
    expect(good.headers.get('ratelimit')).toContain('"key"');
    expect(good.headers.get('x-request-id')).toEqual(expect.any(String));
  });

  test('pages of other origins and other hosts are refused', async ({ workspace, rest }) => {
    const key = { 'X-API-Key': await makeKey(workspace, ['connections:read']) };
    expect((await post({ ...key, Origin: 'https://evil.example' })).status).toBe(403);
    expect((await post({ ...key, Origin: appUrl() })).status).toBe(200);
    await rest.put('/workspace/origins', { api_origins: ['https://agent.example'] });
    const page = await post({ ...key, Origin: 'https://agent.example' });
    expect(page.status).toBe(200);
    expect(page.headers.get('access-control-allow-origin')).toBe('https://agent.example');
    const rebound = await new Promise<number>((resolve, reject) => {
      const { port, hostname } = at();
      const sent = http.request(
        { port, hostname, method: 'POST', path: '/api/mcp', agent: false },
        (response) => {
          response.resume();
          resolve(response.statusCode!);
        },
      );
      for (const [name, value] of Object.entries({ ...headers, ...key, Host: 'evil.example' }))
        sent.setHeader(name, value);
      sent.once('error', reject);
      sent.end(body);
    });
    expect(rebound).toBe(403);
  });

  test('only messages are taken', async ({ workspace }) => {
    const key = await makeKey(workspace, ['connections:read']);
    const get = await api(key).get('/api/mcp');
    expect(get.status).toBe(405);
    expect(get.headers.get('allow')).toBe('POST, OPTIONS');
    const huge = await request('POST', '/api/mcp', {
      body: 'x'.repeat(1024 * 1024 + 1),
      headers: { ...headers, 'X-API-Key': key },
    });
    expect(huge.status).toBe(413);
  });
});
