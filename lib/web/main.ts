import type { AddressInfo } from 'node:net';
import next from 'next';
import { env } from '@/lib/platform/env';
import { createFront } from '@/lib/web/server';

/**
 * The web process: Next behind our own server. Says that it answers once it has answered: Next runs
 * the checks of `instrumentation.ts` before its first answer, and they end the process when
 * something is wrong.
 */
const { HOST, PORT, PUBLIC_URL } = env();
const app = next({ dev: false, hostname: HOST, port: PORT, quiet: true });
await app.prepare();
const server = createFront(app.getRequestHandler(), { https: PUBLIC_URL.startsWith('https:') });
server.on('error', (error) => {
  process.stderr.write(`\nInlet cannot listen on ${HOST}:${PORT}: ${error.message}\n`);
  process.exit(1);
});
server.listen(PORT, HOST, () => void announce());

async function announce(): Promise<void> {
  const answer = await fetch(new URL('/healthz', ownAddress()));
  if (answer.ok) process.stdout.write(`Inlet answers at http://${HOST}:${PORT}\n`);
}

/** Where this process reaches itself: an address that means "all of them" is none to connect to. */
function ownAddress(): string {
  const { address, port, family } = server.address() as AddressInfo;
  if (address === '0.0.0.0') return `http://127.0.0.1:${port}`;
  if (address === '::') return `http://[::1]:${port}`;
  return family === 'IPv6' ? `http://[${address}]:${port}` : `http://${address}:${port}`;
}
