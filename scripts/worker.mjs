// npm run worker: a process that only syncs, beside any number of web and worker processes on the same database.
import path from 'node:path';
import { bootstrap, ROOT, say, withOwnNode } from './bootstrap.mjs';

await bootstrap(import.meta.url, async () => {
  const [{ readSettings }, { openDatabase }, { buildProcesses, generate }, { supervise }] = await Promise.all([import('./settings.mjs'), import('./database.mjs'), import('./prepare.mjs'), import('./supervise.mjs')]);
  const settings = await readSettings(say);
  await generate(say);
  await buildProcesses(say);
  const database = await openDatabase(settings, say);
  const code = await supervise(['--enable-source-maps', path.join(ROOT, 'dist/worker.mjs')], { env: { ...withOwnNode(), ...settings.env, DATABASE_URL: database.url, NODE_ENV: 'production' } });
  await database.close();
  process.exitCode = code;
});
