import { createHash, randomBytes } from 'node:crypto';
import { calculatePKCECodeChallenge, generateRandomCodeVerifier } from 'oauth4webapi';
import type { Connector, Given, OAuth } from '@/lib/connectors/kit';
import type { CallbackError } from '@/lib/contract/callback-errors';
import { browserAddress } from '@/lib/egress/service';
import type { ProviderApp } from '@/lib/oauth/apps';
import { endpointOf } from '@/lib/oauth/endpoints';
import {
  findState,
  finishState,
  insertState,
  useState,
  type StateRow,
} from '@/lib/oauth/repository';
import { sleep } from '@/lib/platform/clock';
import { db, type Sql } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { newId } from '@/lib/platform/ids';
import { seal, SecretUnreadable, unseal } from '@/lib/vault/service';

export const hash = (value: string): string => createHash('sha256').update(value).digest('hex');
export const redirectUri = (connector_type: string): string =>
  `${env().PUBLIC_URL}/api/oauth/callback/${connector_type}`;
const place = (workspace_id: string, id: string) => ({
  table: 'oauth_states',
  column: 'verifier_cipher',
  workspace_id,
  row_id: id,
});

export interface Start {
  workspace_id: string;
  connection_id: string;
  mode: 'live' | 'sandbox';
  user_id: string | null;
  /** Binds the flow to the browser session that started it; null when an API key did. */
  session_id: string | null;
  api_key_id: string | null;
  return_to: string | null;
  allow_account_change: boolean;
  sync_immediately: boolean;
  select_account?: boolean;
  /** What the person said of their account at the provider. */
  given: Given;
}

/**
 * Begins an authorization: a single-use state of ten minutes, PKCE, and the address to send the
 * person to. Throws TokenError when what the person said leads to no address of the provider.
 */
export async function startAuthorization(
  sql: Sql,
  connector: Connector & { auth: OAuth },
  app: ProviderApp,
  start: Start,
): Promise<string> {
  const state = randomBytes(32).toString('base64url');
  const verifier = generateRandomCodeVerifier();
  const id = newId();
  const { cipher } = await seal(place(start.workspace_id, id), verifier);
  const redirect_uri = redirectUri(connector.type);
  await insertState(sql, {
    workspace_id: start.workspace_id,
    id,
    state_hash: hash(state),
    connection_id: start.connection_id,
    user_id: start.user_id,
    session_hash: start.session_id && hash(start.session_id),
    api_key_id: start.api_key_id,
    verifier_cipher: cipher,
    redirect_uri,
    return_to: start.return_to,
    allow_account_change: start.allow_account_change,
    sync_immediately: start.sync_immediately,
  });
  const url = endpointOf(connector, 'authorize_url', start.given);
  const params: Record<string, string> = {
    ...connector.auth.authorize_params,
    response_type: 'code',
    client_id: app.client_id,
    redirect_uri,
    state,
    ...scopeParams(connector.auth),
    ...(connector.auth.pkce === 'S256'
      ? {
          code_challenge: await calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
        }
      : {}),
    ...(start.select_account
      ? { prompt: withChoice(connector.auth.authorize_params?.prompt) }
      : {}),
  };
  for (const [key, value] of Object.entries(params)) url.searchParams.set(key, value);
  return browserAddress(url, start.mode).toString();
}

/** The prompt that also lets a person choose the account: prompts are a list (OpenID Connect 3.1.2.1). */
const withChoice = (prompt = ''): string =>
  [...new Set(['select_account', ...prompt.split(' ').filter(Boolean)])].join(' ');

/** Scopes to ask for; those we can do without go where the provider lets people decline them. */
function scopeParams(auth: OAuth): Record<string, string> {
  const join = (scopes: OAuth['scopes']) => scopes.map((s) => s.scope).join(auth.scope_separator);
  const optional = auth.scopes.filter((s) => !s.required);
  const param = auth.scope_param ?? 'scope';
  if (auth.scopes.length === 0) return {};
  if (!auth.optional_scope_param || optional.length === 0) return { [param]: join(auth.scopes) };
  return {
    [param]: join(auth.scopes.filter((s) => s.required)),
    [auth.optional_scope_param]: join(optional),
  };
}

/** The connector a state was made for, whether it is still good or not; null: it is none of ours. */
export async function connectorOfState(state: string | null): Promise<string | null> {
  const row = state ? await findState(hash(state)) : null;
  return row?.redirect_uri.split('/').at(-1) ?? null;
}

export type Consumed =
  | { ok: true; state: StateRow; verifier: string }
  | { ok: false; error: CallbackError; state: StateRow | null }
  /** It was used before, and that is what came of it. */
  | { ok: 'again'; outcome: string; state: StateRow };

/** How long a second callback waits to hear what the first one comes to. */
const FIRST_ONE_MS = 10_000;
const ASK_AGAIN_MS = 200;

/**
 * Checks and uses up a state. It must be ours, for the very redirect address it was made for,
 * unexpired, unused, and from the browser that started it, if a browser did. A state from elsewhere
 * is not used up: its owner can still finish. One that is used says what came of it: a browser that
 * loads the callback twice is told the same twice.
 */
export async function consumeState(
  state: string | null,
  connector_type: string,
  session_id: string | null,
): Promise<Consumed> {
  const row = state ? await findState(hash(state)) : null;
  if (!row || row.redirect_uri !== redirectUri(connector_type))
    return { ok: false, error: 'state_invalid', state: null };
  if (row.session_hash !== null && (session_id === null || hash(session_id) !== row.session_hash))
    return { ok: false, error: 'state_other_browser', state: null };
  if (!row.used && row.expired) return { ok: false, error: 'state_expired', state: row };
  if (row.used || !(await useState(row.workspace_id, row.id))) return outcomeOf(row, state!);
  try {
    const verifier = await unseal(place(row.workspace_id, row.id), row.verifier_cipher);
    return { ok: true, state: row, verifier };
  } catch (error) {
    if (!(error instanceof SecretUnreadable)) throw error;
    // Damaged, or sealed under a key that is gone: what was begun cannot be finished.
    await finishState(db, row.workspace_id, row.id, 'state_invalid');
    return { ok: false, error: 'state_invalid', state: row };
  }
}

async function outcomeOf(row: StateRow, state: string): Promise<Consumed> {
  const until = performance.now() + FIRST_ONE_MS;
  for (let now: StateRow | null = row; now; now = await findState(hash(state))) {
    if (now.outcome !== null) return { ok: 'again', outcome: now.outcome, state: row };
    // One that was begun longer ago than anything takes will not be finished by anybody.
    if (now.expired || performance.now() > until) break;
    await sleep(ASK_AGAIN_MS);
  }
  return { ok: false, error: 'state_used', state: row };
}
