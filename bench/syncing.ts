import { findConnector } from '@/lib/catalog/service';
import type { Connector } from '@/lib/connectors/kit';
import { storeTokens } from '@/lib/oauth/service';
import { db, transaction } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';
import { sql } from '@/lib/platform/sql';
import { requestRun } from '@/lib/runs/service';
import { runSync } from '@/lib/sync/service';

export interface Tokens {
  access_token: string;
  refresh_token: string;
  expires_in: number;
}

/** A connection of the bench's workspace, by its ids. */
export interface Target {
  workspace_id: string;
  connection_id: string;
}

/** A budget of 110 calls in ten seconds is the provider's; the bench measures us. */
const unlimited = (type: string): Connector | undefined => {
  const c = findConnector(type);
  return c && { ...c, limits: [] };
};

const CONTACTS_ONLY = ['contacts'];

/**
 * An access token of a sandbox account with every permission, taken through its consent page and
 * token endpoint.
 */
export async function grant(url: string, account: string): Promise<Tokens> {
  const redirect_uri = 'http://127.0.0.1/back';
  const { auth } = findConnector('hubspot')!;
  const scope = 'scopes' in auth ? auth.scopes.map((s) => s.scope).join(' ') : '';
  const consent = await fetch(`${url}/app.hubspot.com/oauth/authorize`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({
      client_id: 'sandbox',
      redirect_uri,
      scope,
      state: 's',
      response_type: 'code',
      account: 'other',
      other_account: account,
      decision: 'allow',
    }),
  });
  const code = new URL(consent.headers.get('location')!).searchParams.get('code')!;
  const token = await fetch(`${url}/api.hubapi.com/oauth/2026-03/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: 'sandbox',
      client_secret: 'sandbox',
      redirect_uri,
      code,
    }),
  });
  return (await token.json()) as Tokens;
}

/** A workspace of the bench's own. */
export async function newWorkspace(name: string): Promise<string> {
  const id = newId();
  await db.query(sql`
    INSERT INTO workspaces (id, slug, name, mode)
    VALUES (${id}, ${`bench-${id.slice(-9)}`}, ${name}, 'sandbox')`);
  return id;
}

/** A connected HubSpot connection that has never been synced. */
export async function newConnection(workspace_id: string, tokens: Tokens): Promise<Target> {
  const target = { workspace_id, connection_id: newId() };
  await db.query(sql`
    INSERT INTO connections
      (workspace_id, id, connector_type, name, status, scope, external_account_id)
    VALUES (${target.workspace_id}, ${target.connection_id}, 'hubspot', 'Bench', 'connected',
      'business', ${`bench ${target.connection_id}`})`);
  await storeTokens(db, target, {
    access_token: tokens.access_token,
    refresh_token: tokens.refresh_token,
    expires_in_seconds: tokens.expires_in,
  });
  return target;
}

/** Seconds that a run of the contacts takes. Throws when it does not read all of them. */
export async function secondsToSync(
  target: Target,
  records: number,
  sync_type: 'full' | 'incremental',
): Promise<number> {
  const run = await transaction((tx) =>
    requestRun(tx, {
      ...target,
      connector_type: 'hubspot',
      sync_type,
      triggered_by: 'manual',
      streams: CONTACTS_ONLY,
    }),
  );
  if (!run.queued) throw new Error('a run is live');
  const begun = performance.now();
  await runSync({ ...target, run_id: run.run_id }, new AbortController().signal, {
    connector: unlimited,
  });
  const seconds = (performance.now() - begun) / 1000;
  const {
    rows: [row],
  } = await db.query<{ status: string; records_read: number }>(sql`
    SELECT status, records_read
    FROM sync_runs
    WHERE id = ${run.run_id}`);
  if (row?.status !== 'completed' || row.records_read !== records)
    throw new Error(`the bench run ended ${JSON.stringify(row)}`);
  return seconds;
}
