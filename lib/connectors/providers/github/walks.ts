import { at, byLinkHeader, children, newest, pages, text } from '@/lib/connectors/kit';
import type { Answer, One, Walk } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';

export const API = 'https://api.github.com';
const PAGE = 100;

export interface Listing {
  path: string;
  /** How changes are asked for: by `since`, or the newest first until known ones come. */
  changed: 'since' | 'newest first';
  own?: (item: Json) => Json | null;
}

/** Repositories in the order of their names. */
export function repositories(): Walk {
  return pages<string>({
    request: ({ page, size }) =>
      page === null
        ? {
            url: `${API}/user/repos`,
            query: {
              affiliation: 'owner,collaborator,organization_member',
              sort: 'full_name',
              per_page: size,
            },
          }
        : { url: page },
    page_size: PAGE,
    records: '',
    next: byLinkHeader,
  });
}

/** What every listing per repository has. Where issues are switched off, asking for them is 410. */
function perRepository({ path, own = (item) => item }: Listing) {
  return {
    parents: 'repositories',
    which: (repository: Json) => path === 'pulls' || !isFalse(repository, 'has_issues'),
    records: '',
    own: (_: unknown, item: Json) => own(item),
    bookmark: newest('updated_at'),
    page_size: PAGE,
    width: 4,
  };
}

const address = (repository: Json, { path }: Listing) =>
  `${API}/repos/${text(repository, 'full_name')}/${path}`;
const stateOf = ({ path }: Listing) => (path === 'issues/comments' ? undefined : 'all');

/** In the order they were made, which no change disturbs. */
export function whole(listing: Listing): Walk {
  return children<string>({
    ...perRepository(listing),
    request: ({ record }, { page, size, from }) =>
      page === null
        ? {
            url: address(record, listing),
            query: {
              state: stateOf(listing),
              sort: 'created',
              direction: 'asc',
              per_page: size,
              since: listing.changed === 'since' ? (from ?? undefined) : undefined,
            },
          }
        : { url: page },
    next: byLinkHeader,
  });
}

/**
 * By change time from `since`, which is moved on with every page: what changes meanwhile goes to the
 * end, and pages by number would slide over its neighbours.
 */
export function since(listing: Listing): Walk {
  return children<{ from: string | null; page: number }>({
    ...perRepository(listing),
    request: ({ record }, { page, since: known, size }) => ({
      url: address(record, listing),
      query: {
        state: stateOf(listing),
        sort: 'updated',
        direction: 'asc',
        per_page: size,
        since: page?.from ?? known ?? undefined,
        page: page?.page,
      },
    }),
    next: (answer, { page, since: known }, records) => {
      if (byLinkHeader(answer) === null) return null;
      const from = page?.from ?? known;
      const last = text(records.at(-1), 'updated_at');
      if (last !== null && last !== from) return { from: last, page: 1 };
      return { from, page: (page?.page ?? 1) + 1 };
    },
  });
}

/** Pull requests cannot be asked for since a time: they are read until known ones come. */
export function newestFirst(listing: Listing): Walk {
  return children<string>({
    ...perRepository(listing),
    request: ({ record }, { page, size }) =>
      page === null
        ? {
            url: address(record, listing),
            query: { state: 'all', sort: 'updated', direction: 'desc', per_page: size },
          }
        : { url: page },
    next: (answer: Answer, { since: known }, records) => {
      const oldest = text(records.at(-1), 'updated_at');
      return known !== null && oldest !== null && oldest < known ? null : byLinkHeader(answer);
    },
  });
}

/**
 * One record where an event says it is: GitHub finds issues by repository and number, and comments
 * by repository and id. A pull request is never deleted.
 */
export function byPlace({ path, own = (item) => item }: Listing): One {
  const isNumbered = path !== 'issues/comments';
  return {
    request: (id, _, place) => {
      const found = (isNumbered ? NUMBERED : REPOSITORY).exec(place);
      if (!found) return null;
      const [, repository, number = id] = found;
      return { url: `${API}/repos/${repository}/${path}/${encodeURIComponent(number)}` };
    },
    record: ({ body }) => own(body) ?? null,
  };
}
const REPOSITORY = /^([\w.-]+\/[\w.-]+)$/;
const NUMBERED = /^([\w.-]+\/[\w.-]+)\/(\d+)$/;

const isFalse = (item: Json, key: string): boolean => at(item, key) === false;
