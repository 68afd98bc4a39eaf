import { sandbox } from '@/lib/egress/dispatchers';
import { exchange } from '@/lib/egress/http';
import { env } from '@/lib/platform/env';

/** Where the sandbox inside this process listens; set when it is started. */
const holder = globalThis as unknown as { inletSandbox?: () => Promise<string> };

/** Tells egress how to reach (and if need be start) the sandbox of this process. */
export function provideSandbox(address: () => Promise<string>): void {
  holder.inletSandbox = address;
}

/** `https://HOST/path` → `<sandbox>/HOST/path`. */
export async function sandboxAddress(url: URL): Promise<URL> {
  const base = env().SANDBOX_URL ?? (await holder.inletSandbox?.());
  if (!env().SANDBOX || !base)
    throw new Error('This workspace uses the sandbox, which is off. Set SANDBOX=1.');
  return new URL(`${base.replace(/\/$/, '')}/${url.hostname}${url.pathname}${url.search}`);
}

/**
 * Where a person's browser goes for a provider's page: the provider, or the sandbox's copy of it.
 */
export function browserAddress(url: URL, mode: 'live' | 'sandbox'): URL {
  if (mode === 'live') return url;
  const base = env().SANDBOX_URL ?? `${env().PUBLIC_URL}/sandbox`;
  return new URL(`${base.replace(/\/$/, '')}/${url.hostname}${url.pathname}${url.search}`);
}

/**
 * A control call to the sandbox: faults, revocations, changes. Only for the demo; nothing a user
 * sends reaches it.
 */
export async function sandboxControl(path: string, body: object): Promise<void> {
  const base = env().SANDBOX_URL ?? (await holder.inletSandbox?.());
  if (!env().SANDBOX || !base) throw new Error('The sandbox is off. Set SANDBOX=1.');
  const text = JSON.stringify(body);
  const answer = await exchange(new URL(`${base.replace(/\/$/, '')}/_control/${path}`), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: text,
    via: sandbox(),
  });
  if (answer.status >= 400)
    throw new Error(`the sandbox refused ${path}: ${answer.text.slice(0, 200)}`);
}
