// npm run bench [-- records]: the ratios of docs/performance.md, in one run on this machine. Builds first.
import path from 'node:path';
import { bootstrap, ROOT, say, withOwnNode } from './bootstrap.mjs';

await bootstrap(import.meta.url, async () => {
  const [{ buildProcesses, buildWeb, generate }, { supervise }] = await Promise.all([import('./prepare.mjs'), import('./supervise.mjs')]);
  await generate(say);
  await buildWeb(say);
  await buildProcesses(say);
  process.exitCode = await supervise(['--import', 'tsx', path.join(ROOT, 'bench/run.ts'), ...process.argv.slice(2)], { env: withOwnNode() });
});
