import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testAuthority } from '@/lib/egress/testing/certificates';
import { closeDatabase, db } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { databaseTrouble, pinnedUrl } from '@/lib/platform/session';
import { sql } from '@/lib/platform/sql';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import { connectPipedrive, bulkKey, useSandbox, work } from '@/lib/sync/testing';
import { openDatabase } from '@/scripts/database';

useTestDatabase();
useSandbox();

/** Settings an administrator may have put on a database, and which mean something else to us. */
const ODD: Record<string, string> = {
  datestyle: 'SQL, DMY',
  timezone: 'Asia/Kathmandu',
  intervalstyle: 'iso_8601',
  extra_float_digits: '-5',
  bytea_output: 'escape',
  standard_conforming_strings: 'off',
  transform_null_equals: 'on',
  default_transaction_isolation: 'serializable',
  default_transaction_read_only: 'on',
  client_encoding: 'LATIN1',
  lock_timeout: '1ms',
  search_path: 'pg_catalog',
};
const database = () => new URL(env().DATABASE_URL).pathname.slice(1);
/** Through the server's own database: this one may have become read-only. */
async function alter(settings: Record<string, string>): Promise<void> {
  await closeDatabase();
  const server = new URL(env().DATABASE_URL);
  server.pathname = '/postgres';
  const admin = new pg.Client({ connectionString: server.toString() });
  await admin.connect();
  for (const [name, value] of Object.entries(settings))
    await admin.query(
      `ALTER DATABASE "${database()}" SET ${name} = ${name === 'search_path' ? value : `'${value}'`}`,
    );
  if (Object.keys(settings).length === 0)
    await admin.query(`ALTER DATABASE "${database()}" RESET ALL`);
  await admin.end();
}

beforeEach(() => alter({}));
afterEach(() => alter({}));

it.each(Object.entries(ODD))(
  'a database with %s = %s is read and written alike',
  async (...one) => {
    await alter(Object.fromEntries([one]));
    const time = new Date('2026-02-01T03:04:05.678Z');
    const { rows } = await db.query(sql`
      SELECT ${time}::timestamptz AS time, '0.1'::float8 + '0.2'::float8 AS float,
        make_interval(hours => 30)::text AS span, '\\x00ff'::bytea AS bytes, 'ä€'::text AS words,
        (NULL::int = NULL) IS NULL AS nulls, to_regclass('connections') IS NOT NULL AS found`);
    expect(rows).toEqual([
      {
        time,
        float: 0.1 + 0.2,
        span: '30:00:00',
        bytes: Buffer.from([0, 255]),
        words: 'ä€',
        nulls: true,
        found: true,
      },
    ]);
  },
);

it('a sync goes through with all of them at once', async () => {
  await alter(ODD);
  const principal = await makePrincipal(await makeWorkspace());
  const { id } = await connectPipedrive(principal, bulkKey(120));
  await work(id);
  const { rows } = await db.query(sql`
    SELECT r.status,
      (SELECT count(*)::int FROM records WHERE connection_id = ${id}) >= 120 AS stored
    FROM sync_runs r
    WHERE connection_id = ${id}`);
  expect(rows).toEqual([{ status: 'completed', stored: true }]);
});

describe('the address of a session', () => {
  const options = (url: string) => new URL(pinnedUrl(url)).searchParams.get('options')!;
  it('keeps what it says already; ours stand behind, the schema before', () => {
    const given = options('postgres://u:p%40@h:5/d?sslmode=no-verify&options=-c%20search_path%3Dx');
    expect(given).toMatch(/^-c search_path="\$user",public -c search_path=x -c client_encoding=/);
    expect(pinnedUrl('postgres://u:p%40@h:5/d?sslmode=no-verify')).toMatch(
      /^postgres:\/\/u:p%40@h:5\/d\?sslmode=no-verify&options=/,
    );
  });
});

describe('a database that cannot be reached', () => {
  const reason = (url: string) =>
    openDatabase({ env: { DATABASE_URL: url }, embedded: false }, () => undefined)
      .then(() => null)
      .catch((error: Error) => error.message);

  it('with a certificate of its own says the ways out', async () => {
    const { port, close } = await tlsDatabase();
    for (const mode of ['require', 'verify-full', 'prefer']) {
      const said = await reason(`postgres://u:secret@127.0.0.1:${port}/d?sslmode=${mode}`);
      expect(said).toMatch(/certificate could not be verified \(\w+\)/);
      expect(said).toMatch(/sslrootcert=.*NODE_EXTRA_CA_CERTS.*sslmode=no-verify/);
      expect(said).not.toContain('secret');
    }
    close();
  });

  it('without SSL says so', async () => {
    const url = new URL(env().DATABASE_URL);
    url.search = '?sslmode=require';
    const said = await reason(url.toString());
    expect(said).toMatch(/does not support SSL.*sslmode=disable/s);
  });

  it('says what to check, by what went wrong', async () => {
    const url = new URL(env().DATABASE_URL);
    url.pathname = '/no_such_database';
    expect(await reason(url.toString())).toMatch(/Create the database/);
    url.password = 'wrong';
    expect(await reason(url.toString())).toMatch(/the user and the password/);
    expect(await reason('postgres://u@127.0.0.1:1/d')).toMatch(/server is running/);
  });

  it('is told apart from a statement that failed', () => {
    expect(databaseTrouble({ code: '42P01', message: 'no such table' })).toBeNull();
    expect(databaseTrouble(new Error('Connection terminated unexpectedly'))).not.toBeNull();
  });
});

/** Answers the request for SSL, and then with a certificate nobody knows. */
async function tlsDatabase(): Promise<{ port: number; close: () => void }> {
  const { cert, key } = testAuthority().issue('db.example');
  const server = net.createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.write('S');
      const secure = new tls.TLSSocket(socket, { isServer: true, cert, key });
      secure.on('error', () => undefined);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}
