// npm run sandbox: the provider sandbox as a server of its own. It needs no database.
import path from 'node:path';
import { bootstrap, ROOT, say, withOwnNode } from './bootstrap.mjs';

await bootstrap(import.meta.url, async () => {
  const [{ buildProcesses, generate }, { supervise }] = await Promise.all([
    import('./prepare.mjs'),
    import('./supervise.mjs'),
  ]);
  await generate(say);
  await buildProcesses(say);
  process.exitCode = await supervise(
    ['--enable-source-maps', path.join(ROOT, 'dist/sandbox.mjs'), ...process.argv.slice(2)],
    { env: withOwnNode() },
  );
});
