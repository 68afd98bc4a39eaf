import { createHash } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { env } from '@/lib/platform/env';
import { log } from '@/lib/platform/log';
import type { Statement } from '@/lib/platform/sql';
import { pinnedUrl } from '@/lib/platform/session';
import { PrismaClient, type Prisma } from '@/lib/platform/prisma/client';

/** Something that runs SQL: the pool, or one connection inside a transaction. */
export interface Sql {
  query<Row extends pg.QueryResultRow = pg.QueryResultRow>(
    text: string | Statement,
    params?: unknown[],
  ): Promise<pg.QueryResult<Row>>;
}

/**
 * Makes a prepared statement; the name is made from the text, so that two texts never share one.
 */
export const prepared = (text: string, values: unknown[]): Statement => ({
  name: `q_${createHash('sha1').update(text).digest('hex').slice(0, 24)}`,
  text,
  values,
});

interface Database {
  pool: pg.Pool;
  prisma: PrismaClient;
}
const holder = globalThis as unknown as { inletDatabase?: Database };

/** Waiting longer for a free connection helps nobody: the caller is told instead. */
const CONNECT_TIMEOUT_MS = 15_000;
/**
 * No statement of ours takes this long; one that does is a bad plan and must not hold its locks for
 * ever.
 */
const STATEMENT_TIMEOUT_MS = 120_000;
/**
 * A transaction whose process was stopped in the middle must not hold its locks for ever either.
 */
const IDLE_IN_TRANSACTION_MS = 20_000;

/**
 * pg's own reading of a time is a quarter of the cost of a list; sessions are in UTC, so the text
 * has one form.
 */
const TIMESTAMPTZ = 1184;
const getTypeParser: typeof pg.types.getTypeParser = ((oid: number, format?: 'text') =>
  oid === TIMESTAMPTZ && format !== ('binary' as never)
    ? parseTime
    : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser;

/**
 * "2026-11-21 10:07:03.5+00" → Date. Anything else ("infinity", a year of five digits) goes the
 * slow way.
 */
export function parseTime(text: string): Date {
  const end = text.length - 3;
  if (end < 19 || end > 26 || text.charCodeAt(4) !== 45 || !text.endsWith('+00'))
    return pg.types.getTypeParser(TIMESTAMPTZ)(text) as unknown as Date;
  const n = (from: number, to: number) => {
    let value = 0;
    for (let i = from; i < to; i++) value = value * 10 + text.charCodeAt(i) - 48;
    return value;
  };
  const ms = end > 20 ? Math.trunc(n(20, end) * 10 ** (23 - end)) : 0;
  return new Date(Date.UTC(n(0, 4), n(5, 7) - 1, n(8, 10), n(11, 13), n(14, 16), n(17, 19), ms));
}

function open(): Database {
  const pool = new pg.Pool({
    connectionString: pinnedUrl(env().DATABASE_URL),
    max: env().DATABASE_POOL,
    application_name: 'inlet',
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    types: { getTypeParser },
  });
  // An idle connection that the server drops must not take the process with it; the next query
  // opens another.
  pool.on('error', (error) => log.warn({ error: error.message }, 'idle database connection lost'));
  // Nor one that is in use, between two statements or before its first: the next statement on it
  // fails, which is enough.
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
  });
  return { pool, prisma: new PrismaClient({ adapter: new PrismaPg(pool) }) };
}
const database = (): Database => (holder.inletDatabase ??= open());

/** One pool a process: shared by raw SQL (hot paths, engine) and by Prisma (everything else). */
export const db: Sql & { connect: () => Promise<pg.PoolClient> } = {
  query: (text, params) =>
    typeof text === 'string' ? database().pool.query(text, params) : database().pool.query(text),
  connect: () => database().pool.connect(),
};

/** Prisma, for repositories only. */
export const prisma = (): PrismaClient => database().prisma;

/**
 * Runs `work` in one transaction: committed when it returns, rolled back when it throws. With
 * `begin` false the first statement of `work` has to begin it: a round trip less.
 */
export async function transaction<T>(
  work: (tx: pg.PoolClient) => Promise<T>,
  { begin = true } = {},
): Promise<T> {
  const client = await database().pool.connect();
  let broken = false;
  try {
    if (begin) await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {
      broken = true;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** What PostgreSQL says when it ends a transaction to break a circle of waits. */
const DEADLOCK_DETECTED = '40P01';
const DEADLOCK_ATTEMPTS = 5;

/**
 * The same for work that takes many locks which others take in their own order, as removing much at
 * once does: when PostgreSQL ends it to break a circle of waits, it is done again from the start. So
 * `work` touches nothing but the database. Throws what it throws, and the deadlock of a fifth attempt.
 */
export async function insistentTransaction<T>(work: (tx: pg.PoolClient) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1)
    try {
      return await transaction(work);
    } catch (error) {
      const { code } = error as { code?: string };
      if (code !== DEADLOCK_DETECTED || attempt === DEADLOCK_ATTEMPTS) throw error;
    }
}

/** A transaction of Prisma's that also runs statements: locks, and what is told of the change. */
export interface PrismaTx {
  prisma: Prisma.TransactionClient;
  /** Answers rows; of a statement that changes rows it does not tell how many. */
  query<Row = never>(statement: Statement): Promise<{ rows: Row[] }>;
}

/** Runs `work` in one transaction over cold tables: committed when it returns, else rolled back. */
export const prismaTransaction = <T>(work: (tx: PrismaTx) => Promise<T>): Promise<T> =>
  prisma().$transaction(
    (client) =>
      work({
        prisma: client,
        query: async ({ text, values }) => ({
          rows: await client.$queryRawUnsafe(text, ...values),
        }),
      }),
    { maxWait: CONNECT_TIMEOUT_MS, timeout: IDLE_IN_TRANSACTION_MS },
  );

/** Closes every connection; the next use opens new ones. */
export async function closeDatabase(): Promise<void> {
  const open = holder.inletDatabase;
  holder.inletDatabase = undefined;
  if (!open) return;
  await open.prisma.$disconnect();
  if (!open.pool.ended) await open.pool.end();
}
