import { json } from '@/lib/sandbox/kit/call';
import type { Call, Reply } from '@/lib/sandbox/kit/call';
import { hash } from '@/lib/sandbox/kit/dice';
import { text } from '@/lib/sandbox/kit/params';
import type { World } from '@/lib/sandbox/kit/world';
import { Refused } from '@/lib/sandbox/kit/refusal';
import { TOKEN_PROBLEMS, tokenProblem } from '@/lib/sandbox/providers/hubspot/words';

/** What a token says: the account, and what the person gave. */
export interface Who {
  account: string;
  scopes: readonly string[];
}

export const ACCOUNTS = [
  { name: 'acme', note: 'A lively portal: 1,240 contacts, deals, tickets, calls, mail' },
  { name: 'globex', note: 'A small portal' },
  { name: 'umbrella', note: 'Takes its permission back a minute after you give it' },
  { name: 'initech', note: 'Its tickets always answer with an error' },
  { name: 'wayne', note: 'Used up its allowance: asks everybody to wait' },
  { name: 'stark', note: 'Is down' },
];

const SCOPES: Record<string, string> = {
  oauth: 'Know which portal this is',
  'crm.objects.contacts.read': 'Read contacts, calls, meetings, notes and tasks',
  'crm.objects.companies.read': 'Read companies',
  'crm.objects.deals.read': 'Read deals',
  'crm.objects.owners.read': 'Read who owns what',
  tickets: 'Read tickets',
  'sales-email-read': 'Read the text of logged emails',
};
export const explainScope = (scope: string): string => SCOPES[scope] ?? 'Use more of your account';

/** Throws the refusal of a scope that was not given. */
export function permit(who: Who, scope: string): void {
  if (who.scopes.includes(scope)) return;
  throw new Refused({
    status: 403,
    why: 'permission',
    message: `The permission ${scope} is missing`,
    parameter: scope,
  });
}

export function signIn(call: Call, world: World): Who | null {
  if (call.host !== 'api.hubapi.com')
    throw new Refused({ status: 404, why: 'no_endpoint', message: 'resource not found' });
  const token = bearerOf(call);
  const who = token === null ? 'invalid' : world.grants.check('hubspot', token);
  if (who === 'expired')
    throw new Refused({ status: 401, why: 'expired', message: 'The token expired' });
  return who === 'invalid' ? null : who;
}

const bearerOf = (call: Call) =>
  /^Bearer (.+)$/i.exec(call.header('authorization') ?? '')?.[1] ?? null;

/** The account of a call: by its token, or by what a token call carries. */
export function accountOf(call: Call, world: World): string | null {
  const form = call.path.startsWith('/oauth/') ? new URLSearchParams(call.body) : null;
  const token = form?.get('refresh_token') ?? form?.get('code') ?? form?.get('token');
  return world.grants.accountOf(token ?? bearerOf(call) ?? '');
}

const TOKEN_FORM = {
  grant_type: text(),
  client_id: text(),
  client_secret: text(),
  client_assertion: text(),
  client_assertion_type: text(),
  code: text(),
  code_verifier: text(),
  redirect_uri: text(),
  refresh_token: text(),
  scope: text(),
};
export const TOKEN = {
  form: TOKEN_FORM,
  answer: ({ call, world }: { call: Call; world: World }) => token(call, world),
};
export const REVOKE = {
  form: { token: text(), token_type_hint: text(), client_id: text(), client_secret: text() },
  answer: ({ body, world }: { body: { token: string | null }; world: World }): Reply => {
    world.grants.revokeToken(body.token ?? '');
    return { status: 204, headers: {}, body: '' };
  },
};

function token(call: Call, world: World): Reply {
  const form = new URLSearchParams(call.body);
  const grant = form.get('grant_type');
  if (grant !== 'authorization_code' && grant !== 'refresh_token')
    return tokenProblem(
      400,
      'BAD_GRANT_TYPE',
      'unsupported_grant_type',
      'grant_type must be authorization_code or refresh_token',
    );
  const pair =
    grant === 'authorization_code'
      ? world.grants.exchange('hubspot', form)
      : world.grants.refresh('hubspot', form);
  if (typeof pair === 'string') return tokenProblem(...TOKEN_PROBLEMS[pair]);
  return json(
    200,
    {
      token_type: 'bearer',
      token_use: 'access_token',
      access_token: pair.access_token,
      refresh_token: pair.refresh_token,
      expires_in: pair.expires_in,
      hub_id: portalId(pair.account),
      user_id: 3_000_000,
      scopes: pair.scopes,
    },
    { 'cache-control': 'no-store' },
  );
}

export const portalId = (account: string): number => {
  const place = ACCOUNTS.findIndex((a) => a.name === account);
  return place >= 0 ? 100_001 + place : 200_000 + (hash(account) % 700_000);
};

export const details = (account: string): Reply =>
  json(200, {
    portalId: portalId(account),
    accountType: 'STANDARD',
    timeZone: 'US/Eastern',
    companyCurrency: 'USD',
    additionalCurrencies: [],
    utcOffset: '-05:00',
    utcOffsetMilliseconds: -18_000_000,
    uiDomain: 'app.hubspot.com',
    dataHostingLocation: 'na1',
  });
