// npm run try -- <type> [account]: runs one connector page by page against its sandbox, without a
// database, and prints what it read. --live asks the provider itself, by a key from the environment.
import { bootstrap, say, withOwnNode } from './bootstrap.mjs';

await bootstrap(import.meta.url, async () => {
  const [{ generate }, { supervise }] = await Promise.all([
    import('./prepare.mjs'),
    import('./supervise.mjs'),
  ]);
  await generate(say);
  process.exitCode = await supervise(
    ['--import', 'tsx', 'lib/connectors/testing/try.ts', ...process.argv.slice(2)],
    { env: withOwnNode() },
  );
});
