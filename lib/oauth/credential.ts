import type { Connector, Given } from '@/lib/connectors/kit';
import type { Route } from '@/lib/egress/service';
import { putCredential, readCredential, type CredentialRow } from '@/lib/oauth/repository';
import type { Provided } from '@/lib/oauth/auth-providers/source';
import { TokenError } from '@/lib/oauth/errors';
import type { Tokens } from '@/lib/oauth/tokens';
import type { Sql } from '@/lib/platform/db';
import { seal, SecretUnreadable, unseal, type Place } from '@/lib/vault/service';

/** A connection, and how its provider is reached. */
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

type Key = Pick<Target, 'workspace_id' | 'connection_id'>;
type Secret = TokenPair | Record<string, string>;
export interface TokenPair {
  access_token: string;
  refresh_token: string | null;
}
/** A token in use. */
export interface Held {
  version: number;
  token: string;
  /** performance.now() after which it must not be used. */
  good_until: number;
}

const place = (t: Key): Place => ({
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

const usable = (life: number | null): number | null =>
  life === null ? null : life - marginSeconds(life);

/** The pair as it is stored. */
export async function sealTokens(
  target: Key,
  tokens: Omit<Tokens, 'facts' | 'scopes'>,
): Promise<{
  cipher: Buffer;
  data_key_id: string;
  expires_in_seconds: number | null;
  grant_ends_in_seconds: number | null;
}> {
  const { access_token, refresh_token, expires_in_seconds, grant_ends_in_seconds = null } = tokens;
  const sealed = await seal(place(target), JSON.stringify({ access_token, refresh_token }));
  return { ...sealed, expires_in_seconds: usable(expires_in_seconds), grant_ends_in_seconds };
}

/** Throws when nothing could be sealed for this connection now. */
export const mustSeal = async (target: Key): Promise<void> => {
  await seal(place(target), '');
};

/** Seals and stores a new credential. */
export async function storeTokens(
  sql: Sql,
  target: Key,
  tokens: Omit<Tokens, 'facts' | 'scopes'>,
): Promise<void> {
  await putCredential(sql, { ...target, kind: 'oauth', ...(await sealTokens(target, tokens)) });
}

/** Seals and stores what a person typed in. */
export async function storeFields(
  sql: Sql,
  target: Key,
  fields: Record<string, string>,
): Promise<void> {
  await putCredential(sql, {
    ...target,
    kind: 'api_key',
    ...(await seal(place(target), JSON.stringify(fields))),
    expires_in_seconds: null,
  });
}

/** Stores which account of which auth provider a connection reads with; sealed like the others. */
export async function storeProvided(sql: Sql, target: Key, provided: Provided): Promise<void> {
  await putCredential(sql, {
    ...target,
    kind: 'auth_provider',
    ...(await seal(place(target), JSON.stringify(provided))),
    expires_in_seconds: null,
  });
}

/** Which auth provider's account a connection reads with. Null: it has a credential of its own. */
export async function peekProvided(target: Key): Promise<Provided | null> {
  const row = await readCredential(target.workspace_id, target.connection_id);
  return row?.kind === 'auth_provider' ? openProvided(target, row) : null;
}

/** The account a stored credential names. Throws TokenError('operator') when it cannot be read. */
export async function openProvided(target: Key, row: { cipher: Buffer }): Promise<Provided> {
  const { auth_provider = '', auth_provider_account = '' } = await openFields(target, row);
  return { auth_provider, auth_provider_account };
}

/** The refresh token and access token, for revoking. Null: there is no credential. */
export async function peekTokens(target: Key): Promise<TokenPair | null> {
  const row = await readCredential(target.workspace_id, target.connection_id);
  return row?.kind === 'oauth' ? openPair(target, row) : null;
}

/** The stored credential. Throws TokenError('gone') when there is none. */
export async function mustRead(
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

/** The fields a person typed in. Throws TokenError('operator') when they cannot be read. */
export const openFields = async (
  target: Key,
  row: { cipher: Buffer },
): Promise<Record<string, string>> => (await open(target, row)) as Record<string, string>;

/** The tokens of an authorization. Throws TokenError('operator') when they cannot be read. */
export const openPair = async (target: Key, row: { cipher: Buffer }): Promise<TokenPair> =>
  (await open(target, row)) as TokenPair;

/**
 * Throws TokenError('operator') when the stored credential does not open: another try would not
 * either, and only this connection is concerned.
 */
async function open(target: Key, { cipher }: { cipher: Buffer }): Promise<Secret> {
  try {
    return JSON.parse(await unseal(place(target), cipher)) as Secret;
  } catch (error) {
    if (!(error instanceof SecretUnreadable) && !(error instanceof SyntaxError)) throw error;
    const why = error instanceof SyntaxError ? 'It is damaged.' : error.message;
    throw new TokenError(
      'operator',
      `The stored credential of this connection cannot be read. ${why} ` +
        'Or reconnect to store a new one.',
    );
  }
}

/** The access token of a stored credential, and until when it is used. */
export async function hold(target: Key, row: CredentialRow): Promise<Held> {
  const { access_token } = await openPair(target, row);
  return {
    version: row.version,
    token: access_token,
    good_until: row.expires_in_ms === null ? Infinity : performance.now() + row.expires_in_ms,
  };
}
