import { checkAnswer } from '@/lib/sandbox/kit/answers';
import type { Change, Changed, Item } from '@/lib/sandbox/kit/collection';
import type { Fault, Faults } from '@/lib/sandbox/kit/faults';
import type { Hooks } from '@/lib/sandbox/kit/hooks';
import type { Grants, Rotation } from '@/lib/sandbox/kit/grants';
import type { SandboxProvider } from '@/lib/sandbox/kit/provider';
import type { World } from '@/lib/sandbox/kit/world';
import { ControlError } from '@/lib/sandbox/kit/refusal';
import type { Windows } from '@/lib/sandbox/kit/windows';
import type { State } from '@/lib/sandbox/worlds';

export interface StreamOf {
  provider: string;
  account: string;
  stream: string;
}
export interface RecordNote {
  id: string;
  updated_at: string;
  deleted_at: string | null;
}

/**
 * Makes the sandbox misbehave, changes its data and tells what it was asked. Throws ControlError on
 * input it cannot use. The same calls exist over HTTP (control-http.ts), where each is explained.
 */
export interface Control {
  fault: (fault: Fault) => void;
  faults: () => readonly Fault[];
  /** Ends the faults of everybody, of a provider, or of one of its accounts. */
  clearFaults: (provider?: string, account?: string) => void;
  /** Ends every consent of the account, or its key. */
  revoke: (target: { provider: string; account: string }) => void;
  mutate: (target: StreamOf & Change) => Changed;
  /** Registers an address that is told of what happens in an account. Answers the hook's id. */
  hook: (setting: { provider: string; account: string; url: string; secret: string }) => {
    id: string;
  };
  limits: (setting: { off: boolean }) => void;
  tokenLife: (setting: { provider: string; seconds: number }) => void;
  rotation: (setting: { provider: string } & Rotation) => void;
  /** Whether the provider knows our app: while not, token calls answer invalid_client. */
  app: (setting: { provider: string; accepted: boolean }) => void;
  /** Milliseconds a change takes until searches and listings by change time show it. */
  lag: (setting: { provider: string; ms: number }) => void;
  /** How far the provider's clock is from ours: its Date header, change times and "now". */
  clock: (setting: { provider: string; offset_ms: number }) => void;
  /** Chooses how the provider behaves where the real one differs from case to case. */
  mode: (setting: { provider: string; name: string; value: string }) => void;
  records: (target: StreamOf) => {
    live: RecordNote[];
    deleted: RecordNote[];
    archived: RecordNote[];
  };
  /** Calls so far by "METHOD host/path", answers by status, and faults that struck by kind. */
  requests: (provider?: string) => {
    total: number;
    paths: Record<string, number>;
    statuses: Record<string, number>;
    faults: Record<string, number>;
  };
  clearRequests: () => void;
  /** As freshly started; generated data returns to what the clock says. */
  reset: () => void;
}

interface Parts {
  providers: readonly SandboxProvider[];
  worlds: ReadonlyMap<string, World>;
  states: ReadonlyMap<string, State>;
  faults: Faults;
  grants: Grants;
  windows: Windows;
  hooks: Hooks;
  requests: Map<string, number>;
  statuses: ReadonlyMap<string, number>;
  reset: () => void;
}

const noteOf = (item: Item): RecordNote => ({
  id: item.id,
  updated_at: new Date(item.updated).toISOString(),
  deleted_at: item.deleted === null ? null : new Date(item.deleted).toISOString(),
});

/** Longer than a screen: it is the list of the control calls, one or two lines each. */
export function createControl(parts: Parts): Control {
  const { providers, worlds, faults, grants, windows, requests, statuses } = parts;
  const provider = (slug: string) => {
    const found = providers.find((p) => p.slug === slug);
    if (found) return found;
    throw new ControlError(`provider must be one of ${providers.map((p) => p.slug).join(', ')}`);
  };
  const state = (slug: string) => parts.states.get(provider(slug).slug)!;
  const collection = ({ provider: slug, account, stream }: StreamOf) => {
    const about = provider(slug);
    const found = worlds.get(slug)!.collection(account, stream);
    if (found) return found;
    throw new ControlError(
      `${about.name} has no account “${account}” with a stream “${stream}”. ` +
        `Accounts: ${about.accounts.map((a) => a.name).join(', ')}; streams: ${about.streams.join(', ')}.`,
    );
  };

  return {
    fault: (fault) => {
      provider(fault.provider);
      checkAnswer(fault);
      faults.add(fault);
    },
    faults: faults.list,
    clearFaults: faults.clear,
    revoke: ({ provider: slug, account }) => grants.revokeAccount(provider(slug).slug, account),
    mutate: (target) => {
      const found = collection(target);
      const { name, archives = [] } = provider(target.provider);
      if ((target.archive ?? target.unarchive) && !archives.includes(target.stream))
        throw new ControlError(`${name} cannot archive ${target.stream}.`);
      return found.mutate(target);
    },
    hook: ({ provider: slug, ...asked }) => {
      const made = parts.hooks.add({ ...asked, provider: provider(slug).slug, ends: null });
      if (made) return { id: made.id };
      throw new ControlError('The sandbox calls this machine and the app’s own origin only.');
    },
    limits: ({ off }) => windows.setOff(off),
    tokenLife: ({ provider: slug, seconds }) => grants.setTokenLife(provider(slug).slug, seconds),
    rotation: ({ provider: slug, ...setting }) => grants.setRotation(provider(slug).slug, setting),
    app: ({ provider: slug, accepted }) => grants.setApp(provider(slug).slug, accepted),
    lag: ({ provider: slug, ms }) => {
      state(slug).lag_ms = ms;
    },
    clock: ({ provider: slug, offset_ms }) => {
      state(slug).offset_ms = offset_ms;
    },
    mode: ({ provider: slug, name, value }) => {
      const modes = provider(slug).modes ?? {};
      if (!Object.hasOwn(modes, name) || !modes[name]!.includes(value))
        throw new ControlError(
          `Modes: ${
            Object.entries(modes)
              .map(([key, words]) => `${key} (${words.join(', ')})`)
              .join('; ') || 'none'
          }.`,
        );
      state(slug).modes.set(name, value);
    },
    records: (target) => {
      const found = collection(target);
      return {
        live: found.live().map(noteOf),
        deleted: found.deleted().map(noteOf),
        archived: found.archived().map(noteOf),
      };
    },
    requests: (slug) => ({ ...tally(requests, statuses, slug), faults: faults.played() }),
    clearRequests: () => requests.clear(),
    reset: parts.reset,
  };
}

function tally(
  requests: ReadonlyMap<string, number>,
  statuses: ReadonlyMap<string, number>,
  slug: string | undefined,
) {
  const ours = (key: string) => !slug || key.startsWith(`${slug} `);
  const asked = [...requests].filter(([key]) => ours(key));
  return {
    total: asked.reduce((sum, [, count]) => sum + count, 0),
    paths: Object.fromEntries(
      asked.map(([key, count]) => [key.slice(key.indexOf(' ') + 1), count]),
    ),
    statuses: Object.fromEntries(
      [...statuses]
        .filter(([key]) => ours(key))
        .map(([key, count]) => [slug ? key.slice(slug.length + 1) : key, count]),
    ),
  };
}
