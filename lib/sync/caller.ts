import { limitsFor, type Connector } from '@/lib/connectors/kit';
import { givenIn, openAccess } from '@/lib/oauth/service';
import type { Caller } from '@/lib/sync/context';
import type { ConnectionRow } from '@/lib/sync/repository';

/**
 * Opens the way to the provider of a connection: its route, budgets and token. `probe`: it may try
 * a closed door once. Throws TokenError.
 */
export async function openCaller(
  connection: ConnectionRow,
  connector: Connector,
  { probe, signal, clock, log }: Pick<Caller, 'signal' | 'clock' | 'log'> & { probe: boolean },
): Promise<Caller> {
  const { mode, provider_app_id } = connection;
  const route = {
    probe,
    hosts: connector.hosts,
    may_change: connector.direction === 'outbound',
    mode,
    limits: limitsFor(connector.limits, connection.config),
    keys: {
      connection: connection.id,
      app: `app/${connector.type}/${provider_app_id ?? mode}`,
    },
  };
  const access = await openAccess({
    workspace_id: connection.workspace_id,
    connection_id: connection.id,
    mode,
    provider_app_id,
    connector,
    route,
    given: givenIn(connection.config),
  });
  return { connector, route, access, signal, clock, log, account_details: connection.account };
}
