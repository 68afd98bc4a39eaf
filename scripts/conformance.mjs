// npm run test:conformance: the providers' official clients drive our sandbox. They come in a
// package of their own, which nothing else installs.
import path from 'node:path';
import { bootstrap, ROOT, say, withOwnNode } from './bootstrap.mjs';
import { ensureInstalled } from './install.mjs';

await bootstrap(import.meta.url, async () => {
  const [{ generate }, { supervise }] = await Promise.all([
    import('./prepare.mjs'),
    import('./supervise.mjs'),
  ]);
  await generate(say);
  ensureInstalled(path.join(ROOT, 'conformance'), say);
  const run = (...args) =>
    supervise([path.join(ROOT, 'node_modules', ...args[0].split('/')), ...args.slice(1)], {
      env: withOwnNode(),
    });
  const typed = await run('typescript/bin/tsc', '-p', 'conformance');
  const held = await run(
    'vitest/vitest.mjs',
    'run',
    '--config',
    'conformance/vitest.config.ts',
    '--dir',
    'conformance',
  );
  process.exitCode = typed || held;
});
