import { fieldsOf, KINDS, ORGS, recordId } from '@/lib/sandbox/data/salesforce';
import { html, json } from '@/lib/sandbox/kit/call';
import type { Call, Reply } from '@/lib/sandbox/kit/call';
import { createCollection } from '@/lib/sandbox/kit/collection';
import { consentEndpoints, consentProblem } from '@/lib/sandbox/kit/consent';
import { endpointsFor } from '@/lib/sandbox/kit/endpoint';
import { oneOf, required, text, whole } from '@/lib/sandbox/kit/params';
import { defineSandboxProvider } from '@/lib/sandbox/kit/provider';
import type { Refusal } from '@/lib/sandbox/kit/refusal';
import type { World } from '@/lib/sandbox/kit/world';
import * as exports_ from '@/lib/sandbox/providers/salesforce/exports';
import { chosen, matching, refused, understood } from '@/lib/sandbox/providers/salesforce/query';

const ROOT = '/services/data/v62.0';
/** Up to 2,000 rows are on a page, fewer where they are wide: these are. */
const PAGE = 40;
const DAY = { requests: 15_000, per_ms: 86_400_000 };
const STREAMS = Object.keys(KINDS);
const CONSENT = { name: 'Salesforce', colour: '#0b5cab' };
const SCOPES: Readonly<Record<string, string>> = {
  api: 'Read and change your data',
  refresh_token: 'Use your data at any time',
  id: 'Know who you are',
};
const LOGIN = ['login.salesforce.com', 'test.salesforce.com', '{domain}.my.salesforce.com'];

const { get, post, open } = endpointsFor<string>();

/** From the REST and Bulk API guides: errors are lists, the next page is an address. */
export default defineSandboxProvider({
  slug: 'salesforce',
  name: 'Salesforce',
  hosts: [
    '*.my.salesforce.com',
    '*.sandbox.my.salesforce.com',
    '*.develop.my.salesforce.com',
    '*.scratch.my.salesforce.com',
    '*.trailblaze.my.salesforce.com',
    '*.salesforce.com',
  ],
  connect:
    'OAuth: pick an organization on the consent page. Client id and secret are both “sandbox”.',
  accounts: ORGS,
  streams: STREAMS,
  token_life_s: 7_200,
  open: (account, stream, now) => {
    const size = ORGS.some(({ name }) => name === account)
      ? KINDS[stream]?.[account as 'acme' | 'globex']
      : undefined;
    return size === undefined
      ? null
      : createCollection({
          seed: `salesforce:${account}:${stream}`,
          size,
          now,
          id: (n) => recordId(stream, n),
          evolution:
            account === 'acme' && stream !== 'users'
              ? {
                  update_every_ms: 600_000,
                  busy: 20,
                  birth_every_ms: 3_600_000,
                  alive: 8,
                  keep: 24,
                }
              : null,
        });
  },
  sign_in: signedIn,
  account_of: (call, world) => {
    const form = new URLSearchParams(call.path.startsWith('/services/oauth2/') ? call.body : '');
    const token = form.get('refresh_token') ?? form.get('code') ?? form.get('token');
    return world.grants.accountOf(token ?? bearerOf(call));
  },
  gate: ({ call, world, who }, answer) => {
    if (!call.path.startsWith(ROOT)) return answer();
    const { allowed, remaining } = world.windows.take(
      `salesforce:${who}`,
      DAY.requests,
      DAY.per_ms,
    );
    if (!allowed) throw refused('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.', 403);
    const reply = answer();
    const used = `api-usage=${DAY.requests - remaining}/${DAY.requests}`;
    return { ...reply, headers: { ...reply.headers, 'sforce-limit-info': used } };
  },
  endpoints: [
    ...LOGIN.flatMap((host) =>
      consentEndpoints(`${host}/services/oauth2/authorize`, {
        slug: 'salesforce',
        accounts: ORGS,
        streams: STREAMS,
        explain: (scope) => SCOPES[scope] ?? 'Use more of your account',
        ...CONSENT,
      }),
    ),
    open.post('/services/oauth2/token', {
      form: {
        grant_type: required(oneOf(['authorization_code', 'refresh_token'], null)),
        client_id: text(),
        client_secret: text(),
        code: text(),
        code_verifier: text(),
        redirect_uri: text(),
        refresh_token: text(),
        format: text(),
      },
      answer: ({ call, world }) => tokens(call, world),
    }),
    open.post('/services/oauth2/revoke', {
      form: { token: required(text()) },
      answer: ({ body, world }) => {
        world.grants.revokeToken(body.token);
        return { status: 200, headers: {}, body: '' };
      },
    }),
    get('/services/oauth2/userinfo', { answer: ({ who }) => json(200, userOf(who)) }),
    get(`${ROOT}/sobjects/{object}/describe`, {
      answer: ({ path }) => {
        const stream = STREAMS.find((name) => KINDS[name]!.object === path.object);
        if (stream === undefined)
          throw refused('NOT_FOUND', 'The requested resource does not exist', 404);
        const fields = Object.entries(fieldsOf(stream)).map(([name, type]) => ({
          name,
          type,
          nillable: name !== 'Id',
          custom: name.endsWith('__c'),
        }));
        return json(200, { name: path.object, queryable: true, fields });
      },
    }),
    ...(['query', 'queryAll'] as const).map((kind) =>
      get(`${ROOT}/${kind}`, {
        query: { q: required(text()) },
        answer: ({ who, query, world }) =>
          queried(world, who, query.q, { all: kind === 'queryAll', from: 0 }),
      }),
    ),
    get(`${ROOT}/query/{locator}`, {
      answer: ({ who, path, world }) => {
        const { soql, all, from } = placeOf(path.locator as string);
        return queried(world, who, soql, { all, from });
      },
    }),
    post(`${ROOT}/jobs/query`, {
      body: {
        operation: required(oneOf(['query', 'queryAll'], null)),
        query: required(text()),
        contentType: oneOf(['CSV'], 'CSV'),
        columnDelimiter: oneOf(['COMMA', 'TAB', 'PIPE', 'SEMICOLON', 'CARET'], 'COMMA'),
        lineEnding: oneOf(['LF', 'CRLF'], 'LF'),
      },
      answer: ({ body, world }) =>
        exports_.create(world, body.query, body.operation === 'queryAll'),
    }),
    get(`${ROOT}/jobs/query/{id}`, {
      answer: ({ path, world }) => exports_.poll(world, path.id as string),
    }),
    get(`${ROOT}/jobs/query/{id}/results`, {
      query: {
        maxRecords: whole(1, 1_000_000, 50_000),
        locator: whole(0, 99_999_999, null),
      },
      answer: ({ who, path, query, world }) =>
        exports_.results(world, who, path.id as string, query),
    }),
  ],
  refuse,
});

const bearerOf = (call: Call): string =>
  /^Bearer (.+)$/.exec(call.header('authorization') ?? '')?.[1] ?? '';
const instanceOf = (org: string): string => `${org}.my.salesforce.com`;

/** A token is good at the address of its organization, and at the sign-in for who it is. */
function signedIn(call: Call, world: World): string | null {
  const found = world.grants.check('salesforce', bearerOf(call));
  if (found === 'expired' || found === 'invalid') return null;
  const isHome = call.host === instanceOf(found.account);
  return isHome || call.path === '/services/oauth2/userinfo' ? found.account : null;
}

/** No word of how long a token lives; a refresh names a new refresh token only if it changed. */
function tokens(call: Call, world: World): Reply {
  const form = new URLSearchParams(call.body);
  const refreshes = form.get('grant_type') === 'refresh_token';
  const pair = refreshes
    ? world.grants.refresh('salesforce', form)
    : world.grants.exchange('salesforce', form);
  if (pair === 'invalid_client')
    return json(400, {
      error: 'invalid_client_id',
      error_description: 'client identifier invalid',
    });
  if (typeof pair === 'string')
    return json(400, {
      error: 'invalid_grant',
      error_description: refreshes ? 'expired access/refresh token' : 'expired authorization code',
    });
  const { access_token, refresh_token, account, scopes } = pair;
  return json(200, {
    access_token,
    ...(refresh_token === form.get('refresh_token') ? {} : { refresh_token }),
    signature: 'c2lnbmF0dXJl',
    scope: scopes.join(' '),
    instance_url: `https://${instanceOf(account)}`,
    id: `https://login.salesforce.com/id/${orgOf(account)}/005000000000001AAA`,
    token_type: 'Bearer',
    issued_at: String(world.now()),
  });
}

const orgOf = (account: string): string => ORGS.find(({ name }) => name === account)?.id ?? '';

const userOf = (account: string) => ({
  user_id: '005000000000001AAA',
  organization_id: orgOf(account),
  preferred_username: `leila.weber@${account}.example`,
  name: 'Leila Weber',
  email: `leila.weber@${account}.example`,
  urls: { rest: `https://${instanceOf(account)}/services/data/v{version}/` },
});

interface Place {
  soql: string;
  all: boolean;
  from: number;
}

/** The locator holds the query and where it stands: the sandbox keeps no cursors. */
function placeOf(locator: string): Place {
  try {
    return JSON.parse(Buffer.from(locator, 'base64url').toString()) as Place;
  } catch {
    throw refused('INVALID_QUERY_LOCATOR', 'invalid query locator');
  }
}

function queried(
  world: World,
  org: string,
  soql: string,
  { all, from }: Pick<Place, 'all' | 'from'>,
): Reply {
  const query = understood(soql);
  const found = matching(world, org, query, all);
  if (query.fields === null) return json(200, { totalSize: found.length, done: true, records: [] });
  const next = from + PAGE;
  const place = Buffer.from(JSON.stringify({ soql, all, from: next })).toString('base64url');
  const records = found.slice(from, next).map((item) => ({
    attributes: { type: query.object, url: `${ROOT}/sobjects/${query.object}/${item.id}` },
    ...chosen(org, query, item),
  }));
  const more = next < found.length;
  return json(200, {
    totalSize: found.length,
    done: !more,
    ...(more ? { nextRecordsUrl: `${ROOT}/query/${place}` } : {}),
    records,
  });
}

const CODES: Partial<Record<Refusal['why'], string>> = {
  no_endpoint: 'NOT_FOUND',
  method: 'METHOD_NOT_ALLOWED',
  sign_in: 'INVALID_SESSION_ID',
  expired: 'INVALID_SESSION_ID',
  bad_body: 'JSON_PARSER_ERROR',
  limit: 'REQUEST_LIMIT_EXCEEDED',
};

/** What is wrong is named by a code; a limit is a 403. */
function refuse({ status, why, message, parameter, wait_s }: Refusal, call: Call): Reply {
  if (call.path.endsWith('/oauth2/authorize')) return consentProblem(CONSENT, message);
  if (call.path.endsWith('/oauth2/userinfo') && status === 401) return html(403, 'Bad_OAuth_Token');
  if (call.path.startsWith('/services/oauth2/'))
    return json(400, { error: 'invalid_request', error_description: message });
  const isCode = parameter !== undefined && /^[A-Z][A-Z_]+$/.test(parameter);
  const errorCode = isCode ? parameter : (CODES[why] ?? 'UNKNOWN_EXCEPTION');
  const said = errorCode === 'INVALID_SESSION_ID' ? 'Session expired or invalid' : message;
  return json(
    why === 'limit' ? 403 : status,
    [{ message: said, errorCode, fields: [] }],
    wait_s === undefined ? {} : { 'retry-after': String(wait_s) },
  );
}
