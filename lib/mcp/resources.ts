import {
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
} from '@modelcontextprotocol/server';
import type { Resource, ResourceTemplateType } from '@modelcontextprotocol/server';
import { execute } from '@/lib/api/execute';
import type { OperationId } from '@/lib/contract';
import { CATEGORIES } from '@/lib/contract/common';
import { DomainError, ERRORS } from '@/lib/contract/errors';
import type { Principal } from '@/lib/contract/principal';

const JSON_TYPE = 'application/json';
/** Connections in a page of `resources/list`; each is three resources. */
const PAGE = 50;
/** The protocol lets a completion hold no more. */
const MAX_COMPLETIONS = 100;

/** Who reads, and in which request. */
export interface Reader {
  principal: Principal;
  request_id: string;
}

const run = <Id extends OperationId>({ principal, request_id }: Reader, id: Id, input: object) =>
  execute(id, principal, input, { id: request_id });

/** Whether connections are hidden from who reads: then there is nothing, and nothing is found. */
export const isHidden = ({ principal }: Pick<Reader, 'principal'>): boolean =>
  principal.access.connections === 'hidden';

/** The resources that are there whatever is connected. */
const FIXED: Resource[] = [
  {
    uri: 'connection://catalog',
    name: 'catalog',
    title: 'Connector catalog',
    description: 'What can be connected, and whether it can be already.',
    mimeType: JSON_TYPE,
    annotations: { audience: ['assistant'], priority: 0.8 },
  },
  {
    uri: 'connection://list',
    name: 'list',
    title: 'Connections',
    description: 'What is connected, newest first, each with its health and its last run.',
    mimeType: JSON_TYPE,
    annotations: { audience: ['user', 'assistant'], priority: 1 },
  },
];

/** The five resources as templates, for clients that fill them in. */
export const TEMPLATES: ResourceTemplateType[] = [
  {
    uriTemplate: 'connection://catalog{?kind,category}',
    name: 'catalog',
    title: 'Connector catalog, filtered',
    description: 'What can be connected; of one kind or category when said.',
    mimeType: JSON_TYPE,
  },
  {
    uriTemplate: 'connection://list',
    name: 'list',
    title: 'Connections',
    description: 'What is connected, newest first.',
    mimeType: JSON_TYPE,
  },
  {
    uriTemplate: 'connection://{id}',
    name: 'connection',
    title: 'One connection',
    description: 'One connection by id. Never a credential.',
    mimeType: JSON_TYPE,
  },
  {
    uriTemplate: 'connection://{id}/status',
    name: 'status',
    title: 'How a connection is doing',
    description: 'Status, health with its cause and one action, and the progress of a live run.',
    mimeType: JSON_TYPE,
  },
  {
    uriTemplate: 'connection://{id}/runs{?limit}',
    name: 'runs',
    title: 'The runs of a connection',
    description: 'Its latest syncs with what each stream came to; up to `limit` of them.',
    mimeType: JSON_TYPE,
  },
];

/** What a URI names: an operation and its input. Throws ResourceNotFoundError. */
function operationOf(uri: string): { id: OperationId; input: Record<string, string> } {
  // Some clients send a template's query as it stands when they have nothing to fill in.
  const url = URL.parse(uri.replace(/\{\?[^}]*\}$/, ''));
  const odd = !url || url.protocol !== 'connection:' || url.hash || url.username || url.port;
  if (odd) throw new ResourceNotFoundError(uri);
  const query = queryOf(url, uri);
  const at = `${url.host}${url.pathname}`.replace(/\/$/, '');
  const [id = '', part, ...more] = at.split('/');
  if (more.length > 0) throw new ResourceNotFoundError(uri);
  switch (part) {
    case undefined:
      if (id === 'catalog') return { id: 'getCatalog', input: query };
      if (id === 'list') return { id: 'listConnections', input: query };
      return { id: 'getConnection', input: { ...query, id } };
    case 'status':
      return { id: 'getConnectionStatus', input: { ...query, id } };
    case 'runs':
      return { id: 'listRuns', input: { ...query, id } };
    default:
      throw new ResourceNotFoundError(uri);
  }
}

function queryOf(url: URL, uri: string): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [name, value] of url.searchParams) {
    if (Object.hasOwn(query, name))
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, `${name} is given twice.`, { uri });
    query[name] = value;
  }
  return query;
}

/**
 * The text of a resource: what REST answers, from the same operation. Throws ProtocolError: an
 * unknown URI and another workspace's id alike, and what the operation refuses with its code.
 */
export async function readResource(
  reader: Reader,
  uri: string,
): Promise<{ uri: string; mimeType: string; text: string }> {
  const { id, input } = operationOf(uri);
  const output = await run(reader, id, input).catch((error: unknown) => {
    throw asProtocolError(error, uri);
  });
  return { uri, mimeType: JSON_TYPE, text: JSON.stringify(output) };
}

/** A refusal in the protocol's words; what is not one is left for the server to hide. */
function asProtocolError(error: unknown, uri: string): unknown {
  if (!(error instanceof DomainError)) return error;
  const { code, details } = error;
  if (ERRORS[code].status === 404) return new ResourceNotFoundError(uri);
  return new ProtocolError(ProtocolErrorCode.InvalidParams, error.message, {
    uri,
    code,
    fix: details.fix ?? ERRORS[code].fix,
  });
}

/** A page of everything there is to read, each resource by its own URI. */
export async function listResources(
  reader: Reader,
  cursor: string | undefined,
): Promise<{ resources: Resource[]; nextCursor?: string }> {
  if (isHidden(reader)) return { resources: [] };
  const page = await run(reader, 'listConnections', { limit: PAGE, cursor }).catch(
    (error: unknown) => {
      if (error instanceof DomainError && error.code === 'invalid_cursor')
        throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'Invalid cursor');
      throw error;
    },
  );
  const connections = page.connections.flatMap(({ id, name, connector_type, updated_at }) => {
    const of = (uri: string, title: string): Resource => ({
      uri,
      name: uri.slice('connection://'.length),
      title,
      mimeType: JSON_TYPE,
      annotations: { lastModified: updated_at },
    });
    return [
      of(`connection://${id}`, `${name} (${connector_type})`),
      of(`connection://${id}/status`, `${name}: status`),
      of(`connection://${id}/runs`, `${name}: runs`),
    ];
  });
  return {
    resources: cursor === undefined ? [...FIXED, ...connections] : connections,
    ...(page.next_cursor === null ? {} : { nextCursor: page.next_cursor }),
  };
}

/** Values for a placeholder of a template that begin with what is typed so far. */
export async function complete(
  reader: Reader,
  name: string,
  typed: string,
): Promise<{ values: string[]; total: number; hasMore: boolean }> {
  const begins = (value: string) => value.toLowerCase().startsWith(typed.toLowerCase());
  const found = isHidden(reader) ? [] : (await valuesOf(reader, name)).filter(begins);
  return {
    values: found.slice(0, MAX_COMPLETIONS),
    total: found.length,
    hasMore: found.length > MAX_COMPLETIONS,
  };
}

async function valuesOf(reader: Reader, name: string): Promise<readonly string[]> {
  switch (name) {
    case 'kind':
      return ['first_party'];
    case 'category':
      return CATEGORIES;
    case 'limit':
      return ['10', '25', '50', '100'];
    case 'id':
      return (await run(reader, 'listConnections', {})).connections.map(({ id }) => id);
    default:
      return [];
  }
}
