import { COMPANIES, record, SIZES, STREAMS } from '@/lib/sandbox/data/aircall';
import type { Stream } from '@/lib/sandbox/data/aircall';
import { json } from '@/lib/sandbox/kit/call';
import type { Call, Reply } from '@/lib/sandbox/kit/call';
import { endpointsFor } from '@/lib/sandbox/kit/endpoint';
import { oneOf, truth, whole } from '@/lib/sandbox/kit/params';
import { defineSandboxProvider } from '@/lib/sandbox/kit/provider';
import { Refused } from '@/lib/sandbox/kit/refusal';
import { sized } from '@/lib/sandbox/kit/sized';
import type { World } from '@/lib/sandbox/kit/world';

const { get } = endpointsFor<string>();
/** A query shows its first 10,000 records. */
const QUERY = 10_000;
const MINUTE = { requests: 120, per_ms: 60_000 };

const PAGES = {
  per_page: whole(1, 50, 20),
  page: whole(1, QUERY, 1),
  order: oneOf(['asc', 'desc'], 'asc'),
};
const TIMES = { from: whole(0, 99_999_999_999, null), to: whole(0, 99_999_999_999, null) };

interface Choice {
  per_page: number;
  page: number;
  order: 'asc' | 'desc';
  from?: number | null;
  to?: number | null;
  fetch_contact?: boolean;
}

/** From the API reference: pages by number, links to the next one, `from` and `to` in seconds. */
export default defineSandboxProvider({
  slug: 'aircall',
  name: 'Aircall',
  hosts: ['api.aircall.io'],
  connect: 'API key: the part before the colon is the API ID, the part behind it the API token.',
  accounts: COMPANIES,
  streams: STREAMS,
  open: sized('aircall', {
    sizes: SIZES,
    id: (_, n) => String(n + 1),
    evolution: (_, stream) =>
      stream === 'calls' || stream === 'contacts'
        ? { update_every_ms: 600_000, busy: 10, birth_every_ms: 3_600_000, alive: 8, keep: 24 }
        : null,
  }),
  sign_in: signedIn,
  gate: ({ world, who }, answer) => limited(world, who, answer),
  endpoints: [
    get('/v1/ping', { answer: () => json(200, { ping: 'pong' }) }),
    get('/v1/company', { answer: ({ who }) => json(200, companyOf(who)) }),
    get('/v1/calls', {
      query: { ...PAGES, ...TIMES, fetch_contact: truth(false) },
      answer: ({ call, who, query, world }) => listed(call, who, 'calls', query, world),
    }),
    get('/v1/contacts', {
      query: { ...PAGES, ...TIMES, order_by: oneOf(['created_at', 'updated_at'], 'created_at') },
      answer: ({ call, who, query, world }) => listed(call, who, 'contacts', query, world),
    }),
    get('/v2/users', {
      query: PAGES,
      answer: ({ call, who, query, world }) => listed(call, who, 'users', query, world),
    }),
    ...(['teams', 'numbers', 'tags'] as const).map((stream) =>
      get(`/v1/${stream}`, {
        query: PAGES,
        answer: ({ call, who, query, world }) => listed(call, who, stream, query, world),
      }),
    ),
  ],
  refuse: ({ status, why, message, parameter, wait_s }) => {
    if (why === 'sign_in')
      return json(status, { message: status === 401 ? 'Unauthorized' : 'Forbidden' });
    if (why === 'no_endpoint') return json(404, { message: 'Not Found' });
    if (why === 'limit')
      return json(429, { message: 'Too Many Requests' }, { 'x-aircallapi-reset': `${wait_s}` });
    const error = parameter ? 'Invalid parameter' : 'Bad Request';
    return json(status, { error, troubleshoot: message });
  },
});

/** No key at all is 401, a wrong one 403. */
function signedIn(call: Call, world: World): string | null {
  const sent = /^Basic (.+)$/.exec(call.header('authorization') ?? '')?.[1];
  if (sent === undefined) return null;
  const key = Buffer.from(sent, 'base64').toString('utf8');
  const found = COMPANIES.find((one) => one.key === key);
  if (found && !world.grants.accountRevoked('aircall', found.name)) return found.name;
  throw new Refused({ status: 403, why: 'sign_in', message: 'Forbidden' });
}

function limited(world: World, who: string, answer: () => Reply): Reply {
  const { allowed, remaining, reset_ms } = world.windows.take(
    `aircall:${who}`,
    MINUTE.requests,
    MINUTE.per_ms,
  );
  if (!allowed)
    throw new Refused({
      status: 429,
      why: 'limit',
      message: 'Too many requests',
      wait_s: Math.ceil(reset_ms / 1_000),
    });
  const reply = answer();
  return {
    ...reply,
    headers: {
      ...reply.headers,
      'x-aircallapi-limit': String(MINUTE.requests),
      'x-aircallapi-remaining': String(remaining),
    },
  };
}

const companyOf = (name: string) => ({
  company: {
    name: name[0]!.toUpperCase() + name.slice(1),
    users_count: SIZES[name]!.users,
    numbers_count: SIZES[name]!.numbers,
  },
});

function listed(call: Call, who: string, stream: Stream, choice: Choice, world: World): Reply {
  const { per_page, page, order, from = null, to = null } = choice;
  const all = world
    .collection(who, stream)!
    .live()
    .filter(({ created }) => {
      const second = Math.floor(created / 1_000);
      return second >= (from ?? 0) && second <= (to ?? Infinity);
    })
    .toSorted((a, b) => (order === 'asc' ? 1 : -1) * (a.created - b.created || a.n - b.n));
  const end = Math.min(page * per_page, QUERY);
  const items = all.slice((page - 1) * per_page, end);
  const linkTo = (number: number): string => {
    const link = new URL(`https://api.aircall.io${call.path}?${call.query.toString()}`);
    link.searchParams.set('page', String(number));
    return link.href;
  };
  return json(200, {
    [stream]: items.map((item) => record(who, stream, item, choice.fetch_contact ?? false)),
    meta: {
      count: items.length,
      total: all.length,
      current_page: page,
      per_page,
      next_page_link: end < Math.min(all.length, QUERY) ? linkTo(page + 1) : null,
      previous_page_link: page > 1 ? linkTo(page - 1) : null,
    },
  });
}
