import type { Connector, OAuth } from '@/lib/connectors/kit';
import { providerApp } from '@/lib/oauth/apps';
import {
  hold,
  mustRead,
  mustSeal,
  openPair,
  sealTokens,
  type Held,
  type Target,
} from '@/lib/oauth/credential';
import {
  commitRefresh,
  dropLease,
  noteFacts,
  takeLease,
  type CredentialRow,
} from '@/lib/oauth/repository';
import { TokenError } from '@/lib/oauth/errors';
import { refreshTokens, type Tokens } from '@/lib/oauth/tokens';
import { sleep } from '@/lib/platform/clock';
import { newId } from '@/lib/platform/ids';
import { log } from '@/lib/platform/log';

const LEASE_SECONDS = 40; // longer than a token call may take
const WAIT_MS = 150;
/** How long a new token is tried to be stored; the lease has to hold meanwhile. */
const STORE_FOR_MS = 8_000;
const STORE_AGAIN_MS = 300;

const flights = new Map<string, Promise<Held>>();

/**
 * Refreshes once, however many ask: one flight per process, one lease across processes, and a
 * version that a late answer cannot overwrite. No database connection is held while the provider is
 * called. The new pair is stored before it is used.
 */
export function refresh(target: Target, seen_version: number): Promise<Held> {
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
  const { workspace_id, connection_id } = target;
  const tokens = await exchange(target, row);
  const sealed = await sealTokens(target, tokens);
  await insist(() =>
    commitRefresh({ workspace_id, connection_id, version: row.version, owner, ...sealed }),
  );
  if (Object.keys(tokens.facts).length > 0)
    await noteFacts(workspace_id, connection_id, tokens.facts);
  return hold(target, await mustRead(target));
}

/** Asks the provider for a new pair. Throws TokenError. */
async function exchange(target: Target, row: CredentialRow): Promise<Tokens> {
  const connector = target.connector as Connector & { auth: OAuth };
  const current = await openPair(target, row);
  if (!current.refresh_token)
    throw new TokenError(
      'gone',
      `The ${connector.name} authorization has expired. Reconnect to authorize it again.`,
    );
  const app = await providerApp(connector, target);
  if (!app)
    throw new TokenError(
      'operator',
      `The ${connector.name} app is no longer set up on this installation.`,
    );
  await mustSeal(target); // what the provider is about to rotate must be storable
  const given = target.given ?? {};
  const ask = (token: string) => refreshTokens(connector, app, target.route, token, given);
  try {
    return await ask(current.refresh_token);
  } catch (error) {
    const gone = error instanceof TokenError && error.kind === 'gone';
    const before = gone ? await tokenBefore(target, row) : null;
    if (!before || before === current.refresh_token) throw error;
    return ask(before);
  }
}

/**
 * The refresh token of the pair before: a process may have died between the provider's rotation and
 * our commit, so it is tried once.
 */
async function tokenBefore(target: Target, row: CredentialRow): Promise<string | null> {
  if (!row.previous_usable || !row.previous_cipher) return null;
  const pair = await openPair(target, { cipher: row.previous_cipher }).catch(() => null);
  return pair?.refresh_token ?? null;
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
