import { randomBytes } from 'node:crypto';
import { ensurePostgres, releasePostgres } from '../scripts/postgres.mjs';
import { applyMigrations } from '../scripts/migrate.mjs';

/** `npm run bench [-- pipeline]`: prints ratios and writes them to bench/results/latest.json. */
const server = await ensurePostgres({ dataDir: '.data/bench', port: undefined });
const name = `bench_${process.pid}`;
const pgm = await import('pg');
const admin = new pgm.default.Client({ connectionString: server.adminUrl });
await admin.connect();
await admin.query(`CREATE DATABASE ${name}`);
const url = new URL(server.adminUrl);
url.pathname = `/${name}`;
Object.assign(process.env, { NODE_ENV: 'production', DATABASE_URL: url.href, INLET_ENCRYPTION_KEY: randomBytes(32).toString('hex'), SESSION_SECRET: randomBytes(32).toString('hex'), LOG_LEVEL: 'error' });
await applyMigrations(url.href, 'prisma/migrations');
const { benchPipeline, startSandbox } = await import('./pipeline.ts');
const sandbox = await startSandbox();
process.env.SANDBOX_URL = sandbox.url;
const r = await benchPipeline(sandbox.url, Number(process.argv[2] ?? 100_000));
console.log(r, { first: r.first_per_second / r.copy_per_second, unchanged: r.unchanged_per_second / r.copy_per_second });
sandbox.stop();
const { stopJobs } = await import('@/lib/jobs/service');
await stopJobs(0);
const { closeDatabase } = await import('@/lib/platform/db');
await closeDatabase();
await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
await admin.end();
await releasePostgres(server);
