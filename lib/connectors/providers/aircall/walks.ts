import { numberAt, pages, text } from '@/lib/connectors/kit';
import type { Answer, At, Walk } from '@/lib/connectors/kit';

export const API = 'https://api.aircall.io';
/** The most the API gives on a page, and of one query. */
const PAGE = 50;
const QUERY = 10_000;

type Place = { from: number | null; page: number };

/**
 * A query shows its first 10,000 records and no more: near that it is begun anew from the time of
 * the last one, whose neighbours are then met twice.
 */
export function sliding(path: string, time: string, more: Record<string, boolean> = {}): Walk {
  const placeOf = ({ page, since }: At<Place>): Place =>
    page ?? { from: since === null ? null : Math.floor(Date.parse(since) / 1_000), page: 1 };
  return pages<Place>({
    request: (listing) => {
      const { from, page } = placeOf(listing);
      return {
        url: `${API}/v1/${path}`,
        query: {
          ...more,
          order: 'asc',
          per_page: listing.size,
          page,
          from: from ?? undefined,
        },
      };
    },
    page_size: PAGE,
    records: path,
    total: { at: 'meta.total', counts: 'all' },
    next: (answer, listing, records) => {
      const page = nextPage(answer);
      if (page === null) return null;
      const { from } = placeOf(listing);
      if (page * listing.size <= QUERY) return { from, page };
      return { from: numberAt(records.at(-1), time) ?? from, page: 1 };
    },
  });
}

/** The number in the link to the next page, which alone says that there is one. */
function nextPage({ body }: Answer): number | null {
  const link = text(body, 'meta.next_page_link');
  return link === null ? null : Number(new URL(link, API).searchParams.get('page') ?? Number.NaN);
}

/** A list that is read whole: page by page, by number. */
export function listing(path: string, records: string): Walk {
  return pages<number>({
    request: ({ page, size }) => ({
      url: `${API}/${path}`,
      query: { per_page: size, page: page ?? 1 },
    }),
    page_size: PAGE,
    records,
    next: nextPage,
  });
}
