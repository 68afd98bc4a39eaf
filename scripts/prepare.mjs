// What lies between the sources and something that runs: generated files and builds, each made
// again only when its inputs changed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT, withOwnNode } from './bootstrap.mjs';
import { prismaEnv } from './install.mjs';
import { PlainError } from './plain-error.mjs';

const inRoot = (...parts) => path.join(ROOT, ...parts);
const GENERATED = inRoot('lib/platform/prisma');
const SOURCES = [
  'app',
  'components',
  'lib',
  'prisma/schema.prisma',
  'package-lock.json',
  'tsconfig.json',
  'next.config.ts',
  'postcss.config.mjs',
  'instrumentation.ts',
  'instrumentation-node.ts',
  'proxy.ts',
];
const NOT_SOURCES = /\.test\.tsx?$|\.gen\.ts$|^lib\/platform\/prisma\//;

/**
 * Settings a build is given: nothing of them ends up in it, but modules that are loaded while
 * building read them.
 */
const BUILD_ENV = {
  DATABASE_URL: 'postgres://build@127.0.0.1:1/build',
  INLET_ENCRYPTION_KEY: 'x'.repeat(32),
  SESSION_SECRET: 'x'.repeat(32),
  LOG_LEVEL: 'warn',
};

function* filesUnder(relative) {
  const full = inRoot(relative);
  const stat = fs.statSync(full, { throwIfNoEntry: false });
  if (!stat) return;
  if (stat.isFile()) yield relative;
  else for (const name of fs.readdirSync(full).sort()) yield* filesUnder(path.join(relative, name));
}

/** A hash over names and contents. */
function hashOf(entries) {
  const hash = createHash('sha256');
  for (const entry of entries) {
    for (const file of filesUnder(entry)) {
      if (!NOT_SOURCES.test(file.split(path.sep).join('/')))
        hash
          .update(`${file}\0`)
          .update(fs.readFileSync(inRoot(file)))
          .update('\0');
    }
  }
  return hash.digest('hex');
}

/** Runs `make` unless the note in `marker` says that it was made from these inputs. */
async function whenChanged(marker, inputs, make) {
  const wanted = hashOf(inputs);
  if (fs.existsSync(marker) && fs.readFileSync(marker, 'utf8') === wanted) return false;
  await make();
  fs.mkdirSync(path.dirname(marker), { recursive: true });
  fs.writeFileSync(marker, wanted);
  return true;
}

function run(what, args, env = {}) {
  const child = spawnSync(process.execPath, args, {
    cwd: ROOT,
    env: { ...withOwnNode(), ...env },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (child.status === 0) return;
  process.stderr.write(`${child.stdout}${child.stderr}\n`);
  throw new PlainError(`${what} failed; the reason is above.`);
}

/** Writes the sources that are made from others: the Prisma client, the lists of connectors, the routes. */
export async function generate(say) {
  await whenChanged(
    path.join(GENERATED, '.made-from'),
    ['prisma/schema.prisma', 'node_modules/prisma/package.json'],
    () => {
      say('Generating the database client.');
      run(
        'Generating the database client',
        [inRoot('node_modules/prisma/build/index.js'), 'generate'],
        prismaEnv(ROOT),
      );
    },
  );
  const { writeRegistries } = await import('./registry.mjs');
  writeRegistries(ROOT);
  const [routes, marker] = [
    inRoot('lib/contract/routes.gen.ts'),
    inRoot('.cache/routes-made-from'),
  ];
  if (!fs.existsSync(routes)) fs.rmSync(marker, { force: true });
  await whenChanged(marker, ['lib/contract', 'scripts/routes.ts'], () =>
    run('Listing the routes', ['--import', 'tsx', inRoot('scripts/routes.ts')]),
  );
}

/** Builds the web server when its sources changed since the last build. */
export function buildWeb(say) {
  const settings = { ...BUILD_ENV, NODE_ENV: 'production' };
  return whenChanged(inRoot('.next/made-from'), SOURCES, () => {
    say('Building, about a minute.');
    fs.rmSync(inRoot('.next/made-from'), { force: true });
    run('The build', [inRoot('node_modules/next/dist/bin/next'), 'build'], settings);
  });
}

/** The package with Temporal's SDK, which the root does without. */
const TEMPORAL = inRoot('engines/temporal');

/** Installs the packages of the Temporal worker and bundles it, for JOB_ENGINE=temporal alone. */
export async function buildTemporal(say) {
  const { ensureInstalled } = await import('./install.mjs');
  ensureInstalled(TEMPORAL, say);
  return whenChanged(
    path.join(TEMPORAL, 'dist/made-from'),
    [
      'lib',
      ...['src', 'build.mjs', 'package-lock.json'].map((name) => `engines/temporal/${name}`),
      'package-lock.json',
      'tsconfig.json',
    ],
    () => {
      say('Bundling the Temporal worker.');
      run('Bundling the Temporal worker', [path.join(TEMPORAL, 'build.mjs')]);
    },
  );
}

/**
 * Bundles the processes: the server in front of the web build, the worker, the stand-alone sandbox
 * and the commands of operations.ts.
 */
export function buildProcesses(say) {
  return whenChanged(
    inRoot('dist/made-from'),
    ['lib', 'package.json', 'package-lock.json', 'tsconfig.json'],
    async () => {
      say('Bundling the server, the worker, the sandbox and the commands.');
      const { build } = await import('esbuild');
      await build({
        entryPoints: {
          web: inRoot('lib/web/main.ts'),
          worker: inRoot('lib/worker/main.ts'),
          sandbox: inRoot('lib/sandbox/main.ts'),
          operations: inRoot('lib/operations/main.ts'),
        },
        outdir: inRoot('dist'),
        outExtension: { '.js': '.mjs' },
        bundle: true,
        platform: 'node',
        format: 'esm',
        target: 'node22',
        packages: 'external',
        sourcemap: true,
        logLevel: 'error',
      }).catch(() => {
        throw new PlainError('Bundling failed; the reason is above.');
      });
    },
  );
}
