import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import {
  fail,
  ok,
  plural,
  size,
  span,
  unchecked,
  warn,
  type Finding,
} from '@/lib/operations/check';
import { appliedMigrations, databaseNow, serverFacts } from '@/lib/operations/repository';
import { now } from '@/lib/platform/clock';
import { VERSION } from '@/lib/platform/version';
import { inspectKeys } from '@/lib/vault/service';

const OLDEST_SERVER = 140_000;
const SLOW_MS = 50;
const ROUND_TRIPS = 5;
const CLOCK_WARN_MS = 2_000;
const CLOCK_FAIL_MS = 60_000;
const ROOM_WARN = { share: 0.15, bytes: 2e9 };
const ROOM_FAIL = { share: 0.05, bytes: 5e8 };

/** The server, how far away it is, and how full. */
export async function database(): Promise<Finding> {
  // The best of a few: the first opens the connection, and a busy process is not a slow database.
  let ms = Infinity;
  for (let i = 0; i < ROUND_TRIPS; i++) {
    const begun = performance.now();
    await databaseNow();
    ms = Math.min(ms, performance.now() - begun);
  }
  const server = await serverFacts();
  const facts = [
    ['PostgreSQL', server.version],
    ['Round trip', `${ms.toFixed(1)} ms`],
    ['Size', size(server.database_bytes)],
    ['Connections', `${server.connections} of ${server.max_connections}`],
  ] as const;
  if (server.version_num < OLDEST_SERVER)
    return fail(
      `PostgreSQL ${server.version} is too old.`,
      'Move to PostgreSQL 14 or newer.',
      facts,
    );
  if (server.connections > server.max_connections * 0.9)
    return warn(
      `The server has ${server.connections} of ${server.max_connections} connections in use.`,
      'Raise max_connections, or lower DATABASE_POOL or the number of processes.',
      facts,
    );
  if (ms > SLOW_MS)
    return warn(
      `A round trip to the database takes ${ms.toFixed(0)} ms.`,
      'Run Inlet in the same place as its database.',
      facts,
    );
  return ok(`PostgreSQL ${server.version} answers in ${ms.toFixed(1)} ms.`, facts);
}

/** What was applied against what this version brings. */
export async function migrations(): Promise<Finding> {
  const known = await knownMigrations();
  if (!known) return unchecked('The migrations of this version were not found beside it.');
  const applied = await appliedMigrations();
  if (!applied) return fail('The database is empty.', 'Start Inlet: it applies its migrations.');
  const broken = applied.find((m) => !m.finished);
  if (broken)
    return fail(
      `Migration ${broken.migration_name} failed half-way.`,
      'Repair the database, then mark it with: npx prisma migrate resolve.',
    );
  const newer = applied.filter((m) => !known.has(m.migration_name));
  if (newer.length > 0)
    return fail(
      `The database was migrated by a newer Inlet (${newer[0]!.migration_name}).`,
      'Update Inlet, or restore a backup from before.',
    );
  const edited = applied.find((m) => known.get(m.migration_name) !== m.checksum);
  if (edited)
    return fail(
      `Migration ${edited.migration_name} was edited after it was applied.`,
      'Restore the file, and put the change into a new migration.',
    );
  const pending = known.size - applied.length;
  if (pending > 0)
    return warn(
      `${plural(pending, 'migration waits', 'migrations wait')} to be applied.`,
      'Restart Inlet: it applies them before it answers.',
    );
  return ok(`All ${known.size} migrations are applied.`, [
    ['Newest', [...known.keys()].sort().at(-1)!],
  ]);
}

async function knownMigrations(): Promise<Map<string, string> | null> {
  const dir = path.join(/* turbopackIgnore: true */ process.cwd(), 'prisma', 'migrations');
  const entries = await fs.readdir(dir, { withFileTypes: true }).catch(() => null);
  if (!entries) return null;
  const read = async (name: string) =>
    [
      name,
      createHash('sha256')
        .update(await fs.readFile(path.join(dir, name, 'migration.sql'), 'utf8'))
        .digest('hex'),
    ] as const;
  return new Map(
    await Promise.all(entries.filter((e) => e.isDirectory()).map((e) => read(e.name))),
  );
}

function stateOfKey({ opens, primary }: { opens: boolean; primary: boolean }): string {
  if (!opens) return 'does not open';
  return primary ? 'newest' : 'earlier';
}

/** Whether the keys that are set open what is stored, and which of them are still needed. */
export async function encryptionKey(): Promise<Finding> {
  const { keks, data_keys, unopened } = await inspectKeys();
  const facts = keks.map(
    (k) => [`Key ${k.id}`, `${plural(k.data_keys, 'data key')}, ${stateOfKey(k)}`] as const,
  );
  if (unopened > 0)
    return fail(
      `${unopened} of ${plural(data_keys, 'data key')} cannot be opened with INLET_ENCRYPTION_KEY.`,
      'Add the earlier key to INLET_ENCRYPTION_KEY after a comma.',
      facts,
    );
  if (data_keys === 0) return ok('Nothing is sealed yet.');
  const earlier = keks.filter((k) => !k.primary).reduce((sum, k) => sum + k.data_keys, 0);
  if (earlier > 0)
    return warn(
      `${plural(earlier, 'data key is', 'data keys are')} still wrapped with an earlier key.`,
      'Run npm run rotate-keys; only then remove the earlier key from INLET_ENCRYPTION_KEY.',
      facts,
    );
  return ok(
    `The key opens ${data_keys === 1 ? 'the one data key' : `all ${data_keys} data keys`}.`,
    facts,
  );
}

/**
 * Our clock against the database's. Leases and due times go by the database's; sessions and
 * provider limits by ours.
 */
export async function clock(): Promise<Finding> {
  const before = now();
  const theirs = await databaseNow();
  const offset = Math.round(theirs - (before + now()) / 2);
  const facts = [['Offset', `${offset} ms`]] as const;
  const words =
    `This machine’s clock is ${span(Math.abs(offset) / 1000)} ` +
    `${offset > 0 ? 'behind' : 'ahead of'} the database’s.`;
  if (Math.abs(offset) > CLOCK_FAIL_MS)
    return fail(words, 'Turn on time synchronization (NTP) on both machines.', facts);
  if (Math.abs(offset) > CLOCK_WARN_MS)
    return warn(words, 'Turn on time synchronization (NTP) on both machines.', facts);
  return ok('The clock agrees with the database’s.', facts);
}

/** Room on the disk of the database, when it is on this machine. */
export async function disk(): Promise<Finding> {
  const { data_directory, database_bytes } = await serverFacts();
  const stat = data_directory ? await fs.statfs(data_directory).catch(() => null) : null;
  if (!stat)
    return unchecked('The database is on another machine.', null, [
      ['Database', size(database_bytes)],
    ]);
  const free = stat.bavail * stat.bsize,
    total = stat.blocks * stat.bsize;
  const facts = [
    ['Database', size(database_bytes)],
    ['Free', `${size(free)} of ${size(total)}`],
  ] as const;
  const tight = (limit: typeof ROOM_WARN) =>
    free < limit.bytes || (free < total * limit.share && free < 20e9);
  if (tight(ROOM_FAIL))
    return fail(
      `Only ${size(free)} are free on the disk of the database.`,
      'Make room now: PostgreSQL stops when the disk is full.',
      facts,
    );
  if (tight(ROOM_WARN))
    return warn(
      `${size(free)} are free on the disk of the database.`,
      'Make room, or move DATA_DIR to a larger disk.',
      facts,
    );
  return ok(`${size(free)} are free on the disk of the database.`, facts);
}

export const versions = async (): Promise<Finding> =>
  ok(`Inlet ${VERSION} on Node ${process.versions.node}.`, [
    ['Inlet', VERSION],
    ['Node', process.versions.node],
  ]);
