import { db, type Sql } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';

export interface CredentialRow {
  kind: 'oauth' | 'api_key';
  cipher: Buffer;
  previous_cipher: Buffer | null;
  version: number;
  /** Milliseconds until the access token must not be used, by the database's clock; null: never. */ expires_in_ms:
    number | null;
  previous_usable: boolean;
}

const COLUMNS = `kind, cipher, previous_cipher, version, (extract(epoch FROM expires_at - now()) * 1000)::float8 AS expires_in_ms, (previous_cipher IS NOT NULL AND updated_at > now() - interval '24 hours') AS previous_usable`;

export async function readCredential(
  workspace_id: string,
  connection_id: string,
): Promise<CredentialRow | null> {
  const { rows } = await db.query<CredentialRow>(
    `SELECT ${COLUMNS} FROM credentials WHERE workspace_id = $1 AND connection_id = $2`,
    [workspace_id, connection_id],
  );
  return rows[0] ?? null;
}

/** Stores or replaces a connection's credential; what was there before is gone. */
export async function putCredential(
  sql: Sql,
  row: {
    workspace_id: string;
    connection_id: string;
    kind: 'oauth' | 'api_key';
    cipher: Buffer;
    data_key_id: string;
    expires_in_seconds: number | null;
  },
): Promise<void> {
  await sql.query(
    `INSERT INTO credentials (workspace_id, connection_id, kind, cipher, data_key_id, expires_at) VALUES ($1, $2, $3, $4, $5, now() + make_interval(secs => $6::float8))
     ON CONFLICT (workspace_id, connection_id) DO UPDATE SET kind = excluded.kind, cipher = excluded.cipher, previous_cipher = NULL, data_key_id = excluded.data_key_id, expires_at = excluded.expires_at,
       version = credentials.version + 1, lease_owner = NULL, lease_until = NULL, refreshed_at = NULL, updated_at = now()`,
    [
      row.workspace_id,
      row.connection_id,
      row.kind,
      row.cipher,
      row.data_key_id,
      row.expires_in_seconds,
    ],
  );
}

export async function eraseCredential(
  sql: Sql,
  workspace_id: string,
  connection_id: string,
): Promise<void> {
  await sql.query('DELETE FROM credentials WHERE workspace_id = $1 AND connection_id = $2', [
    workspace_id,
    connection_id,
  ]);
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
  const { rows } = await db.query<{ interrupted: boolean }>(
    `UPDATE credentials c SET lease_owner = $4, lease_until = now() + make_interval(secs => $5::float8)
     FROM (SELECT lease_owner FROM credentials WHERE workspace_id = $1 AND connection_id = $2 AND version = $3 AND (lease_until IS NULL OR lease_until < now()) FOR UPDATE) before
     WHERE c.workspace_id = $1 AND c.connection_id = $2 RETURNING before.lease_owner IS NOT NULL AS interrupted`,
    [workspace_id, connection_id, version, owner, seconds],
  );
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
  await db.query(
    `UPDATE credentials
        SET lease_owner = CASE WHEN $4 THEN lease_owner END,
            lease_until = CASE WHEN $4 THEN now() - interval '1 millisecond' END
      WHERE workspace_id = $1 AND connection_id = $2 AND lease_owner = $3`,
    [workspace_id, connection_id, owner, interrupted],
  );
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
}): Promise<boolean> {
  const { rowCount } = await db.query(
    `UPDATE credentials SET previous_cipher = cipher, cipher = $5, data_key_id = $6, expires_at = now() + make_interval(secs => $7::float8), version = version + 1, lease_owner = NULL, lease_until = NULL, refreshed_at = now(), updated_at = now()
     WHERE workspace_id = $1 AND connection_id = $2 AND version = $3 AND lease_owner = $4`,
    [
      row.workspace_id,
      row.connection_id,
      row.version,
      row.owner,
      row.cipher,
      row.data_key_id,
      row.expires_in_seconds,
    ],
  );
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
  sql: Sql,
  row: Omit<StateRow, 'used' | 'expired' | 'outcome' | 'started_as'> & { state_hash: string },
): Promise<void> {
  await sql.query(
    `INSERT INTO oauth_states (workspace_id, id, state_hash, connection_id, user_id, session_hash,
                               verifier_cipher, redirect_uri, return_to, allow_account_change,
                               sync_immediately, api_key_id, started_as, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,
             (SELECT role FROM memberships WHERE workspace_id = $1 AND user_id = $5),
             now() + interval '10 minutes')`,
    [
      row.workspace_id,
      row.id,
      row.state_hash,
      row.connection_id,
      row.user_id,
      row.session_hash,
      row.verifier_cipher,
      row.redirect_uri,
      row.return_to,
      row.allow_account_change,
      row.sync_immediately,
      row.api_key_id,
    ],
  );
}

/** Notes what came of an authorization, for whoever brings the same state again. */
export async function finishState(
  sql: Sql,
  workspace_id: string,
  id: string,
  outcome: string,
): Promise<void> {
  await sql.query('UPDATE oauth_states SET outcome = $3 WHERE workspace_id = $1 AND id = $2', [
    workspace_id,
    id,
    outcome,
  ]);
}

export async function findState(state_hash: string): Promise<StateRow | null> {
  const { rows } = await db.query<StateRow>(
    'SELECT *, used_at IS NOT NULL AS used, expires_at < now() AS expired FROM oauth_states WHERE state_hash = $1',
    [state_hash],
  );
  return rows[0] ?? null;
}

/** Marks a state used. False: somebody else just did. */
export async function useState(workspace_id: string, id: string): Promise<boolean> {
  const { rowCount } = await db.query(
    'UPDATE oauth_states SET used_at = now() WHERE workspace_id = $1 AND id = $2 AND used_at IS NULL',
    [workspace_id, id],
  );
  return rowCount === 1;
}

export async function deleteOldStates(): Promise<void> {
  await db.query(`DELETE FROM oauth_states WHERE expires_at < now() - interval '1 day'`);
}

export interface AppRow {
  workspace_id: string;
  id: string;
  client_id: string;
  client_secret_cipher: Buffer;
}

export async function findApp(workspace_id: string, id: string): Promise<AppRow | null> {
  const { rows } = await db.query<AppRow>(
    `SELECT workspace_id, id, client_id, client_secret_cipher
       FROM provider_apps
      WHERE workspace_id = $1 AND id = $2`,
    [workspace_id, id],
  );
  return rows[0] ?? null;
}

export async function insertApp(row: {
  workspace_id: string;
  id: string;
  connector_type: string;
  client_id: string;
  client_secret_cipher: Buffer;
}): Promise<void> {
  await db.query(
    'INSERT INTO provider_apps (workspace_id, id, connector_type, client_id, client_secret_cipher) VALUES ($1, $2, $3, $4, $5)',
    [row.workspace_id, row.id, row.connector_type, row.client_id, row.client_secret_cipher],
  );
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
