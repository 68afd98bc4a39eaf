import type { LookupFunction } from 'node:net';
import { Agent, EnvHttpProxyAgent, type Dispatcher } from 'undici';
import { guardedLookup } from '@/lib/egress/policy';
import { env } from '@/lib/platform/env';

const SOCKETS_PER_HOST = 50;
const CONNECT_TIMEOUT_MS = 10_000;

export interface WayOut {
  https_proxy?: string;
  http_proxy?: string;
  no_proxy?: string;
  /** For what goes directly. A proxy resolves names itself: there the host policy is the guard. */
  lookup?: LookupFunction;
}

/** How providers are reached: directly to addresses that were checked, or through the proxies. */
export function wayOut({
  https_proxy,
  http_proxy,
  no_proxy,
  lookup = guardedLookup,
}: WayOut): Dispatcher {
  return new EnvHttpProxyAgent({
    // Empty, not absent: undici would read the environment behind our back.
    httpsProxy: https_proxy ?? http_proxy ?? '',
    httpProxy: http_proxy ?? '',
    noProxy: no_proxy ?? '',
    connections: SOCKETS_PER_HOST,
    allowH2: false,
    connectTimeout: CONNECT_TIMEOUT_MS,
    connect: { lookup, timeout: CONNECT_TIMEOUT_MS, allowH2: false },
  });
}

let outside: Dispatcher | undefined;
/** The way to providers, by the settings of this process. */
export const providers = (): Dispatcher => {
  const { HTTPS_PROXY, HTTP_PROXY, NO_PROXY } = env();
  return (outside ??= wayOut({
    https_proxy: HTTPS_PROXY,
    http_proxy: HTTP_PROXY,
    no_proxy: NO_PROXY,
  }));
};

let inside: Dispatcher | undefined;
/** To the sandbox on this machine only: the one place where loopback and http are allowed. */
export const sandbox = (): Dispatcher =>
  (inside ??= new Agent({ connections: SOCKETS_PER_HOST, allowH2: false }));
