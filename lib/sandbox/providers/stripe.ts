import {
  accountBody,
  ACCOUNTS,
  idOf,
  KINDS,
  record,
  SIZES,
  STREAMS,
} from '@/lib/sandbox/data/stripe';
import type { Stream } from '@/lib/sandbox/data/stripe';
import { json } from '@/lib/sandbox/kit/call';
import type { Reply } from '@/lib/sandbox/kit/call';
import type { Item } from '@/lib/sandbox/kit/collection';
import { endpointsFor } from '@/lib/sandbox/kit/endpoint';
import { list, oneOf, text, truth, whole } from '@/lib/sandbox/kit/params';
import type { Param } from '@/lib/sandbox/kit/params';
import { defineSandboxProvider } from '@/lib/sandbox/kit/provider';
import { Refused, refuseParameter } from '@/lib/sandbox/kit/refusal';
import { sized } from '@/lib/sandbox/kit/sized';
import type { World } from '@/lib/sandbox/kit/world';
import { hookEndpoints } from '@/lib/sandbox/providers/stripe/hooks';
import { eventBody, eventsOf, isKept, isOfType } from '@/lib/sandbox/providers/stripe/events';

const { get } = endpointsFor<string>();
/** Calls a second of a sandbox; live accounts have 100. */
const PER_SECOND = 25;
/** A list is sent as `name[]` again and again, or numbered as the official clients do. */
const many = (name: string, most: number): Record<string, Param<readonly string[] | null>> =>
  Object.fromEntries(
    ['', ...Array.from({ length: most }, (_, i) => String(i))].map((n) => [
      `${name}[${n}]`,
      list({ repeats: n === '', max: most, pattern: /^[\w.*]+$/ }),
    ]),
  );
const sent = (name: string, query: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(query).flatMap(([key, value]) =>
    key.startsWith(`${name}[`) && Array.isArray(value) ? (value as string[]) : [],
  );
const TYPES = many('types', 20);
const EXPAND = many('expand', 4);
const AT = whole(0, 99_999_999_999, null);
const PAGES = {
  limit: whole(1, 100, 10),
  starting_after: text(),
  ending_before: text(),
  ...EXPAND,
  'created[gt]': AT,
  'created[gte]': AT,
  'created[lt]': AT,
  'created[lte]': AT,
};
type Pages = {
  limit: number;
  starting_after: string | null;
  ending_before: string | null;
  [bound: `created[${string}]`]: number | null;
};
const CUSTOMER = { customer: text() };
/** Beside the pages: what each list can be narrowed by. */
const NARROWED = {
  customers: { email: text() },
  subscriptions: {
    ...CUSTOMER,
    status: oneOf(['all', 'ended', 'active', 'canceled', 'past_due', 'trialing'], null),
  },
  invoices: { ...CUSTOMER, status: oneOf(['draft', 'open', 'paid', 'void'], null) },
  charges: CUSTOMER,
};

/** From the API reference: lists by the last id, objects without a change time, and events. */
export default defineSandboxProvider({
  slug: 'stripe',
  name: 'Stripe',
  hosts: ['api.stripe.com'],
  connect: 'Restricted key: paste one of these.',
  accounts: ACCOUNTS,
  streams: STREAMS,
  open: sized('stripe', {
    sizes: SIZES,
    id: idOf,
    evolution: (account) =>
      account === 'acme'
        ? { update_every_ms: 600_000, busy: 20, birth_every_ms: 3_600_000, alive: 90, keep: 0 }
        : null,
  }),
  sign_in: (call, world) => {
    const sent = /^Bearer (.+)$/.exec(call.header('authorization') ?? '')?.[1];
    const found = ACCOUNTS.find(({ key }) => key === sent);
    if (found && !world.grants.accountRevoked('stripe', found.name)) return found.name;
    const masked = `${'*'.repeat(12)}${(sent ?? '').slice(-4)}`;
    throw new Refused({
      status: 401,
      why: 'sign_in',
      message: `Invalid API Key provided: ${masked}`,
    });
  },
  gate: ({ world, who }, answer) => {
    if (world.windows.take(`stripe:${who}`, PER_SECOND, 1_000).allowed) return answer();
    throw new Refused({ status: 429, why: 'limit', message: 'Request rate limit exceeded.' });
  },
  endpoints: [
    ...hookEndpoints,
    get('/v1/account', { answer: ({ who }) => json(200, accountBody(who)) }),
    get('/v1/events', {
      query: {
        ...PAGES,
        type: text(),
        ...TYPES,
        delivery_success: truth(null),
      },
      answer: ({ who, query, world }) => {
        const several = sent('types', query);
        const types = query.type === null ? several : [query.type];
        if (query.type !== null && several.length > 0)
          refuseParameter('type', query.type, 'cannot be combined with types');
        const rows = eventsOf(who, world)
          .filter(({ type }) => types.length === 0 || types.some((one) => isOfType(type, one)))
          .filter(({ at }) => isWithin(at, query))
          .map((event) => ({ key: event.id, body: eventBody(event) }));
        const keyOf = (cursor: string) => (isKept(cursor, world.now()) ? cursor : null);
        return page('/v1/events', rows, query, { keyOf, what: 'event' });
      },
    }),
    ...STREAMS.flatMap((stream) => [
      get(`/v1/${stream}`, {
        query: { ...PAGES, ...NARROWED[stream] },
        answer: ({ who, query, world }) => listed(who, stream, query, world),
      }),
      get(`/v1/${stream}/{id}`, {
        query: EXPAND,
        answer: ({ who, path, world }) => one(who, stream, String(path.id), world),
      }),
    ]),
  ],
  refuse: ({ status, why, message, parameter }) => {
    const code = CODES[why] ?? (status === 429 ? 'rate_limit' : undefined);
    const type = status >= 500 ? 'api_error' : 'invalid_request_error';
    const param = parameter === undefined ? {} : { param: parameter };
    const said = why === 'unknown_parameter' ? `Received unknown parameter: ${parameter}` : message;
    return json(status, { error: { ...(code ? { code } : {}), message: said, ...param, type } });
  },
});

const CODES: Partial<Record<Refused['refusal']['why'], string>> = {
  unknown_parameter: 'parameter_unknown',
  missing_parameter: 'parameter_missing',
  not_found: 'resource_missing',
};

function missing(what: string, id: string, parameter: string, status: 400 | 404): never {
  throw new Refused({
    status,
    why: 'not_found',
    message: `No such ${what}: '${id}'`,
    parameter,
  });
}

/** A deleted customer says so; a deleted draft of an invoice is not found. */
function one(who: string, stream: Stream, id: string, world: World): Reply {
  const item = world.collection(who, stream)!.get(id);
  const { object } = KINDS[stream];
  if (item && (item.deleted === null || stream === 'subscriptions'))
    return json(200, record(who, stream, item));
  if (item && stream === 'customers') return json(200, { id, object, deleted: true });
  return missing(object, id, 'id', 404);
}

function listed(
  who: string,
  stream: Stream,
  query: Pages & { status?: string | null; customer?: string | null; email?: string | null },
  world: World,
): Reply {
  const records = world.collection(who, stream)!;
  const { status = null, customer = null, email = null } = query;
  // A cancelled subscription is listed to those who ask for all.
  const isShown = (given: unknown) =>
    stream !== 'subscriptions' || status !== null || given !== 'canceled';
  const all =
    stream === 'subscriptions' ? [...records.live(), ...records.deleted()] : records.live();
  const rows = all
    .map((item) => ({ item, key: ageOf(item), body: record(who, stream, item) }))
    .filter(({ item, body }) => isWithin(item.created, query) && isShown(body.status))
    .filter(({ body }) => status === null || status === 'all' || body.status === status)
    .filter(({ body }) => customer === null || body.customer === customer)
    .filter(({ body }) => email === null || body.email === email)
    .sort((a, b) => (a.key < b.key ? 1 : -1));
  const keyOf = (cursor: string) => rows.find(({ item }) => item.id === cursor)?.key ?? null;
  return page(`/v1/${stream}`, rows, query, { keyOf, what: KINDS[stream].object });
}

const ageOf = ({ created, n }: Item): string => `${created}-${String(n).padStart(9, '0')}`;

const isWithin = (ms: number, query: Pages): boolean => {
  const at = Math.floor(ms / 1_000);
  return (
    at > (query['created[gt]'] ?? -1) &&
    at >= (query['created[gte]'] ?? 0) &&
    at < (query['created[lt]'] ?? Infinity) &&
    at <= (query['created[lte]'] ?? Infinity)
  );
};

/**
 * A page of what is sorted newest first. `starting_after` gives what follows an id, `ending_before`
 * what stands right before it, in the same order.
 */
function page(
  url: string,
  rows: readonly { key: string; body: object }[],
  { limit, starting_after, ending_before }: Pages,
  { keyOf, what }: { keyOf: (cursor: string) => string | null; what: string },
): Reply {
  const from = (name: string, cursor: string | null) =>
    cursor === null ? null : (keyOf(cursor) ?? missing(what, cursor, name, 400));
  const after = from('starting_after', starting_after);
  const before = from('ending_before', ending_before);
  const left = rows.filter(
    ({ key }) => (after === null || key < after) && (before === null || key > before),
  );
  const data = before === null ? left.slice(0, limit) : left.slice(-limit);
  const has_more = left.length > limit;
  return json(200, { object: 'list', url, has_more, data: data.map(({ body }) => body) });
}
