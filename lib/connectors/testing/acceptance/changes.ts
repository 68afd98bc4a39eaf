import type { Stream } from '@/lib/connectors/kit';
import {
  changeable,
  Connected,
  difference,
  there,
  troubleOf,
  type Bench,
} from '@/lib/connectors/testing/acceptance/bench';
import type { Changed } from '@/lib/sandbox/kit/collection';

const MINUTE_MS = 60_000;
/** More than a small page holds, so that the page token of the incremental walk has to work. */
const SEVERAL = 7;

/** When a deletion at the provider becomes a tombstone. */
const shows = ({ deletions, recheck, incremental }: Stream): 'at once' | 'full pass' | 'never' => {
  if (deletions.by === 'none') return recheck ? 'at once' : 'never';
  return deletions.by === 'full_pass' && incremental ? 'full pass' : 'at once';
};

/** Whether a change of an older record shows in an incremental run. */
const seesChanges = ({ incremental }: Stream): boolean => incremental?.sees !== 'new';

/**
 * Changes, additions and deletions arrive in an incremental run, or where that cannot be, deletions
 * in a full one. A full run afterwards finds nothing the increments had missed.
 */
export async function changesArrive(bench: Bench): Promise<string[]> {
  const connected = await Connected.synced(bench);
  const before = await contents(bench, connected);
  bench.clock.now += MINUTE_MS;
  const changed = new Map(
    changeable(bench).map((stream) => [
      stream.name,
      mutate(bench, stream.name, { create: SEVERAL, update: SEVERAL, delete: 1 }),
    ]),
  );
  const faults = troubleOf(await connected.sync());
  for (const stream of changeable(bench)) {
    const late = notYetGone(bench, stream, before);
    faults.push(...(await arrived(bench, connected, stream, { before, changed, late })));
  }
  const run = await connected.sync({ full: true });
  faults.push(...troubleOf(run));
  const unseen = changeable(bench)
    .filter((stream) => !seesChanges(stream))
    .flatMap(({ name }) => stillThere(changed.get(name)!)).length;
  if (run.records_written > unseen || run.records_missed > 0)
    faults.push(
      `a full run wrote ${run.records_written} records; the increments may have left out ${unseen}`,
    );
  for (const stream of changeable(bench)) {
    const late = shows(stream) === 'never' ? changed.get(stream.name)!.deleted : [];
    const ids = (await connected.stored(stream.name)).map((record) => record.id);
    const found = difference(ids, [...there(bench, stream.name), ...late]);
    if (found !== null) faults.push(`${stream.name}: after a full run ${found}`);
  }
  return faults;
}

/**
 * What is stored, and gone at the provider, but not to be noticed before a full pass: what the test
 * deleted, and what came to its natural end while the provider's clock went on.
 */
function notYetGone(bench: Bench, stream: Stream, before: Contents): string[] {
  if (shows(stream) === 'at once') return [];
  const live = new Set(there(bench, stream.name));
  return [...before.get(stream.name)!.keys()].filter((id) => !live.has(id));
}

type Contents = Map<string, Map<string, string>>;

async function contents(bench: Bench, connected: Connected): Promise<Contents> {
  const found: Contents = new Map();
  for (const { name } of bench.connector.streams) {
    const records = await connected.stored(name);
    found.set(name, new Map(records.map(({ id, data }) => [id, JSON.stringify(data)])));
  }
  return found;
}

/** Whether what was changed in a stream is stored; `late` are deletions that cannot be yet. */
async function arrived(
  bench: Bench,
  connected: Connected,
  stream: Stream,
  made: { before: Contents; changed: ReadonlyMap<string, Changed>; late: readonly string[] },
): Promise<string[]> {
  const { name } = stream;
  const stored = await connected.stored(name);
  const found = difference(
    stored.map((record) => record.id),
    [...there(bench, name), ...made.late],
  );
  const was = made.before.get(name)!;
  const changed = new Set(seesChanges(stream) ? stillThere(made.changed.get(name)!) : []);
  const same = stored.filter(
    ({ id, data }) => changed.has(id) && was.get(id) === JSON.stringify(data),
  );
  return [
    ...(found === null ? [] : [`${name}: after a change ${found}`]),
    ...(same.length === 0 ? [] : [`${name}: ${same.length} changes did not arrive`]),
  ];
}

const stillThere = ({ updated, deleted }: Changed): string[] =>
  updated.filter((id) => !deleted.includes(id));

const mutate = (
  { row, control }: Bench,
  stream: string,
  change: { create?: number; update?: number; delete?: number },
): Changed =>
  control.mutate({ provider: row.connector.type, account: row.account, stream, ...change });

/** Longer than any overlap: only what was proved may move a bookmark. */
const LATE_MS = 45 * MINUTE_MS;

/**
 * An index that shows nothing new for a while: the bookmark does not pass what was not proved, so
 * that it arrives once it shows.
 */
export async function laggingIndex(bench: Bench): Promise<string[]> {
  const connected = await Connected.synced(bench);
  const before = await contents(bench, connected);
  const provider = bench.connector.type;
  bench.control.lag({ provider, ms: 2 * LATE_MS });
  bench.clock.now += MINUTE_MS;
  const changed = new Map(
    changeable(bench).map(({ name }) => [name, mutate(bench, name, { create: 2, update: 2 })]),
  );
  bench.clock.now += LATE_MS;
  const faults = troubleOf(await connected.sync());
  bench.control.lag({ provider, ms: 0 });
  faults.push(...troubleOf(await connected.sync()));
  for (const stream of changeable(bench))
    faults.push(
      ...(await arrived(bench, connected, stream, {
        before,
        changed,
        late: notYetGone(bench, stream, before),
      })),
    );
  return faults;
}
