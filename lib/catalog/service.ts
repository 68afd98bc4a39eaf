import { parentsOf, type Connector, type Field } from '@/lib/connectors/kit';
import type {
  CatalogEntry,
  CredentialField,
  getCatalog as getCatalogOperation,
} from '@/lib/contract/catalog';
import { allConnectors } from '@/lib/catalog/connectors';
import { stored } from '@/lib/catalog/repository';
import { troubledTypes } from '@/lib/catalog/trouble';
import { wishedTypes } from '@/lib/catalog/wishes';
import type { Principal } from '@/lib/contract/principal';
import { env } from '@/lib/platform/env';
import type * as z from 'zod';

type Mode = 'live' | 'sandbox';
/** A setting of a connector's provider app, `<TYPE>_<KEY>`, wherever it was made. */
type Setting = (connector_type: string, key: string) => string | undefined;
const fromEnvironment: Setting = (type, key) => env().provider_app(type, key);

export { forgetTrouble, providersNow, type ProviderNow } from '@/lib/catalog/trouble';
export { allConnectors, findConnector } from '@/lib/catalog/connectors';
export { forgetStored } from '@/lib/catalog/repository';
export {
  connectorNamed,
  listWishes,
  requestConnector,
  wishForConnector,
  withdrawWish,
} from '@/lib/catalog/wishes';

/** What is set up, in the environment and in the console. */
export async function settings(): Promise<Setting> {
  const { apps } = await stored();
  return (type, key) =>
    apps.has(type) && OAUTH_SETTINGS.includes(key) ? 'stored' : fromEnvironment(type, key);
}
/** Connectors that may not be connected on this installation. */
export const blockedConnectors = async (): Promise<ReadonlySet<string>> => (await stored()).blocked;

const OAUTH_SETTINGS = ['CLIENT_ID', 'CLIENT_SECRET'];

/**
 * Whether it can be connected now and, if not, what would have to happen first, in words for
 * people.
 */
export function availability(
  connector: Connector,
  mode: Mode,
  setting: Setting,
): Pick<CatalogEntry, 'availability' | 'availability_reason' | 'configured' | 'connectable'> {
  const missing =
    mode === 'sandbox'
      ? []
      : settingsOf(connector)
          .filter((key) => !setting(connector.type, key))
          .map((key) => `${connector.type}_${key}`.toUpperCase().replace(/-/g, '_'));
  const configured = missing.length === 0;
  if (connector.puller.status === 'planned')
    return {
      availability: 'coming_soon',
      availability_reason: connector.puller.reason,
      configured: false,
      connectable: false,
    };
  if (!configured)
    return {
      availability: 'not_configured',
      availability_reason: `Set ${sentence(missing)} to connect ${connector.name}.`,
      configured,
      connectable: false,
    };
  return { availability: 'available', availability_reason: null, configured, connectable: true };
}

/** What can be connected now, in each kind of workspace: by type, alias and name, in lower case. */
export async function connectableNames(): Promise<Record<Mode, string[]>> {
  const [setting, blocked] = await Promise.all([settings(), blockedConnectors()]);
  const there = (mode: Mode) =>
    allConnectors()
      .filter((c) => !blocked.has(c.type) && availability(c, mode, setting).connectable)
      .flatMap((c) => [c.type, c.name.toLowerCase(), ...(c.aliases ?? [])]);
  return { live: there('live'), sandbox: there('sandbox') };
}

/** How a connector is that may not be connected on this installation, whatever is set up. */
export const notApproved = ({ name }: Connector) => ({
  availability: 'not_configured' as const,
  availability_reason: `${name} is not approved on this installation. Ask whoever runs it.`,
  connectable: false,
});

/** About how long it takes a person who has the account at hand. */
const MINUTES = { oauth: 1, handle: 1, api_key: 2, webhook: 5 } as const;

/** A connector as the public catalog shows it, to nobody in particular. */
export function catalogEntry(
  connector: Connector,
  mode: Mode,
  setting: Setting,
  blocked = false,
): CatalogEntry {
  const { auth } = connector;
  return {
    type: connector.type,
    name: connector.name,
    description: connector.description,
    kind: 'first_party',
    category: connector.category,
    auth_method: auth.method,
    ownership: connector.ownership,
    direction: connector.direction,
    instancing: connector.instancing,
    puller_status: connector.puller.status,
    ...availability(connector, mode, setting),
    ...(blocked && connector.puller.status === 'live' ? notApproved(connector) : {}),
    streams: connector.streams.map((s) => ({
      name: s.name,
      label: s.label,
      entity: s.entity,
      sync_mode: s.incremental ? ('incremental' as const) : ('full' as const),
      description: s.description,
      parents: parentsOf(s),
      backfill: s.backfill !== undefined,
    })),
    credential_fields: auth.method === 'api_key' ? auth.fields.map(credentialField) : [],
    connect_fields: auth.method === 'oauth' ? (auth.connect_fields ?? []).map(credentialField) : [],
    scopes:
      auth.method === 'oauth'
        ? auth.scopes.map(({ scope, why, required }) => ({ scope, why, required }))
        : [],
    tools: toolsOf(connector),
    handle_placeholder: auth.method === 'handle' ? auth.placeholder : null,
    promises: [...connector.promises],
    docs_url: connector.docs_url,
    logo: connector.logo,
    keywords: [...connector.keywords],
    default_cadence: connector.default_cadence,
    federated_search: false,
    version: connector.version,
    set_up_minutes: MINUTES[auth.method],
    role_needed: connector.role_needed ?? null,
    trouble: null,
    wished: false,
  };
}

/**
 * What can be done with a connection of it: reading each stream's records, and what the connector
 * declares beside. Nothing while its puller is planned.
 */
function toolsOf(connector: Connector): CatalogEntry['tools'] {
  if (connector.puller.status === 'planned') return [];
  const reading = connector.streams.map(({ name, label, description }) => ({
    name: `list_${name}`,
    description: `Read the synced ${label.toLowerCase()}: ${lowerFirst(description).replace(/\.$/, '')}.`,
  }));
  const resolving =
    connector.auth.method === 'handle'
      ? [{ name: 'resolve_handle', description: 'Find the account behind a public handle.' }]
      : [];
  const declared = (connector.tools ?? []).map(({ name, description }) => ({ name, description }));
  return [...reading, ...resolving, ...declared];
}

/** A sentence as the second half of one; a name or an abbreviation at its beginning stays. */
const lowerFirst = (text: string): string =>
  /^[A-Z][a-z]/.test(text) ? `${text[0]!.toLowerCase()}${text.slice(1)}` : text;

/**
 * The catalog as this principal's workspace sees it. A sandbox workspace needs no provider apps.
 */
export async function getCatalog(
  principal: Principal,
  input: z.output<typeof getCatalogOperation.input>,
): Promise<{ connectors: CatalogEntry[] }> {
  const shown = allConnectors().filter((c) => !input.category || c.category === input.category);
  const [setting, blocked, wished, troubled] = await Promise.all([
    settings(),
    blockedConnectors(),
    wishedTypes(principal),
    troubledTypes(),
  ]);
  return {
    connectors: shown.map((c) => ({
      ...catalogEntry(c, principal.workspace.mode, setting, blocked.has(c.type)),
      wished: wished.has(c.type),
      trouble: troubled.has(c.type)
        ? `${c.name} has trouble now: most syncs of the last hour failed there.`
        : null,
    })),
  };
}

/** What the platform itself must have from the provider before anybody can connect. */
function settingsOf({ auth }: Connector): string[] {
  if (auth.method === 'oauth') return OAUTH_SETTINGS;
  if (auth.method === 'handle') return auth.app_fields.filter((f) => f.required).map((f) => f.key);
  return [];
}

export const credentialField = (f: Field): CredentialField => ({
  key: f.key,
  label: f.label,
  required: f.required,
  secret: f.secret,
  placeholder: f.placeholder,
  help: f.help,
  where_to_find: [...f.where_to_find],
  find_url: f.find_url,
  pattern: f.pattern ?? null,
});

const sentence = (names: readonly string[]) =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
