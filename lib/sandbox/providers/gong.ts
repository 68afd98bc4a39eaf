import {
  COMPANIES,
  extensive,
  idOf,
  SIZES,
  STREAMS,
  transcript,
  user,
} from '@/lib/sandbox/data/gong';
import { json } from '@/lib/sandbox/kit/call';
import type { Call, Reply } from '@/lib/sandbox/kit/call';
import type { Item } from '@/lib/sandbox/kit/collection';
import { consentEndpoints, consentProblem } from '@/lib/sandbox/kit/consent';
import { endpointsFor, readInside } from '@/lib/sandbox/kit/endpoint';
import { pageOf } from '@/lib/sandbox/kit/paging';
import { instant, list, oneOf, required, text, truth, value } from '@/lib/sandbox/kit/params';
import type { Values } from '@/lib/sandbox/kit/params';
import { defineSandboxProvider } from '@/lib/sandbox/kit/provider';
import { Refused } from '@/lib/sandbox/kit/refusal';
import { sized } from '@/lib/sandbox/kit/sized';
import type { World } from '@/lib/sandbox/kit/world';

/** What a token says: the company, and what its admin gave. */
interface Who {
  account: string;
  scopes: readonly string[];
}

/** A page has so many, and nobody can ask for more. */
const PAGE = 100;
const SECOND = { requests: 3, per_ms: 1_000 };
const WRITTEN_AFTER_MS = 15 * 60_000;
const CONSENT = { name: 'Gong', colour: '#8039e9' };
const SCOPES: Readonly<Record<string, string>> = {
  'api:users:read': 'Read who is in Gong',
  'api:calls:read:basic': 'Read the list of calls',
  'api:calls:read:extensive': 'Read calls and who was on them',
  'api:calls:read:transcript': 'Read what was said',
};
const CURSOR = text(/^\d+$/);
const FILTER = {
  fromDateTime: instant(),
  toDateTime: instant(),
  workspaceId: text(),
  callIds: list({ pattern: /^\d+$/ }),
  primaryUserIds: list({ pattern: /^\d+$/ }),
};
const SELECTOR = { context: oneOf(['None', 'Basic', 'Extended'], 'None'), exposedFields: value() };
const EXPOSED = {
  parties: truth(false),
  content: value(),
  interaction: value(),
  collaboration: value(),
  media: truth(false),
};
/** The parts of what may be shown in parts. */
const PARTS = {
  content: words(
    'structure brief keyPoints outline topics trackers trackerOccurrences highlights callOutcome pointsOfInterest',
  ),
  interaction: words('speakers video personInteractionStats questions'),
  collaboration: words('publicComments'),
};

const { get, post, open } = endpointsFor<Who, { scope: string }>();

/** From the help pages and recorded answers: 404 for nothing, 401 for what the app may not. */
export default defineSandboxProvider<Who, { scope: string }>({
  slug: 'gong',
  name: 'Gong',
  hosts: ['app.gong.io', 'api.gong.io', '*.api.gong.io'],
  connect: 'OAuth: pick a company on the consent page. Client id and secret are both “sandbox”.',
  accounts: COMPANIES,
  streams: STREAMS,
  token_life_s: 86_399,
  rotates: true,
  open: sized('gong', {
    sizes: SIZES,
    id: idOf,
    evolution: (account, stream) =>
      account === 'acme' && stream !== 'users'
        ? { update_every_ms: 600_000, busy: 10, birth_every_ms: 43_200_000, alive: null, keep: 0 }
        : null,
    same_as: (stream) => (stream === 'users' ? stream : 'calls'),
  }),
  sign_in: signedIn,
  account_of: (call, world) => {
    const form = new URLSearchParams(call.host === 'app.gong.io' ? call.body : '');
    const token = form.get('refresh_token') ?? form.get('code') ?? bearerOf(call);
    return world.grants.accountOf(token);
  },
  gate: ({ world, who, facts: { scope } }, answer) => {
    if (!who.scopes.includes(scope))
      throw new Refused({
        status: 401,
        why: 'permission',
        message: `You don't have permission to use '${scope}' in your app.`,
      });
    const { allowed } = world.windows.take(`gong:${who.account}`, SECOND.requests, SECOND.per_ms);
    if (allowed) return answer();
    throw new Refused({ status: 429, why: 'limit', message: 'API rate limit exceeded', wait_s: 1 });
  },
  endpoints: [
    ...consentEndpoints('app.gong.io/oauth2/authorize', {
      slug: 'gong',
      accounts: COMPANIES,
      streams: STREAMS,
      explain: (scope) => SCOPES[scope] ?? 'Use more of your account',
      ...CONSENT,
    }),
    open.post('app.gong.io/oauth2/generate-customer-token', {
      form: {
        grant_type: required(oneOf(['authorization_code', 'refresh_token'], null)),
        code: text(),
        client_id: text(),
        redirect_uri: text(),
        refresh_token: text(),
      },
      answer: ({ call, world }) => tokens(call, world),
    }),
    get('/v2/users', {
      scope: 'api:users:read',
      query: { cursor: CURSOR, includeAvatars: truth(false) },
      answer: ({ who: { account }, query, world }) =>
        listed('users', world.collection(account, 'users')!.live(), query.cursor, (item) =>
          user(account, item),
        ),
    }),
    post('/v2/calls/extensive', {
      scope: 'api:calls:read:extensive',
      body: { cursor: CURSOR, filter: value(), contentSelector: value() },
      answer: ({ who: { account }, body, world }) => {
        const selector = readInside('contentSelector', body.contentSelector, SELECTOR, world);
        const exposed = readInside('exposedFields', selector.exposedFields, EXPOSED, world);
        return listed('calls', callsOf(world, account, body.filter), body.cursor, (item) =>
          shown(extensive(account, item), selector.context !== 'None', exposed, world),
        );
      },
    }),
    post('/v2/calls/transcript', {
      scope: 'api:calls:read:transcript',
      body: { cursor: CURSOR, filter: value() },
      answer: ({ who: { account }, body, world }) => {
        const written = callsOf(world, account, body.filter).filter(
          ({ created }) => world.now() - created >= WRITTEN_AFTER_MS,
        );
        return listed('callTranscripts', written, body.cursor, (item) => transcript(account, item));
      },
    }),
  ],
  refuse: ({ status, why, message, wait_s }, call) => {
    if (call.host === 'app.gong.io')
      return call.method === 'GET'
        ? consentProblem(CONSENT, message)
        : json(400, { error: 'invalid_request', error_description: message });
    const said = why === 'sign_in' || why === 'expired' ? 'Unauthorized' : message;
    const headers: Record<string, string> =
      wait_s === undefined ? {} : { 'retry-after': String(wait_s) };
    return json(status, { requestId: '4xsandbox', errors: [said] }, headers);
  },
});

const bearerOf = (call: Call): string =>
  /^Bearer (.+)$/.exec(call.header('authorization') ?? '')?.[1] ?? '';

/** A token is good at the host of its company alone. */
function signedIn(call: Call, world: World): Who | null {
  const found = world.grants.check('gong', bearerOf(call));
  if (found === 'expired')
    throw new Refused({ status: 401, why: 'expired', message: 'Unauthorized' });
  if (found === 'invalid') return null;
  return call.host === hostOf(found.account) ? found : null;
}

const hostOf = (account: string): string =>
  `company-${COMPANIES.find(({ name }) => name === account)?.number ?? 99}.api.gong.io`;

/** The app proves itself in the header; every refresh token is good for one use. */
function tokens(call: Call, world: World): Reply {
  const form = new URLSearchParams(call.body);
  const basic = /^Basic (.+)$/.exec(call.header('authorization') ?? '')?.[1] ?? '';
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  form.set('client_id', id);
  form.set('client_secret', secret);
  const pair =
    form.get('grant_type') === 'refresh_token'
      ? world.grants.refresh('gong', form)
      : world.grants.exchange('gong', form);
  if (pair === 'invalid_client') return json(401, { error: 'invalid_client' });
  if (typeof pair === 'string')
    return json(400, {
      error: 'invalid_grant',
      error_description: 'Token has been expired or revoked.',
    });
  return json(200, {
    access_token: pair.access_token,
    refresh_token: pair.refresh_token,
    expires_in: pair.expires_in,
    scope: pair.scopes.join(' '),
    token_type: 'bearer',
    api_base_url_for_customer: `https://${hostOf(pair.account)}`,
    client_url_for_customer: `https://${hostOf(pair.account).replace('.api.', '.app.')}`,
  });
}

function callsOf(world: World, account: string, sent: unknown): readonly Item[] {
  const { fromDateTime, toDateTime, callIds } = readInside('filter', sent, FILTER, world);
  const wanted = callIds && new Set(callIds);
  return world
    .collection(account, 'calls')!
    .live()
    .filter(
      ({ id, created }) =>
        created >= (fromDateTime ?? -Infinity) &&
        created < (toDateTime ?? Infinity) &&
        (!wanted || wanted.has(id)),
    );
}

/** Nothing to list is a 404. */
function listed(
  name: string,
  all: readonly Item[],
  cursor: string | null,
  record: (item: Item) => object,
): Reply {
  if (all.length === 0)
    throw new Refused({
      status: 404,
      why: 'not_found',
      message: 'No calls found corresponding to the provided filters',
    });
  const { items, next } = pageOf(all, { limit: PAGE, cursor });
  const records = {
    totalRecords: all.length,
    currentPageSize: items.length,
    currentPageNumber: 0,
    ...(next === null ? {} : { cursor: next }),
  };
  return json(200, { requestId: '4xsandbox', records, [name]: items.map(record) });
}

/** Of a call what was asked for: its meta data always, the rest by name. */
function shown(
  call: ReturnType<typeof extensive>,
  with_context: boolean,
  exposed: Values<typeof EXPOSED>,
  world: World,
): object {
  const parts = Object.entries(PARTS).map(([name, params]) => {
    const asked = readInside(name, exposed[name as keyof typeof PARTS], params, world);
    const whole = call[name as keyof typeof PARTS] as Record<string, unknown>;
    return [name, Object.fromEntries(Object.entries(whole).filter(([key]) => asked[key]))] as const;
  });
  return {
    metaData: call.metaData,
    ...(with_context ? { context: call.context } : {}),
    ...(exposed.parties ? { parties: call.parties } : {}),
    ...Object.fromEntries(parts.filter(([, part]) => Object.keys(part).length > 0)),
  };
}

/** Fields that are asked for by saying true. */
function words(names: string): Record<string, ReturnType<typeof truth<false>>> {
  return Object.fromEntries(names.split(' ').map((name) => [name, truth(false)]));
}
