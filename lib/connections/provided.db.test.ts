import { describe, expect, it } from 'vitest';
import { allConnectors } from '@/lib/catalog/service';
import {
  createConnection,
  listAuthProviders,
  reconnectConnection,
  removeAuthProvider,
  setAuthProvider,
  startSync,
} from '@/lib/connections/service';
import type { Connector, OAuth } from '@/lib/connectors/kit';
import { at } from '@/lib/connectors/kit';
import { openAccount } from '@/lib/connectors/testing/account';
import type { UserPrincipal } from '@/lib/contract/principal';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import { errorCode, useSandbox, work } from '@/lib/sync/testing';

useTestDatabase();
const sandbox = useSandbox();

const SETTINGS = {
  composio: { api_key: 'ak_sandbox_project' },
  pipedream: {
    client_id: 'sandbox',
    client_secret: 'sandbox',
    project_id: 'proj_sandbox',
    environment: 'development',
  },
};
type Service = keyof typeof SETTINGS;
const SERVICES = Object.keys(SETTINGS) as Service[];

const post = async (path: string, headers: Record<string, string>, body: unknown) => {
  const answer = await fetch(`${sandbox.current.url}/${path}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBeLessThan(300);
  return (await answer.json()) as { id?: string; data?: { id: string }; access_token?: string };
};

/** What somebody does at the auth provider: leaves the tokens of an account there. Answers its id. */
async function leave(service: Service, connector: Connector, account: string): Promise<string> {
  const { token } = await openAccount(sandbox.current.sandbox, connector, account);
  const body = token!.body as Record<string, unknown>;
  const nested = at(token!.body, (connector.auth as OAuth).token_at ?? '') as typeof body;
  const val = { ...body, ...nested };
  if (service === 'composio') {
    const { id } = await post(
      'backend.composio.dev/api/v3/connected_accounts',
      { 'x-api-key': SETTINGS.composio.api_key },
      { auth_config: { id: connector.type }, connection: { user_id: 'u', state: { val } } },
    );
    return id!;
  }
  const { access_token } = await post(
    'api.pipedream.com/v1/oauth/token',
    {},
    {
      grant_type: 'client_credentials',
      client_id: 'sandbox',
      client_secret: 'sandbox',
    },
  );
  const { data } = await post(
    'api.pipedream.com/v1/connect/proj_sandbox/accounts',
    { authorization: `Bearer ${access_token}`, 'x-pd-environment': 'development' },
    { app_slug: connector.type, cfmap_json: JSON.stringify(val), external_id: 'u' },
  );
  return data!.id;
}

const principalWith = async (...services: Service[]): Promise<UserPrincipal> => {
  const principal = await makePrincipal(await makeWorkspace());
  for (const id of services) await setAuthProvider(principal, { id, settings: SETTINGS[id] });
  return principal;
};

const connect = (principal: UserPrincipal, type: string, service: string, account: string) =>
  createConnection(principal, {
    connector_type: type,
    auth_provider: service,
    auth_provider_account: account,
    sync_immediately: true,
  });

const connectorOf = (type: string) => allConnectors().find((one) => one.type === type)!;
const OAUTH = allConnectors().filter(
  (one) =>
    one.auth.method === 'oauth' && one.puller.status === 'live' && one.direction === 'inbound',
);

/** Runs what is queued; the sandbox counts no calls, so we need not either. */
const read = (id: string) =>
  work(id, new AbortController().signal, (type) => ({ ...connectorOf(type), limits: [] }));

async function statusOf(id: string) {
  const { rows } = await db.query<{ status: string; last_error: string | null; reauth: boolean }>(
    sql`
      SELECT status, last_error, needs_reauth_at IS NOT NULL AS reauth
      FROM connections
      WHERE id = ${id}`,
  );
  return rows[0]!;
}

describe('an account that an auth provider keeps', () => {
  it.each(OAUTH.flatMap((one) => SERVICES.map((service) => [one.type, service] as const)))(
    '%s is connected and read by %s, and no token is stored',
    async (type, service) => {
      const principal = await principalWith(service);
      const account = await leave(service, connectorOf(type), 'acme');
      const made = await connect(principal, type, service, account);
      expect(made.mode).toBe('connected');
      const { id } = made.connection!;
      await read(id);
      const { rows } = await db.query<{ kind: string; expires_at: Date | null }>(sql`
        SELECT kind, expires_at
        FROM credentials
        WHERE connection_id = ${id}`);
      expect(rows).toEqual([{ kind: 'auth_provider', expires_at: null }]);
      expect((await statusOf(id)).last_error).toBeNull();
      const stored = await db.query(sql`
        SELECT 1
        FROM records
        WHERE connection_id = ${id}
        LIMIT 1`);
      expect(stored.rowCount).toBe(1);
    },
  );

  it('that ended needs a person, and is repaired in place by another', async () => {
    const principal = await principalWith('composio');
    const hubspot = connectorOf('hubspot');
    const first = await leave('composio', hubspot, 'acme');
    const { connection } = await connect(principal, 'hubspot', 'composio', first);
    await read(connection!.id);
    sandbox.current.sandbox.control.revoke({ provider: 'hubspot', account: 'acme' });
    await startSync(principal, { id: connection!.id, full_sync: false, streams: [] });
    await read(connection!.id);
    expect(await statusOf(connection!.id)).toMatchObject({ status: 'error', reauth: true });
    const repaired = await reconnectConnection(principal, {
      id: connection!.id,
      auth_provider: 'composio',
      auth_provider_account: await leave('composio', hubspot, 'acme'),
      allow_account_change: false,
    });
    expect(repaired.mode).toBe('connected');
    await read(connection!.id);
    expect(await statusOf(connection!.id)).toMatchObject({ status: 'connected', reauth: false });
  });

  it('of another account is refused on reconnecting', async () => {
    const principal = await principalWith('pipedream');
    const hubspot = connectorOf('hubspot');
    const mine = await leave('pipedream', hubspot, 'acme');
    const { connection } = await connect(principal, 'hubspot', 'pipedream', mine);
    await db.query(sql`
      UPDATE connections
      SET status = 'error', needs_reauth_at = now()
      WHERE id = ${connection!.id}`);
    const other = await leave('pipedream', hubspot, 'globex');
    const answer = reconnectConnection(principal, {
      id: connection!.id,
      auth_provider: 'pipedream',
      auth_provider_account: other,
      allow_account_change: false,
    });
    expect(await answer.catch(errorCode)).toBe('account_mismatch');
  });
});

describe('an auth provider', () => {
  it('is set up by what lets us in, says so without what was entered, and can be forgotten', async () => {
    const principal = await makePrincipal(await makeWorkspace());
    const wrong = { id: 'composio', settings: { api_key: 'ak_of_somebody_else' } };
    expect(await setAuthProvider(principal, wrong).catch(errorCode)).toBe('credential_rejected');
    await setAuthProvider(principal, { id: 'composio', settings: SETTINGS.composio });
    const { auth_providers } = await listAuthProviders(principal);
    expect(auth_providers.map(({ id, configured }) => [id, configured])).toEqual([
      ['composio', true],
      ['pipedream', false],
    ]);
    expect(JSON.stringify(auth_providers)).not.toContain(SETTINGS.composio.api_key);
    const elsewhere = await makePrincipal(await makeWorkspace());
    const theirs = await listAuthProviders(elsewhere);
    expect(theirs.auth_providers.some((one) => one.configured)).toBe(false);
    const { auth_provider } = await removeAuthProvider(principal, { id: 'composio' });
    expect(auth_provider.configured).toBe(false);
  });

  it.each([
    ['an account it does not keep', { auth_provider_account: 'ca_none' }, 'credential_rejected'],
    ['half of what is needed', { auth_provider_account: undefined }, 'invalid_request'],
    ['one there is not', { auth_provider: 'nango' }, 'invalid_request'],
    ['a token beside it', { access_token: 'abc' }, 'invalid_request'],
    ['one that is not set up', { auth_provider: 'pipedream' }, 'credential_rejected'],
  ])('refuses %s', async (_, input, code) => {
    const principal = await principalWith('composio');
    const answer = createConnection(principal, {
      connector_type: 'hubspot',
      auth_provider: 'composio',
      auth_provider_account: await leave('composio', connectorOf('hubspot'), 'acme'),
      sync_immediately: true,
      ...input,
    });
    expect(await answer.catch(errorCode)).toBe(code);
    const { rowCount } = await db.query(sql`
      SELECT 1
      FROM connections
      WHERE workspace_id = ${principal.workspace.id}`);
    expect(rowCount).toBe(0);
  });
});
