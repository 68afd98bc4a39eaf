import { newId } from '@/lib/platform/ids';

/** An address an app has registered at a provider. */
export interface Hook {
  id: string;
  provider: string;
  account: string;
  url: string;
  secret: string;
  /** Until when it is delivered to, epoch milliseconds; null: it lasts. */
  ends: number | null;
}

/** The addresses apps have registered, of all providers. */
export interface Hooks {
  /** Null: the address is none the sandbox may call. */
  add: (hook: Omit<Hook, 'id'>) => Hook | null;
  get: (id: string) => Hook | undefined;
  /** Delivers until another time. False: there is no such hook. */
  extend: (id: string, ends: number) => boolean;
  remove: (id: string) => boolean;
  all: () => readonly Hook[];
  clear: () => void;
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Keeps registered addresses. The sandbox calls this machine and the origins of its app's callbacks
 * only: whoever can register an address must not make it call another.
 */
export function createHooks(origins: readonly string[], onAdd: (hook: Hook) => void): Hooks {
  const hooks = new Map<string, Hook>();
  const mayCall = (url: string): boolean => {
    if (!URL.canParse(url)) return false;
    const { hostname, origin, protocol, username } = new URL(url);
    if (!/^https?:$/.test(protocol) || username !== '') return false;
    return LOOPBACK.includes(hostname) || origins.includes(origin);
  };
  return {
    add: (given) => {
      if (!mayCall(given.url)) return null;
      const hook = { ...given, id: newId() };
      hooks.set(hook.id, hook);
      onAdd(hook);
      return hook;
    },
    get: (id) => hooks.get(id),
    extend: (id, ends) => {
      const hook = hooks.get(id);
      if (hook) hooks.set(id, { ...hook, ends });
      return hook !== undefined;
    },
    remove: (id) => hooks.delete(id),
    all: () => [...hooks.values()],
    clear: () => hooks.clear(),
  };
}
