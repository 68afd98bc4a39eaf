import { execFile } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { connectPipedrive } from '../fixtures/steps';
import { expect, test } from '../fixtures/test';
import { appUrl, makeKey, ownAccount } from '../fixtures/world';

// Official tools, in a package of their own: the step `judges` of npm test installs it.
const JUDGES = path.resolve(import.meta.dirname, '../../judges');
const RESULTS = path.resolve(import.meta.dirname, '../../test-results/judges');
const QUIET = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', CI: '1' };

/** Runs a judge; answers its exit code and what it said. */
function judge(name: string, args: string[]): Promise<{ code: number; said: string }> {
  const bin = path.join(JUDGES, 'node_modules/.bin', name);
  if (!fs.existsSync(bin))
    throw new Error('The judges are not installed: run npm test -- judges first.');
  fs.mkdirSync(RESULTS, { recursive: true });
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [fs.realpathSync(bin), ...args],
      { cwd: RESULTS, env: { ...process.env, ...QUIET }, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code ?? 1) : 0, said: stdout + stderr }),
    );
  });
}

/** The app for a judge that cannot send a key: it is added on the way. */
async function withKey<T>(key: string, work: (url: string) => Promise<T>): Promise<T> {
  const { hostname, host, port } = new URL(appUrl());
  const server = http.createServer((incoming, outgoing) => {
    const { method, url } = incoming;
    // Its own address stands for the app's, everywhere it is named.
    const here = incoming.socket.localAddress! + ':' + incoming.socket.localPort!;
    const headers = Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [
        name,
        typeof value === 'string' ? value.replace(here, host) : value,
      ]),
    );
    const sent = http.request(
      { hostname, port, method, path: url, headers: { ...headers, 'x-api-key': key } },
      (answer) => {
        outgoing.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(outgoing);
      },
    );
    sent.on('error', () => outgoing.destroy());
    incoming.pipe(sent);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/mcp`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test('the official MCP conformance suite passes, but for what does not apply', async ({
  workspace,
}) => {
  const { code, said } = await withKey(await makeKey(workspace, ['connections:read']), (url) =>
    judge('conformance', [
      'server',
      '--url',
      url,
      '--suite',
      'all',
      '--expected-failures',
      path.join(JUDGES, 'mcp-not-applicable.yml'),
      '--output-dir',
      RESULTS,
    ]),
  );
  expect(code, said.slice(-4_000)).toBe(0);
  for (const scenario of ['server-initialize', 'ping', 'completion-complete', 'resources-list'])
    expect(said).toMatch(new RegExp(`✓ ${scenario}: [1-9]`));
});

for (const era of ['legacy', 'modern'])
  test(`the official inspector lists and reads, ${era} era`, async ({ rest, workspace }) => {
    const id = await connectPipedrive(rest, (await ownAccount()).pipedrive);
    const key = await makeKey(workspace, ['connections:read']);
    const ask = async (...args: string[]) => {
      const { code, said } = await judge('mcp-inspector', [
        '--cli',
        '--server-url',
        `${appUrl()}/api/mcp`,
        '--transport',
        'http',
        '--header',
        `Authorization: Bearer ${key}`,
        '--protocol-era',
        era,
        '--quiet',
        '--format',
        'json',
        ...args,
      ]);
      expect(code, said).toBe(0);
      return said;
    };
    expect(await ask('--method', 'resources/list')).toContain(`connection://${id}/status`);
    expect(await ask('--method', 'resources/templates/list')).toContain('connection://{id}/runs');
    const read = await ask('--method', 'resources/read', '--uri', `connection://${id}`);
    expect(read).toContain(id);
    expect(read).toContain('Pipedrive');
  });

const DOCUMENTS = [
  '/api/platform/v1/openapi.json',
  '/api/v1/openapi.json',
  '/source-connections/openapi.json',
];
for (const document of DOCUMENTS)
  test(`${document} has no finding of redocly, recommended-strict`, async () => {
    fs.mkdirSync(RESULTS, { recursive: true });
    const file = path.join(RESULTS, document.slice(1).replaceAll('/', '-'));
    fs.writeFileSync(file, await (await fetch(`${appUrl()}${document}`)).text());
    const { code, said } = await judge('redocly', [
      'lint',
      file,
      '--extends=recommended-strict',
      '--format=stylish',
    ]);
    expect(code, said.slice(-6_000)).toBe(0);
    expect(said).not.toMatch(/\b(error|warning)s?\b.*\d/i);
  });
