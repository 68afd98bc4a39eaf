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

/** Pages that may be asked for twice: those under way or not yet stored when the run was cut. */
const TWICE = 8;

/** A first run that is cut at a page, and taken up again, brings everything and begins nothing anew. */
export async function resumed(bench: Bench): Promise<string[]> {
  const whole = await pagesOfOneRun(bench);
  const faults: string[] = [];
  for (const share of [0.2, 0.5, 0.8]) {
    const at = Math.max(1, Math.floor(whole * share));
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

async function pagesOfOneRun(bench: Bench): Promise<number> {
  let asked = 0;
  const connected = await Connected.with(bench);
  await connected.work({ connector: withPages(bench, () => (asked += 1)) });
  return asked;
}

/** The connector, telling whenever a walk asks. */
const withPages = ({ connector }: Bench, tell: () => void) =>
  withStreams(connector, (stream) =>
    withWalks(stream, (walk): Walk => ({
      ...walk,
      read: (from, world) =>
        walk.read(from, {
          ...world,
          ask: (spec, shape) => {
            tell();
            return world.ask(spec, shape);
          },
        }),
    })),
  );
