import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createSecureContext, TLSSocket, type SecureContext } from 'node:tls';
import { generate } from 'selfsigned';
import type { Sandbox } from '@/lib/sandbox/sandbox';

/**
 * A way to the sandbox under the providers' own names: an HTTPS proxy whose certificates are made by
 * an authority of its own. Clients that speak only to the real address, and only by TLS, need no
 * change to reach it; nothing behind it leaves this machine.
 */
export interface Doorway {
  url: string;
  /** Certificate of the authority, PEM. */
  authority: string;
  close: () => Promise<void>;
}

const YEAR_MS = 365 * 86_400_000;

export async function openDoorway(sandbox: Sandbox): Promise<Doorway> {
  const authority = await generate([{ name: 'commonName', value: 'Inlet sandbox' }], {
    keySize: 2048,
    notAfterDate: new Date(Date.now() + YEAR_MS),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const contexts = new Map<string, Promise<SecureContext>>();
  const contextOf = (host: string): Promise<SecureContext> => {
    const known = contexts.get(host) ?? certify(host, authority);
    contexts.set(host, known);
    return known;
  };
  const inside = createServer((request, response) => {
    void pass(sandbox, request, response);
  });
  const proxy: Server = createServer((_, response) => {
    response.writeHead(400).end('Only CONNECT is answered here.');
  });
  proxy.on('connect', (request: IncomingMessage, socket: Socket) => {
    const [host = ''] = (request.url ?? '').split(':');
    socket.on('error', () => socket.destroy());
    void contextOf(host).then((secureContext) => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      const secure = new TLSSocket(socket, { isServer: true, secureContext });
      secure.on('error', () => secure.destroy());
      inside.emit('connection', secure);
    });
  });
  await new Promise<void>((resolve) => {
    proxy.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    authority: authority.cert,
    close: () =>
      new Promise((resolve) => {
        proxy.close(() => resolve());
        proxy.closeAllConnections();
        inside.closeAllConnections();
      }),
  };
}

async function certify(
  host: string,
  authority: { private: string; cert: string },
): Promise<SecureContext> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: host }], {
    keySize: 2048,
    notAfterDate: new Date(Date.now() + YEAR_MS),
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: host }] },
    ],
  });
  return createSecureContext({ key, cert: `${cert}\n${authority.cert}` });
}

/** Hands one request to the sandbox as its host would get it. */
async function pass(
  sandbox: Sandbox,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { host = '', ...headers } = request.headers as Record<string, string>;
  for (const name of ['connection', 'content-length', 'transfer-encoding']) delete headers[name];
  const bodiless = request.method === 'GET' || request.method === 'HEAD';
  const answer = await sandbox.fetch(
    new Request(`http://sandbox/${host.replace(/:\d+$/, '')}${request.url}`, {
      method: request.method ?? 'GET',
      headers,
      ...(bodiless ? {} : { body: Buffer.concat(chunks) }),
    }),
  );
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(Buffer.from(await answer.arrayBuffer()));
}
