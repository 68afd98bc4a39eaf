import { ORGANIZATIONS, record, SIZES, STREAMS } from '@/lib/sandbox/data/pylon';
import { json } from '@/lib/sandbox/kit/call';
import type { Reply } from '@/lib/sandbox/kit/call';
import type { Item } from '@/lib/sandbox/kit/collection';
import { endpointsFor } from '@/lib/sandbox/kit/endpoint';
import { pageOf } from '@/lib/sandbox/kit/paging';
import { text, value, whole } from '@/lib/sandbox/kit/params';
import { defineSandboxProvider } from '@/lib/sandbox/kit/provider';
import { Refused } from '@/lib/sandbox/kit/refusal';
import { sized } from '@/lib/sandbox/kit/sized';
import type { World } from '@/lib/sandbox/kit/world';

const { get, post } = endpointsFor<string>();
const PAGES = { limit: whole(1, 999, 100), cursor: text(/^\d+$/, 'is not a cursor') };
const LISTED = ['accounts', 'contacts', 'users', 'teams', 'tags'] as const;
const REQUEST_ID = 'sandbox';
/** So many of the issues are written in. */
const WRITTEN_IN = 10;

/** From the API reference: cursors, searches with filters, errors as a list of sentences. */
export default defineSandboxProvider({
  slug: 'pylon',
  name: 'Pylon',
  hosts: ['api.usepylon.com', 'api.eu.usepylon.com'],
  connect: 'API key: paste one of these. Globex lives in the EU.',
  accounts: ORGANIZATIONS,
  streams: STREAMS,
  open: sized('pylon', {
    sizes: SIZES,
    id: (_, n) => String(n + 1),
    evolution: (account, stream) =>
      account === 'acme' && stream === 'messages'
        ? { update_every_ms: 600_000, busy: 10, birth_every_ms: 900_000, alive: 40, keep: 0 }
        : null,
  }),
  // A token is known where its organization lives, and nowhere else.
  sign_in: (call, world) => {
    const found = ORGANIZATIONS.find(
      ({ key, host }) => call.host === host && call.header('authorization') === `Bearer ${key}`,
    );
    return found && !world.grants.accountRevoked('pylon', found.name) ? found.name : null;
  },
  endpoints: [
    get('/me', {
      answer: ({ who }) =>
        json(200, {
          data: { id: `org_${who}`, name: who[0]!.toUpperCase() + who.slice(1) },
          request_id: REQUEST_ID,
        }),
    }),
    post('/issues/search', {
      body: { ...PAGES, filter: value() },
      answer: ({ who, body, world }) =>
        listed(found(who, body.filter, world), body, (item) => issue(who, item, world)),
    }),
    get('/issues/{id}/messages', {
      query: PAGES,
      answer: ({ who, path, query, world }) => {
        const parent = world.collection(who, 'issues')!.get(String(path.id));
        if (!parent || parent.deleted !== null)
          throw new Refused({ status: 404, why: 'not_found', message: 'issue not found' });
        return listed(messagesOf(who, parent.id, world), query, (i) => record(who, 'messages', i));
      },
    }),
    ...LISTED.map((stream) =>
      get(`/${stream}`, {
        query: PAGES,
        answer: ({ who, query, world }) =>
          listed(world.collection(who, stream)!.live(), query, (i) => record(who, stream, i)),
      }),
    ),
  ],
  refuse: ({ status, message, why, wait_s }) =>
    json(
      status,
      { errors: [message], request_id: REQUEST_ID },
      why === 'limit' ? { 'retry-after': `${wait_s}` } : {},
    ),
});

/** The last page has its cursor as well; what counts is `has_next_page`. */
function listed(
  items: readonly Item[],
  asked: { limit: number; cursor: string | null },
  form: (item: Item) => object,
): Reply {
  const page = pageOf(items, asked);
  return json(200, {
    data: page.items.map(form),
    pagination: { cursor: String(page.items.at(-1)?.n ?? ''), has_next_page: page.next !== null },
    request_id: REQUEST_ID,
  });
}

/** Messages are written in the first issues only. */
const isIn =
  (issue_id: string) =>
  ({ n }: Item): boolean =>
    String((n % WRITTEN_IN) + 1) === issue_id;

const messagesOf = (who: string, issue_id: string, world: World): readonly Item[] =>
  world.collection(who, 'messages')!.live().filter(isIn(issue_id));

/** When something was last written in an issue, also if it was deleted since; null: never. */
function writtenAt(who: string, { id }: Item, world: World): number | null {
  const messages = world.collection(who, 'messages')!;
  const all = [...messages.live(), ...messages.deleted()].filter(isIn(id));
  return all.length === 0 ? null : Math.max(...all.map(({ created }) => created));
}

/** An issue changes when something is written in it. */
const changedAt = (who: string, item: Item, world: World): number =>
  Math.max(item.updated, writtenAt(who, item, world) ?? 0);

function issue(who: string, item: Item, world: World): object {
  const written = writtenAt(who, item, world);
  return {
    ...record(who, 'issues', item),
    updated_at: new Date(changedAt(who, item, world)).toISOString(),
    latest_message_time: written === null ? null : new Date(written).toISOString(),
  };
}

/**
 * One filter on a time; one of a field nobody knows is passed over, as Pylon does. What changed a
 * moment ago may not be found yet.
 */
function found(who: string, filter: unknown, world: World): readonly Item[] {
  const { field, operator, value: bound } = (filter ?? {}) as Record<string, unknown>;
  const items = world.collection(who, 'issues')!.live();
  if (field !== 'updated_at') return items;
  const at = Date.parse(String(bound));
  if (Number.isNaN(at) || (operator !== 'time_is_after' && operator !== 'time_is_before'))
    throw new Refused({ status: 400, why: 'bad_body', message: 'invalid filter' });
  const shown = world.now() - world.lag_ms();
  return items.filter((item) => {
    const changed = changedAt(who, item, world);
    if (changed > shown) return false;
    return operator === 'time_is_after' ? changed > at : changed < at;
  });
}
