import type { Collection } from '@/lib/sandbox/kit/collection';
import type { Hooks } from '@/lib/sandbox/kit/hooks';
import type { Grants } from '@/lib/sandbox/kit/grants';
import type { Windows } from '@/lib/sandbox/kit/windows';

/** What the sandbox lends a provider. */
export interface World {
  /** The provider's clock, epoch milliseconds. */
  now: () => number;
  grants: Grants;
  windows: Windows;
  /** The records of a stream; opened once, kept with every change made to them. */
  collection: (account: string, stream: string) => Collection | null;
  /** The listed accounts and those opened by a number in their name. */
  known_accounts: () => string[];
  /** Milliseconds a change takes until searches and listings by change time show it. */
  lag_ms: () => number;
  /** The setting of one of the provider's modes. */
  mode: (name: string) => string;
  /** Addresses that are told of what happens. */
  hooks: () => Hooks;
  /** Where the app may have people sent back to. */
  callback_allowed: (url: URL) => boolean;
  /** What it was told to remember; forgotten at a reset. */
  memory: Map<string, unknown>;
  /** Counts calls by name; for behaviours such as "the first five work". */
  count: (key: string) => number;
}
