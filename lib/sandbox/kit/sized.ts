import { createCollection, type Collection } from '@/lib/sandbox/kit/collection';
import type { Evolution } from '@/lib/sandbox/kit/evolution';

/** The accounts a provider has, how large each of their streams is, and how records change. */
interface Sized<Stream extends string> {
  sizes: Readonly<Record<string, Readonly<Record<Stream, number>>>>;
  id: (stream: Stream, n: number, account: string, created: number) => string;
  /** Null: nothing changes by itself. */
  evolution: (account: string, stream: Stream) => Evolution | null;
  /** The stream whose records it describes in another way (a meeting's transcript); itself unless said. */
  same_as?: (stream: Stream) => string;
}

/** Opens the streams of a provider by a table of sizes; null for what is not in it. */
export const sized =
  <Stream extends string>(slug: string, of: Sized<Stream>) =>
  (account: string, name: string, now: () => number): Collection | null => {
    const stream = name as Stream;
    const size = of.sizes[account]?.[stream];
    if (size === undefined) return null;
    return createCollection({
      seed: `${slug}:${account}:${of.same_as?.(stream) ?? stream}`,
      size,
      now,
      id: (n, created) => of.id(stream, n, account, created),
      evolution: of.evolution(account, stream),
    });
  };
