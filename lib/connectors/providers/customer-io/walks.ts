import {
  at,
  byPageToken,
  detail,
  listAt,
  numberAt,
  onePage,
  pages,
  text,
} from '@/lib/connectors/kit';
import type { Account, Answer, At, Walk } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';

export const US = 'api.customer.io';
export const EU = 'api-eu.customer.io';
/** The most on a page of people and deliveries, of activities, and in a look-up. */
const PAGE = 1_000;
const ACTIVITIES = 100;
const LOOK_UP = 100;
const DAY_SECONDS = 86_400;
/** Less than the shortest six months; and how far back deliveries are looked for at all. */
const WINDOW_SECONDS = 180 * DAY_SECONDS;
const HISTORY_SECONDS = 5 * 365 * DAY_SECONDS;

/** Where a workspace is asked: its region was found when it was connected. */
export function api(details: Readonly<Record<string, string>>): string {
  return `https://${details.host ?? US}/v1`;
}

/** The workspace a key is for, by what was said of it: all of the account are listed to it. */
export function workspaceIn({ body }: Answer, said: string | undefined): Account {
  const all = listAt(body, 'workspaces');
  const wanted = said?.toLowerCase();
  const named = all.filter(
    (one) => wanted === text(one, 'id') || wanted === text(one, 'name')?.toLowerCase(),
  );
  const meant = said === undefined ? all : named;
  // Of several it cannot be told which one the key is for.
  const one = meant.length === 1 ? meant[0] : undefined;
  return { id: text(one, 'id') ?? '', label: text(one, 'name') ?? '' };
}

/** What a question covers ends here, in seconds; null: now. */
type Window = { end: number | null; start: string | null };

/**
 * An answer covers six months at most, by when a message was made: those before are asked for in
 * turn, back to the bookmark or as far as is worth it.
 */
export function deliveries(): Walk {
  return pages<Window>({
    request: ({ account, page, since, size }) => ({
      url: `${api(account.details)}/messages`,
      query: {
        limit: size,
        start: page?.start ?? undefined,
        start_ts: beginOf(page, since),
        end_ts: page?.end ?? undefined,
      },
    }),
    page_size: PAGE,
    records: 'messages',
    next: (answer, { page, since }) => {
      const start = byPageToken('next')(answer);
      const end = page?.end ?? null;
      if (start !== null) return { end, start };
      const now = Math.floor(Date.parse(answer.headers.date ?? '') / 1_000);
      const before = (end ?? now) - WINDOW_SECONDS;
      const oldest = since === null ? now - HISTORY_SECONDS : secondsOf(since);
      return before > oldest ? { end: before, start: null } : null;
    },
  });
}

function beginOf(page: Window | null, since: string | null): number | undefined {
  if (!page?.end) return since === null ? undefined : secondsOf(since);
  return Math.max(page.end - WINDOW_SECONDS, since === null ? 0 : secondsOf(since));
}

function secondsOf(time: string): number {
  return Math.floor(Date.parse(time) / 1_000);
}

/** Activities, from the newest back to what is known. */
export function activities(): Walk {
  return pages<string>({
    request: ({ account, page, size }) => ({
      url: `${api(account.details)}/activities`,
      query: { limit: size, start: page ?? undefined },
    }),
    page_size: ACTIVITIES,
    records: 'activities',
    next: (answer, listing, records) =>
      isPast(listing, records) ? null : byPageToken('next')(answer),
  });
}

/**
 * Whether a page reaches back to what is known. There is no filter by time. Newest first, as was
 * seen; nobody promises it, so it is looked at: in any other order everything is read.
 */
function isPast({ since }: At<string>, records: readonly Json[]): boolean {
  if (since === null) return false;
  const times = records.map((record) => numberAt(record, 'timestamp') ?? Number.NaN);
  const isNewestFirst = times.every((time, i) => i === 0 || time <= times[i - 1]!);
  return isNewestFirst && times.at(-1)! * 1_000 < Date.parse(since);
}

/** Who there is comes without attributes; those are looked up, a hundred people in a call. */
export function people(): Walk {
  return detail({
    listing: pages<string>({
      request: ({ account, page, size }) => ({
        method: 'POST',
        url: `${api(account.details)}/customers`,
        query: { limit: size, start: page ?? undefined },
        json: { filter: { or: ['cio_id', 'id', 'email'].map(exists) } },
      }),
      page_size: PAGE,
      records: 'identifiers',
      next: byPageToken('next'),
    }),
    id: (person) => text(person, 'cio_id') ?? '',
    most: LOOK_UP,
    expandAll: async (found, { ask, context }) => {
      const cio_ids = found.map((person) => text(person, 'cio_id') ?? '');
      const answer = await ask(
        {
          method: 'POST',
          url: `${api(context.account.details)}/customers/attributes`,
          query: { id_type: 'cio_id' },
          json: { ids: cio_ids },
        },
        { list: 'customers', of_record: true },
      );
      const known = peopleIn(answer);
      return cio_ids.map((cio_id) => {
        const person = known.get(cio_id);
        return person === undefined ? null : { cio_id, ...person };
      });
    },
    width: 3,
  });
}

function exists(field: string): Json {
  return { attribute: { field, operator: 'exists' } };
}

/** Those who are not there any more are left out of a look-up. */
function peopleIn({ body }: Answer): Map<string | null, Record<string, Json>> {
  return new Map(
    listAt(body, 'customers').map((one) => {
      const person = at(one, 'customer') as Record<string, Json>;
      return [text(person, 'attributes.cio_id'), person];
    }),
  );
}

/** A list that has no pages. */
export function listing(name: string): Walk {
  return pages({
    request: ({ account }) => ({ url: `${api(account.details)}/${name}` }),
    records: name,
    next: onePage,
  });
}
