import type { Connector } from '@/lib/connectors/kit';
import { env } from '@/lib/platform/env';
import { TokenError } from '@/lib/oauth/errors';
import { findApp, insertApp } from '@/lib/oauth/repository';
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
    return row && { client_id: row.client_id, client_secret: await openSecret(connector, row) };
  }
  if (target.mode === 'sandbox') return SANDBOX_APP;
  const client_id = env().provider_app(connector.type, 'CLIENT_ID');
  const client_secret = env().provider_app(connector.type, 'CLIENT_SECRET');
  return client_id && client_secret ? { client_id, client_secret } : null;
}

async function openSecret(
  connector: Connector,
  row: { workspace_id: string; id: string; client_secret_cipher: Buffer },
): Promise<string> {
  try {
    return await unseal(place(row.workspace_id, row.id), row.client_secret_cipher);
  } catch (error) {
    if (!(error instanceof SecretUnreadable)) throw error;
    throw new TokenError(
      'operator',
      `The stored secret of this workspace’s own ${connector.name} app cannot be read. ` +
        `${error.message} Or disconnect, and connect again with client_id and client_secret.`,
    );
  }
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
