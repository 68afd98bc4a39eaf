import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bytesOf } from '@/lib/sandbox/kit/provider';
import { createSandbox } from '@/lib/sandbox/sandbox';
import type { Sandbox } from '@/lib/sandbox/sandbox';

export interface RunningSandbox {
  url: string;
  sandbox: Sandbox;
  close: () => Promise<void>;
}

const MAX_BODY_BYTES = 1_000_000;

/** Serves a sandbox over HTTP. Port 0 takes a free one; the answer's `url` names it. */
export async function serveSandbox({
  port,
  host = '127.0.0.1',
  sandbox = createSandbox(),
}: {
  port: number;
  host?: string;
  sandbox?: Sandbox;
}): Promise<RunningSandbox> {
  const server: Server = createServer((request, response) => {
    void serve(sandbox, request, response);
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

async function serve(
  sandbox: Sandbox,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  if (body === null) return void response.writeHead(413).end();
  const target = request.url ?? '/';
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const reply = sandbox.answer({
    method: request.method ?? 'GET',
    path,
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
  response.writeHead(
    reply.status,
    reply.status === 204 ? reply.headers : { ...reply.headers, 'content-length': bytes.length },
  );
  if (reply.trick !== 'truncate') return void response.end(bytes);
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => request.socket.destroy());
}

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
