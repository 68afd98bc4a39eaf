// The data directory of the embedded PostgreSQL, made once.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { PlainError } from './plain-error.mjs';
import { serverEnv, type Home } from './postgres-home.ts';

const MAJOR = '18';
export const USER = 'inlet';

/**
 * Makes the data directory beside its final place and renames it, so that a half-made one is never
 * taken for a database.
 */
export function createCluster(
  { native, cluster, user }: Home,
  password: string,
  say: (line: string) => void,
): void {
  if (fs.existsSync(path.join(cluster, 'PG_VERSION'))) {
    const version = fs.readFileSync(path.join(cluster, 'PG_VERSION'), 'utf8').trim();
    if (version !== MAJOR)
      throw new PlainError(
        `The database in ${cluster} was made by PostgreSQL ${version}; this Inlet runs ` +
          `${MAJOR}. Move the data with pg_dump and pg_restore, or set DATABASE_URL.`,
      );
    return;
  }
  if (fs.existsSync(cluster) && fs.readdirSync(cluster).length > 0)
    throw new PlainError(
      `${cluster} holds something that is not a PostgreSQL database. Move it away, or set DATA_DIR.`,
    );
  say('Creating the database.');
  const temporary = `${cluster}.new-${process.pid}-${Date.now()}`;
  const secret = `${temporary}.password`;
  fs.mkdirSync(temporary, { mode: 0o700 });
  fs.writeFileSync(secret, password, { mode: 0o600 });
  if (user.uid !== undefined)
    for (const file of [temporary, secret]) fs.chownSync(file, user.uid, user.gid!);
  try {
    const args = [
      '-D',
      temporary,
      '-U',
      USER,
      '-A',
      'scram-sha-256',
      `--pwfile=${secret}`,
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ];
    const made = spawnSync(path.join(native, 'bin', 'initdb'), args, {
      ...user,
      cwd: '/',
      env: serverEnv(native),
      encoding: 'utf8',
    });
    if (made.status !== 0)
      throw new PlainError(
        `The database could not be created in ${cluster}: ` +
          `${lastLine(made.stderr || made.error?.message)} ` +
          'Set DATABASE_URL to use another server.',
      );
    fs.renameSync(temporary, cluster);
  } catch (error) {
    // Or another process was first: its database is used.
    if (!fs.existsSync(path.join(cluster, 'PG_VERSION'))) throw error;
  } finally {
    fs.rmSync(temporary, { recursive: true, force: true });
    fs.rmSync(secret, { force: true });
  }
}

/** What a PostgreSQL program said last that matters, as a sentence. */
export const lastLine = (text = ''): string => {
  const lines = text
    .trim()
    .split('\n')
    .filter((l) => /FATAL|PANIC|error|could not/i.test(l));
  const line = (lines.at(-1) ?? text.trim().split('\n').at(-1) ?? '')
    .trim()
    .replace(/^.*(?:FATAL|PANIC|error):\s*/, '');
  return line && !line.endsWith('.') ? `${line}.` : line;
};
