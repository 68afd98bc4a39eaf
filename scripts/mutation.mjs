// npm run test:mutation: changes one thing at a time in the pure modules of mutation/modules.mjs and
// sees whether the tests beside them notice. Every change that stays unnoticed is listed, with the
// reason why it may, in mutation/survivors.json; 90 % have to be noticed in each file.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { bootstrap, ROOT, say, withOwnNode } from './bootstrap.mjs';
import { MODULES, testOf } from './mutation/modules.mjs';

const REPORT = path.join(ROOT, 'test-results/mutation.json');
const SURVIVORS = path.join(ROOT, 'scripts/mutation/survivors.json');
const BOUND_MS = 5 * 60_000;
const LEAST = 0.9;

await bootstrap(import.meta.url, async () => {
  const { generate } = await import('./prepare.mjs');
  await generate(say);
  fs.rmSync(REPORT, { force: true });
  const code = await stryker();
  const faults = fs.existsSync(REPORT)
    ? judge(JSON.parse(fs.readFileSync(REPORT, 'utf8')).files)
    : [`Stryker gave no report within ${BOUND_MS / 60_000} minutes (it ended with ${code}).`];
  process.stdout.write(`\n${faults.length > 0 ? faults.join('\n') : 'All is well.'}\n`);
  process.exitCode = faults.length > 0 ? 1 : 0;
});

function stryker() {
  const args = [
    path.join(ROOT, 'node_modules/@stryker-mutator/core/bin/stryker.js'),
    'run',
    'scripts/mutation/stryker.config.mjs',
  ];
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: withOwnNode(),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const timer = setTimeout(() => child.kill('SIGTERM'), BOUND_MS);
  return new Promise((resolve) => {
    child.on('error', () => resolve('an error'));
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      resolve(code ?? signal);
    });
  });
}

/** Prints each file's share and answers what is wrong, a line each. */
function judge(files) {
  const allowed = JSON.parse(fs.readFileSync(SURVIVORS, 'utf8'));
  const met = new Set();
  const faults = [];
  for (const file of MODULES) {
    const { source, mutants } = files[file] ?? { source: '', mutants: [] };
    const counted = mutants.filter((m) => !/Ignored|Error$/.test(m.status));
    const alive = counted.filter((m) => m.status === 'Survived' || m.status === 'NoCoverage');
    const share = counted.length === 0 ? 0 : 1 - alive.length / counted.length;
    say(`${(share * 100).toFixed(1).padStart(5)} % of ${counted.length} noticed in ${file}`);
    if (!fs.existsSync(path.join(ROOT, testOf(file))))
      faults.push(`${file} has no table test: write ${testOf(file)}.`);
    else if (share < LEAST) faults.push(`${file}: less than ${LEAST * 100} % noticed.`);
    for (const mutant of alive) {
      const found = { file, change: changeOf(mutant, source) };
      const known = allowed.find((a) => a.file === file && a.change === found.change);
      if (known) met.add(known);
      else if (mutant.status === 'Survived')
        faults.push(`${file}:${mutant.location.start.line} ${found.change}: not noticed.`);
    }
  }
  for (const gone of allowed.filter((a) => !met.has(a)))
    faults.push(`${gone.file}: “${gone.change}” is noticed now; take it out of the list.`);
  return faults;
}

/** "what stood there → what stood there instead", independent of line numbers. */
function changeOf({ location: { start, end }, replacement }, source) {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  lines[lines.length - 1] = lines.at(-1).slice(0, end.column - 1);
  lines[0] = lines[0].slice(start.column - 1);
  return `${lines.join(' ').replace(/\s+/g, ' ')} → ${replacement.replace(/\s+/g, ' ')}`;
}
