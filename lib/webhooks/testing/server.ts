import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll } from 'vitest';
import { receiver } from '@/lib/api/webhooks';
import { env } from '@/lib/platform/env';

/** The receiving route over HTTP for a test file, at the address providers are told. */
export function useReceiver(): void {
  let server: Server;
  beforeAll(async () => {
    server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const url = new URL(request.url ?? '/', 'http://localhost');
        const [provider, endpoint] = url.pathname.split('/').slice(-2) as [string, string];
        const asked = new Request(url, {
          method: request.method ?? 'GET',
          headers: request.headers as Record<string, string>,
          body: Buffer.concat(parts),
        });
        void receiver
          .POST(asked, { params: Promise.resolve({ provider, endpoint }) })
          .then(async (answer) => {
            response.writeHead(answer.status, Object.fromEntries(answer.headers));
            response.end(Buffer.from(await answer.arrayBuffer()));
          });
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    Object.assign(env(), { CONNECTOR_WEBHOOK_BASE_URL: `http://127.0.0.1:${port}` });
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
}
