import { Gone, NothingHere, type One, type World } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';
import { turn } from '@/lib/platform/turns';
import type { RunRow } from '@/lib/runs/service';
import { commitBatch } from '@/lib/sync/commit';
import type { Pass } from '@/lib/sync/checkpoint';
import type { StreamRun } from '@/lib/sync/context';
import { isStorable, tombstones, toRows } from '@/lib/sync/rows';

/** Records read and stored together. */
const BATCH = 20;

/** The records of a stream that events named to this run. */
export const targetsIn = ({ targets }: Pick<RunRow, 'targets'>, stream: string): string[] =>
  targets.flatMap((target) => {
    const at = target.indexOf(' ');
    return target.slice(0, at) === stream ? [target.slice(at + 1)] : [];
  });

/** Nothing but records that events named is read: what else changed stays to be found. */
export const isTargeted = (run: Pick<RunRow, 'targets' | 'requested_streams'>): boolean =>
  run.targets.length > 0 && run.requested_streams.length > 0;

/**
 * Reads the records again that events named, and stores them behind the fence. An event is a hint:
 * only what the provider itself answers is believed, a deletion too. The checkpoint stays where it
 * is, because these records prove nothing about the others.
 */
export async function readTargets(
  job: StreamRun,
  { one, ids, pass, world }: { one: One; ids: readonly string[]; pass: Pass; world: World },
): Promise<void> {
  const named = ids.filter(isStorable);
  for (let from = 0; from < named.length; from += BATCH) {
    const some = named.slice(from, from + BATCH);
    const found = new Map<string, Json | null>();
    for (const id of some) found.set(id, await readOne(job, one, id, world));
    await turn();
    const items = [...found.values()].filter((record) => record !== null);
    const { rows, bad } = toRows(job.declared, items, job.context);
    const gone = tombstones(some.filter((id) => found.get(id) === null));
    const batch = {
      rows: [...rows, ...gone],
      bad,
      seen: null,
      later: [],
      parents: [],
      resolved: [],
      read: items.length,
      characters: 0,
      total: null,
      pass: { ...pass, records: pass.records + from + items.length },
      last: false,
      pages: 1,
    };
    await commitBatch(job, batch, { kept: true });
  }
}

async function readOne(job: StreamRun, one: One, id: string, world: World): Promise<Json | null> {
  try {
    return one.record(await world.ask(one.request(id, job.context)));
  } catch (error) {
    if (error instanceof Gone || error instanceof NothingHere) return null;
    throw error;
  }
}
