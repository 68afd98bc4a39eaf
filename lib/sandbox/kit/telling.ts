import type { Item } from '@/lib/sandbox/kit/collection';
import type { Hook } from '@/lib/sandbox/kit/hooks';
import type { World } from '@/lib/sandbox/kit/world';

/** What a provider posts. */
export interface Posted {
  /** Added to the address as it was registered. */
  query?: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** Something that happened to a record. */
export interface Happening {
  stream: string;
  item: Item;
  what: 'created' | 'updated' | 'deleted';
}

/** How a provider tells of what happens. */
export interface Telling {
  /** Sent when an address is registered, before anything else; what it answers is not looked at. */
  greet?: (hook: Hook, world: World) => Posted;
  /** The delivery of a happening; null: the provider does not tell of it. */
  tell: (hook: Hook, happening: Happening, world: World) => Posted | null;
}
