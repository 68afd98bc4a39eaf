import { Connected, troubleOf, type Bench } from '@/lib/connectors/testing/acceptance/bench';

/**
 * A new record whose transcript is not written yet costs the run nothing, and once it is written a
 * later run brings it. Answers what is wrong, a sentence per fault.
 */
export async function arrivesLate(bench: Bench): Promise<string[]> {
  const { late, account, connector } = bench.row;
  if (!late) return ['the pack’s row does not say what is late (`late`)'];
  const connected = await Connected.synced(bench);
  bench.clock.now += 60_000;
  const target = { provider: connector.type, account, stream: late.of };
  const { created } = bench.control.mutate({ ...target, create: 2 });
  const early = await connected.sync();
  const had = await presence(connected, late.streams, created);
  bench.clock.now += late.after_ms;
  const run = await connected.sync();
  const has = await presence(connected, late.streams, created);
  return [
    ...troubleOf(early).map((one) => `while it was not ready: ${one}`),
    ...late.streams.flatMap((name) =>
      had.get(name) === 0 ? [] : [`${name}: it was there at once, so nothing was proved`],
    ),
    ...troubleOf(run).map((one) => `once it was ready: ${one}`),
    ...late.streams.flatMap((name) =>
      has.get(name) === created.length
        ? []
        : [`${name}: ${has.get(name)} of ${created.length} arrived once they were ready`],
    ),
  ];
}

/** How many of the ids each stream has. */
async function presence(
  connected: Connected,
  streams: readonly string[],
  ids: readonly string[],
): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const name of streams) {
    const stored = new Set((await connected.stored(name)).map((record) => record.id));
    found.set(name, ids.filter((id) => stored.has(id)).length);
  }
  return found;
}
