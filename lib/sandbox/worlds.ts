import type { Collection } from '@/lib/sandbox/kit/collection';
import type { Hooks } from '@/lib/sandbox/kit/hooks';
import type { Grants } from '@/lib/sandbox/kit/grants';
import type { SandboxProvider } from '@/lib/sandbox/kit/provider';
import type { World } from '@/lib/sandbox/kit/world';
import type { Windows } from '@/lib/sandbox/kit/windows';

/** What the sandbox keeps about one provider; control calls change it. */
export interface State {
  /** How far its clock is from ours, milliseconds; positive: it is ahead. */
  offset_ms: number;
  lag_ms: number;
  modes: Map<string, string>;
  collections: Map<string, Collection | null>;
  counts: Map<string, number>;
  memory: Map<string, unknown>;
}

export interface Lent {
  now: () => number;
  grants: Grants;
  windows: Windows;
  hooks: () => Hooks;
  /** Callbacks of the app, `{provider}` standing for the provider; null: any loopback address. */
  callbacks: readonly string[] | null;
}

export const freshState = (): State => ({
  offset_ms: 0,
  lag_ms: 0,
  modes: new Map(),
  collections: new Map(),
  counts: new Map(),
  memory: new Map(),
});

/** The world of one provider. `state` is read at every use, so that a reset takes effect at once. */
export function worldOf(provider: SandboxProvider, state: () => State, lent: Lent): World {
  const now = () => lent.now() + state().offset_ms;
  return {
    now,
    grants: lent.grants,
    windows: lent.windows,
    hooks: lent.hooks,
    lag_ms: () => state().lag_ms,
    mode: (name) => state().modes.get(name) ?? provider.modes?.[name]?.[0] ?? '',
    callback_allowed: (url) =>
      callbackAllowed(lent.callbacks, [provider.slug, ...(provider.apps ?? [])], url),
    collection(account, stream) {
      const { collections } = state();
      const key = `${account}/${stream}`;
      let found = collections.get(key);
      if (found === undefined) collections.set(key, (found = provider.open(account, stream, now)));
      return found;
    },
    known_accounts: () => [
      ...new Set([
        ...provider.accounts.map((a) => a.name),
        ...[...state().collections.keys()].map((key) => key.split('/')[0]!),
      ]),
    ],
    get memory() {
      return state().memory;
    },
    count(key) {
      const { counts } = state();
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return count;
    },
  };
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** An app has registered addresses, compared whole; one without may use this machine only. */
function callbackAllowed(
  callbacks: readonly string[] | null,
  apps: readonly string[],
  url: URL,
): boolean {
  if (callbacks === null)
    return LOOPBACK.includes(url.hostname) && url.username === '' && url.password === '';
  return callbacks.some((one) =>
    apps.some((app) => new URL(one.replaceAll('{provider}', app)).href === url.href),
  );
}
