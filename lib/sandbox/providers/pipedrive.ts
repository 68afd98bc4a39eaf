import { COMPANIES, companyOf, sizesOf, STREAMS } from '@/lib/sandbox/data/pipedrive';
import type { Stream } from '@/lib/sandbox/data/pipedrive';
import { record } from '@/lib/sandbox/data/pipedrive-records';
import { json } from '@/lib/sandbox/kit/call';
import type { Call, Reply } from '@/lib/sandbox/kit/call';
import { createCollection, plainItem } from '@/lib/sandbox/kit/collection';
import type { Collection } from '@/lib/sandbox/kit/collection';
import { hash } from '@/lib/sandbox/kit/dice';
import { endpointsFor } from '@/lib/sandbox/kit/endpoint';
import { instant, list, oneOf, required, text, truth, whole } from '@/lib/sandbox/kit/params';
import { defineSandboxProvider } from '@/lib/sandbox/kit/provider';
import type { World } from '@/lib/sandbox/kit/world';
import { EXTRAS, listed, one } from '@/lib/sandbox/providers/pipedrive/list';
import type { Selection } from '@/lib/sandbox/providers/pipedrive/list';
import { overLimit, refuse } from '@/lib/sandbox/providers/pipedrive/words';

/** The smallest plan's burst, per key and two seconds. */
const BURST = 20;
const BURST_MS = 2_000;
const DAILY = 150_000;
const DAY_MS = 86_400_000;
const ME_COST = 2;

/** Tokens of the daily allowance a call costs. */
interface Facts {
  cost: number;
}
const { get } = endpointsFor<string, Facts>();

const id = () => whole(1, Number.MAX_SAFE_INTEGER, null);
/** Every call may name its key in the query, though that ends up in logs. */
const KEY = { api_token: text() };
const ONE = { path: { id: required(id()) } };
const pages = <By extends string>(...more: By[]) => ({
  ...KEY,
  limit: whole(1, 500, 100),
  cursor: text(),
  sort_by: oneOf(['id', 'update_time', 'add_time', ...more], 'id'),
  sort_direction: oneOf(['asc', 'desc'], 'asc'),
});
const CHOICE = { ids: list({ max: 100, pattern: /^\d+$/ }), filter_id: id(), owner_id: id() };
const CHANGED = { updated_since: instant(), updated_until: instant() };
const custom_fields = list({ max: 15, pattern: /^[0-9a-f]{40}$/ });
const extras = (stream: keyof typeof EXTRAS) => list({ of: EXTRAS[stream] });
const DEALS = {
  ...pages(),
  ...CHOICE,
  ...CHANGED,
  person_id: id(),
  org_id: id(),
  pipeline_id: id(),
  stage_id: id(),
  status: list({ of: ['open', 'won', 'lost', 'deleted'] }),
  include_fields: extras('deals'),
  custom_fields,
};

const from =
  (stream: Stream, archived = false) =>
  ({ call, who, query, world }: { call: Call; who: string; query: object; world: World }) =>
    listed(call, who, stream, archived, query as Selection, world);
const single =
  (stream: Stream) =>
  ({ who, path, world }: { who: string; path: { id: number }; world: World }) =>
    one(who, stream, path.id, world);

/**
 * From the official description of API v2 (parameters, sort orders) and its changelog (archived
 * deals since 2025-07, `updated_since` of products since SDK 33.7).
 */
export default defineSandboxProvider<string, Facts>({
  slug: 'pipedrive',
  name: 'Pipedrive',
  hosts: ['api.pipedrive.com', '*.pipedrive.com'],
  connect:
    'API key: paste one of these. A key of b01d, zeros and a number (forty characters in all) is a company ' +
    'with that many persons.',
  accounts: COMPANIES,
  streams: STREAMS,
  archives: ['deals'],
  open: openCollection,
  sign_in: signedIn,
  gate: ({ call, world, who, facts }, answer) => budgeted(call, world, who, facts.cost, answer),
  refuse,
  endpoints: [
    get(['/v1/users/me', '/api/v1/users/me'], {
      cost: ME_COST,
      query: KEY,
      answer: ({ who }) => whoAmI(who),
    }),
    get('/api/v1/users', { cost: 20, query: KEY, answer: ({ who, world }) => users(who, world) }),
    get('/api/v2/deals', { cost: 10, query: DEALS, answer: from('deals') }),
    get('/api/v2/deals/archived', { cost: 20, query: DEALS, answer: from('deals', true) }),
    get('/api/v2/deals/{id}', { cost: 1, ...ONE, query: KEY, answer: single('deals') }),
    get('/api/v2/persons', {
      cost: 10,
      query: {
        ...pages(),
        ...CHOICE,
        ...CHANGED,
        org_id: id(),
        deal_id: id(),
        include_fields: extras('persons'),
        custom_fields,
      },
      answer: from('persons'),
    }),
    get('/api/v2/persons/{id}', { cost: 1, ...ONE, query: KEY, answer: single('persons') }),
    get('/api/v2/organizations', {
      cost: 10,
      query: {
        ...pages(),
        ...CHOICE,
        ...CHANGED,
        include_fields: extras('organizations'),
        custom_fields,
      },
      answer: from('organizations'),
    }),
    get('/api/v2/organizations/{id}', {
      cost: 1,
      ...ONE,
      query: KEY,
      answer: single('organizations'),
    }),
    get('/api/v2/activities', {
      cost: 10,
      query: {
        ...pages('due_date'),
        ...CHOICE,
        ...CHANGED,
        deal_id: id(),
        lead_id: text(),
        person_id: id(),
        org_id: id(),
        done: truth(null),
        include_fields: extras('activities'),
      },
      answer: from('activities'),
    }),
    get('/api/v2/activities/{id}', { cost: 1, ...ONE, query: KEY, answer: single('activities') }),
    get('/api/v2/products', {
      cost: 10,
      query: { ...pages('name'), ...CHOICE, updated_since: instant(), custom_fields },
      answer: from('products'),
    }),
    get('/api/v2/products/{id}', { cost: 1, ...ONE, query: KEY, answer: single('products') }),
    get('/api/v2/pipelines', { cost: 5, query: pages(), answer: from('pipelines') }),
    get('/api/v2/pipelines/{id}', { cost: 1, ...ONE, query: KEY, answer: single('pipelines') }),
    get('/api/v2/stages', {
      cost: 5,
      query: { ...pages('order_nr'), pipeline_id: id() },
      answer: from('stages'),
    }),
    get('/api/v2/stages/{id}', { cost: 1, ...ONE, query: KEY, answer: single('stages') }),
  ],
});

const isStream = (name: string): name is Stream => (STREAMS as readonly string[]).includes(name);

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

/** Keys carry their company, whose own host knows no other; one is dead once it was revoked. */
function signedIn(call: Call, world: World): string | null {
  const key = call.header('x-api-token') ?? call.query.get('api_token');
  const company = key ? companyOf(key) : null;
  if (company === null || !sizesOf(company)) return null;
  if (world.grants.accountRevoked('pipedrive', company)) return null;
  const host = [`${company}.pipedrive.com`, 'api.pipedrive.com'].includes(call.host);
  return host ? company : null;
}

/**
 * Counts the call against the burst and the day; the headers come with every answer, the refusal
 * too. Some companies show one trouble each.
 */
function budgeted(
  call: Call,
  world: World,
  company: string,
  cost: number,
  answer: () => Reply,
): Reply {
  const burst = world.windows.take(`pipedrive:${company}`, BURST, BURST_MS);
  const day = world.windows.take(`pipedrive:day:${company}`, DAILY, DAY_MS, cost);
  const left = company === 'wayne' && cost > ME_COST ? 0 : day.remaining;
  const headers = {
    'x-ratelimit-limit': String(BURST),
    'x-ratelimit-remaining': String(burst.remaining),
    'x-ratelimit-reset': String(Math.ceil(burst.reset_ms / 1000)),
    'x-daily-ratelimit-token-limit': String(DAILY),
    'x-daily-ratelimit-token-remaining': String(left),
    'x-correlation-id': `sandbox-${hash(call.path + call.now).toString(16)}`,
  };
  if (!burst.allowed || left <= 0) return overLimit(headers);
  const reply = troubled(call, company, cost) ?? answer();
  return { ...reply, headers: { ...reply.headers, ...headers } };
}

function troubled(call: Call, company: string, cost: number): Reply | null {
  if (company === 'stark' && cost !== ME_COST)
    return refuse({
      status: 402,
      why: 'trouble',
      message: 'The company account is suspended because it has not been paid for.',
    });
  if (company === 'initech' && call.path.startsWith('/api/v2/deals'))
    return refuse({ status: 500, why: 'trouble', message: 'Internal server error' });
  return null;
}

const companyId = (company: string) => 70_000 + (hash(company) % 9_000);

function whoAmI(company: string): Reply {
  const first = plainItem('1', Date.UTC(2024, 2, 1), Date.UTC(2026, 8, 1));
  return json(200, {
    success: true,
    data: {
      ...record('users', first, company, sizesOf(company)!),
      company_id: companyId(company),
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
    additional_data: { company_id: companyId(company) },
  });
}
