import { startWorld } from '/work/main/bench/world.ts';
const world = await startWorld();
const { benchPipeline } = await import('/work/main/bench/pipeline.ts');
const c0=process.cpuUsage();
const r = await benchPipeline(world.sandbox_url, Number(process.argv[2]));
console.log(r, r.first_per_second/r.copy_per_second, r.unchanged_per_second/r.copy_per_second, process.cpuUsage(c0));
const { stopJobs } = await import('@/lib/jobs/service'); await stopJobs(0);
const { closeDatabase } = await import('@/lib/platform/db'); await closeDatabase();
await world.stop();
