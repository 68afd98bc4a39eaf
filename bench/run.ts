import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { inWords, misses, type Line } from './report.ts';
import { startWorld } from './world.ts';

/**
 * `npm run bench [-- records] [--only=pipeline,app,reads,…]`: how fast Inlet is, as ratios
 * taken in one run on one machine. Prints a table and writes bench/results/latest.json. Exits 1
 * when a ratio misses its bar.
 */
const { values, positionals } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string' },
    documents: { type: 'string' },
    faster: { type: 'string' },
  },
  allowPositionals: true,
});
const RECORDS = Number(positionals[0] ?? 100_000);
/** What the mirror writes, within a budget that is made so many times as fast. */
const MIRRORED = {
  documents: Number(values.documents ?? 10_000),
  faster: Number(values.faster ?? 10),
};
const ROUNDS = Number(values.rounds ?? 7);
const world = await startWorld();
try {
  const { appLines, memoryLines, pipelineLines, readLines, scheduleLines, webhookLines } =
    await import('./lines.ts');
  const { benchPipeline } = await import('./pipeline.ts');
  const { benchApp } = await import('./app.ts');
  const { benchReads } = await import('./reads.ts');
  const { benchMemory } = await import('./load.ts');
  const { benchSchedule } = await import('./schedule.ts');
  const { benchWebhooks } = await import('./webhooks.ts');
  const { benchFeed, feedLines } = await import('./feed.ts');
  const { benchConsole, consoleLines } = await import('./console.ts');
  const { benchLighthouse, lighthouseLines } = await import('./lighthouse.ts');
  const { benchConnectors, connectorLine } = await import('./connectors.ts');
  const { benchMirror, mirrorLines } = await import('./mirror.ts');
  const { stopJobs } = await import('@/lib/jobs/service');
  const { closeDatabase } = await import('@/lib/platform/db');
  const parts: Record<string, () => Promise<Line[]>> = {
    pipeline: async () => pipelineLines(await benchPipeline(world.sandbox_url, RECORDS, ROUNDS)),
    app: async () => appLines(await benchApp(world.sandbox_url)),
    console: async () => consoleLines(await benchConsole()),
    lighthouse: async () => lighthouseLines(await benchLighthouse(ROUNDS)),
    reads: async () => (await benchReads(ROUNDS)).flatMap(readLines),
    feed: async () => feedLines(await benchFeed()),
    memory: async () => memoryLines(await benchMemory(world.sandbox_url, RECORDS * 10)),
    schedule: async () => scheduleLines(await benchSchedule()),
    webhooks: async () => webhookLines(await benchWebhooks(ROUNDS)),
    mirror: async () => mirrorLines(await benchMirror(world.provider_url, MIRRORED)),
    connectors: async () => (await benchConnectors(world.provider_url)).map(connectorLine),
  };
  const asked = values.only?.split(',') ?? Object.keys(parts);
  const lines: Line[] = [];
  for (const name of asked) {
    const part = parts[name];
    if (!part) throw new Error(`--only knows ${Object.keys(parts).join(', ')}, not ${name}.`);
    lines.push(...(await part()));
  }
  await stopJobs(0);
  await closeDatabase();

  console.log(`\n${RECORDS.toLocaleString('en')} records of about 1 KB, ${process.version}\n`);
  for (const line of lines) console.log(inWords(line));
  mkdirSync('bench/results', { recursive: true });
  writeFileSync(
    'bench/results/latest.json',
    JSON.stringify({ at: new Date().toISOString(), records: RECORDS, lines }, null, 2),
  );
  process.exitCode = lines.some(misses) ? 1 : 0;
} finally {
  await world.stop();
}
