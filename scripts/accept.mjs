// npm run accept -- <type>: the acceptance pack of one connector, and which of its groups hold.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bootstrap, ROOT, say, withOwnNode } from './bootstrap.mjs';
import { PlainError } from './plain-error.mjs';
import { openPlaceholders } from './new-connector/placeholders.mjs';

const PROVIDERS = 'lib/connectors/providers';
const PACK = '.acceptance.db.test.ts';

/** The pack of a connector. Throws PlainError with what is missing. */
function packOf(type) {
  const file = `${PROVIDERS}/${type}${PACK}`;
  const names = fs.readdirSync(path.join(ROOT, PROVIDERS)).filter((name) => name.endsWith(PACK));
  const there = names.map((name) => name.slice(0, -PACK.length)).join(', ');
  if (!type) throw new PlainError(`npm run accept -- <type>\nThere are: ${there}.`);
  if (!fs.existsSync(path.join(ROOT, file)))
    throw new PlainError(`There is no ${file}. Connectors that have a pack: ${there}.`);
  const open = openPlaceholders(ROOT, type);
  if (open.length > 0) throw new PlainError(`Not filled in yet:\n  ${open.join('\n  ')}`);
  return file;
}

/**
 * A line per group of a vitest report, those that do not hold with what is wrong; `held` when all
 * do and there was at least one.
 */
export function packReport({ testResults }) {
  const lines = testResults.flatMap(({ assertionResults, message }) =>
    assertionResults.length > 0
      ? assertionResults.flatMap(groupLines)
      : [`✗ nothing could be checked: ${said(message)}`],
  );
  return { lines, held: lines.length > 0 && lines.every((line) => line.startsWith('✓')) };
}

const groupLines = ({ title, status, failureMessages }) =>
  status === 'passed'
    ? [`✓ ${title}`]
    : [
        `✗ ${title}`,
        ...failureMessages.flatMap((message) =>
          said(message)
            .split('\n')
            .map((line) => `    ${line}`),
        ),
      ];

/** An error without the places it passed. */
const said = (message) => message.replace(/^Error: /, '').replace(/\n\s+at [^]*$/, '');

async function main() {
  const file = packOf(process.argv[2]);
  const [{ generate }, { supervise }] = await Promise.all([
    import('./prepare.mjs'),
    import('./supervise.mjs'),
  ]);
  await generate(say);
  const results = path.join(ROOT, 'test-results/accept.json');
  fs.rmSync(results, { force: true });
  const vitest = path.join(ROOT, 'node_modules/vitest/vitest.mjs');
  const json = ['--reporter=json', `--outputFile.json=${results}`];
  await supervise([vitest, 'run', '--project', 'db', file, ...json], {
    env: withOwnNode(),
    onLine: () => false,
  });
  if (!fs.existsSync(results)) throw new PlainError('The pack did not run; the reason is above.');
  const { lines, held } = packReport(JSON.parse(fs.readFileSync(results, 'utf8')));
  process.stdout.write(`${lines.join('\n')}\n`);
  process.exitCode = held ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bootstrap(import.meta.url, main);
