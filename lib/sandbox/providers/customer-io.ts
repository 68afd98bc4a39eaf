import {
  ACCOUNTS,
  identifiers,
  idOf,
  record,
  seconds,
  SIZES,
  STREAMS,
  workspaces,
} from '@/lib/sandbox/data/customer-io';
import type { Stream } from '@/lib/sandbox/data/customer-io';
import { json } from '@/lib/sandbox/kit/call';
import type { Reply } from '@/lib/sandbox/kit/call';
import type { Item } from '@/lib/sandbox/kit/collection';
import { endpointsFor } from '@/lib/sandbox/kit/endpoint';
import { newestFirst, pageOf } from '@/lib/sandbox/kit/paging';
import { oneOf, required, text, value, whole } from '@/lib/sandbox/kit/params';
import { defineSandboxProvider } from '@/lib/sandbox/kit/provider';
import { Refused, refuseParameter } from '@/lib/sandbox/kit/refusal';
import { sized } from '@/lib/sandbox/kit/sized';
import type { World } from '@/lib/sandbox/kit/world';

const { get, post } = endpointsFor<string>();
const PER_SECOND = 10;
const SIX_MONTHS_S = 183 * 86_400;
const TIME = whole(0, 99_999_999_999, null);
const ID_TYPE = { id_type: oneOf(['id', 'email', 'phone', 'cio_id'], 'id') };
const MOST_LOOKED_UP = 100;
const pages = (most: number) => ({ limit: whole(1, most, 50), start: text() });

/** From the App API reference (2026-10): unix seconds, and `next` that is empty at the end. */
export default defineSandboxProvider({
  slug: 'customer-io',
  name: 'Customer.io',
  hosts: ['api.customer.io', 'api-eu.customer.io'],
  connect: 'App API key: paste one of these. Globex lives in the EU.',
  accounts: ACCOUNTS,
  streams: STREAMS,
  open: sized('customer-io', {
    sizes: SIZES,
    id: idOf,
    evolution: (account, stream) =>
      account === 'acme' &&
      (stream === 'deliveries' || stream === 'activities' || stream === 'people')
        ? { update_every_ms: 600_000, busy: 10, birth_every_ms: 900_000, alive: 90, keep: 0 }
        : null,
  }),
  // A key is known where its workspace lives, and nowhere else.
  sign_in: (call, world) => {
    const found = ACCOUNTS.find(
      ({ key, host }) => call.host === host && call.header('authorization') === `Bearer ${key}`,
    );
    if (found && !world.grants.accountRevoked('customer-io', found.name)) return found.name;
    throw new Refused({ status: 401, why: 'sign_in', message: 'unauthorized' });
  },
  gate: ({ world, who }, answer) => {
    if (world.windows.take(`customer-io:${who}`, PER_SECOND, 1_000).allowed) return answer();
    throw new Refused({ status: 429, why: 'limit', message: 'rate limit exceeded' });
  },
  endpoints: [
    get('/v1/workspaces', { answer: ({ who }) => json(200, { workspaces: workspaces(who) }) }),
    get('/v1/campaigns', { answer: ({ who, world }) => wholeList(who, 'campaigns', world) }),
    get('/v1/segments', { answer: ({ who, world }) => wholeList(who, 'segments', world) }),
    post('/v1/customers', {
      query: pages(1_000),
      body: { filter: required(value()) },
      answer: ({ who, query, body, world }) => {
        mustBeFilter(body.filter);
        const { limit, start } = query;
        const found = world.collection(who, 'people')!.live();
        const { items, next } = pageOf(found, { limit, cursor: opened(start) });
        const all = items.map((item) => identifiers(who, item));
        return json(200, {
          identifiers: all,
          ids: all.map(({ id }) => id ?? ''),
          next: sealed(next),
        });
      },
    }),
    post('/v1/customers/attributes', {
      query: ID_TYPE,
      body: { ids: required(value()) },
      answer: ({ who, query, body, world }) => lookedUp(who, query.id_type, body.ids, world),
    }),
    get('/v1/messages', {
      query: {
        ...pages(1_000),
        start_ts: TIME,
        end_ts: TIME,
        type: text(),
        metric: text(),
        drafts: text(),
        campaign_id: TIME,
        newsletter_id: TIME,
        action_id: TIME,
      },
      answer: ({ who, query, world }) => {
        const to = query.end_ts ?? seconds(world.now());
        const from = Math.max(query.start_ts ?? 0, to - SIX_MONTHS_S);
        const found = shown(who, 'deliveries', world).filter(
          ({ created }) => seconds(created) >= from && seconds(created) <= to,
        );
        return logged(who, 'deliveries', 'messages', found, query);
      },
    }),
    get('/v1/activities', {
      query: {
        ...pages(100),
        type: text(),
        name: text(),
        deleted: text(),
        customer_id: text(),
        ...ID_TYPE,
      },
      answer: ({ who, query, world }) =>
        logged(who, 'activities', 'activities', shown(who, 'activities', world), query),
    }),
  ],
  refuse: ({ status, message }) =>
    json(status, { errors: [{ detail: message, status: String(status) }] }),
});

const wholeList = (who: string, stream: Stream, world: World): Reply =>
  json(200, {
    [stream]: world
      .collection(who, stream)!
      .live()
      .map((item) => record(who, stream, item)),
  });

/** What happened a moment ago may not be listed yet. */
const shown = (who: string, stream: Stream, world: World): Item[] =>
  world
    .collection(who, stream)!
    .live()
    .filter(({ created }) => created <= world.now() - world.lag_ms());

function logged(
  who: string,
  stream: Stream,
  list: string,
  found: readonly Item[],
  { limit, start }: { limit: number; start: string | null },
): Reply {
  const { items, next } = newestFirst(found, { limit, cursor: opened(start) });
  return json(200, { [list]: items.map((item) => record(who, stream, item)), next: sealed(next) });
}

/** A token means nothing to whoever gets it; the last page has an empty one. */
const sealed = (cursor: string | null): string =>
  cursor === null ? '' : Buffer.from(cursor).toString('base64url');

function opened(start: string | null): string | null {
  if (start === null) return null;
  const cursor = Buffer.from(start, 'base64url').toString();
  return /^[\d.-]+$/.test(cursor) ? cursor : refuseParameter('start', start, 'is not valid');
}

/** Conditions on segments and attributes, put together by and, or and not. All match everybody. */
function mustBeFilter(filter: unknown): void {
  const [word, ...more] = Object.keys((filter ?? {}) as object);
  const inner = word === undefined ? undefined : (filter as Record<string, unknown>)[word];
  if (more.length === 0 && (word === 'and' || word === 'or') && Array.isArray(inner)) {
    inner.forEach(mustBeFilter);
    return;
  }
  if (more.length === 0 && word === 'not') return mustBeFilter(inner);
  const { field, operator, id } = (inner ?? {}) as Record<string, unknown>;
  const isAttribute =
    word === 'attribute' &&
    typeof field === 'string' &&
    ['eq', 'exists'].includes(String(operator));
  if (more.length > 0 || !(isAttribute || (word === 'segment' && typeof id === 'number')))
    refuseParameter('filter', JSON.stringify(filter), 'is not valid');
}

/** Whoever is not there is left out of the answer. */
function lookedUp(who: string, id_type: string, ids: unknown, world: World): Reply {
  if (!Array.isArray(ids) || ids.length < 1 || ids.length > MOST_LOOKED_UP)
    return refuseParameter('ids', String(ids), `must hold between 1 and ${MOST_LOOKED_UP} values`);
  const people = world.collection(who, 'people')!.live();
  const customers = people
    .filter((item) => {
      const known: Record<string, string | null> = identifiers(who, item);
      return ids.includes(known[id_type] ?? '');
    })
    .map((item) => ({ customer: record(who, 'people', item) }));
  return json(200, { customers });
}
