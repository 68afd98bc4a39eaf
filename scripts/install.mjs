// Brings node_modules to what the lock file says, and finds the Node that comes with it. Plain
// Node, no dependency.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { PlainError } from './plain-error.mjs';

/**
 * The Node our tools and our TypeScript imports need. The package "node" brings it; a newer one on
 * the machine will do.
 */
export const NODE_MAJOR = 24;

const readJson = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));

/** Why node_modules is not what the lock file says, in words; undefined when it is. */
export function whyStale(root) {
  const installed = path.join(root, 'node_modules/.package-lock.json'); // npm writes it last
  if (!fs.existsSync(installed)) return 'nothing is installed yet';
  const have = readJson(installed).packages;
  for (const [key, wanted] of Object.entries(
    readJson(path.join(root, 'package-lock.json')).packages,
  )) {
    if (key === '' || have[key]?.version === wanted.version) continue;
    const absentOnPurpose =
      !have[key] &&
      (wanted.optional || wanted.peer || (wanted.dev && process.env.NODE_ENV === 'production'));
    if (!absentOnPurpose)
      return `${key.replace('node_modules/', '')} ${wanted.version} is in the lock file`;
  }
  return undefined;
}

/** Installs by the lock file when needed; true when it did. */
export function ensureInstalled(root, say) {
  const why = whyStale(root);
  if (!why) return false;
  say(`Installing packages, about a minute (${why}).`);
  const bin = path.join(root, 'node_modules');
  const PATH = (process.env.PATH ?? '')
    .split(path.delimiter)
    .filter((dir) => !dir.startsWith(bin))
    .join(path.delimiter); // it is about to be replaced
  const env = { ...process.env, PATH, ...prismaEnv(root) };
  for (const name of Object.keys(env))
    if (/^npm_(config|package|lifecycle)/i.test(name) && !/registry|cache|proxy|cafile/i.test(name))
      delete env[name];
  const npm = spawnSync(
    'npm',
    ['ci', '--include=dev', '--include=optional', '--loglevel=error', '--no-audit', '--no-fund'],
    {
      cwd: root,
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
      shell: process.platform === 'win32',
    },
  );
  if (npm.error)
    throw new PlainError(
      `npm could not be run (${npm.error.message}). Install Node with npm, then start again.`,
    );
  if (npm.status !== 0)
    throw new PlainError(
      `Installing the packages failed: ${firstError(npm.stderr)} Run npm ci to see more.`,
    );
  return true;
}

const firstError = (text) => {
  const line =
    text
      .split('\n')
      .map((l) => l.replace(/^npm (error|ERR!)\s*/i, '').trim())
      .find((l) => l && !/^code /.test(l)) ?? 'npm said nothing.';
  return /[.!]$/.test(line) ? line : `${line}.`;
};

/**
 * Prisma would fetch an engine that we do not use; any file that exists makes it content. And no
 * calls home.
 */
export const prismaEnv = (root) => ({
  CHECKPOINT_DISABLE: '1',
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
  PRISMA_SCHEMA_ENGINE_BINARY:
    process.env.PRISMA_SCHEMA_ENGINE_BINARY ?? path.join(root, 'package.json'),
});

/** Path of a Node new enough: the running one, or the one in node_modules. */
export function findNode(root) {
  if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR && fs.existsSync(process.execPath))
    return process.execPath;
  const own = path.join(
    root,
    'node_modules',
    'node',
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  const version = spawnSync(own, ['--version'], { encoding: 'utf8' }).stdout ?? '';
  if (Number(/^v(\d+)/.exec(version)?.[1]) >= NODE_MAJOR) return own;
  throw new PlainError(
    `Inlet runs on Node ${NODE_MAJOR}; this is ${process.version}, and the package ` +
      `"node" could not bring its own. Install Node ${NODE_MAJOR}, or run: npm rebuild node`,
  );
}
