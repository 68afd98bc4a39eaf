import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDoorway } from './doorway.ts';
import { serveSandbox } from '@/lib/sandbox/server';

/**
 * One sandbox for all clients, and the way to it under the providers' names. What is set here is
 * what the processes of the tests begin with.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const running = await serveSandbox({ port: 0 });
  running.sandbox.control.limits({ off: true });
  const doorway = await openDoorway(running.sandbox);
  const folder = mkdtempSync(join(tmpdir(), 'inlet-conformance-'));
  const authority = join(folder, 'authority.pem');
  writeFileSync(authority, doorway.authority);
  Object.assign(process.env, {
    SANDBOX_URL: running.url,
    NODE_EXTRA_CA_CERTS: authority,
    NODE_USE_ENV_PROXY: '1',
    HTTPS_PROXY: doorway.url,
    https_proxy: doorway.url,
    NO_PROXY: '127.0.0.1,localhost',
    no_proxy: '127.0.0.1,localhost',
  });
  return async () => {
    await doorway.close();
    await running.close();
    rmSync(folder, { recursive: true });
  };
}
