// npm run bench: builds what it measures, then bench/run.ts.
import { bootstrap, say, withOwnNode } from './bootstrap.mjs';

await bootstrap(import.meta.url, async () => {
  const [{ buildProcesses, buildWeb, generate }, { HEAP, supervise }] = await Promise.all([
    import('./prepare.mjs'),
    import('./supervise.mjs'),
  ]);
  await generate(say);
  await buildWeb(say);
  await buildProcesses(say);
  process.exitCode = await supervise(
    [...HEAP, '--import', 'tsx', 'bench/run.ts', ...process.argv.slice(2)],
    { env: withOwnNode() },
  );
});
