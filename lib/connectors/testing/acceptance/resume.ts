import type { Walk } from '@/lib/connectors/kit';
import { withStreams } from '@/lib/connectors/testing/change';
import {
  Connected,
  difference,
  there,
  troubleOf,
  type Bench,
} from '@/lib/connectors/testing/acceptance/bench';
import { withWalks } from '@/lib/connectors/testing/acceptance/small-pages';

/**
 * Pages and details that may be asked for twice: those under way or not yet stored when the run was
 * cut, each at most as many as a walk has side by side, and the pages of the listing before them.
 */
const TWICE = 10;

/** A first run that is cut at a page, and taken up again, brings everything and begins nothing anew. */
export async function resumed(bench: Bench): Promise<string[]> {
  const asks = await asksOfOneRun(bench);
  const whole = asks.length;
  const faults: string[] = [];
  for (const at of cutsOf(bench, asks)) {
    const connected = await Connected.with(bench);
    const cut = new AbortController();
    let asked = 0;
    const cutting = withPages(bench, () => {
      if (++asked === at) cut.abort();
    });
    const stopped = await connected
      .work({ signal: cut.signal, connector: cutting })
      .catch(() => null);
    if (stopped) faults.push(`the run that was cut at page ${at} ended as ${stopped.status}`);
    const run = await connected.work({ connector: cutting });
    faults.push(...troubleOf(run).map((one) => `cut at page ${at}: ${one}`));
    if (asked > whole + TWICE) faults.push(`cut at page ${at}: ${asked} pages instead of ${whole}`);
    for (const { name } of bench.connector.streams) {
      const ids = (await connected.stored(name)).map((record) => record.id);
      const found = difference(ids, there(bench, name));
      if (found !== null) faults.push(`${name}, cut at page ${at}: ${found}`);
    }
  }
  return faults;
}

/** Early, in the middle and late in the run, and in the middle of each walk over children. */
function cutsOf({ connector }: Bench, asks: readonly string[]): number[] {
  const ofChildren = connector.streams.flatMap(({ name, full }) => {
    if (!full.parents) return [];
    const own = asks.flatMap((stream, n) => (stream === name ? [n + 1] : []));
    return own[Math.floor(own.length / 2)] ?? [];
  });
  const shares = [0.2, 0.5, 0.8].map((share) => Math.max(1, Math.floor(asks.length * share)));
  return [...new Set([...shares, ...ofChildren])];
}

/** For which stream each page of a whole run was asked. */
async function asksOfOneRun(bench: Bench): Promise<string[]> {
  const asks: string[] = [];
  const connected = await Connected.with(bench);
  await connected.work({ connector: withPages(bench, (stream) => asks.push(stream)) });
  return asks;
}

/** The connector, telling whenever a walk asks. */
const withPages = ({ connector }: Bench, tell: (stream: string) => void) =>
  withStreams(connector, (stream) =>
    withWalks(stream, (walk): Walk => ({
      ...walk,
      read: (from, world) =>
        walk.read(from, {
          ...world,
          ask: (spec, shape) => {
            tell(stream.name);
            return world.ask(spec, shape);
          },
        }),
    })),
  );
