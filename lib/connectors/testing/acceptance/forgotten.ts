import {
  Connected,
  difference,
  there,
  troubleOf,
  type Bench,
} from '@/lib/connectors/testing/acceptance/bench';
import { withStreams } from '@/lib/connectors/testing/change';

/**
 * A provider that does not know the bookmark any more: the same run makes one full pass, which
 * brings what the increments would have, and the next run is an increment again.
 */
export async function bookmarkForgotten(bench: Bench): Promise<string[]> {
  const { forgotten, connector, account } = bench.row;
  if (!forgotten) return ['the pack’s row does not say how a bookmark is forgotten (`forgotten`)'];
  const { stream, path, says, answer } = forgotten;
  const connected = await Connected.synced(bench);
  const dead = await connected.bookmark(stream);
  if (dead === null) return [`${stream} has no bookmark`];
  bench.clock.now += 60_000;
  const target = { provider: connector.type, account };
  bench.control.mutate({ ...target, stream, create: 1, update: 1, delete: 1 });
  const headers = { 'content-type': 'application/json' };
  const { status, body } = answer;
  const raw = { kind: 'raw', status, headers, body: JSON.stringify(body) } as const;
  bench.control.fault({ ...target, path, says, ...raw, times: 1 });

  const begun = { full: 0, incremental: 0 };
  const counting = countingPasses(bench, stream, begun);
  const run = await connected.sync({ streams: [stream], connector: counting });
  const first = { ...begun };
  const ids = (await connected.stored(stream)).map((record) => record.id);
  const found = difference(ids, there(bench, stream));
  const next = await connected.sync({ streams: [stream], connector: counting });
  return [
    ...troubleOf(run),
    ...(found === null ? [] : [`${stream}: ${found}`]),
    ...(first.full === 1 && first.incremental === 1
      ? []
      : [`${first.incremental} increments and ${first.full} full passes were begun in one run`]),
    ...troubleOf(next).map((one) => `the next run: ${one}`),
    ...(begun.full === first.full ? [] : ['the next run was a full pass again']),
  ];
}

const countingPasses = (
  { connector }: Bench,
  name: string,
  begun: { full: number; incremental: number },
) =>
  withStreams(connector, (stream) => {
    const { full, incremental } = stream;
    if (stream.name !== name || !incremental) return stream;
    const counted = (walk: typeof full, kind: keyof typeof begun): typeof full => ({
      ...walk,
      read: (from, world) => {
        begun[kind] += 1;
        return walk.read(from, world);
      },
    });
    return {
      ...stream,
      full: counted(full, 'full'),
      incremental: { ...incremental, walk: counted(incremental.walk, 'incremental') },
    };
  });
