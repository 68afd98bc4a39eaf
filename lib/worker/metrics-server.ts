import { createServer, type Server } from 'node:http';
import { mayScrape, METRICS_TYPE, metricsText } from '@/lib/operations/service';
import { log } from '@/lib/platform/log';

/**
 * What a process without a web server answers: /metrics for whoever has the token, /healthz for its
 * supervisor, 404 for the rest. Throws when the port is taken.
 */
export async function serveMetrics(port: number, host: string): Promise<Server> {
  const server = createServer((request, response) => {
    const say = (status: number, type: string, text: string) =>
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
    const path = request.url?.split('?')[0];
    if (path === '/healthz') return void say(200, 'text/plain; charset=utf-8', 'ok\n');
    const may = path === '/metrics' ? mayScrape(request.headers.authorization ?? null) : 'closed';
    if (may !== 'yes')
      return void say(
        may === 'no' ? 401 : 404,
        'text/plain; charset=utf-8',
        may === 'no' ? 'This needs the metrics token.\n' : 'There is nothing here.\n',
      );
    void metricsText().then(
      (text) => say(200, METRICS_TYPE, text),
      (error: unknown) => {
        log.error({ error: String(error) }, 'metrics failed');
        say(500, 'text/plain; charset=utf-8', 'failed\n');
      },
    );
  });
  server.requestTimeout = 5_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  server.unref();
  return server;
}
