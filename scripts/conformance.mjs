// npm run test:conformance: the providers' official clients drive our sandbox, and the types of
// Notion's judge every request of a mirror. They come in a package of their own, which nothing else
// installs.
import fs from 'node:fs';
import path from 'node:path';
import { bootstrap, ROOT, say, withOwnNode } from './bootstrap.mjs';
import { ensureInstalled } from './install.mjs';

const tool = (...parts) => path.join(ROOT, 'node_modules', ...parts);
const TSC = tool('typescript/bin/tsc');
const VITEST = tool('vitest/vitest.mjs');

await bootstrap(import.meta.url, async () => {
  const [{ generate }, { supervise }] = await Promise.all([
    import('./prepare.mjs'),
    import('./supervise.mjs'),
  ]);
  await generate(say);
  ensureInstalled(path.join(ROOT, 'conformance'), say);
  const run = (args, more = {}) => supervise(args, { env: { ...withOwnNode(), ...more } });
  const typed = await run([TSC, '-p', 'conformance']);
  const clients = ['--config', 'conformance/vitest.config.ts', '--dir', 'conformance'];
  const held = await run([VITEST, 'run', ...clients]);
  const types = path.join(ROOT, '.cache/notion-client-types.json');
  fs.mkdirSync(path.dirname(types), { recursive: true });
  const told = await run(['--import', 'tsx', 'conformance/notion-types.ts', types]);
  const mirrored = await run([VITEST, 'run', '--project', 'db', 'lib/mirror/spec.db.test.ts'], {
    NOTION_CLIENT_TYPES: types,
  });
  process.exitCode = typed || held || told || mirrored;
});
