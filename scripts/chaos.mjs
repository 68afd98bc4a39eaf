// npm run test:chaos: the engine's promises under faults, at their full counts. Names run only
// those: npm run test:chaos -- crash refresh. With --engine temporal they run on that job engine, and
// those that are about it alone too. A failure prints its seed; CHAOS_SEED=<seed> npm run test:chaos
// -- <name> replays it.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bootstrap, ROOT, say, withOwnNode } from './bootstrap.mjs';
import { PlainError } from './plain-error.mjs';

const RESULTS = path.join(ROOT, 'test-results');
const REPORT = path.join(RESULTS, 'chaos.json');
const MEASURED = path.join(RESULTS, 'chaos.jsonl');
const ENDING = '.chaos.ts';
/**
 * What each job engine is tested by: the vitest project, the folders of its promises, and how many
 * run at once. Each has several processes of its own, which mostly wait; Temporal's server does not.
 */
const ENGINES = {
  pgboss: { project: 'chaos', folders: ['chaos'], at_once: 2 },
  temporal: {
    project: 'chaos-temporal',
    folders: ['chaos', 'engines/temporal/chaos'],
    at_once: 1,
  },
};

await bootstrap(import.meta.url, async () => {
  const { values, positionals: chosen } = parseArgs({
    options: { engine: { type: 'string', default: 'pgboss' } },
    allowPositionals: true,
  });
  const engine = ENGINES[values.engine];
  if (!engine)
    throw new PlainError(
      `There is no engine ${values.engine}. There are ${Object.keys(ENGINES).join(', ')}.`,
    );
  const known = promisesIn(engine.folders);
  const unknown = chosen.find((name) => !known.has(name));
  if (unknown)
    throw new PlainError(
      `There is no promise ${unknown}. There are ${[...known.keys()].join(', ')}.`,
    );
  const { generate, buildTemporal } = await import('./prepare.mjs');
  await generate(say);
  if (engine === ENGINES.temporal) await buildTemporal(say);
  fs.mkdirSync(RESULTS, { recursive: true });
  for (const file of [REPORT, MEASURED]) fs.rmSync(file, { force: true });
  const from = performance.now();
  const names = chosen.length > 0 ? chosen : [...known.keys()];
  const files = names.map((name) => known.get(name));
  const code = await vitest(engine, files);
  const rows = [...measured(), ...missed()].sort((a, b) =>
    a.promise.localeCompare(b.promise, 'en', { numeric: true }),
  );
  const width = Math.max(0, ...rows.map((row) => row.promise.length));
  const lines = rows.map(
    ({ missed, promise, figure }) =>
      `${missed ? 'MISSED' : 'kept  '}  ${promise.padEnd(width)}  ${figure}`,
  );
  const minutes = ((performance.now() - from) / 60_000).toFixed(1);
  process.stdout.write(
    `\n${lines.join('\n')}\n\n` +
      `${code === 0 ? 'All promises kept' : 'NOT all promises kept'}, in ${minutes} minutes.\n`,
  );
  process.exitCode = code === 0 && rows.length > 0 ? 0 : 1;
});

/** The files of the promises by their names. */
function promisesIn(folders) {
  const files = folders.flatMap((folder) =>
    fs
      .readdirSync(path.join(ROOT, folder))
      .filter((file) => file.endsWith(ENDING))
      .map((file) => [file.slice(0, -ENDING.length), `${folder}/${file}`]),
  );
  return new Map(files);
}

function vitest({ project, at_once }, files) {
  const args = [
    path.join(ROOT, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--project',
    project,
    ...files,
    `--maxWorkers=${at_once}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${REPORT}`,
  ];
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: withOwnNode(),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve) => {
    child.on('error', () => resolve(1));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** What the tests noted, row by row. */
function measured() {
  return fs.existsSync(MEASURED)
    ? fs
        .readFileSync(MEASURED, 'utf8')
        .trim()
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line))
    : [];
}

/** Tests that failed, and files that did not even run, with the first line of the reason. */
function missed() {
  if (!fs.existsSync(REPORT))
    return [{ promise: '-', figure: 'the tests did not run', missed: true }];
  const reason = (text) => (text ?? '').split('\n')[0].slice(0, 200);
  return JSON.parse(fs.readFileSync(REPORT, 'utf8')).testResults.flatMap((file) => {
    const promise = path.basename(file.name, ENDING);
    const failed = file.assertionResults
      .filter((test) => test.status === 'failed')
      .map((test) => ({
        promise,
        figure: `${test.title}: ${reason(test.failureMessages[0])}`,
        missed: true,
      }));
    return failed.length > 0 || file.status === 'passed'
      ? failed
      : [{ promise, figure: reason(file.message), missed: true }];
  });
}
