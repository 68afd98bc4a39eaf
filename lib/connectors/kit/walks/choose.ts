import { fromInside, pageFrom } from '@/lib/connectors/kit/walks/inside';
import type { Page, Walk, World } from '@/lib/connectors/kit/walks/walk';
import type { Json } from '@/lib/contract/common';

type Place<Name extends string> = { by: Name; at: Json | null };

/**
 * One of several walks, chosen when a pass begins (an export for a large table, pages for a small
 * one). The choice is in the position: a pass that is taken up again stays with it. What one of
 * them puts off is tried again by that one, whichever is chosen then.
 */
export function choose<Name extends string>(
  decide: (world: World) => Promise<NoInfer<Name>>,
  walks: Readonly<Record<Name, Walk>>,
): Walk {
  return {
    ...fromInside(walks),
    async *read(from, world): AsyncGenerator<Page> {
      const begun = from as Place<Name> | null;
      const by = begun?.by ?? (await decide(world));
      for await (const page of walks[by].read(begun?.at ?? null, world))
        yield {
          ...pageFrom(by, page),
          position: page.position === null ? null : { by, at: page.position },
        };
    },
  };
}
