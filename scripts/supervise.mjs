// Runs one server process until it ends or we are told to stop.
import { spawn } from 'node:child_process';
import { ROOT, whenOrphaned } from './bootstrap.mjs';

/**
 * How much a server's heap may grow before it is cleaned. Pages of records are short-lived and
 * many: left alone, the heap takes twice the memory for a tenth more speed.
 */
export const HEAP = ['--max-semi-space-size=16', '--heap-growing-percent=50'];

/**
 * A server that does not stop by itself in this time is ended. It needs up to 10 s to finish its
 * work.
 */
export const STOP_MS = 12_000;

/**
 * Starts `args` under this Node. `onLine` sees each line of standard output and answers whether to
 * print it. Resolves with the exit code. SIGINT and SIGTERM become one SIGTERM: Ctrl+C in a
 * terminal reaches the child already, and two SIGINTs would cut its work short.
 */
export function supervise(args, { env, onLine }) {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env,
    stdio: ['inherit', onLine ? 'pipe' : 'inherit', 'inherit'],
  });
  if (onLine)
    eachLine(child.stdout, (line) => {
      if (onLine(line)) process.stdout.write(`${line}\n`);
    });
  let force;
  const stop = () => {
    if (force) return;
    force = setTimeout(() => child.kill('SIGKILL'), STOP_MS).unref();
    child.kill('SIGTERM');
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  whenOrphaned(stop);
  return new Promise((resolve) => {
    child.on('error', (error) => {
      process.stderr.write(`${error.message}\n`);
      resolve(1);
    });
    child.on('exit', (code, signal) => {
      clearTimeout(force);
      resolve(code ?? (signal === 'SIGTERM' || signal === 'SIGINT' ? 0 : 1));
    });
  });
}

function eachLine(stream, onLine) {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    lines.forEach(onLine);
  });
  stream.on('end', () => {
    if (rest) onLine(rest);
  });
}
