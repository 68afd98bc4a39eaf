import { at, BrokenPaging, detail, pages, text } from '@/lib/connectors/kit';
import type { Bookmark, One, Walk } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';

export const API = 'https://api.stripe.com/v1';
const PAGE = 100;

/** What an event is about, and the types of those that are. */
const EVENTS = {
  customers: {
    object: 'customer',
    types: ['customer.created', 'customer.updated', 'customer.deleted'],
  },
  subscriptions: { object: 'subscription', types: 'customer.subscription.*' },
  invoices: { object: 'invoice', types: 'invoice.*' },
  charges: { object: 'charge', types: 'charge.*' },
} as const;
export type ObjectName = keyof typeof EVENTS;

/** Newest first; a page goes on after its last record. */
export function listing(name: ObjectName): Walk {
  return pages<string>({
    request: ({ page, size }) => ({
      url: `${API}/${name}`,
      query: {
        limit: size,
        starting_after: page ?? undefined,
        // Cancelled ones are left out otherwise.
        status: name === 'subscriptions' ? 'all' : undefined,
      },
    }),
    page_size: PAGE,
    records: 'data',
    next: ({ body }, _, records) => goesOn(body, records.at(-1)),
  });
}

/**
 * Which event was the last, asked before anything is read; in an account where nothing happened for
 * 30 days there is none.
 */
export const LAST_EVENT: Bookmark = {
  by: 'probe',
  request: () => ({ url: `${API}/events`, query: { limit: 1 } }),
  path: 'data.0.id',
  list: 'data',
};

/**
 * What happened since an event, towards now: `ending_before` gives the page right before it in a
 * list that shows the newest first. An event holds its object as it was then, in the form of the
 * account's version of the API: the object itself is fetched, once per page, and says whether it is
 * still there.
 */
export function happenedTo(name: ObjectName): Walk {
  const { object, types } = EVENTS[name];
  return detail({
    listing: pages<string>({
      request: ({ page, since, size }) => ({
        url: `${API}/events`,
        query: {
          ...(typeof types === 'string' ? { type: types } : { 'types[]': types }),
          limit: size,
          ending_before: page ?? since ?? undefined,
        },
      }),
      page_size: PAGE,
      records: 'data',
      only: (event) => text(event, 'data.object.object') === object && idOf(event) !== '',
      next: ({ body }, _, events) => goesOn(body, events[0]),
    }),
    id: idOf,
    expand: async (event, world) => {
      const url = `${API}/${name}/${encodeURIComponent(idOf(event))}`;
      const { body } = await world.ask({ url });
      return at(body, 'deleted') === true ? null : body;
    },
    width: 5,
  });
}

/** An object by its id; what was deleted is answered as that, with status 200. */
export const oneOf = (name: ObjectName): One => ({
  request: (id) => ({ url: `${API}/${name}/${encodeURIComponent(id)}` }),
  record: ({ body }) => (at(body, 'deleted') === true ? null : body),
});

/** A preview of an invoice is an event's object without an id. */
function idOf(event: Json): string {
  return text(event, 'data.object.id') ?? '';
}

/** The record the next page is asked for by; null: there is no next page. */
function goesOn(body: Json, edge: Json | undefined): string | null {
  if (at(body, 'has_more') !== true) return null;
  const id = text(edge, 'id');
  if (id === null) throw new BrokenPaging('Stripe says that there is more, but not behind what.');
  return id;
}
