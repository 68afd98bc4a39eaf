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
  const base = browserBase().href.replace(/\/$/, '');
  return new URL(`${base}/${url.hostname}${url.pathname}${url.search}`);
}

const browserBase = (): URL => new URL(env().SANDBOX_URL ?? `${env().PUBLIC_URL}/sandbox`);

/**
 * A control call to the sandbox: faults, revocations, changes. Only for the demo; nothing a user
 * sends reaches it.
 */
export async function sandboxControl(path: string, body: object): Promise<void> {
  const base = env().SANDBOX_URL ?? (await holder.inletSandbox?.());
  if (!env().SANDBOX || !base) throw new Error('The sandbox is off. Set SANDBOX=1.');
  const answer = await exchange(new URL(`${base.replace(/\/$/, '')}/_control/${path}`), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    via: sandbox(),
  });
  if (answer.status >= 400)
    throw new Error(`the sandbox refused ${path}: ${answer.text.slice(0, 200)}`);
}

/**
 * Says yes on the sandbox's consent page at an address of `browserAddress`, as a person's browser
 * would, and answers where it is sent back to. Not `send`: what the provider answers is meant for a
 * browser, not for us. Only for the demo.
 */
export async function sandboxConsent(
  authorize_url: string,
  fields: Record<string, string>,
): Promise<URL> {
  const url = new URL(authorize_url);
  const base = browserBase().pathname.replace(/\/$/, '');
  const page = new URL(`https:/${url.pathname.slice(base.length)}`);
  const answer = await exchange(await sandboxAddress(page), {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      ...Object.fromEntries(url.searchParams),
      ...fields,
      decision: 'allow',
    }).toString(),
    via: sandbox(),
  });
  const { location } = answer.headers;
  if (location === undefined)
    throw new Error(`the sandbox’s consent page answered ${answer.status}`);
  return new URL(location);
}
