import { inWords, misses, type Line } from './report.ts';
import { startWorld } from './world.ts';

/** What pg-boss has to reach; see docs/temporal.md for the other engine. */
const PGBOSS_AT_LEAST = 500;

/**
 * Measures the start of jobs in a world of its own and prints the table. `prepare` runs before
 * anything reads the settings; what it answers are further lines, read at the end, and how to end.
 * Exit code 1 when a bar is missed.
 */
export async function benchEngine(
  prepare: () => Promise<{ at_least: number; lines: () => Line[]; stop: () => Promise<void> }>,
): Promise<void> {
  const world = await startWorld();
  const { at_least, lines: more, stop } = await prepare();
  try {
    const { benchStarts, startsLines } = await import('./starts.ts');
    const { closeDatabase } = await import('@/lib/platform/db');
    const lines = [...startsLines(await benchStarts(), at_least), ...more()];
    await closeDatabase();
    for (const line of lines) console.log(inWords(line));
    process.exitCode = lines.some(misses) ? 1 : 0;
  } finally {
    await stop();
    await world.stop();
  }
}

if (process.argv[1] === import.meta.filename)
  await benchEngine(async () => ({
    at_least: PGBOSS_AT_LEAST,
    lines: () => [],
    stop: async () => undefined,
  }));
