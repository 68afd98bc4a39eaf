import { createHooks } from '@/lib/sandbox/kit/hooks';
import type { Hook, Hooks } from '@/lib/sandbox/kit/hooks';
import type { Happening, Posted } from '@/lib/sandbox/kit/telling';
import type { Item } from '@/lib/sandbox/kit/collection';
import type { SandboxProvider } from '@/lib/sandbox/kit/provider';
import type { World } from '@/lib/sandbox/kit/world';
import { TELLINGS } from '@/lib/sandbox/webhooks';

/** How often the data is looked at, while somebody wants to be told. */
const LOOK_MS = 250;
const TIMEOUT_MS = 10_000;
/** Providers come again when nobody answers; for how long differs. */
const AGAIN_MS = [500, 2_000, 5_000];

interface Seen {
  version: number;
  at: number;
}

/**
 * Tells registered addresses of what happens to the records: looks a few times a second at what has
 * changed, by control calls or by the clock, and posts it as the provider would. Stands still while
 * nobody is registered.
 */
export function createTeller(
  providers: readonly SandboxProvider[],
  worlds: ReadonlyMap<string, World>,
  origins: readonly string[],
): Hooks {
  const seen = new Map<string, Seen>();
  let timer: NodeJS.Timeout | undefined;
  const hooks = createHooks(origins, (hook) => {
    for (const stream of streamsOf(providers, hook)) note(hook, stream);
    const greeting = TELLINGS[hook.provider]?.greet?.(hook, worlds.get(hook.provider)!);
    if (greeting) void post(hook, greeting);
    timer ??= setInterval(look, LOOK_MS).unref();
  });

  function note(hook: Hook, stream: string): Seen | undefined {
    const world = worlds.get(hook.provider)!;
    const records = world.collection(hook.account, stream);
    const before = seen.get(`${hook.id} ${stream}`);
    if (records) seen.set(`${hook.id} ${stream}`, { version: records.version(), at: world.now() });
    return before;
  }

  function look(): void {
    if (hooks.all().length === 0) {
      clearInterval(timer);
      timer = undefined;
    }
    for (const hook of hooks.all()) {
      const world = worlds.get(hook.provider)!;
      if (hook.ends !== null && hook.ends <= world.now()) hooks.remove(hook.id);
      else for (const stream of streamsOf(providers, hook)) tell(hook, stream, world);
    }
  }

  function tell(hook: Hook, stream: string, world: World): void {
    const records = world.collection(hook.account, stream);
    const before = note(hook, stream);
    if (!records || !before || records.version() === before.version) return;
    const all = [...records.live(), ...records.archived(), ...records.deleted()];
    for (const item of all) {
      const what = becameSince(item, before.at);
      if (what === null) continue;
      const posted = TELLINGS[hook.provider]?.tell(hook, { stream, item, what }, world);
      if (posted) void post(hook, posted);
    }
  }

  return hooks;
}

const streamsOf = (providers: readonly SandboxProvider[], { provider }: Hook): readonly string[] =>
  providers.find((one) => one.slug === provider)?.streams ?? [];

/** Of the same millisecond, too: told twice is better than not at all, and the same event. */
function becameSince({ created, updated, deleted }: Item, at: number): Happening['what'] | null {
  if (deleted !== null) return deleted >= at ? 'deleted' : null;
  if (created >= at) return 'created';
  return updated >= at ? 'updated' : null;
}

async function post({ url }: Hook, { query = '', headers, body }: Posted): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      const answer = await fetch(url + query, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await answer.body?.cancel();
      if (answer.status < 500) return;
    } catch {
      /* nobody is there: again below */
    }
    const wait_ms = AGAIN_MS[tries];
    if (wait_ms === undefined) return;
    await new Promise((resolve) => {
      setTimeout(resolve, wait_ms).unref();
    });
  }
}
