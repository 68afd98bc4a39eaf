import type { Answer, Connector, RequestSpec, Stream, Walk } from '@/lib/connectors/kit';

/** The connector with each of its streams changed. */
export const withStreams = (
  connector: Connector,
  change: (stream: Stream) => Stream,
): Connector => ({ ...connector, streams: connector.streams.map(change) });

/** The walk with what it asks for changed. */
export const withRequests = (walk: Walk, change: (spec: RequestSpec) => RequestSpec): Walk => ({
  ...walk,
  read: (from, world) =>
    walk.read(from, { ...world, ask: (spec, shape) => world.ask(change(spec), shape) }),
});

/** The walk with what it is answered looked at, or changed, or refused by throwing. */
export const withAnswers = (
  walk: Walk,
  change: (answer: Answer, spec: RequestSpec) => Answer,
): Walk => ({
  ...walk,
  read: (from, world) =>
    walk.read(from, {
      ...world,
      ask: async (spec, shape) => change(await world.ask(spec, shape), spec),
    }),
});
