import { pages, search, text } from '@/lib/connectors/kit';
import type { Walk } from '@/lib/connectors/kit';
import { versioned, type Path } from '@/lib/connectors/providers/hubspot/paths';

const LIST_LIMIT = 100;
const SEARCH_LIMIT = 200;
/** A search shows no more than this; asking beyond it is refused with 400. */
const SEARCH_SHOWS = 10_000;

/** GET listing, `after` until it is missing. A short or empty page with `after` goes on. */
export function listing(path: Path, query: Record<string, string>, archived: boolean): Walk {
  return pages<string>({
    request: ({ page, size }) =>
      versioned(path, { query: { limit: size, archived, ...query, after: page ?? undefined } }),
    page_size: LIST_LIMIT,
    records: 'results',
    next: ({ body }) => text(body, 'paging.next.after'),
  });
}

/**
 * POST search over change times. No source says whether `hs_object_id` is compared as text or as
 * number: the walk checks (lib/connectors/kit/walks/search.ts). A page may be short or empty with
 * `after`, when what is on it is archived.
 */
export function changes(path: Path, modified: string, properties: readonly string[]): Walk {
  const filter = (operator: 'GTE' | 'LTE', ms: number | null) =>
    ms === null ? [] : [{ propertyName: modified, operator, value: String(ms) }];
  return search({
    request: ({ from_ms, to_ms, beyond, after, size }) =>
      versioned(path, {
        method: 'POST',
        json: {
          filterGroups: [
            {
              filters: [
                ...filter('GTE', from_ms),
                ...filter('LTE', to_ms),
                ...(beyond === null
                  ? []
                  : [{ propertyName: 'hs_object_id', operator: 'GT', value: beyond }]),
              ],
            },
          ],
          sorts: [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }],
          properties: [...properties],
          limit: size,
          after: after ?? '0',
        },
      }),
    records: 'results',
    id: 'id',
    token: 'paging.next.after',
    total: 'total',
    page_size: SEARCH_LIMIT,
    max_results: SEARCH_SHOWS,
  });
}
