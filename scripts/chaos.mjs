// npm run test:chaos: the engine's promises under faults, at their full counts. Names run only
// those: npm run test:chaos -- crash refresh A failure prints its seed; CHAOS_SEED=<seed> npm run
// test:chaos -- <name> replays it.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { bootstrap, ROOT, say, withOwnNode } from './bootstrap.mjs';
import { PlainError } from './plain-error.mjs';

const RESULTS = path.join(ROOT, 'test-results');
const REPORT = path.join(RESULTS, 'chaos.json');
const MEASURED = path.join(RESULTS, 'chaos.jsonl');
const ENDING = '.chaos.ts';
/** Each has several processes of its own, which mostly wait. */
const AT_ONCE = 2;

await bootstrap(import.meta.url, async () => {
  const known = fs
    .readdirSync(path.join(ROOT, 'chaos'))
    .filter((file) => file.endsWith(ENDING))
    .map((file) => file.slice(0, -ENDING.length));
  const chosen = process.argv.slice(2);
  const unknown = chosen.find((name) => !known.includes(name));
  if (unknown)
    throw new PlainError(`There is no promise ${unknown}. There are ${known.join(', ')}.`);
  const { generate } = await import('./prepare.mjs');
  await generate(say);
  fs.mkdirSync(RESULTS, { recursive: true });
  for (const file of [REPORT, MEASURED]) fs.rmSync(file, { force: true });
  const from = performance.now();
  const code = await vitest(
    (chosen.length > 0 ? chosen : known).map((name) => `chaos/${name}${ENDING}`),
  );
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

function vitest(files) {
  const args = [
    path.join(ROOT, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--project',
    'chaos',
    ...files,
    `--maxWorkers=${AT_ONCE}`,
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
