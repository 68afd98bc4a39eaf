import next from 'next';
import { env } from '@/lib/platform/env';
import { createFront } from '@/lib/web/server';

/**
 * The web process: Next behind our own server. Says that it answers only when it does: preparing
 * Next runs the checks of `instrumentation.ts`, which end the process when something is wrong.
 */
const { HOST, PORT, PUBLIC_URL } = env();
const app = next({ dev: false, hostname: HOST, port: PORT, quiet: true });
await app.prepare();
const server = createFront(app.getRequestHandler(), { https: PUBLIC_URL.startsWith('https:') });
server.on('error', (error) => {
  process.stderr.write(`\nInlet cannot listen on ${HOST}:${PORT}: ${error.message}\n`);
  process.exit(1);
});
server.listen(PORT, HOST, () => {
  process.stdout.write(`Inlet answers at http://${HOST}:${PORT}\n`);
});
