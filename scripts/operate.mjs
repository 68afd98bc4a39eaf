// The commands of whoever runs Inlet: doctor, backup, restore, rotate-keys, reset-password. They work beside a
// running Inlet and without one.
import path from 'node:path';
import { ROOT, say, withOwnNode } from './bootstrap.mjs';
import { applyMigrations } from './migrate.mjs';
import { PlainError } from './plain-error.mjs';
import { ensurePostgres, releasePostgres } from './postgres.mjs';
import { readSettings } from './settings.mjs';
import { supervise } from './supervise.mjs';

/** Nobody listens there: the doctor goes on and says what it can. */
const UNREACHABLE = 'postgres://inlet@127.0.0.1:1/inlet';
const MIGRATIONS = path.join(ROOT, 'prisma/migrations');

/** What each command takes. */
const USAGE = {
  doctor: {
    usage: 'npm run doctor [-- --json] [-- --offline]',
    files: 0,
    flags: ['--json', '--offline'],
  },
  backup: { usage: 'npm run backup -- <new file>', files: 1, flags: [] },
  restore: { usage: 'npm run restore -- <file>', files: 1, flags: [] },
  'rotate-keys': { usage: 'npm run rotate-keys [-- --data]', files: 0, flags: ['--data'] },
  'reset-password': { usage: 'npm run reset-password -- <email>', files: 0, words: 1, flags: [] },
};
export const COMMANDS = Object.keys(USAGE);

/**
 * Runs one command on what was built (dist/operations.mjs); answers its exit code. Files are named
 * from where the person is.
 */
export async function operate(command, given) {
  const { usage, files, words = 0, flags } = USAGE[command];
  const named = given.filter((a) => !a.startsWith('--'));
  if (named.length !== files + words || given.some((a) => a.startsWith('--') && !flags.includes(a)))
    throw new PlainError(`Usage: ${usage}`);
  const args = [
    ...named.map((name) =>
      words > 0 ? name : path.resolve(process.env.INIT_CWD ?? process.cwd(), name),
    ),
    ...given.filter((a) => a.startsWith('--')),
  ];
  const settings = await readSettings(quiet(given));
  const database = await reach(settings, command);
  const run = (what, onLine) =>
    supervise(['--enable-source-maps', path.join(ROOT, 'dist/operations.mjs'), what, ...args], {
      onLine,
      env: {
        ...withOwnNode(),
        LOG_LEVEL: 'fatal',
        ...settings.env,
        DATABASE_URL: database.url,
        NODE_ENV: 'production',
      },
    });
  try {
    return command === 'restore' ? await restore(run, database.url) : await run(command);
  } finally {
    await database.close();
  }
}

/**
 * Looks at the whole file first; then brings the database to the backup's migrations, loads it, and
 * applies what is newer.
 */
async function restore(run, url) {
  let migrations;
  const looked = await run('examine', (line) => {
    migrations ??= /^migrations (.*)$/.exec(line)?.[1].split(',');
    return false;
  });
  if (looked !== 0) return looked;
  await applyMigrations(url, MIGRATIONS, { only: migrations });
  const loaded = await run('restore');
  if (loaded !== 0) return loaded;
  const applied = await applyMigrations(url, MIGRATIONS);
  if (applied.length > 0)
    say(`Applied ${applied.length} newer ${applied.length === 1 ? 'migration' : 'migrations'}.`);
  return 0;
}

/**
 * The database of the installation, as it is: nothing is migrated. The embedded one is started when
 * it does not run.
 */
async function reach(settings, command) {
  const close = async () => {};
  if (!settings.embedded) return { url: settings.env.DATABASE_URL, close };
  try {
    const server = await ensurePostgres({ dataDir: settings.env.DATA_DIR, say });
    return {
      url: server.url,
      close: async () => {
        await releasePostgres(server);
      },
    };
  } catch (error) {
    if (command !== 'doctor' || !(error instanceof PlainError)) throw error;
    process.stderr.write(`\n${error.message}\n`);
    return { url: UNREACHABLE, close };
  }
}

/** JSON is for programs: nothing else goes to standard output. */
const quiet = (given) =>
  given.includes('--json') ? (line) => process.stderr.write(`${line}\n`) : say;
