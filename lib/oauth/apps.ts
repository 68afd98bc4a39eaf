import type { Connector } from '@/lib/connectors/kit';
import { env } from '@/lib/platform/env';
import { TokenError } from '@/lib/oauth/errors';
import { findApp, insertApp } from '@/lib/oauth/repository';
import { findPlatformApps, putPlatformApp } from '@/lib/oauth/repository-apps';
import type { Sql } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';
import { seal, SecretUnreadable, unseal } from '@/lib/vault/service';

export interface ProviderApp {
  client_id: string;
  client_secret: string;
}

/** The sandbox knows one client; its name and secret are public. */
const SANDBOX_APP: ProviderApp = { client_id: 'sandbox', client_secret: 'sandbox' };

const place = (workspace_id: string, id: string) => ({
  table: 'provider_apps',
  column: 'client_secret_cipher',
  workspace_id,
  row_id: id,
});

const ownPlace = (workspace_id: string, id: string) => ({
  ...place(workspace_id, id),
  table: 'platform_apps',
});

/**
 * The OAuth client a connection uses: one its workspace brought, the sandbox's, or the platform's
 * own. Null: none is set up. Throws TokenError('operator') when its secret does not open.
 */
export async function providerApp(
  connector: Connector,
  target: { workspace_id: string; mode: 'live' | 'sandbox'; provider_app_id: string | null },
): Promise<ProviderApp | null> {
  if (target.provider_app_id) {
    const row = await findApp(target.workspace_id, target.provider_app_id);
    return (
      row && {
        client_id: row.client_id,
        client_secret: await openSecret(
          connector,
          row,
          place,
          'Or disconnect, and connect again with client_id and client_secret.',
        ),
      }
    );
  }
  if (target.mode === 'sandbox') return SANDBOX_APP;
  const [stored] = await findPlatformApps(connector.type);
  if (stored)
    return {
      client_id: stored.client_id,
      client_secret: await openSecret(
        connector,
        stored,
        ownPlace,
        'Enter the app again under Provider apps.',
      ),
    };
  const client_id = env().provider_app(connector.type, 'CLIENT_ID');
  const client_secret = env().provider_app(connector.type, 'CLIENT_SECRET');
  return client_id && client_secret ? { client_id, client_secret } : null;
}

async function openSecret(
  connector: Connector,
  row: { workspace_id: string; id: string; client_secret_cipher: Buffer },
  placeOf: typeof place,
  fix: string,
): Promise<string> {
  try {
    return await unseal(placeOf(row.workspace_id, row.id), row.client_secret_cipher);
  } catch (error) {
    if (!(error instanceof SecretUnreadable)) throw error;
    throw new TokenError(
      'operator',
      `The stored secret of ${placeOf === place ? 'this workspace’s own' : 'the'} ${connector.name} app ` +
        'cannot be read. ' +
        `${error.message} ${fix}`,
    );
  }
}

/** Keeps a client of the installation's own for a connector, sealed. */
export async function keepProviderApp(
  tx: Sql,
  workspace_id: string,
  connector_type: string,
  app: ProviderApp,
): Promise<void> {
  const id = newId();
  const { cipher } = await seal(ownPlace(workspace_id, id), app.client_secret);
  const { client_id } = app;
  const row = { workspace_id, id, connector_type, client_id, client_secret_cipher: cipher };
  await putPlatformApp(tx, row);
}

/** Where each connector's app of the installation comes from, without its secret. */
export async function platformApps<C extends Connector>(
  connectors: readonly C[],
): Promise<
  {
    connector: C;
    client_id: string | null;
    source: 'stored' | 'environment' | null;
    updated_at: string | null;
  }[]
> {
  const stored = new Map((await findPlatformApps()).map((row) => [row.connector_type, row]));
  return connectors.map((connector) => {
    const row = stored.get(connector.type);
    if (row)
      return {
        connector,
        client_id: row.client_id,
        source: 'stored',
        updated_at: row.updated_at.toISOString(),
      };
    const client_id = env().provider_app(connector.type, 'CLIENT_ID') ?? null;
    const whole = client_id && env().provider_app(connector.type, 'CLIENT_SECRET');
    return { connector, client_id, source: whole ? 'environment' : null, updated_at: null };
  });
}

/** Stores a client a workspace brings for a connector, sealed; answers its id. */
export async function storeProviderApp(
  workspace_id: string,
  connector_type: string,
  app: ProviderApp,
): Promise<string> {
  const id = newId();
  const { cipher } = await seal(place(workspace_id, id), app.client_secret);
  await insertApp({
    workspace_id,
    id,
    connector_type,
    client_id: app.client_id,
    client_secret_cipher: cipher,
  });
  return id;
}

/** The platform's credential for a handle connector, from the environment. Null: not set up. */
export function handleAppFields(
  connector: Connector,
  mode: 'live' | 'sandbox',
): Record<string, string> | null {
  if (connector.auth.method !== 'handle') return null;
  const found: Record<string, string> = {};
  for (const { key, required } of connector.auth.app_fields) {
    const value = mode === 'sandbox' ? 'sandbox' : env().provider_app(connector.type, key);
    if (value !== undefined) found[key] = value;
    else if (required) return null;
  }
  return found;
}
