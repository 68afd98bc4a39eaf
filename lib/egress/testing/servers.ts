import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';
import { testAuthority } from '@/lib/egress/testing/certificates';

/** A provider that answers what a test tells it to, over TLS, with a certificate of our own. */
export interface FakeProvider {
  port: number;
  /** What came in, first to last: "GET host/path", with the headers. */
  calls: { line: string; headers: http.IncomingHttpHeaders; body: string }[];
  answer: http.RequestListener;
  close: () => void;
}

const listening = (server: net.Server): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });

/** Serves `hosts` over TLS; the authority is trusted by this process from now on, if wanted. */
export async function fakeProvider(hosts: string[], trusted = true): Promise<FakeProvider> {
  const authority = testAuthority();
  if (trusted) tls.setDefaultCACertificates([...tls.getCACertificates('default'), authority.cert]);
  const server = https.createServer(authority.issue(...hosts));
  const provider: FakeProvider = {
    port: await listening(server),
    calls: [],
    answer: (_, response) => response.end('{}'),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  server.on('request', (request: http.IncomingMessage, response: http.ServerResponse) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      provider.calls.push({
        line: `${request.method} ${request.headers.host}${request.url}`,
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      });
      provider.answer(request, response);
    });
  });
  return provider;
}

/** A proxy that tunnels every name to one local port; `refuse` answers with that status instead. */
export async function fakeProxy(port: () => number): Promise<{
  url: string;
  seen: { to: string; authorization: string | undefined }[];
  refuse: number | null;
  close: () => void;
}> {
  const server = http.createServer();
  const proxy = {
    url: `http://user:pass@127.0.0.1:${await listening(server)}`,
    seen: [] as { to: string; authorization: string | undefined }[],
    refuse: null as number | null,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  server.on('connect', (request, socket: net.Socket) => {
    proxy.seen.push({ to: request.url!, authorization: request.headers['proxy-authorization'] });
    socket.on('error', () => undefined);
    if (proxy.refuse !== null)
      return socket.end(`HTTP/1.1 ${proxy.refuse} Refused\r\ncontent-length: 0\r\n\r\n`);
    const through = net.connect(port(), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      through.pipe(socket).pipe(through);
    });
    through.on('error', () => socket.destroy());
    socket.on('close', () => through.destroy());
  });
  return proxy;
}
