import type { Connector, RequestSpec, Stream } from '@/lib/connectors/kit';
import { withRequests, withStreams } from '@/lib/connectors/testing/change';
import type { Json } from '@/lib/contract/common';

/** The connector with every page it asks for made small, where the request says how large it is. */
export function inSmallPages(
  connector: Connector,
  sizes: Readonly<Record<string, number>>,
): Connector {
  const small = (spec: RequestSpec): RequestSpec => ({
    ...spec,
    ...(spec.query ? { query: resized(spec.query, sizes) } : {}),
    ...(isObject(spec.json) ? { json: resizedBody(spec.json, sizes) } : {}),
    ...(spec.forms
      ? {
          forms: {
            ...spec.forms,
            all: spec.forms.all.map((form) => ({ ...form, spec: small(form.spec) })),
          },
        }
      : {}),
  });
  return withStreams(connector, (stream) => withWalks(stream, (walk) => withRequests(walk, small)));
}

/** The stream with each of its walks changed. */
export function withWalks(
  stream: Stream,
  change: (walk: Stream['full']) => Stream['full'],
): Stream {
  const { full, incremental, deletions } = stream;
  return {
    ...stream,
    full: change(full),
    ...(incremental ? { incremental: { ...incremental, walk: change(incremental.walk) } } : {}),
    ...(deletions.by === 'listing'
      ? { deletions: { ...deletions, walk: change(deletions.walk) } }
      : {}),
  };
}

const isObject = (json: Json | undefined): json is Record<string, Json> =>
  json !== null && typeof json === 'object' && !Array.isArray(json);

/** A query of GraphQL says it in its variables. */
const resizedBody = (
  json: Record<string, Json>,
  sizes: Readonly<Record<string, number>>,
): Record<string, Json> => ({
  ...resized(json, sizes),
  ...(isObject(json.variables) ? { variables: resized(json.variables, sizes) } : {}),
});

/** Values that are not sent stay away. */
const resized = <T extends object>(values: T, sizes: Readonly<Record<string, number>>): T => ({
  ...values,
  ...Object.fromEntries(Object.entries(sizes).filter(([name]) => name in values)),
});
