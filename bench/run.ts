import { mkdirSync, writeFileSync } from 'node:fs';
import { startWorld } from './world.ts';

/**
 * `npm run bench [-- records]`: how fast Inlet is, as ratios taken in one run on one machine.
 * Prints a table and writes bench/results/latest.json. Needs a build (`npm run build`). Exits 1
 * when a ratio misses its bar.
 */
const RECORDS = Number(process.argv[2] ?? 100_000);
const world = await startWorld();
try {
  const { benchPipeline } = await import('./pipeline.ts');
  const { benchApp } = await import('./app.ts');
  const { benchMemory } = await import('./load.ts');
  const { benchSchedule } = await import('./schedule.ts');
  const { stopJobs } = await import('@/lib/jobs/service');
  const { closeDatabase } = await import('@/lib/platform/db');
  const pipeline = await benchPipeline(world.sandbox_url, RECORDS);
  const app = await benchApp(world.sandbox_url);
  const memory = await benchMemory(world.sandbox_url, RECORDS * 10);
  const schedule = await benchSchedule();
  await stopJobs(0);
  await closeDatabase();

  type Line = {
    what: string;
    measured: string;
    ratio?: number;
    bar?: number;
    better?: 'higher' | 'lower';
  };
  const per_second = (n: number) => `${Math.round(n).toLocaleString('en')}/s`;
  const ms = (n: number) => `${n.toFixed(2)} ms`;
  const lines: Line[] = [
    { what: 'COPY of the same rows', measured: per_second(pipeline.copy_per_second) },
    {
      what: 'pipeline, first load',
      measured: per_second(pipeline.first_per_second),
      ratio: pipeline.first_ratio,
      bar: 0.6,
      better: 'higher',
    },
    {
      what: 'pipeline, unchanged',
      measured: per_second(pipeline.unchanged_per_second),
      ratio: pipeline.unchanged_ratio,
      bar: 0.9,
      better: 'higher',
    },
    { what: '  taken away by other guests', measured: `${(pipeline.stolen * 100).toFixed(1)} %` },
    { what: 'bare route handler, p50', measured: ms(app.bare_p50_ms) },
    {
      what: 'GET status, p50',
      measured: ms(app.status_p50_ms),
      ratio: app.status_p50_ms / app.bare_p50_ms,
      bar: 2.5,
      better: 'lower',
    },
    {
      what: 'GET connections, 100 of 100, p50',
      measured: ms(app.list_100_p50_ms),
      ratio: app.list_100_p50_ms / app.bare_p50_ms,
      bar: 4,
      better: 'lower',
    },
    {
      what: 'GET connections, 100 of 5,000, p50',
      measured: ms(app.page_of_5000_p50_ms),
      ratio: app.page_of_5000_p50_ms / app.bare_p50_ms,
      bar: 4,
      better: 'lower',
    },
    {
      what: 'GET status during a full-speed sync, p95',
      measured: ms(app.busy_p95_ms),
      ratio: app.busy_p95_ms,
      bar: 30,
      better: 'lower',
    },
    { what: '  which meanwhile stored', measured: per_second(app.busy_per_second) },
    {
      what: `worker, ${memory.records.toLocaleString('en')} records, MB at most`,
      measured: `${Math.round(memory.most_mb)} MB`,
      ratio: memory.most_mb,
      bar: 300,
      better: 'lower',
    },
    {
      what: '  last quarter beside the second',
      measured: `${Math.round(memory.late_mb)} MB`,
      ratio: memory.late_mb / memory.early_mb,
      bar: 1.15,
      better: 'lower',
    },
    { what: '  which it stored', measured: per_second(memory.per_second) },
    {
      what: 'due query of 100,000, nothing due',
      measured: ms(schedule.idle_ms),
      ratio: schedule.idle_ms,
      bar: 2,
      better: 'lower',
    },
    {
      what: 'due query of 100,000, 1,000 due',
      measured: ms(schedule.thousand_ms),
      ratio: schedule.thousand_ms,
      bar: 50,
      better: 'lower',
    },
    {
      what: 'list page JavaScript, gzip KB',
      measured: app.list_js_kb.toFixed(1),
      ratio: app.list_js_kb,
      bar: 230,
      better: 'lower',
    },
    {
      what: 'detail page JavaScript, gzip KB',
      measured: app.detail_js_kb.toFixed(1),
      ratio: app.detail_js_kb,
      bar: 250,
      better: 'lower',
    },
    { what: 'start to first answer', measured: `${Math.round(app.start_ms)} ms` },
    { what: 'web + worker process, idle', measured: `${Math.round(app.idle_rss_mb)} MB` },
  ];
  const misses = (l: Line) =>
    l.bar !== undefined && (l.better === 'higher' ? l.ratio! < l.bar : l.ratio! > l.bar);
  console.log(
    `\n${RECORDS.toLocaleString('en')} records of about 1 KB, two processes, ${process.version}\n`,
  );
  for (const l of lines) {
    const ratio = l.ratio === undefined ? '' : l.ratio.toFixed(2).padStart(7);
    const bar = l.bar === undefined ? '' : `   ${l.better === 'higher' ? '≥' : '≤'} ${l.bar}`;
    console.log(
      `${misses(l) ? '✗' : ' '} ${l.what.padEnd(38)} ${l.measured.padStart(14)}   ${ratio}${bar}`,
    );
  }
  mkdirSync('bench/results', { recursive: true });
  writeFileSync(
    'bench/results/latest.json',
    JSON.stringify(
      { at: new Date().toISOString(), records: RECORDS, pipeline, app, memory, schedule, lines },
      null,
      2,
    ),
  );
  process.exitCode = lines.some(misses) ? 1 : 0;
} finally {
  await world.stop();
}
