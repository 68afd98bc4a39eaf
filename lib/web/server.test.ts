import type { Server } from 'node:http';
import net from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { PEER_HEADER } from '@/lib/platform/peer';
import { createFront } from '@/lib/web/server';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A front whose pages say what they were asked. */
async function front(options: Partial<Parameters<typeof createFront>[1]> = {}): Promise<number> {
  server = createFront(
    async (request, response) => {
      const { method, url, headers } = request;
      response.end(JSON.stringify({ method, url, peer: headers[PEER_HEADER] }));
    },
    { https: false, ...options },
  );
  await new Promise<void>((resolve) => {
    server!.listen(0, '127.0.0.1', resolve);
  });
  return (server.address() as net.AddressInfo).port;
}

/** Sends bytes as they are; answers everything that comes back until the connection ends. */
const raw = (port: number, text: string, { keep = false } = {}): Promise<string> =>
  new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    const done = () => resolve(answer);
    socket.on('data', (chunk) => {
      answer += chunk.toString();
      if (!keep) socket.end();
    });
    socket.on('close', done);
    socket.on('error', done);
  });
const request = (line: string, headers = '') => `${line} HTTP/1.1\r\nHost: inlet\r\n${headers}\r\n`;

test.each(['TRACE', 'PROPFIND', 'QUERY', 'PURGE', 'LOCK'])(
  '%s is refused, with Allow',
  async (method) => {
    const answer = await raw(await front(), request(`${method} /api/platform/v1/connections`));
    expect(answer).toMatch(/^HTTP\/1\.1 405 /);
    expect(answer).toMatch(/allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r\n/i);
    expect(answer).toContain('"code":"method_not_allowed"');
  },
);

test.each(['POST', 'PUT', 'PATCH', 'DELETE'])(
  '%s to a page is refused before it is read',
  async (method) => {
    const port = await front();
    for (const path of ['/', '/sign-in', '/acme/connections', '/apis', '/_next/static/x.js']) {
      const answer = await raw(port, request(`${method} ${path}`, 'Content-Length: 1000\r\n'));
      expect(answer).toMatch(/^HTTP\/1\.1 405 /);
      expect(answer).toMatch(/allow: GET, HEAD, OPTIONS\r\n/i);
    }
    expect(await raw(port, request('OPTIONS /sign-in'))).toMatch(/^HTTP\/1\.1 204 /);
    expect(await raw(port, request(`${method} /api/setup`))).toMatch(/^HTTP\/1\.1 200 /);
  },
);

test('OPTIONS * says what the server takes', async () => {
  const answer = await raw(await front(), request('OPTIONS *'));
  expect(answer).toMatch(/^HTTP\/1\.1 204 /);
  expect(answer).toMatch(/allow: GET, HEAD, POST/i);
});

test.each([
  ['GET /a?b=1', '/a?b=1'],
  ['GET http://evil.example/a?b=1', '/a?b=1'],
  ['GET http://evil.example', '/'],
  ['GET ftp://evil.example/a', '/'],
  ['GET *', '/'],
  ['GET //evil.example/a', '//evil.example/a'],
])('%s asks for %s', async (line, url) => {
  expect(await raw(await front(), request(line))).toContain(`"url":"${url}"`);
});

test.each(['/%', '/%ff', '/%E0%A4%A', '/a?q=%ff', '/a?%c3%28=1', '/a?q=%'])(
  '%s is no text and is refused',
  async (target) => {
    const answer = await raw(await front(), request(`GET ${target}`));
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"code":"malformed_url"');
  },
);

test('who asks is the other end of the connection, whatever the request says', async () => {
  const answer = await raw(await front(), request('GET /', `${PEER_HEADER}: 6.6.6.6\r\n`));
  expect(answer).toContain('"peer":"127.0.0.1"');
});

test('over https every answer says to come back over https, refusals too', async () => {
  const port = await front({ https: true });
  for (const line of ['GET /', 'OPTIONS *', 'TRACE /'])
    expect(await raw(port, request(line))).toMatch(/strict-transport-security: max-age=31536000/i);
});

test('over http none does', async () => {
  expect(await raw(await front(), request('GET /'))).not.toMatch(/strict-transport-security/i);
});

test('a connection whose body nobody reads is closed after the answer', async () => {
  const port = await front();
  const endless = `${request('POST /api/x', 'Transfer-Encoding: chunked\r\n')}5\r\nhello\r\n`;
  expect(await raw(port, endless, { keep: true })).toMatch(/^HTTP\/1\.1 200 /);
});

test('a small rest of a body is thrown away, and the connection goes on', async () => {
  const port = await front();
  const rest = 'x'.repeat(1024 * 1024);
  const answer = await new Promise<string>((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    let said = '';
    socket.write(`${request('POST /api/first', `Content-Length: ${rest.length}\r\n`)}`);
    socket.on('data', (chunk) => {
      said += chunk.toString();
      if (said.includes('/second')) socket.end();
      else if (said.includes('/first')) socket.write(rest + request('GET /second'));
    });
    socket.on('close', () => resolve(said));
  });
  expect(answer.match(/HTTP\/1\.1 200/g)).toHaveLength(2);
});

test('who closes after a body that nobody read still hears the answer', async () => {
  const port = await front();
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    let said = '';
    const headers = 'Connection: close\r\nTransfer-Encoding: chunked\r\n';
    socket.write(request('POST /api/x', headers));
    socket.on('data', (chunk) => {
      said += chunk.toString();
    });
    const send = () => {
      if (said === '') socket.write(`10000\r\n${'x'.repeat(65_536)}\r\n`, () => setImmediate(send));
    };
    send();
    socket.on('error', reject);
    socket.on('end', () => resolve(said));
  });
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
});

test('a request that does not arrive in time is ended', async () => {
  const port = await front({ request_ms: 300 });
  expect(await raw(port, 'GET / HTTP/1.1\r\nHost: inl', { keep: true })).toMatch(
    /^HTTP\/1\.1 408 /,
  );
});
