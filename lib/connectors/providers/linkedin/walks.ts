import { at, detail, inForms, listAt, numberAt, onePage, pages, text } from '@/lib/connectors/kit';
import type { Answer, At, RequestSpec, StreamContext, Walk } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';

const API = 'https://api.linkedin.com/rest';
const PAGE = 100;
/** Posts whose statistics are asked for at once; the addresses are long. */
const STATISTICS = 50;

/** Asks for the page of an organization by its name. */
export function named(handle: string): RequestSpec {
  return { url: `${API}/organizations`, query: { q: 'vanityName', vanityName: handle } };
}

function urnOf({ account }: StreamContext): string {
  return `urn:li:organization:${account.id}`;
}

/** The page by its name, with its followers; null when the name is another page's now. */
export function profile(): Walk {
  return detail({
    listing: pages({
      request: ({ account }) => named(account.details.handle ?? ''),
      records: 'elements',
      next: onePage,
    }),
    id: (page) => text(page, 'id') ?? '',
    expand: async (page, { ask, context }) => {
      if (text(page, 'id') !== context.account.id) return null;
      const { body } = await ask(followersOf(urnOf(context)));
      return { ...(page as Record<string, Json>), followers: numberAt(body, 'firstDegreeSize') };
    },
    width: 1,
  });
}

/** Callers write the kind of edge in two ways; which one is current is not established. */
function followersOf(urn: string): RequestSpec {
  const url = `${API}/networkSizes/${encodeURIComponent(urn)}`;
  const refused = { status: 400, body: { message: /edgeType/ } };
  return inForms('names of edges', refused, {
    upper: { url, query: { edgeType: 'COMPANY_FOLLOWED_BY_MEMBER' } },
    camel: { url, query: { edgeType: 'CompanyFollowedByMember' } },
  });
}

/** Newest first by when they were made, which no edit changes. */
export function posts(): Walk {
  return detail({
    listing: pages<number>({
      request: (listing) => ({
        url: `${API}/posts`,
        query: {
          q: 'author',
          author: urnOf(listing),
          sortBy: 'CREATED',
          count: listing.size,
          start: listing.page ?? 0,
        },
        headers: { 'x-restli-method': 'FINDER' },
      }),
      page_size: PAGE,
      records: 'elements',
      total: { at: 'paging.total', counts: 'all' },
      next: nextStart,
    }),
    id: (post) => text(post, 'id') ?? '',
    most: STATISTICS,
    expandAll: async (found, { ask, context }) => {
      const known = new Map<string, Json>();
      for (const kind of ['share', 'ugcPost']) {
        const urns = found.flatMap((post) => text(post, 'id') ?? []);
        const ofKind = urns.filter((urn) => urn.startsWith(`urn:li:${kind}:`));
        if (ofKind.length === 0) continue;
        const spec = statisticsOf(urnOf(context), kind, ofKind);
        const { body } = await ask(spec, { list: 'elements', of_record: true });
        for (const one of listAt(body, 'elements'))
          known.set(text(one, kind) ?? '', at(one, 'totalShareStatistics') ?? null);
      }
      return found.map((post) => ({
        ...(post as Record<string, Json>),
        // None are given of a post nobody has seen yet.
        statistics: known.get(text(post, 'id') ?? '') ?? null,
      }));
    },
    width: 2,
  });
}

/** The brackets of a list stand as they are; only what is in it is encoded. */
function statisticsOf(organization: string, kind: string, urns: readonly string[]): RequestSpec {
  const list = `List(${urns.map(encodeURIComponent).join(',')})`;
  const entity = encodeURIComponent(organization);
  return {
    url:
      `${API}/organizationalEntityShareStatistics?q=organizationalEntity` +
      `&organizationalEntity=${entity}&${kind}s=${list}`,
  };
}

/** By the link to the next page, else by the number of all; without either an empty page is the end. */
function nextStart({ body }: Answer, listing: At<number>, records: readonly Json[]): number | null {
  const links = listAt(body, 'paging.links');
  const href = text(links.find((link) => text(link, 'rel') === 'next') ?? null, 'href');
  if (href !== null) return Number(new URL(href, API).searchParams.get('start') ?? Number.NaN);
  const next = (numberAt(body, 'paging.start') ?? listing.page ?? 0) + listing.size;
  const total = numberAt(body, 'paging.total');
  const isMore = total === null ? records.length > 0 : next < total;
  return isMore ? next : null;
}
