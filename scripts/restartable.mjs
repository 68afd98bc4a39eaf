import { spawn } from 'node:child_process';
import { STOP_MS } from './supervise.mjs';

/**
 * A process that is started again on demand. `restart` and `stop` ask it to end by SIGTERM, so that
 * it finishes its page and gives its run back, and wait until it has; it is killed only when it does
 * not. Restarts asked for while one is under way are one more. `say` hears when it ends by itself:
 * it stays away until the next restart. Longer than a screen: few lines each, around one state.
 */
export function restartable({ name, args, cwd, env, say }) {
  let child = null;
  let closed = false;
  let busy = null;
  let again = false;

  const start = () => {
    const started = spawn(process.execPath, args, {
      cwd,
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const ended = new Promise((resolve) => {
      started.on('error', resolve);
      started.on('exit', resolve);
    });
    child = { process: started, ended, meant: false };
    const mine = child;
    void ended.then(() => {
      if (child === mine) child = null;
      if (!mine.meant && !closed)
        say(`The ${name} ended; it is started again when something changes.`);
    });
  };

  const end = async () => {
    if (!child) return;
    child.meant = true;
    const { process: ending, ended } = child;
    const force = setTimeout(() => ending.kill('SIGKILL'), STOP_MS);
    ending.kill('SIGTERM');
    await ended;
    clearTimeout(force);
  };

  const makeAnew = async () => {
    do {
      again = false;
      await end();
      if (!closed) start();
    } while (again && !closed);
    busy = null;
  };

  start();
  return {
    restart: () => {
      again = true;
      busy ??= makeAnew();
      return busy;
    },
    /** From now on its end is meant, whoever asks it to. */
    expectEnd: () => {
      closed = true;
    },
    stop: async () => {
      closed = true;
      await busy;
      await end();
    },
  };
}
