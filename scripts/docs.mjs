// npm run docs: writes docs/connectors.md and the table of the README from what the connectors declare.
import { bootstrap, say, withOwnNode } from './bootstrap.mjs';

await bootstrap(import.meta.url, async () => {
  const [{ generate }, { supervise }] = await Promise.all([
    import('./prepare.mjs'),
    import('./supervise.mjs'),
  ]);
  await generate(say);
  process.exitCode = await supervise(['--import', 'tsx', 'lib/connectors/testing/docs.ts'], {
    env: withOwnNode(),
  });
});
