import { COMPANIES, companyOf, record, sizesOf, STREAMS } from '@/lib/sandbox/data/pipedrive';
import type { Stream } from '@/lib/sandbox/data/pipedrive';
import { createCollection } from '@/lib/sandbox/kit/collection';
import type { Collection, Item } from '@/lib/sandbox/kit/collection';
import { hash } from '@/lib/sandbox/kit/dice';
import { defineSandboxProvider, json, jsonOf } from '@/lib/sandbox/kit/provider';
import type { Call, Reply, World } from '@/lib/sandbox/kit/provider';

/** The smallest plan's burst, per key and two seconds. */
const BURST = 20;
const BURST_MS = 2_000;
const DAILY = 150_000;
const DAY_MS = 86_400_000;
/** Rows stay for thirty days after they were deleted. */
const KEPT_MS = 30 * DAY_MS;
/** Tokens of the daily allowance a call costs, by stream. */
const COST: Record<Stream, number> = {
  deals: 10,
  persons: 10,
  organizations: 10,
  activities: 10,
  products: 10,
  users: 20,
  pipelines: 5,
  stages: 5,
};
const ME_COST = 2;
const UPDATED_FILTERS: readonly Stream[] = ['deals', 'persons', 'organizations', 'activities'];

const isStream = (name: string): name is Stream => (STREAMS as readonly string[]).includes(name);

export default defineSandboxProvider({
  slug: 'pipedrive',
  name: 'Pipedrive',
  hosts: ['api.pipedrive.com', '*.pipedrive.com'],
  connect:
    'API key: paste one of these. A key of b01d, zeros and a number (forty characters in all) is a company with that many persons.',
  accounts: COMPANIES,
  streams: STREAMS,
  open: openCollection,
  account_of: (call, world) => signedIn(call, world),
  handle(call, world) {
    const company = signedIn(call, world);
    if (company === null)
      return problem(401, 'unauthorized access', 'Please check developers.pipedrive.com');
    const path = call.path.replace(/^\/api/, '');
    // The company's own host knows only the company's own keys.
    if (call.host !== 'api.pipedrive.com' && call.host !== `${company}.pipedrive.com`)
      return problem(401, 'unauthorized access', 'Please check developers.pipedrive.com');
    if (company === 'stark' && path !== '/v1/users/me')
      return problem(
        402,
        'Payment required',
        'The company account is suspended because it has not been paid for.',
      );
    if (call.method !== 'GET') return problem(405, 'Method not allowed', null);

    const version = /^\/(v[12])\/([a-z]+)$/.exec(path);
    const stream = version?.[2] ?? '';
    const me = path === '/v1/users/me';
    if (!me && !(isStream(stream) && (stream === 'users') === (version?.[1] === 'v1')))
      return problem(404, 'Unknown method .', null);
    const { allowed, headers } = budget(
      call,
      company,
      me ? ME_COST : COST[stream as Stream],
      world,
    );
    if (!allowed) return overLimit(headers);
    if (company === 'initech' && stream === 'deals')
      return problem(500, 'Internal server error', null);
    const reply = me
      ? whoAmI(company)
      : stream === 'users'
        ? users(company, world)
        : list(call, company, stream as Stream, world);
    return { ...reply, headers: { ...reply.headers, ...headers } };
  },
  failure(kind, wait_s) {
    if (kind === '401')
      return problem(401, 'unauthorized access', 'Please check developers.pipedrive.com');
    if (kind === '429')
      return overLimit({ 'x-ratelimit-reset': String(wait_s), 'x-ratelimit-remaining': '0' });
    return problem(
      Number(kind),
      kind === '503' ? 'Service unavailable' : 'Internal server error',
      null,
    );
  },
});

function openCollection(company: string, stream: string, now: () => number): Collection | null {
  const sizes = sizesOf(company);
  if (!sizes || !isStream(stream)) return null;
  const size = sizes[stream];
  const fixed = ['users', 'pipelines', 'stages'].includes(stream) || !sizes.moves;
  const alive = fixed || stream === 'products' ? 0 : Math.min(36, Math.floor(size / 8));
  return createCollection({
    seed: `pipedrive:${company}:${stream}`,
    size,
    now,
    id: (n) => String(n + 1),
    evolution: fixed
      ? null
      : {
          update_every_ms: size > 300 ? 180_000 : 600_000,
          busy: Math.max(1, Math.floor(size / 8)),
          birth_every_ms: size > 300 ? 1_800_000 : 5_400_000,
          alive,
          keep: alive * 3,
        },
  });
}

/** Keys carry their company; one is dead once it was revoked. */
function signedIn(call: Call, world: World): string | null {
  const key = call.header('x-api-token');
  const company = key ? companyOf(key) : null;
  return company !== null && !world.grants.accountRevoked('pipedrive', company) && sizesOf(company)
    ? company
    : null;
}

const problem = (status: number, error: string, error_info: string | null): Reply =>
  json(status, {
    success: false,
    error,
    ...(status === 401 ? { errorCode: 401 } : { code: status }),
    error_info,
    data: null,
    additional_data: null,
  });
const overLimit = (headers: Record<string, string>): Reply =>
  json(429, { success: false, error: 'request over limit', code: 429 }, headers);

/**
 * Counts the call against the burst and the day. The headers come with every answer, the refusal
 * too.
 */
function budget(
  call: Call,
  company: string,
  cost: number,
  world: World,
): { allowed: boolean; headers: Record<string, string> } {
  const burst = world.windows.take(`pipedrive:${company}`, BURST, BURST_MS);
  const day = world.windows.take(`pipedrive:day:${company}`, DAILY, DAY_MS, cost);
  const left = company === 'wayne' && cost > ME_COST ? 0 : day.remaining;
  return {
    allowed: burst.allowed && left > 0,
    headers: {
      'x-ratelimit-limit': String(BURST),
      'x-ratelimit-remaining': String(burst.remaining),
      'x-ratelimit-reset': String(Math.ceil(burst.reset_ms / 1000)),
      'x-daily-ratelimit-token-limit': String(DAILY),
      'x-daily-ratelimit-token-remaining': String(left),
      'x-correlation-id': `sandbox-${hash(call.path + call.now).toString(16)}`,
    },
  };
}

function whoAmI(company: string): Reply {
  const sizes = sizesOf(company)!;
  const me = record(
    'users',
    {
      id: '1',
      n: 0,
      rev: 0,
      created: Date.UTC(2024, 2, 1),
      updated: Date.UTC(2026, 8, 1),
      deleted: null,
      kept: null,
    },
    company,
    sizes,
  );
  return json(200, {
    success: true,
    data: {
      ...me,
      company_id: 70_000 + (hash(company) % 9_000),
      company_name: company[0]!.toUpperCase() + company.slice(1),
      company_domain: company,
      company_country: 'DE',
      company_industry: null,
    },
  });
}

/** API v1: no paging, and null where there is nobody. */
function users(company: string, world: World): Reply {
  const found = world
    .collection(company, 'users')!
    .live()
    .map((item) => record('users', item, company, sizesOf(company)!));
  return json(200, {
    success: true,
    data: found.length > 0 ? found : null,
    additional_data: { pagination: { start: 0, limit: 100, more_items_in_collection: false } },
  });
}

function recordJson(stream: Stream, item: Item, company: string): Buffer {
  item.kept ??= {
    form: '',
    bytes: Buffer.from(JSON.stringify(record(stream, item, company, sizesOf(company)!))),
  };
  return item.kept.bytes;
}

type Place = { by: string; at: number; n: number };

/**
 * API v2 listing. The cursor names the first record of the next page by its sort value, so changes
 * meanwhile shift nothing.
 */
function list(call: Call, company: string, stream: Stream, world: World): Reply {
  const { query } = call;
  const limit = query.has('limit') ? Number(query.get('limit')) : 100;
  if (!Number.isInteger(limit) || limit < 1 || limit > 500)
    return problem(400, 'Bad request', 'limit must be a number from 1 to 500');
  const by = query.get('sort_by') ?? 'id';
  if (!['id', 'update_time', 'add_time'].includes(by))
    return problem(400, 'Bad request', 'sort_by is not valid');
  const filters = UPDATED_FILTERS.includes(stream);
  if (!filters && (query.has('updated_since') || query.has('updated_until')))
    return problem(400, 'Bad request', 'Parameter updated_since is not allowed');
  const since = instant(query.get('updated_since'));
  const until = instant(query.get('updated_until'));
  if (Number.isNaN(since) || Number.isNaN(until))
    return problem(400, 'Bad request', 'updated_since and updated_until must be in RFC3339 format');
  const statuses = query.get('status')?.split(',') ?? null;
  if (
    statuses &&
    (stream !== 'deals' || statuses.some((s) => !['open', 'won', 'lost', 'deleted'].includes(s)))
  )
    return problem(400, 'Bad request', 'status is not valid');
  const cursor = query.has('cursor') ? readCursor(query.get('cursor')!) : null;
  if (cursor === undefined || (cursor && cursor.by !== by))
    return problem(400, 'Bad request', 'Invalid cursor');

  const collection = world.collection(company, stream)!;
  const pool = statuses?.includes('deleted')
    ? [
        ...(statuses.length > 1 ? collection.live() : []),
        ...collection.deleted().filter((item) => item.deleted! > call.now - KEPT_MS),
      ]
    : collection.live();
  const at = (item: Item) =>
    second(by === 'id' ? 0 : by === 'add_time' ? item.created : item.updated);
  const shown = since === null ? Infinity : call.now - world.lag_ms();
  const sign = query.get('sort_direction') === 'desc' ? -1 : 1;
  const order = (a: Item | Place, b: Item | Place) =>
    sign * (('by' in a ? a.at : at(a)) - ('by' in b ? b.at : at(b)) || a.n - b.n);
  const found = pool.filter(
    (item) =>
      item.updated <= shown &&
      (since === null || second(item.updated) >= since) &&
      (until === null || second(item.updated) < until) &&
      (!cursor || order(item, cursor) >= 0) &&
      (!statuses ||
        statuses.every((s) => s === 'deleted') ||
        statuses.includes(String(record(stream, item, company, sizesOf(company)!).status))),
  );
  if (by !== 'id' || sign < 0) found.sort(order);
  const next = found[limit];
  const next_cursor = next
    ? `"${Buffer.from(JSON.stringify({ by, at: at(next), n: next.n } satisfies Place)).toString('base64url')}"`
    : 'null';
  return jsonOf(
    '{"success":true,"data":[',
    found.slice(0, limit).map((item) => recordJson(stream, item, company)),
    `],"additional_data":{"next_cursor":${next_cursor}}}`,
  );
}

const second = (ms: number) => Math.floor(ms / 1000) * 1000;
/** Null: not given. NaN: not a time with a zone. */
const instant = (text: string | null) =>
  text === null
    ? null
    : /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text)
      ? Date.parse(text)
      : NaN;

function readCursor(text: string): Place | undefined {
  try {
    const place = JSON.parse(Buffer.from(text, 'base64url').toString()) as Place;
    return typeof place.by === 'string' &&
      typeof place.at === 'number' &&
      typeof place.n === 'number'
      ? place
      : undefined;
  } catch {
    return undefined;
  }
}
