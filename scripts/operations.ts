// The commands of whoever runs Inlet: doctor, backup, restore, rotate-keys, lift-limit and
// reset-password. They work beside a running Inlet and without one.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT, say, withOwnNode } from './bootstrap.mjs';
import { applyMigrations } from './migrate.ts';
import { PlainError } from './plain-error.mjs';
import { ensurePostgres, releasePostgres } from './postgres.ts';
import { readSettings, type Settings } from './settings.ts';
import type { OpenDatabase } from './keeper.ts';
import { supervise } from './supervise.mjs';

/** Nobody listens there: the doctor goes on and says what it can. */
const UNREACHABLE = 'postgres://inlet@127.0.0.1:1/inlet';
const MIGRATIONS = path.join(ROOT, 'prisma/migrations');

/** Files are named from where the person is, not from where npm runs us. */
const asFile = (given: string) => path.resolve(process.env.INIT_CWD ?? process.cwd(), given);
const asIs = (given: string) => given;

interface Usage {
  usage: string;
  /** How it reads each of its arguments. */
  takes: ((given: string) => string)[];
  flags: string[];
}
const USAGE: Record<string, Usage> = {
  doctor: { usage: '[-- --json] [-- --offline]', takes: [], flags: ['json', 'offline'] },
  backup: { usage: '-- <new file>', takes: [asFile], flags: [] },
  restore: { usage: '-- <file>', takes: [asFile], flags: [] },
  'rotate-keys': { usage: '[-- --data]', takes: [], flags: ['data'] },
  'lift-limit': { usage: '-- <budget, as npm run doctor names it>', takes: [asIs], flags: [] },
  'reset-password': { usage: '-- <email>', takes: [asIs], flags: [] },
};
export const COMMANDS = Object.keys(USAGE);

/** The arguments as lib/operations/main.ts is given them. Throws PlainError with the usage. */
function argumentsOf(command: string, given: string[]): string[] {
  const known = USAGE[command];
  if (!known)
    throw new PlainError(`There is no command ${command}. There are ${COMMANDS.join(', ')}.`);
  const { usage, takes, flags } = known;
  const options = Object.fromEntries(flags.map((flag) => [flag, { type: 'boolean' as const }]));
  try {
    const { values, positionals } = parseArgs({ args: given, options, allowPositionals: true });
    if (positionals.length !== takes.length) throw new TypeError('wrong number of arguments');
    return [
      ...positionals.map((value, i) => takes[i]!(value)),
      ...Object.keys(values).map((flag) => `--${flag}`),
    ];
  } catch {
    throw new PlainError(`Usage: npm run ${command} ${usage}`);
  }
}

/** Runs one command on what was built (dist/operations.mjs); answers its exit code. */
export async function operate(command = '', given: string[] = []): Promise<number> {
  const args = argumentsOf(command, given);
  const settings = await readSettings(quiet(given));
  const database = await reach(settings, command);
  const run: Run = (what, onLine) =>
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

type Run = (what: string, onLine?: (line: string) => boolean) => Promise<number>;

/**
 * Looks at the whole file first; then brings the database to the backup's migrations, loads it, and
 * applies what is newer.
 */
async function restore(run: Run, url: string): Promise<number> {
  let migrations: string[] | undefined;
  const looked = await run('examine', (line) => {
    migrations ??= /^migrations (.*)$/.exec(line)?.[1]!.split(',');
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
async function reach(settings: Settings, command: string): Promise<OpenDatabase> {
  const close = async () => {};
  if (!settings.embedded) return { url: settings.env.DATABASE_URL!, close };
  try {
    const server = await ensurePostgres({ dataDir: settings.env.DATA_DIR!, say });
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
const quiet = (given: string[]): ((line: string) => void) =>
  given.includes('--json') ? (line) => process.stderr.write(`${line}\n`) : say;
