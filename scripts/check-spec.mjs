// npm run check:spec -- <connector> <file>: holds what a connector asks, and what its sandbox answers,
// against a provider's own description (OpenAPI, Swagger or a GraphQL schema), which is not kept here.
import path from 'node:path';
import { bootstrap, say, withOwnNode } from './bootstrap.mjs';

await bootstrap(import.meta.url, async () => {
  const [{ generate }, { supervise }] = await Promise.all([
    import('./prepare.mjs'),
    import('./supervise.mjs'),
  ]);
  await generate(say);
  const [type = '', file = ''] = process.argv.slice(2);
  process.exitCode = await supervise(
    ['--import', 'tsx', 'lib/connectors/testing/spec/main.ts', type, file && path.resolve(file)],
    { env: withOwnNode() },
  );
});
