import { call, type Answer } from './call';

/** A request about a connection. */
export interface Ask {
  method: string;
  path: (id: string) => string;
  body?: (id: string) => object;
}
/** A way to reach connections: REST, or one of the compatible APIs. */
export interface Surface {
  name: string;
  list: string;
  reads: Ask[];
  writes: Ask[];
  deletes: Ask[];
  /** What it answers to an id that cannot be one. */
  malformed: 400 | 404;
  /** An address of it where nothing ever was, for a request of this method. */
  nowhere: string;
}

const get = (path: (id: string) => string): Ask => ({ method: 'GET', path });
const query = (name: string): Ask =>
  get((id) => {
    const input = encodeURIComponent(JSON.stringify({ connectorId: id }));
    return `/api/trpc/connector.${name}?input=${input}`;
  });
const mutation = (name: string): Ask => ({
  method: 'POST',
  path: () => `/api/trpc/connector.${name}`,
  body: (id) => ({ connectorId: id }),
});
const REST = '/api/platform/v1/connections';
const SOURCES = '/source-connections';
const V1 = '/api/v1/connections';

/** The four ways. */
export const SURFACES: Surface[] = [
  {
    name: 'REST',
    list: REST,
    reads: ['', '/status', '/runs', '/entities', '/records'].map((part) =>
      get((id) => `${REST}/${id}${part}`),
    ),
    writes: [
      { method: 'PATCH', path: (id) => `${REST}/${id}`, body: () => ({ name: 'Mine' }) },
      { method: 'POST', path: (id) => `${REST}/${id}/sync`, body: () => ({}) },
    ],
    deletes: [{ method: 'DELETE', path: (id) => `${REST}/${id}` }],
    malformed: 404,
    nowhere: '/api/platform/v1/nothing/here',
  },
  {
    name: 'tRPC',
    list: '/api/trpc/connector.list',
    reads: ['getStatus', 'getSyncHistory', 'getEntityCounts'].map(query),
    writes: [mutation('triggerSync')],
    deletes: [mutation('disconnect')],
    malformed: 404,
    nowhere: '/api/trpc/connector.nothing',
  },
  {
    name: 'connectors v1',
    list: V1,
    reads: [get((id) => `${V1}/${id}`)],
    writes: [
      {
        method: 'POST',
        path: (id) => `${V1}/${id}/credentials`,
        body: () => ({ api_key: 'a'.repeat(40) }),
      },
    ],
    deletes: [{ method: 'DELETE', path: (id) => `${V1}/${id}` }],
    malformed: 400,
    nowhere: '/api/v1/nothing/here',
  },
  {
    name: 'source connections',
    list: SOURCES,
    reads: ['', '/jobs'].map((part) => get((id) => `${SOURCES}/${id}${part}`)),
    writes: [
      { method: 'PATCH', path: (id) => `${SOURCES}/${id}`, body: () => ({ name: 'Mine now' }) },
      { method: 'POST', path: (id) => `${SOURCES}/${id}/run`, body: () => ({}) },
    ],
    deletes: [{ method: 'DELETE', path: (id) => `${SOURCES}/${id}` }],
    malformed: 404,
    nowhere: '/source-connections/no/thing/here',
  },
];

/** Sends a request about a connection. */
export const send = (
  key: string | null,
  { method, path, body }: Ask,
  id: string,
  headers?: Record<string, string>,
): Promise<Answer> => call(key, method, path(id), body?.(id), headers);

/** The bytes of an answer without the name of its request. */
export const bytesOf = ({ text, headers }: Answer): string =>
  text.replaceAll(headers.get('x-request-id') ?? '-', '');
