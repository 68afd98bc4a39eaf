import { changeTime, text, type Stream } from '@/lib/connectors/kit';
import {
  Connected,
  difference,
  troubleOf,
  type Bench,
  type StoredRecord,
} from '@/lib/connectors/testing/acceptance/bench';
import { updateStreams } from '@/lib/connections/service';

/**
 * A first load that begins at a chosen time stores what is not older, and a full run takes nothing
 * else for gone; an earlier time reads the rest.
 */
export async function backfill(bench: Bench): Promise<string[]> {
  const streams = bench.connector.streams.filter((stream) => stream.backfill);
  const all = await Connected.synced(bench);
  const times = new Map<Stream, Times>();
  for (const stream of streams)
    times.set(
      stream,
      new Map((await all.stored(stream.name)).map((one) => [one.id, timeOf(stream, one)])),
    );
  const from_ms = middle([...times.values()].flatMap((ids) => [...ids.values()]));
  if (from_ms === null) return ['no record says when it is from'];

  const connected = await Connected.with(bench);
  const choose = (backfill_from: string | null) =>
    updateStreams(connected.principal, { id: connected.id, backfill_from });
  const check = async (when: string, wanted: (ids: Times) => string[] | null) => {
    for (const [stream, ids] of times) {
      const ought = wanted(ids);
      if (ought === null) continue;
      const stored = (await connected.stored(stream.name)).map((record) => record.id);
      const found = difference(stored, ought);
      if (found !== null) faults.push(`${stream.name}: ${when} ${found}`);
    }
  };
  const recent = (ids: Times) => recentOf(ids, from_ms);

  await choose(new Date(from_ms).toISOString());
  const faults = troubleOf(await connected.work());
  await check('from a time on', recent);
  faults.push(...troubleOf(await connected.sync({ full: true })));
  await check('after a full run', recent);
  await choose(null);
  const run = await connected.work();
  faults.push(...troubleOf(run));
  await check('all the way', (ids) => [...ids.keys()]);
  if (run.records_missed > 0) faults.push(`${run.records_missed} older ones are called missed`);
  return faults;
}

/** When each record is from; null where it does not say. */
type Times = Map<string, number | null>;

/** Null: none of the stream's records says when it is from. */
function recentOf(ids: Times, from_ms: number): string[] | null {
  const dated = [...ids].filter(([, time]) => time !== null);
  return dated.length === 0 ? null : dated.filter(([, time]) => time! >= from_ms).map(([id]) => id);
}

/** What the provider goes by; null: the record does not say. */
function timeOf({ incremental }: Stream, { data, canonical }: StoredRecord): number | null {
  const bookmark = incremental?.bookmark;
  const said =
    bookmark?.by === 'time' ? null : (text(canonical, 'sent_at') ?? text(data, 'updated_at'));
  return bookmark?.by === 'time' ? changeTime(data, bookmark) : Date.parse(said ?? '') || null;
}

/** On a full second: some providers are asked in seconds. */
function middle(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null).toSorted((a, b) => a - b);
  const found = known[Math.floor(known.length / 2)];
  return found === undefined ? null : Math.floor(found / 1_000) * 1_000;
}
