// npm test: the whole suite, alone, on a fresh clone. Names of steps as arguments run only those:
// npm test -- types unit
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { bootstrap, ROOT, say, withOwnNode } from './bootstrap.mjs';
import { ensureInstalled } from './install.mjs';
import { PlainError } from './plain-error.mjs';

const RESULTS = path.join(ROOT, 'test-results');
const tool = (...parts) => path.join(ROOT, 'node_modules', ...parts);

/**
 * Each step answers `{ passed, failed, skipped }`; a check that is one program counts as one test.
 * `named` are the tests that failed, said again at the very end.
 */
const STEPS = {
  format: () => check([tool('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.']),
  types: () => check([tool('typescript/bin/tsc'), '--noEmit', '-p', '.']),
  lint: () => check([tool('oxlint/bin/oxlint')]),
  // A room's door may offer types nobody asks for yet; anything else that is unused goes.
  unused: () => check([tool('knip/bin/knip.js'), '--no-config-hints']),
  unit: () => vitest('unit'),
  db: () => vitest('db'),
  build: async () => {
    const { buildProcesses, buildWeb } = await import('./prepare.mjs');
    try {
      await buildWeb(say);
      await buildProcesses(say);
      return { passed: 1, failed: 0 };
    } catch (error) {
      process.stderr.write(`${error.message}\n`);
      return { passed: 0, failed: 1 };
    }
  },
  // Official tools that judge from outside, with a lock file of their own.
  judges: () => {
    try {
      ensureInstalled(path.join(ROOT, 'judges'), say);
      return { passed: 1, failed: 0 };
    } catch (error) {
      process.stderr.write(`${error.message}\n`);
      return { passed: 0, failed: 1 };
    }
  },
  e2e: playwright,
  engines,
};

await bootstrap(import.meta.url, async () => {
  const chosen = process.argv.slice(2);
  const unknown = chosen.find((name) => !(name in STEPS));
  if (unknown)
    throw new PlainError(
      `There is no step ${unknown}. The steps are ${Object.keys(STEPS).join(', ')}.`,
    );
  const steps = Object.keys(STEPS).filter((name) => chosen.length === 0 || chosen.includes(name));
  fs.mkdirSync(RESULTS, { recursive: true });
  const { generate } = await import('./prepare.mjs');
  await generate(say);
  const total = { passed: 0, failed: 0, skipped: 0 };
  const failures = [];
  const named = [];
  for (const name of steps) {
    const from = performance.now();
    process.stdout.write(`\n== ${name}\n`);
    const outcome =
      name === 'e2e' && failures.includes('build')
        ? notRun('the build failed')
        : await STEPS[name]();
    for (const key of Object.keys(total)) total[key] += outcome[key] ?? 0;
    if (outcome.failed > 0) failures.push(name);
    named.push(...(outcome.named ?? []));
    process.stdout.write(
      `== ${name}: ${outcome.failed > 0 ? 'FAILED' : 'ok'} in ${((performance.now() - from) / 1000).toFixed(0)} s\n`,
    );
  }
  process.stdout.write(
    `\n${failures.length > 0 ? `Failed: ${failures.join(', ')}\n` : ''}` +
      named.map((line) => `  ${line}\n`).join('') +
      `${total.passed} passed, ${total.failed} failed` +
      `${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}\n`,
  );
  process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
});

function notRun(why) {
  process.stdout.write(`Not run: ${why}.\n`);
  return { passed: 0, failed: 1 };
}

function run(args, env = {}) {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...withOwnNode(), ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve) => {
    child.on('error', () => resolve(1));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

async function check(args) {
  return (await run(args)) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/**
 * Counts from a runner's report; a runner that fails without a failed test (or without a report)
 * counts as one failure.
 */
function counted(report, code, read) {
  const counts = fs.existsSync(report)
    ? read(JSON.parse(fs.readFileSync(report, 'utf8')))
    : { passed: 0, failed: 0 };
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

async function vitest(project, more = []) {
  const report = path.join(RESULTS, `${project}.json`);
  fs.rmSync(report, { force: true });
  const code = await run([
    tool('vitest/vitest.mjs'),
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...more,
  ]);
  return counted(report, code, (r) => ({
    passed: r.numPassedTests,
    failed: r.numFailedTests,
    skipped: r.numPendingTests + r.numTodoTests,
    named: r.testResults.flatMap(failedTests),
  }));
}

/** What failed of a file, a line each; a file that did not even run has no tests to name. */
function failedTests({ name, status, message, assertionResults }) {
  const file = path.relative(ROOT, name);
  const failed = assertionResults
    .filter((test) => test.status === 'failed')
    .map((test) => `${file}: ${test.fullName}: ${firstLine(test.failureMessages[0])}`);
  return failed.length > 0 || status === 'passed' ? failed : [`${file}: ${firstLine(message)}`];
}

function firstLine(text) {
  return (text ?? '').split('\n')[0].slice(0, 200);
}

/**
 * The job engine that is a package of its own: checked as the root is, its histories replayed, and a
 * taste of the promises on a real server. Without a server the last is left out, except in CI.
 */
async function engines() {
  const [{ buildTemporal }, { findTemporal }] = await Promise.all([
    import('./prepare.mjs'),
    import('./temporal.ts'),
  ]);
  const folder = path.join(ROOT, 'engines/temporal');
  try {
    await buildTemporal(say);
  } catch (error) {
    return notRun(error.message.replace(/\.$/, ''));
  }
  const parts = [
    await check([tool('typescript/bin/tsc'), '--noEmit', '-p', folder]),
    await check([tool('oxlint/bin/oxlint'), '-c', path.join(folder, 'oxlint.json'), folder]),
    await vitest('engines'),
  ];
  const found = findTemporal(say);
  if (found.command) parts.push(await vitest('temporal', ['--maxWorkers=2']));
  else if (process.env.CI === 'true') parts.push(notRun(found.why));
  else {
    process.stdout.write(`Left out, the promises on Temporal: ${found.why}.\n`);
    parts.push({ passed: 0, failed: 0, skipped: 1 });
  }
  const sum = (key) => parts.reduce((all, part) => all + (part[key] ?? 0), 0);
  return {
    passed: sum('passed'),
    failed: sum('failed'),
    skipped: sum('skipped'),
    named: parts.flatMap((part) => part.named ?? []),
  };
}

async function playwright() {
  const { ensureBrowser } = await import('./browser.ts');
  let browser;
  try {
    browser = ensureBrowser(say);
  } catch (error) {
    return notRun(error.message.replace(/\.$/, ''));
  }
  const report = path.join(RESULTS, 'e2e.json');
  fs.rmSync(report, { force: true });
  const code = await run([tool('@playwright/test/cli.js'), 'test'], {
    CHROMIUM_PATH: browser,
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
  });
  return counted(report, code, ({ stats, suites }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
    named: suites.flatMap(failedSpecs),
  }));
}

/** What failed of a file of Playwright's, and of the groups in it, a line each. */
function failedSpecs({ file, specs, suites = [] }) {
  const own = specs.filter((spec) => !spec.ok).map((spec) => `e2e/${file}: ${spec.title}`);
  return [...own, ...suites.flatMap(failedSpecs)];
}
