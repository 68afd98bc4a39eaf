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

/** A record that an event named, and where it says it is ("" where it does not). */
export interface Target {
  id: string;
  place: string;
}

/** The records of a stream that events named to this run: "stream id", and the place on a line of its own. */
export const targetsIn = ({ targets }: Pick<RunRow, 'targets'>, stream: string): Target[] =>
  targets.flatMap((target) => {
    const [record = '', place = ''] = target.split('\n');
    const at = record.indexOf(' ');
    return record.slice(0, at) === stream ? [{ id: record.slice(at + 1), place }] : [];
  });

/** Nothing but records that events named is read: what else changed stays to be found. */
export const isTargeted = (run: Pick<RunRow, 'targets' | 'requested_streams'>): boolean =>
  run.targets.length > 0 && run.requested_streams.length > 0;

interface Reading {
  one: One;
  named: readonly Target[];
  pass: Pass;
  world: World;
}

/**
 * Reads the records again that events named, and stores them behind the fence. An event is a hint:
 * only what the provider itself answers is believed, a deletion too. The checkpoint stays where it
 * is, because these records prove nothing about the others.
 */
export async function readTargets(
  job: StreamRun,
  { one, named, pass, world }: Reading,
): Promise<void> {
  const storable = named.filter(({ id }) => isStorable(id));
  for (let from = 0; from < storable.length; from += BATCH) {
    const some = storable.slice(from, from + BATCH);
    const found = new Map<string, Json | null | undefined>();
    for (const target of some) found.set(target.id, await readOne(job, one, target, world));
    await turn();
    const items = [...found.values()].filter((record) => record !== null && record !== undefined);
    const { rows, bad } = toRows(job.declared, items, job.context);
    const gone = tombstones([...found.keys()].filter((id) => found.get(id) === null));
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

/**
 * The record; null when the provider says that it is gone. Undefined where it only says that there
 * is nothing to list: no proof, so it stays as it is until a pass reads it.
 */
async function readOne(
  job: StreamRun,
  one: One,
  { id, place }: Target,
  world: World,
): Promise<Json | null | undefined> {
  const asked = one.request(id, job.context, place);
  if (!asked) return undefined;
  try {
    return one.record(await world.ask(asked));
  } catch (error) {
    if (error instanceof Gone) return null;
    if (error instanceof NothingHere) return undefined;
    throw error;
  }
}
