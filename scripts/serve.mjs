// Runs what was built, without looking whether it should be built again: `node scripts/serve.mjs
// web|worker|doctor|backup|…`, the entry of the image.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { fail, ROOT, say, withOwnNode } from './bootstrap.mjs';
import { isEmpty, openDatabase } from './database.ts';
import { COMMANDS, operate } from './operations.ts';
import { PlainError } from './plain-error.mjs';
import { readSettings } from './settings.ts';
import { HEAP, supervise } from './supervise.mjs';

/**
 * Starts the web server on a migrated database; resolves with its exit code. `onReady` hears
 * whether nobody has an account yet.
 */
export async function serveWeb(settings, { env = {}, onReady }) {
  const database = await openDatabase(settings, say);
  const empty = await isEmpty(database.url);
  const code = await supervise([...HEAP, '--enable-source-maps', path.join(ROOT, 'dist/web.mjs')], {
    env: {
      ...withOwnNode(),
      ...settings.env,
      DATABASE_URL: database.url,
      NODE_ENV: 'production',
      ...env,
    },
    onLine: onceReady(() => onReady(empty)),
  });
  await database.close();
  return code;
}

/** What a process that only syncs runs, by JOB_ENGINE. */
const WORKERS = { pgboss: 'dist/worker.mjs', temporal: 'engines/temporal/dist/worker.mjs' };

/** Starts a process that only syncs; resolves with its exit code. */
export async function serveWorker(settings) {
  const database = await openDatabase(settings, say);
  const code = await supervise(
    [...HEAP, '--enable-source-maps', path.join(ROOT, WORKERS[settings.parsed.JOB_ENGINE])],
    {
      env: {
        ...withOwnNode(),
        ...settings.env,
        DATABASE_URL: database.url,
        NODE_ENV: 'production',
      },
    },
  );
  await database.close();
  return code;
}

/** Calls back with the server's own word that it answers, which is not printed. */
function onceReady(onReady) {
  let ready = false;
  return (line) => {
    if (ready || !/^Inlet answers at /.test(line)) return true;
    ready = true;
    onReady();
    return false;
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.chdir(ROOT);
  try {
    const role = process.argv[2] ?? 'web';
    process.exitCode = COMMANDS.includes(role)
      ? await operate(role, process.argv.slice(3))
      : await serve(role);
  } catch (error) {
    fail(error);
  }
}

async function serve(role) {
  if (role !== 'web' && role !== 'worker')
    throw new PlainError(`There is no role ${role}; use web, worker, ${COMMANDS.join(', ')}.`);
  const settings = await readSettings(say);
  return role === 'worker'
    ? await serveWorker(settings)
    : await serveWeb(settings, {
        onReady: () => say(`Inlet is running at ${settings.parsed.PUBLIC_URL}`),
      });
}
