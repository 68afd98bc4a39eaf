// How every command of ours begins: the packages of the lock file, the right Node, and failures in
// one line. Plain Node, no dependency.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled, findNode } from './install.mjs';
import { PlainError } from './plain-error.mjs';

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const OLDEST_NODE = 20;

/** One line of progress. */
export const say = (line) => process.stdout.write(`  ${line}\n`);

/**
 * Runs a command: installs what is missing, hands over to the Node in node_modules when this one is
 * too old, then calls `main`. `file` is the command's own module address. Ends the process with 1
 * and one line when something fails.
 */
export async function bootstrap(file, main) {
  try {
    if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE)
      throw new PlainError(`Inlet needs Node ${OLDEST_NODE} or newer; this is ${process.version}.`);
    process.chdir(ROOT);
    const installed = ensureInstalled(ROOT, say);
    const node = findNode(ROOT);
    if (installed || node !== process.execPath)
      process.exitCode = await handOver(node, fileURLToPath(file));
    else await main();
  } catch (error) {
    fail(error);
  }
}

/**
 * Says what went wrong, in one line when it is one of the expected things, and ends the process.
 */
export function fail(error) {
  const text =
    error instanceof PlainError
      ? error.message
      : `Something unexpected failed: ${error?.stack ?? error}`;
  process.stderr.write(`\n${text}\n`);
  process.exit(1);
}

/** Runs the command again under another Node; answers its exit code. Signals go on to it. */
function handOver(node, file) {
  const child = spawn(node, [file, ...process.argv.slice(2)], {
    stdio: 'inherit',
    cwd: ROOT,
    env: withOwnNode(node),
  });
  // Ctrl+C reaches the child by itself; SIGTERM to us does not.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  whenOrphaned(() => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.on('error', (error) =>
      reject(new PlainError(`${node} could not be run: ${error.message}`)),
    );
    child.on('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0)));
  });
}

/**
 * Calls back when npm, which started us through a shell, is gone: it passes signals to the shell
 * alone, and the shell dies without telling us. Not run by npm, nothing is watched.
 */
export function whenOrphaned(stop) {
  const parent = process.ppid;
  if (!process.env.npm_lifecycle_event) return;
  setInterval(() => {
    if (process.ppid !== parent) stop();
  }, 500).unref();
}

/** The environment with this Node and the project's tools first on the path. */
export const withOwnNode = (node = process.execPath) => ({
  ...process.env,
  PATH: [path.dirname(node), path.join(ROOT, 'node_modules', '.bin'), process.env.PATH ?? ''].join(
    path.delimiter,
  ),
  NEXT_TELEMETRY_DISABLED: '1',
});
