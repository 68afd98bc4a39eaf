// npm run bench: builds what it measures, then bench/run.ts. With --engine pgboss or --engine temporal
// it measures how that job engine starts jobs, and nothing else.
import path from 'node:path';
import { bootstrap, ROOT, say, withOwnNode } from './bootstrap.mjs';
import { PlainError } from './plain-error.mjs';

const ENGINES = { pgboss: 'bench/engine.ts', temporal: 'engines/temporal/bench/run.ts' };

await bootstrap(import.meta.url, async () => {
  const [{ buildProcesses, buildTemporal, buildWeb, generate }, { HEAP, supervise }] =
    await Promise.all([import('./prepare.mjs'), import('./supervise.mjs')]);
  const [option, engine] = process.argv.slice(2);
  await generate(say);
  if (option === '--engine') {
    if (!(engine in ENGINES))
      throw new PlainError(
        `There is no engine ${engine}. There are ${Object.keys(ENGINES).join(', ')}.`,
      );
    if (engine === 'temporal') await buildTemporal(say);
    process.exitCode = await run(ENGINES[engine], []);
    return;
  }
  await buildWeb(say);
  await buildProcesses(say);
  process.exitCode = await run('bench/run.ts', process.argv.slice(2));

  function run(file, args) {
    return supervise([...HEAP, '--import', 'tsx', path.join(ROOT, file), ...args], {
      env: withOwnNode(),
    });
  }
});
