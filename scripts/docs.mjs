// npm run docs: writes docs/connectors.md and the table of the README from what the connectors
// declare, and the types of packages/client from the contract.
import { bootstrap, say, withOwnNode } from './bootstrap.mjs';

await bootstrap(import.meta.url, async () => {
  const [{ generate }, { supervise }] = await Promise.all([
    import('./prepare.mjs'),
    import('./supervise.mjs'),
  ]);
  await generate(say);
  for (const file of ['lib/connectors/testing/docs.ts', 'scripts/client-types.ts'])
    process.exitCode ||= await supervise(['--import', 'tsx', file], { env: withOwnNode() });
});
