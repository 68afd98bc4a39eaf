import type { Call } from '@/lib/sandbox/kit/call';
import type { GrantProblem, TokenPair } from '@/lib/sandbox/kit/grants';
import { objectOf } from '@/lib/sandbox/kit/call';
import type { World } from '@/lib/sandbox/kit/world';
import { Refused } from '@/lib/sandbox/kit/refusal';

/** What a token says: the account, and what the person gave. */
export interface Who {
  account: string;
  scopes: readonly string[];
}

export const bearerOf = (call: Call): string | null =>
  /^Bearer (.+)$/i.exec(call.header('authorization') ?? '')?.[1] ?? null;

/** Who a call's token stands for; null when nobody. Throws the refusal of a token that ended. */
export function byToken(slug: string, call: Call, world: World): Who | null {
  const token = bearerOf(call);
  const who = token === null ? 'invalid' : world.grants.check(slug, token);
  if (who === 'expired')
    throw new Refused({ status: 401, why: 'expired', message: 'The token expired' });
  return who === 'invalid' ? null : who;
}

/** The account of a call: by its token, or by what a token call carries. */
export function accountOf(call: Call, world: World): string | null {
  const form = tokenForm(call);
  const carried = form.get('refresh_token') ?? form.get('code') ?? form.get('token');
  return world.grants.accountOf(carried ?? bearerOf(call) ?? '');
}

/** What a token call says, as a form: a JSON body and Basic credentials are put into it. */
export function tokenForm(call: Call): URLSearchParams {
  const sent = objectOf(call.body);
  const form = sent
    ? new URLSearchParams(Object.entries(sent).map(([name, value]) => [name, String(value)]))
    : new URLSearchParams(call.body);
  const basic = /^Basic (.+)$/.exec(call.header('authorization') ?? '')?.[1];
  const [id, secret] = basic ? Buffer.from(basic, 'base64').toString('utf8').split(':') : [];
  if (id !== undefined) form.set('client_id', decodeURIComponent(id));
  if (secret !== undefined) form.set('client_secret', decodeURIComponent(secret));
  return form;
}

/** Exchanges a code or refreshes, whichever was asked; other kinds of grant are a bad code. */
export function tokensFor(slug: string, call: Call, world: World): TokenPair | GrantProblem {
  const form = tokenForm(call);
  const isRefresh = form.get('grant_type') === 'refresh_token';
  return isRefresh ? world.grants.refresh(slug, form) : world.grants.exchange(slug, form);
}

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
