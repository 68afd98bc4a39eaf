import type * as z from 'zod';
import { allConnectors, findConnector, forgetStored } from '@/lib/catalog/service';
import type { Connector, OAuth } from '@/lib/connectors/kit';
import { DomainError } from '@/lib/contract/errors';
import { missing } from '@/lib/contract/missing';
import type { Actor, Principal } from '@/lib/contract/principal';
import type {
  ProviderApp,
  setProviderApp as setOperation,
  testProviderApp as testOperation,
} from '@/lib/contract/provider-apps';
import { emit } from '@/lib/events/service';
import {
  eraseProviderApp,
  keepProviderApp,
  platformApps,
  probeApp,
  providerApp,
  redirectUri,
  TokenError,
} from '@/lib/oauth/service';
import { transaction } from '@/lib/platform/db';

type OAuthConnector = Connector & { auth: OAuth };
const isOAuth = (c: Connector): c is OAuthConnector => c.auth.method === 'oauth';

/** The app of every connector that needs one, whether it is set up, and what to enter at the provider. */
export async function listProviderApps(
  _principal: Principal,
): Promise<{ provider_apps: z.output<typeof ProviderApp>[] }> {
  const known = await platformApps(allConnectors().filter(isOAuth));
  return {
    provider_apps: known.map(({ connector, ...app }) => ({
      type: connector.type,
      name: connector.name,
      redirect_uri: redirectUri(connector.type),
      docs_url: connector.docs_url,
      scopes: connector.auth.scopes.map(({ scope, why, required }) => ({ scope, why, required })),
      ...app,
    })),
  };
}

/** Keeps the app of a connector for the whole installation, its secret sealed. */
export async function setProviderApp(
  actor: Actor,
  input: z.output<typeof setOperation.input>,
): Promise<{ provider_app: z.output<typeof ProviderApp> }> {
  const connector = mustUseApps(input.type);
  const { client_id, client_secret } = input;
  await transaction(async (tx) => {
    await keepProviderApp(tx, actor.workspace.id, connector.type, { client_id, client_secret });
    await emit(tx, actor, { event: 'provider_app.set', id: connector.type, data: { client_id } });
  });
  forgetStored();
  return { provider_app: await shown(actor, connector) };
}

/** Forgets the app that was entered; one in the environment counts again. */
export async function deleteProviderApp(
  actor: Actor,
  { type }: { type: string },
): Promise<{ provider_app: z.output<typeof ProviderApp> }> {
  const connector = mustUseApps(type);
  await transaction(async (tx) => {
    if (!(await eraseProviderApp(tx, connector.type))) return;
    await emit(tx, actor, { event: 'provider_app.removed', id: connector.type });
  });
  forgetStored();
  return { provider_app: await shown(actor, connector) };
}

/**
 * Asks the provider whether it knows the app: as it is set up, or as it is sent along and not kept.
 * Throws connector_not_connectable when there is none.
 */
export async function testProviderApp(
  actor: Actor,
  input: z.output<typeof testOperation.input>,
): Promise<z.output<typeof testOperation.output>> {
  const connector = mustUseApps(input.type);
  const { workspace } = actor;
  if ((input.client_id === undefined) !== (input.client_secret === undefined))
    throw new DomainError('invalid_request', {
      detail: 'Send client_id and client_secret together.',
    });
  const app =
    input.client_id !== undefined
      ? { client_id: input.client_id, client_secret: input.client_secret! }
      : await providerApp(connector, {
          workspace_id: workspace.id,
          mode: workspace.mode,
          provider_app_id: null,
        }).catch((error: unknown) => {
          if (!(error instanceof TokenError)) throw error;
          throw new DomainError('provider_misconfigured', { detail: error.message, cause: error });
        });
  if (!app)
    throw new DomainError('connector_not_connectable', {
      detail: `${connector.name} has no provider app on this installation.`,
    });
  return probeApp(connector, app, {
    hosts: connector.hosts,
    mode: workspace.mode,
    limits: connector.limits,
    keys: { connection: `check/${connector.type}`, app: `app/${connector.type}/${workspace.mode}` },
  });
}

const shown = async (principal: Principal, { type }: Connector) =>
  (await listProviderApps(principal)).provider_apps.find((app) => app.type === type)!;

function mustUseApps(type: string): OAuthConnector {
  const connector = findConnector(type);
  if (!connector) throw missing('connector');
  if (isOAuth(connector)) return connector;
  throw new DomainError('invalid_request', {
    detail: `${connector.name} is not connected by OAuth: it needs no provider app.`,
  });
}
