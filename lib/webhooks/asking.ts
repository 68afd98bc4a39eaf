import { findConnector } from '@/lib/catalog/service';
import { limitsFor, text } from '@/lib/connectors/kit';
import { NetworkError, send, type Route } from '@/lib/egress/service';
import { givenIn, openAccess, TokenError } from '@/lib/oauth/service';
import { RegistrationRefused, type AskProvider, type Registrar } from '@/lib/webhooks/registrar';
import type { ConnectionToAsk } from '@/lib/webhooks/repository-connections';

const TIMEOUT_MS = 15_000;

/** By what a person gave: the registrar puts it where the provider wants it. */
export function asGiven(
  registrar: Registrar,
  workspace: { id: string; mode: 'live' | 'sandbox' },
  given: Readonly<Record<string, string>>,
): AskProvider {
  const route: Route = {
    hosts: registrar.hosts,
    may_change: true,
    mode: workspace.mode,
    limits: [],
    keys: {
      connection: `setup/${workspace.id}/${registrar.provider}`,
      app: `app/${registrar.provider}/${workspace.mode}`,
    },
  };
  const secrets = registrar.fields.filter((one) => one.secret).map((one) => given[one.key] ?? '');
  return (spec) =>
    reaching(registrar, () => send(spec, route, { timeout_ms: TIMEOUT_MS, secrets }));
}

/** As a connection, with its credential; a token that was refused is renewed once. */
export async function asConnection(
  registrar: Registrar,
  connection: ConnectionToAsk,
): Promise<AskProvider> {
  const connector = findConnector(connection.connector_type)!;
  const route: Route = {
    hosts: registrar.hosts,
    may_change: true,
    mode: connection.mode,
    limits: limitsFor(connector.limits, connection.config),
    keys: {
      connection: connection.id,
      app: `app/${connector.type}/${connection.provider_app_id ?? connection.mode}`,
    },
  };
  return reaching(registrar, async () => {
    const access = await openAccess({
      workspace_id: connection.workspace_id,
      connection_id: connection.id,
      mode: connection.mode,
      provider_app_id: connection.provider_app_id,
      connector,
      route,
      given: givenIn(connection.config),
    });
    return async (spec) => {
      const once = async () =>
        reaching(registrar, async () =>
          send(spec, route, { headers: await access.headers(), timeout_ms: TIMEOUT_MS }),
        );
      const answer = await once();
      return answer.status === 401 && (await access.renew()) ? once() : answer;
    };
  });
}

/** Trouble on the way is told in a sentence. Throws RegistrationRefused. */
async function reaching<T>({ provider }: Registrar, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NetworkError || error instanceof TokenError)
      throw new RegistrationRefused(`${provider} could not be asked: ${error.message}`);
    throw error;
  }
}

/** What a person gave, held against the fields. Answers the faults, by path. */
export function faultsOf(
  { fields }: Registrar,
  given: Readonly<Record<string, string>>,
): { path: string; message: string }[] {
  const unknown = Object.keys(given).filter((key) => !fields.some((one) => one.key === key));
  return [
    ...unknown.map((key) => ({ path: `fields.${key}`, message: 'There is no such field.' })),
    ...fields.flatMap(({ key, label, required, pattern, help }) => {
      const value = text(given as Record<string, string>, key) ?? '';
      if (value === '')
        return required ? [{ path: `fields.${key}`, message: `${label} is required.` }] : [];
      return pattern && !new RegExp(pattern).test(value)
        ? [{ path: `fields.${key}`, message: `This does not look like a ${label}. ${help}` }]
        : [];
    }),
  ];
}
