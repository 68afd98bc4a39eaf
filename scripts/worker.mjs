// npm run worker: a process that only syncs, beside any number of web and worker processes on the
// same database.
import { bootstrap, say } from './bootstrap.mjs';

await bootstrap(import.meta.url, async () => {
  const [{ readSettings }, { buildProcesses, generate }, { serveWorker }] = await Promise.all([
    import('./settings.mjs'),
    import('./prepare.mjs'),
    import('./serve.mjs'),
  ]);
  const settings = await readSettings(say);
  await generate(say);
  await buildProcesses(say);
  process.exitCode = await serveWorker(settings);
});
