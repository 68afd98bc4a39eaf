import { db, type Sql } from '@/lib/platform/db';
import { raw, sql } from '@/lib/platform/sql';

/** auth_provider: the name of an account that an auth provider keeps, and no secret of its own. */
export type CredentialKind = 'oauth' | 'api_key' | 'auth_provider';

export interface CredentialRow {
  kind: CredentialKind;
  cipher: Buffer;
  previous_cipher: Buffer | null;
  version: number;
  /** Milliseconds until the access token must not be used, by the database's clock; null: never. */
  expires_in_ms: number | null;
  previous_usable: boolean;
}

const COLUMNS = raw(`kind, cipher, previous_cipher, version,
      (extract(epoch FROM expires_at - now()) * 1000)::float8 AS expires_in_ms,
      (previous_cipher IS NOT NULL AND updated_at > now() - interval '24 hours')
        AS previous_usable`);

export async function readCredential(
  workspace_id: string,
  connection_id: string,
): Promise<CredentialRow | null> {
  const { rows } = await db.query<CredentialRow>(sql`
    SELECT ${COLUMNS}
    FROM credentials
    WHERE workspace_id = ${workspace_id} AND connection_id = ${connection_id}`);
  return rows[0] ?? null;
}

/** Whether the grant itself ends within a week, as its provider says. */
export async function endsSoon(workspace_id: string, connection_id: string): Promise<boolean> {
  const { rowCount } = await db.query(sql`
    SELECT 1
    FROM credentials
    WHERE workspace_id = ${workspace_id} AND connection_id = ${connection_id}
      AND grant_ends_at < now() + interval '7 days'`);
  return rowCount === 1;
}

/** Stores or replaces a connection's credential; what was there before is gone. */
export async function putCredential(
  db: Sql,
  row: {
    workspace_id: string;
    connection_id: string;
    kind: CredentialKind;
    cipher: Buffer;
    data_key_id: string;
    expires_in_seconds: number | null;
    grant_ends_in_seconds?: number | null;
  },
): Promise<void> {
  await db.query(sql`
    INSERT INTO credentials (
      workspace_id, connection_id, kind, cipher, data_key_id, expires_at, grant_ends_at)
    VALUES (
      ${row.workspace_id}, ${row.connection_id}, ${row.kind}, ${row.cipher}, ${row.data_key_id},
      now() + make_interval(secs => ${row.expires_in_seconds}::float8),
      now() + make_interval(secs => ${row.grant_ends_in_seconds ?? null}::float8)
    )
    ON CONFLICT (workspace_id, connection_id) DO UPDATE SET kind = excluded.kind,
      cipher = excluded.cipher, previous_cipher = NULL, data_key_id = excluded.data_key_id,
      expires_at = excluded.expires_at, grant_ends_at = excluded.grant_ends_at,
      version = credentials.version + 1, lease_owner = NULL,
      lease_until = NULL, refreshed_at = NULL, updated_at = now()`);
}

export async function eraseCredential(
  db: Sql,
  workspace_id: string,
  connection_id: string,
): Promise<void> {
  await db.query(sql`
    DELETE FROM credentials
    WHERE workspace_id = ${workspace_id} AND connection_id = ${connection_id}`);
}

/**
 * Takes the right to refresh this version, for `seconds`. One owner at a time; an expired lease may
 * be taken over. Null: somebody else has it. `interrupted`: the owner before never stored an
 * answer.
 */
export async function takeLease(
  workspace_id: string,
  connection_id: string,
  version: number,
  owner: string,
  seconds: number,
): Promise<{ interrupted: boolean } | null> {
  const { rows } = await db.query<{ interrupted: boolean }>(sql`
    UPDATE credentials c
    SET lease_owner = ${owner}, lease_until = now() + make_interval(secs => ${seconds}::float8)
    FROM (
      SELECT lease_owner
      FROM credentials
      WHERE workspace_id = ${workspace_id} AND connection_id = ${connection_id}
        AND version = ${version} AND (lease_until IS NULL OR lease_until < now())
      FOR UPDATE
    ) before
    WHERE c.workspace_id = ${workspace_id} AND c.connection_id = ${connection_id}
    RETURNING before.lease_owner IS NOT NULL AS interrupted`);
  return rows[0] ?? null;
}

/**
 * Gives the right to refresh back. `interrupted` leaves a trace for the next owner: the provider
 * may have rotated the token.
 */
export async function dropLease(
  workspace_id: string,
  connection_id: string,
  owner: string,
  interrupted: boolean,
): Promise<void> {
  await db.query(sql`
    UPDATE credentials
    SET lease_owner = CASE WHEN ${interrupted} THEN lease_owner END,
      lease_until = CASE WHEN ${interrupted} THEN now() - interval '1 millisecond' END
    WHERE workspace_id = ${workspace_id} AND connection_id = ${connection_id}
      AND lease_owner = ${owner}`);
}

/**
 * Stores a refreshed pair against the version it came from, keeping the pair before. False:
 * somebody else was first.
 */
export async function commitRefresh(row: {
  workspace_id: string;
  connection_id: string;
  version: number;
  owner: string;
  cipher: Buffer;
  data_key_id: string;
  expires_in_seconds: number | null;
  grant_ends_in_seconds: number | null;
}): Promise<boolean> {
  const { rowCount } = await db.query(sql`
    UPDATE credentials
    SET previous_cipher = cipher, cipher = ${row.cipher}, data_key_id = ${row.data_key_id},
      expires_at = now() + make_interval(secs => ${row.expires_in_seconds}::float8),
      grant_ends_at = COALESCE(
        now() + make_interval(secs => ${row.grant_ends_in_seconds}::float8), grant_ends_at),
      version = version + 1, lease_owner = NULL, lease_until = NULL, refreshed_at = now(),
      updated_at = now()
    WHERE workspace_id = ${row.workspace_id} AND connection_id = ${row.connection_id}
      AND version = ${row.version} AND lease_owner = ${row.owner}`);
  return rowCount === 1;
}

export interface StateRow {
  workspace_id: string;
  id: string;
  connection_id: string;
  user_id: string | null;
  session_hash: string | null;
  api_key_id: string | null;
  /** The role whoever began it had in the workspace then. */
  started_as: string | null;
  verifier_cipher: Buffer;
  redirect_uri: string;
  return_to: string | null;
  allow_account_change: boolean;
  sync_immediately: boolean;
  /** "connected" or the callback's error; null until it is known. */
  outcome: string | null;
  used: boolean;
  expired: boolean;
}

export async function insertState(
  db: Sql,
  row: Omit<StateRow, 'used' | 'expired' | 'outcome' | 'started_as'> & { state_hash: string },
): Promise<void> {
  await db.query(sql`
    INSERT INTO oauth_states (
      workspace_id, id, state_hash, connection_id, user_id, session_hash, verifier_cipher,
      redirect_uri, return_to, allow_account_change, sync_immediately, api_key_id, started_as,
      expires_at
    )
    VALUES (
      ${row.workspace_id}, ${row.id}, ${row.state_hash}, ${row.connection_id}, ${row.user_id},
      ${row.session_hash}, ${row.verifier_cipher}, ${row.redirect_uri}, ${row.return_to},
      ${row.allow_account_change}, ${row.sync_immediately}, ${row.api_key_id},
      (
        SELECT role
        FROM memberships
        WHERE workspace_id = ${row.workspace_id} AND user_id = ${row.user_id}
      ),
      now() + interval '10 minutes'
    )`);
}

/** Notes what came of an authorization, for whoever brings the same state again. */
export async function finishState(
  db: Sql,
  workspace_id: string,
  id: string,
  outcome: string,
): Promise<void> {
  await db.query(sql`
    UPDATE oauth_states
    SET outcome = ${outcome}
    WHERE workspace_id = ${workspace_id} AND id = ${id}`);
}

export async function findState(state_hash: string): Promise<StateRow | null> {
  const { rows } = await db.query<StateRow>(sql`
    SELECT *, used_at IS NOT NULL AS used, expires_at < now() AS expired
    FROM oauth_states
    WHERE state_hash = ${state_hash}`);
  return rows[0] ?? null;
}

/** Marks a state used. False: somebody else just did. */
export async function useState(workspace_id: string, id: string): Promise<boolean> {
  const { rowCount } = await db.query(sql`
    UPDATE oauth_states
    SET used_at = now()
    WHERE workspace_id = ${workspace_id} AND id = ${id} AND used_at IS NULL`);
  return rowCount === 1;
}

export async function deleteOldStates(): Promise<void> {
  await db.query(sql`
    DELETE FROM oauth_states
    WHERE expires_at < now() - interval '1 day'`);
}

export interface AppRow {
  workspace_id: string;
  id: string;
  client_id: string;
  client_secret_cipher: Buffer;
}

export async function findApp(workspace_id: string, id: string): Promise<AppRow | null> {
  const { rows } = await db.query<AppRow>(sql`
    SELECT workspace_id, id, client_id, client_secret_cipher
    FROM provider_apps
    WHERE workspace_id = ${workspace_id} AND id = ${id}`);
  return rows[0] ?? null;
}

export async function insertApp(row: {
  workspace_id: string;
  id: string;
  connector_type: string;
  client_id: string;
  client_secret_cipher: Buffer;
}): Promise<void> {
  await db.query(sql`
    INSERT INTO provider_apps (workspace_id, id, connector_type, client_id, client_secret_cipher)
    VALUES (
      ${row.workspace_id}, ${row.id}, ${row.connector_type}, ${row.client_id},
      ${row.client_secret_cipher}
    )`);
}

/** Facts of a token answer join what is known of the account; newer ones replace older. */
export async function noteFacts(
  workspace_id: string,
  connection_id: string,
  facts: Record<string, string>,
): Promise<void> {
  await db.query(sql`
    UPDATE connections SET account = account || ${JSON.stringify(facts)}::jsonb
    WHERE workspace_id = ${workspace_id} AND id = ${connection_id}`);
}
