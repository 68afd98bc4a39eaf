import { env } from '@/lib/platform/env';
import { createSandbox, type Sandbox } from '@/lib/sandbox/sandbox';
import { serveSandbox } from '@/lib/sandbox/server';

const holder = globalThis as unknown as {
  inletLocalSandbox?: Promise<{ url: string; sandbox: Sandbox }>;
};

/**
 * The sandbox of this process, on a free loopback port; started when something first needs it. Its
 * apps have one callback each: ours.
 */
export function localSandbox(): Promise<{ url: string; sandbox: Sandbox }> {
  holder.inletLocalSandbox ??= serveSandbox({
    port: 0,
    sandbox: createSandbox({
      callbacks: [`${env().PUBLIC_URL}/api/oauth/callback/{provider}`],
    }),
  });
  return holder.inletLocalSandbox;
}
