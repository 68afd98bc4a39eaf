import { parseArgs } from 'node:util';
import { serveSandbox } from '@/lib/sandbox/server';

const DEFAULT_PORT = 4400;

const { values } = parseArgs({ options: { port: { type: 'string' }, host: { type: 'string' } } });
const port = Number(values.port ?? DEFAULT_PORT);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  process.stderr.write(`--port must be a number from 0 to 65535, not "${values.port}".\n`);
  process.exit(1);
}

try {
  const running = await serveSandbox({ port, ...(values.host ? { host: values.host } : {}) });
  process.stdout.write(`The sandbox answers at ${running.url}

  Accounts, keys and control calls:  ${running.url}/
  A provider's API:                  ${running.url}/api.hubapi.com/crm/v3/objects/contacts
  To use it from Inlet:              SANDBOX_URL=${running.url} npm start

Stop it with Ctrl-C.
`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      void running.close().then(() => process.exit(0));
    });
} catch (error) {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  process.stderr.write(
    taken
      ? `Port ${port} is taken. Choose another: npm run sandbox -- --port 4401\n`
      : `${String(error)}\n`,
  );
  process.exit(1);
}
