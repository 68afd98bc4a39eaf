import { fromInside, pageFrom } from '@/lib/connectors/kit/walks/inside';
import type { Page, Walk } from '@/lib/connectors/kit/walks/walk';
import type { Json } from '@/lib/contract/common';

type Place = { walk: number; at: Json | null };

/**
 * One walk after the other: a provider that keeps one kind of record in several listings. What one
 * of them puts off is tried again by that one.
 */
export function sequence(...walks: readonly [Walk, ...Walk[]]): Walk {
  return {
    ...fromInside(Object.fromEntries(walks.entries())),
    async *read(from, world): AsyncGenerator<Page> {
      const begun = (from as Place | null) ?? { walk: 0, at: null };
      for (let n = begun.walk; n < walks.length; n++) {
        const at = n === begun.walk ? begun.at : null;
        for await (const { total: _, ...page } of walks[n]!.read(at, world)) {
          const after: Place | null = n + 1 < walks.length ? { walk: n + 1, at: null } : null;
          const position = page.position === null ? after : { walk: n, at: page.position };
          yield { ...pageFrom(String(n), page), position };
        }
      }
    },
  };
}
