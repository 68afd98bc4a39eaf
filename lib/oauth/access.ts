import type { Connector, Given, OAuth } from '@/lib/connectors/kit';
import type { Route } from '@/lib/egress/service';
import { handleAppFields, providerApp } from '@/lib/oauth/apps';
import {
  commitRefresh,
  dropLease,
  noteFacts,
  putCredential,
  readCredential,
  takeLease,
  type CredentialRow,
} from '@/lib/oauth/repository';
import { TokenError } from '@/lib/oauth/errors';
import { refreshTokens, type Tokens } from '@/lib/oauth/tokens';
import { sleep } from '@/lib/platform/clock';
import type { Sql } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';
import { log } from '@/lib/platform/log';
import { seal, SecretUnreadable, unseal, type Place } from '@/lib/vault/service';

export interface Target {
  workspace_id: string;
  connection_id: string;
  mode: 'live' | 'sandbox';
  provider_app_id: string | null;
  connector: Connector;
  route: Route;
  /** What the person gave when connecting, where endpoints depend on it. */
  given?: Given;
}

/** A way to call the provider as this connection. */
export interface Access {
  /**
   * Headers that carry the credential, refreshed when it is about to run out. Throws TokenError.
   */
  headers: () => Promise<Record<string, string>>;
  /**
   * The provider no longer accepts the token last handed out: get another. False: this kind of
   * credential has no other.
   */
  renew: () => Promise<boolean>;
}

type Secret = { access_token: string; refresh_token: string | null } | Record<string, string>;
interface Held {
  version: number;
  token: string;
  /** performance.now() after which it must not be used. */ good_until: number;
}

const LEASE_SECONDS = 40; // longer than a token call may take
const WAIT_MS = 150;
/** How long a new token is tried to be stored; the lease has to hold meanwhile. */
const STORE_FOR_MS = 8_000;
const STORE_AGAIN_MS = 300;
const place = (t: { workspace_id: string; connection_id: string }): Place => ({
  table: 'credentials',
  column: 'cipher',
  workspace_id: t.workspace_id,
  row_id: t.connection_id,
});

/**
 * How long before its end a token stops being used: a tenth of its life, at least a minute (but
 * never most of it), at most 15 minutes.
 */
export const marginSeconds = (life: number): number =>
  Math.min(Math.max(life * 0.1, 60), 900, life / 2);

/** Seals and stores a new credential. */
export async function storeTokens(
  sql: Sql,
  target: Pick<Target, 'workspace_id' | 'connection_id'>,
  tokens: Pick<Tokens, 'access_token' | 'refresh_token' | 'expires_in_seconds'>,
): Promise<void> {
  const sealed = await seal(
    place(target),
    JSON.stringify({ access_token: tokens.access_token, refresh_token: tokens.refresh_token }),
  );
  await putCredential(sql, {
    ...target,
    kind: 'oauth',
    ...sealed,
    expires_in_seconds: usable(tokens.expires_in_seconds),
  });
}

export async function storeFields(
  sql: Sql,
  target: Pick<Target, 'workspace_id' | 'connection_id'>,
  fields: Record<string, string>,
): Promise<void> {
  await putCredential(sql, {
    ...target,
    kind: 'api_key',
    ...(await seal(place(target), JSON.stringify(fields))),
    expires_in_seconds: null,
  });
}

/** Opens a connection's credential. Throws TokenError('gone') when there is none. */
export async function openAccess(target: Target): Promise<Access> {
  const { auth } = target.connector;
  if (auth.method === 'handle') {
    const fields = handleAppFields(target.connector, target.mode);
    if (!fields)
      throw new TokenError(
        'operator',
        `${target.connector.name} is not set up on this installation.`,
      );
    return { headers: async () => auth.apply(fields), renew: async () => false };
  }
  if (auth.method === 'api_key') {
    const fields = (await open(target, await mustRead(target))) as Record<string, string>;
    return { headers: async () => auth.apply(fields), renew: async () => false };
  }
  let held = await hold(target, await mustRead(target));
  return {
    headers: async () => {
      if (performance.now() >= held.good_until) held = await refresh(target, held.version);
      return auth.apply(held.token);
    },
    renew: async () => {
      held = await refresh(target, held.version);
      return true;
    },
  };
}

/** The refresh token and access token, for revoking. Null: there is no credential. */
export async function peekTokens(
  target: Pick<Target, 'workspace_id' | 'connection_id'>,
): Promise<{ access_token: string; refresh_token: string | null } | null> {
  const row = await readCredential(target.workspace_id, target.connection_id);
  return row?.kind === 'oauth'
    ? ((await open(target, row)) as { access_token: string; refresh_token: string | null })
    : null;
}

const flights = new Map<string, Promise<Held>>();

/**
 * Refreshes once, however many ask: one flight per process, one lease across processes, and a
 * version that a late answer cannot overwrite. No database connection is held while the provider is
 * called. The new pair is stored before it is used.
 */
function refresh(target: Target, seen_version: number): Promise<Held> {
  const key = target.connection_id;
  let flight = flights.get(key);
  if (!flight) {
    flight = refreshAcrossProcesses(target, seen_version).finally(() => flights.delete(key));
    flights.set(key, flight);
  }
  return flight;
}

async function refreshAcrossProcesses(target: Target, seen_version: number): Promise<Held> {
  const owner = newId();
  const deadline = performance.now() + (LEASE_SECONDS + 5) * 1000;
  for (;;) {
    const row = await mustRead(target);
    if (row.version !== seen_version) return hold(target, row);
    const lease = await takeLease(
      target.workspace_id,
      target.connection_id,
      row.version,
      owner,
      LEASE_SECONDS,
    );
    if (lease) return refreshHeld(target, row, owner, lease.interrupted);
    if (performance.now() > deadline)
      throw new TokenError(
        'transient',
        'Another process is refreshing this authorization and does not finish.',
      );
    await sleep(WAIT_MS * (0.5 + Math.random()));
  }
}

/**
 * Refreshes as the owner of the lease, which ends here. `interrupted`: the owner before never
 * stored an answer.
 */
async function refreshHeld(
  target: Target,
  row: CredentialRow,
  owner: string,
  interrupted: boolean,
): Promise<Held> {
  let lost = interrupted;
  try {
    return await exchangeAndStore(target, row, owner);
  } catch (error) {
    const where = { connection: target.connection_id, connector: target.connector.type };
    // No answer, or one that could not be stored: the provider may have rotated all the same.
    if (!(error instanceof TokenError) || error.kind === 'transient') lost = true;
    else if (error.kind === 'operator') log.error(where, error.message);
    else if (error.kind === 'gone' && interrupted) {
      log.error(where, 'authorization lost: a refresh was interrupted');
      throw new TokenError(
        'gone',
        `A refresh of the ${target.connector.name} authorization was interrupted before its ` +
          `answer was stored, and ${target.connector.name} no longer accepts the one from ` +
          'before. Reconnect to authorize it again.',
      );
    }
    throw error;
  } finally {
    await dropLease(target.workspace_id, target.connection_id, owner, lost);
  }
}

async function exchangeAndStore(target: Target, row: CredentialRow, owner: string): Promise<Held> {
  const connector = target.connector as Connector & { auth: OAuth };
  const current = (await open(target, row)) as {
    access_token: string;
    refresh_token: string | null;
  };
  const gone = new TokenError(
    'gone',
    `The ${connector.name} authorization has expired. Reconnect to authorize it again.`,
  );
  if (!current.refresh_token) throw gone;
  const app = await providerApp(connector, target);
  if (!app)
    throw new TokenError(
      'operator',
      `The ${connector.name} app is no longer set up on this installation.`,
    );
  await seal(place(target), ''); // what the provider is about to rotate must be storable
  let tokens: Tokens;
  try {
    tokens = await refreshTokens(
      connector,
      app,
      target.route,
      current.refresh_token,
      target.given ?? {},
    );
  } catch (error) {
    // A process may have died between the provider's rotation and our commit; the pair before is
    // tried once.
    const previous =
      error instanceof TokenError &&
      error.kind === 'gone' &&
      row.previous_usable &&
      row.previous_cipher
        ? ((await open(target, { cipher: row.previous_cipher }).catch(() => null)) as {
            refresh_token: string | null;
          } | null)
        : null;
    if (!previous?.refresh_token || previous.refresh_token === current.refresh_token) throw error;
    tokens = await refreshTokens(
      connector,
      app,
      target.route,
      previous.refresh_token,
      target.given ?? {},
    );
  }
  const sealed = await seal(
    place(target),
    JSON.stringify({ access_token: tokens.access_token, refresh_token: tokens.refresh_token }),
  );
  const expires_in_seconds = usable(tokens.expires_in_seconds);
  await insist(() =>
    commitRefresh({
      workspace_id: target.workspace_id,
      connection_id: target.connection_id,
      version: row.version,
      owner,
      ...sealed,
      expires_in_seconds,
    }),
  );
  if (Object.keys(tokens.facts).length > 0)
    await noteFacts(target.workspace_id, target.connection_id, tokens.facts);
  return hold(target, await mustRead(target));
}

/** The pair before may be dead already: a database that restarts is waited for. */
async function insist<T>(store: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + STORE_FOR_MS;
  for (;;) {
    try {
      return await store();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      log.warn({ error: String(error) }, 'a new token could not be stored yet; trying again');
      await sleep(STORE_AGAIN_MS);
    }
  }
}

const usable = (life: number | null): number | null =>
  life === null ? null : life - marginSeconds(life);

async function mustRead(
  target: Pick<Target, 'workspace_id' | 'connection_id' | 'connector'>,
): Promise<CredentialRow> {
  const row = await readCredential(target.workspace_id, target.connection_id);
  if (!row)
    throw new TokenError(
      'gone',
      `There is no ${target.connector.name} credential any more. Reconnect to add one.`,
    );
  return row;
}

/**
 * Throws TokenError('operator') when the stored credential does not open: another try would not
 * either, and only this connection is concerned.
 */
async function open(
  target: Pick<Target, 'workspace_id' | 'connection_id'>,
  { cipher }: { cipher: Buffer },
): Promise<Secret> {
  try {
    return JSON.parse(await unseal(place(target), cipher)) as Secret;
  } catch (error) {
    if (!(error instanceof SecretUnreadable) && !(error instanceof SyntaxError)) throw error;
    const why = error instanceof SyntaxError ? 'It is damaged.' : error.message;
    throw new TokenError(
      'operator',
      `The stored credential of this connection cannot be read. ${why} Or reconnect to store a new one.`,
    );
  }
}

async function hold(target: Target, row: CredentialRow): Promise<Held> {
  const secret = (await open(target, row)) as { access_token: string };
  return {
    version: row.version,
    token: secret.access_token,
    good_until: row.expires_in_ms === null ? Infinity : performance.now() + row.expires_in_ms,
  };
}
