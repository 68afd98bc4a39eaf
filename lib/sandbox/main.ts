import { parseArgs } from 'node:util';
import { createSandbox } from '@/lib/sandbox/sandbox';
import { serveSandbox } from '@/lib/sandbox/server';

const DEFAULT_PORT = 4400;

const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    host: { type: 'string' },
    /** A host name it is reached by; may be repeated. */
    name: { type: 'string', multiple: true },
    /** A callback its apps have registered, `{provider}` for the provider; may be repeated. */
    callback: { type: 'string', multiple: true },
  },
});
const port = Number(values.port ?? DEFAULT_PORT);
if (!Number.isInteger(port) || port < 0 || port > 65_535)
  stop(`--port must be a number from 0 to 65535, not "${values.port}".`);
const unusable = values.callback?.find((one) => !URL.canParse(one));
if (unusable !== undefined) stop(`--callback must be an address, not "${unusable}".`);

function stop(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

try {
  const { host, name: names, callback: callbacks } = values;
  const running = await serveSandbox({
    port,
    sandbox: createSandbox(callbacks ? { callbacks } : {}),
    ...(host ? { host } : {}),
    ...(names ? { names } : {}),
  });
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
  stop(
    taken ? `Port ${port} is taken. Choose another: npm run sandbox -- --port 4401` : String(error),
  );
}
