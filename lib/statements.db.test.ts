import { beforeAll, expect, test } from 'vitest';
import { keepNotes, keepWrites } from '@/chaos/fixtures/notes';
import { jobs } from '@/lib/jobs/service';
import { db } from '@/lib/platform/db';
import { useTestDatabase } from '@/lib/platform/testing';
import { readSource, trackedFiles, type Source } from '@/scripts/guards/sources';
import { statementsOf, untaggedIn } from '@/scripts/guards/statements';

/** Put together at run time, where a test has to ask them. May only shrink. */
const MADE_AT_RUN_TIME: Record<string, number> = {
  'lib/connections/repository-list.ts': 5, // health and state as an expression, by its inputs
  'lib/connections/repository-read.ts': 1,
  'lib/connections/repository-write.ts': 1, // the columns that change
  'lib/knowledge/repository.ts': 3, // what the caller may see, and the filters
  'lib/mirror/repository.ts': 2, // what is chosen
  'lib/mirror/repository-answers.ts': 1,
  'lib/mirror/repository-pages.ts': 2,
  'lib/oauth/damage.db.test.ts': 1,
  'lib/operations/backup.db.test.ts': 1,
  'lib/oauth/reseal.ts': 2,
  'lib/oauth/secrets.ts': 1,
  'lib/records/read.ts': 1,
  'lib/sync/verdict.ts': 1,
};
/** Queries that are plain text, by file. May only shrink. */
const UNTAGGED: Record<string, number> = {
  'bench/webhooks.ts': 1, // a table of its own, which nothing of ours knows
  'lib/api/audit.db.test.ts': 4, // over whatever table there is
  'lib/connections/authorization.db.test.ts': 1,
  'lib/connections/repository-list.ts': 1, // a tagged one, named by its text
  'lib/connections/repository-read.ts': 1, // the same
  'lib/demo/twin.db.test.ts': 1, // over whatever table there is
  'lib/events/outbox.db.test.ts': 8, // tables of its own
  'lib/operations/backup.ts': 1,
  'lib/operations/restore.ts': 1,
  'scripts/keeper.db.test.ts': 1,
  'scripts/postgres.db.test.ts': 2,
};

const sources = trackedFiles()
  .filter((file) => /^(app|bench|chaos|lib|scripts)\/.*\.ts$/.test(file))
  .filter((file) => !file.startsWith('lib/platform/prisma/'))
  .map(readSource);
/** This file asks what it found. */
const notThis = ({ file }: Source): boolean => file !== 'lib/statements.db.test.ts';
const statements = sources.flatMap(statementsOf);

useTestDatabase();
beforeAll(async () => {
  await (await jobs()).start(); // the job engine's tables are its own
  await keepNotes();
  await keepWrites();
});

/** What the database says to each statement that it cannot prepare. */
async function refused(texts: readonly { at: string; text: string }[]): Promise<string[]> {
  const faults: string[] = [];
  for (const { at, text } of texts)
    await db
      .query(`PREPARE checked AS ${text}`)
      .then(() => db.query('DEALLOCATE checked'))
      .catch((error: Error) => faults.push(`${at}: ${error.message}`));
  return faults;
}

/** The files that have more of these places than they may. */
function beyond(places: readonly string[], allowed: Record<string, number>): string[] {
  const byFile = Map.groupBy(places, (place) => place.replace(/:\d+$/, ''));
  return [...byFile].flatMap(([file, all]) =>
    all.length > (allowed[file] ?? 0) ? [`${file} has ${all.length}: ${all.join(', ')}`] : [],
  );
}

test('there is something to prepare', () => {
  expect(statements.length).toBeGreaterThan(150);
});

test('every statement fits the migrated database', async () => {
  const texts = statements.flatMap(({ at, texts: all }) => all.map((text) => ({ at, text })));
  expect(await refused(texts)).toEqual([]);
});

test('its canaries are reported', async () => {
  const text = (code: string) =>
    statementsOf({ file: 'lib/runs/x.ts', text: code }).flatMap(({ at, texts }) =>
      texts.map((one) => ({ at, text: one })),
    );
  const bad = [
    'db.query(sql`SELECT cursor FROM stream_checkpoints`)',
    "import { sql as s } from '@/lib/platform/sql'; db.query(s`SELECT cursor FROM stream_checkpoints`)",
    'db.query(sql`SELECT 1 FROM record_sightings WHERE stream = ${stream}`)',
    'const ALL = raw("id, nam"); db.query(sql`SELECT ${ALL} FROM connections WHERE id = ${id}`)',
    'db.query(sql`SELECT id FROM connections ORDER BY ${raw(down ? "name" : "nam")}`)',
    'const of = (x) => { const w = part`nam = ${x}`; db.query(sql`SELECT 1 FROM users WHERE ${w}`) }',
    "import { LEASE } from '@/lib/runs/repository'; db.query(sql`SELECT ${LEASE} FROM no_table`)",
  ];
  for (const code of bad) expect(await refused(text(code)), code).not.toEqual([]);
  const good = [
    'db.query(sql`SELECT bookmark FROM stream_checkpoints WHERE stream = ${stream}`)',
    "import { LEASE } from '@/lib/runs/service'; db.query(sql`SELECT now() + ${LEASE}`)",
  ];
  for (const code of good) {
    expect(text(code), code).not.toEqual([]);
    expect(await refused(text(code)), code).toEqual([]);
  }
});

test('what is made at run time, and what is not tagged, only gets less', () => {
  const unknown = statements.filter(({ texts }) => texts.length === 0).map(({ at }) => at);
  expect(beyond(unknown, MADE_AT_RUN_TIME)).toEqual([]);
  expect(beyond(sources.filter(notThis).flatMap(untaggedIn), UNTAGGED)).toEqual([]);
  const made = [
    'const of = (where: Fragment) => db.query(sql`SELECT 1 FROM users WHERE ${where}`)',
    'const of = (where = all([])) => db.query(sql`SELECT 1 FROM users WHERE ${where}`)',
    'const w = (): Fragment => raw(x); db.query(sql`SELECT 1 FROM users WHERE ${w()}`)',
    'const w = raw("true"); const v = () => { const w = raw(x); }; db.query(sql`SELECT ${w}`)',
    'db.query(sql`SELECT 1 FROM users WHERE ${all(conditionsOf(x))}`)',
  ];
  for (const text of made)
    expect(statementsOf({ file: 'lib/x/y.ts', text }), text).toMatchObject([{ texts: [] }]);
  const canary = { file: 'lib/x/y.ts', text: "db.query('SELECT 1 FROM users')" };
  expect(beyond(untaggedIn(canary), {})).toHaveLength(1);
  expect(beyond(untaggedIn(canary), { 'lib/x/y.ts': 1 })).toEqual([]);
});
