import * as z from 'zod';
import type { Caller } from '@/lib/api/caller';
import { defineForeign, type Reply } from '@/lib/api/foreign';
import type { CatalogEntry } from '@/lib/contract/catalog';
import type { Connection as Canonical } from '@/lib/contract/connections';
import { DomainError } from '@/lib/contract/errors';
import { renamed } from '@/lib/dialects/renamed';
import { Connection, Connector, Started } from '@/lib/dialects/v1/shapes';
import { AUTH_TYPE, CONNECTION_FIELDS, CONNECTOR_FIELDS, STATUS } from '@/lib/dialects/v1/words';

type Ours = z.output<typeof Canonical>;

const BASE = '/api/v1';
const ById = z.strictObject({ id: z.uuid() });
const shared = { tag: 'Connections' } as const;

const connectionOf = (c: Ours) => ({
  ...renamed(CONNECTION_FIELDS, c),
  status: STATUS[c.status],
});

const connectorOf = (c: CatalogEntry) => ({
  ...renamed(CONNECTOR_FIELDS, c),
  authType: AUTH_TYPE[c.auth_method],
  ...(c.availability_reason === null ? {} : { availabilityReason: c.availability_reason }),
  ...(c.auth_method === 'api_key' ? { credentialFields: c.credential_fields } : {}),
});

/** Where the key of a connection is sent; of one without a key, null. */
const submitUrl = ({ origin }: Caller, c: Ours): string | null =>
  c.authorization === 'api_key' ? `${origin}${BASE}/connections/${c.id}/credentials` : null;

/** A connection with the step that comes next, from what connecting answered. */
const startedOf = (caller: Caller, c: Ours, oauthUrl: string | null = null) => ({
  connection: connectionOf(c),
  oauthUrl,
  credentialSubmitUrl: oauthUrl === null ? submitUrl(caller, c) : null,
});

/** The catalog's entry of a connector that is connected by OAuth. Throws invalid_request. */
async function mustUseOAuth({ execute }: Caller, slug: string): Promise<void> {
  const { connectors } = await execute('getCatalog', {});
  const found = connectors.find(({ type }) => type === slug);
  if (found && AUTH_TYPE[found.auth_method] !== 'oauth')
    throw new DomainError('invalid_request', { detail: `${found.name} does not support OAuth.` });
}

export const listConnectors = defineForeign({
  id: 'listConnectors',
  method: 'GET',
  path: `${BASE}/connectors`,
  tag: 'Connectors',
  summary: 'List the connector catalog',
  of: ['getCatalog'],
  input: z.strictObject({}),
  output: { 200: z.object({ connectors: z.array(Connector) }) },
  answer: async ({ execute }) => ({
    body: { connectors: (await execute('getCatalog', {})).connectors.map(connectorOf) },
  }),
});

export const listConnections = defineForeign({
  ...shared,
  id: 'listConnections',
  method: 'GET',
  path: `${BASE}/connections`,
  summary: 'List connections that are not revoked, newest first',
  of: ['listConnections'],
  input: z.strictObject({}),
  output: { 200: z.object({ connections: z.array(Connection) }) },
  answer: async ({ execute }) => {
    const { connections } = await execute('listConnections', {});
    return { body: { connections: connections.map(connectionOf).filter(isThere) } };
  },
});
const isThere = ({ status }: { status: string }): boolean => status !== STATUS.disconnected;

export const startConnection = defineForeign({
  ...shared,
  id: 'startConnection',
  method: 'POST',
  path: `${BASE}/connections`,
  summary: 'Start a connection; one that is there already is answered as it is',
  of: ['listConnections', 'createConnection'],
  input: z.strictObject({
    connectorSlug: z.string().min(1).max(60),
    label: z.string().trim().min(1).max(120).optional(),
  }),
  output: { 200: Started, 201: Started },
  answer: async (caller, { connectorSlug, label }): Promise<Reply> => {
    const there = await ownConnection(caller, connectorSlug);
    if (there) return { body: startedOf(caller, there) };
    const made = await caller.execute('createConnection', {
      connector_type: connectorSlug,
      name: label,
    });
    const { connection, existing_id } = made;
    const found = connection ?? (await caller.execute('getConnection', { id: existing_id! }));
    return {
      status: made.mode === 'already_connected' ? 200 : 201,
      body: startedOf(caller, found, made.authorize_url),
    };
  },
});

/** The caller's own connection of a connector, once it is connected; undefined: none is. */
async function ownConnection(
  { execute, principal }: Caller,
  connector_type: string,
): Promise<Ours | undefined> {
  const person = 'user_id' in principal ? principal.user_id : createdBy(principal);
  const { connections } = await execute('listConnections', { connector_type });
  return connections.find(
    ({ status, created_by }) =>
      created_by === person && status !== 'disconnected' && status !== 'pending',
  );
}
const createdBy = (principal: Caller['principal']): string | null =>
  principal.kind === 'api_key' ? principal.created_by : null;

export const getConnection = defineForeign({
  ...shared,
  id: 'getConnection',
  method: 'GET',
  path: `${BASE}/connections/{id}`,
  summary: 'Fetch one connection',
  of: ['getConnection'],
  input: ById,
  output: { 200: z.object({ connection: Connection }) },
  answer: async ({ execute }, { id }) => ({
    body: { connection: connectionOf(await execute('getConnection', { id })) },
  }),
});

export const revokeConnection = defineForeign({
  ...shared,
  id: 'revokeConnection',
  method: 'DELETE',
  path: `${BASE}/connections/{id}`,
  summary: 'Revoke a connection',
  of: ['deleteConnection'],
  input: ById,
  output: { 200: z.object({ deleted: z.literal(true) }) },
  answer: async ({ execute }, { id }) => ({
    body: { deleted: (await execute('deleteConnection', { id })).disconnected },
  }),
});

export const submitCredentials = defineForeign({
  ...shared,
  id: 'submitCredentials',
  method: 'POST',
  path: `${BASE}/connections/{id}/credentials`,
  summary: 'Submit the credentials of an API-key connection, for the first time or again',
  of: ['submitCredentials'],
  /** The values of the connector's credentialFields, by key; or the same under `credentials`. */
  input: z
    .object({
      id: z.uuid(),
      credentials: z.record(z.string().max(60), z.string().max(8_192)).optional(),
    })
    .catchall(z.string().max(8_192)),
  output: { 200: z.object({ connection: Connection }) },
  answer: async ({ execute }, { id, credentials, ...flat }) => {
    const given = { ...(flat as Record<string, string>), ...credentials };
    const { connection } = await execute('submitCredentials', { id, credentials: given });
    return { body: { connection: connectionOf(connection!) } };
  },
});

/** Sends whoever owns a connection to its provider; answers with the address. */
async function handshake(caller: Caller, id: string): Promise<{ connection: Ours; url: string }> {
  const { connector_type } = await caller.execute('getConnection', { id });
  await mustUseOAuth(caller, connector_type);
  const { connection, authorize_url } = await caller.execute('reconnectConnection', { id });
  return { connection: connection!, url: authorize_url! };
}

export const openHandshake = defineForeign({
  ...shared,
  id: 'openHandshake',
  method: 'GET',
  path: `${BASE}/connections/{id}/oauth`,
  summary: 'Go to the provider to authorize a connection, for the first time or again',
  of: ['getConnection', 'getCatalog', 'reconnectConnection'],
  changes: true,
  input: z.strictObject({ id: z.uuid(), workspace: z.string().max(60).optional() }),
  output: { 200: Started, 302: null },
  answer: async (caller, { id }) => {
    const { connection, url } = await handshake(caller, id);
    return { location: url, body: startedOf(caller, connection, url) };
  },
});

export const startHandshake = defineForeign({
  ...shared,
  id: 'startHandshake',
  method: 'POST',
  path: `${BASE}/connections/{id}/oauth`,
  summary: 'Get a new address to authorize a connection at',
  of: ['getConnection', 'getCatalog', 'reconnectConnection'],
  input: ById,
  output: { 200: Started },
  answer: async (caller, { id }) => {
    const { connection, url } = await handshake(caller, id);
    return { body: startedOf(caller, connection, url) };
  },
});

export const startBySlug = defineForeign({
  ...shared,
  id: 'startBySlug',
  method: 'GET',
  path: `${BASE}/connections/oauth/start`,
  summary: 'Begin to connect by OAuth: goes to the provider',
  of: ['getCatalog', 'createConnection'],
  changes: true,
  input: z.strictObject({
    slug: z.string().min(1).max(60),
    /** 1: the provider asks which account, even when one is signed in. */
    selectAccount: z.enum(['0', '1', 'false', 'true']).optional(),
    workspace: z.string().max(60).optional(),
  }),
  output: { 200: Started, 302: null },
  answer: async (caller, { slug, selectAccount }) => {
    await mustUseOAuth(caller, slug);
    const made = await caller.execute('createConnection', {
      connector_type: slug,
      select_account: selectAccount === '1' || selectAccount === 'true',
    });
    if (made.authorize_url === undefined)
      throw new DomainError('account_already_connected', {
        extra: { existing_id: made.existing_id },
      });
    const { authorize_url: location } = made;
    return { location, body: startedOf(caller, made.connection!, location) };
  },
});
