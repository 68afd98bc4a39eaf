import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bytesOf } from '@/lib/sandbox/kit/call';
import { createSandbox } from '@/lib/sandbox/sandbox';
import type { Sandbox } from '@/lib/sandbox/sandbox';

export interface RunningSandbox {
  url: string;
  sandbox: Sandbox;
  close: () => Promise<void>;
}

const MAX_BODY_BYTES = 1_000_000;
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Serves a sandbox over HTTP. Port 0 takes a free one; the answer's `url` names it. */
export async function serveSandbox({
  port,
  host = '127.0.0.1',
  names = [],
  sandbox = createSandbox(),
}: {
  port: number;
  host?: string;
  /** Host names it is reached by besides this machine's own and `host`. */
  names?: readonly string[];
  sandbox?: Sandbox;
}): Promise<RunningSandbox> {
  const known = new Set([...LOOPBACK, host, ...names]);
  const server: Server = createServer((request, response) => {
    void serve(sandbox, known, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const at = server.address() as AddressInfo;
  return {
    url: `http://${host}:${at.port}`,
    sandbox,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * Whether a request comes by a name of ours. A page on the web can make a browser call this machine
 * under the page's own name (DNS rebinding), or call a control with a form: neither gets through.
 */
function welcome(known: ReadonlySet<string>, request: IncomingMessage): boolean {
  const { host = '', origin } = request.headers;
  const name = host.replace(/:\d+$/, '').toLowerCase();
  const control = (request.url ?? '').startsWith('/_control/');
  return known.has(name) && (!control || origin === undefined || origin === `http://${host}`);
}

async function serve(
  sandbox: Sandbox,
  known: ReadonlySet<string>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!welcome(known, request)) return void response.writeHead(403).end();
  const body = await readBody(request);
  if (body === null)
    return void response.writeHead(413, { connection: 'close' }).end(() => request.destroy());
  const target = request.url ?? '/';
  const mark = target.indexOf('?');
  const reply = sandbox.answer({
    method: request.method ?? 'GET',
    path: mark < 0 ? target : target.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1)),
    body,
    header: (name) => {
      const value = request.headers[name];
      return typeof value === 'string' ? value : null;
    },
  });
  if (reply.delay_ms)
    await new Promise((resolve) => {
      setTimeout(resolve, reply.delay_ms);
    });
  if (reply.trick === 'timeout') return;
  if (reply.trick === 'reset') return void request.socket.destroy();
  const bytes = bytesOf(reply);
  // The Date is the provider's, and missing where a test asked for none.
  response.sendDate = false;
  response.writeHead(
    reply.status,
    reply.status === 204 ? reply.headers : { 'content-length': bytes.length, ...reply.headers },
  );
  if (reply.trick !== 'truncate') return void response.end(bytes);
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => request.socket.destroy());
}

/** Null when there is more than any provider's API takes. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  if (request.method === 'GET') return '';
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_BODY_BYTES) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
