import { beforeEach, expect, it } from 'vitest';
import {
  getConnection,
  getConnectionStatus,
  reconnectConnection,
  resumeConnection,
  startSync,
} from '@/lib/connections/service';
import { listNotifications } from '@/lib/notifications/service';
import { listenForTrouble, lookAround } from '@/lib/notifications/watch';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import {
  makePrincipal,
  makeWorkspace,
  useTestDatabase,
  type SignedIn,
} from '@/lib/platform/testing';
import { tick } from '@/lib/schedule/service';
import {
  bulkKey,
  connectHubSpot,
  connectPipedrive,
  errorCode,
  useSandbox,
  work,
} from '@/lib/sync/testing';

useTestDatabase();
const sandbox = useSandbox();
const control = () => sandbox.current.sandbox.control;
let owner: SignedIn, admin: SignedIn, member: SignedIn;
let id: string;

beforeEach(async () => {
  control().reset();
  control().limits({ off: true });
  await db.query(sql`DELETE FROM connections`);
  const workspace = await makeWorkspace();
  owner = await makePrincipal(workspace);
  admin = await makePrincipal(workspace, { role: 'admin' });
  member = await makePrincipal(workspace, { role: 'member' });
  await listenForTrouble();
  ({ id } = await connectPipedrive(owner, bulkKey(3)));
  await work(id);
});

/** The provider refuses what is asked, for a reason that is not the key. */
const refuse = () =>
  control().fault({
    provider: 'pipedrive',
    kind: 'raw',
    status: 400,
    body: '{"success":false,"error":"No."}',
  });

/** One stream is enough to fail. */
const sync = async (of = id, streams = ['persons']) => {
  await startSync(owner, { id: of, full_sync: false, streams });
  await work(of);
};
const syncTimes = async (times: number) => {
  for (let n = 0; n < times; n += 1) await sync();
};

/** So much time goes by since the first failure. */
const passes = (interval: string) =>
  db.query(sql`
    UPDATE connections
    SET fruitless_since = fruitless_since - ${interval}::interval
    WHERE id = ${id}`);

const facts = async () => {
  const { rows } = await db.query<{ fruitless_runs: number; status: string }>(sql`
    SELECT fruitless_runs, status
    FROM connections
    WHERE id = ${id}`);
  return rows[0]!;
};
const inboxOf = async (person: SignedIn) =>
  (await listNotifications(person, { unread: false, limit: 50 })).notifications
    .filter(({ kind }) => kind === 'auto_paused')
    .map(({ step, title, open }) => ({ step, title, open }));

/** As if it had failed often enough, for long enough. */
const almost = () =>
  db.query(sql`
    UPDATE connections
    SET fruitless_runs = 60, fruitless_since = now() - interval '9 days'
    WHERE id = ${id}`);

async function pausedByItself(): Promise<void> {
  refuse();
  await almost();
  await sync();
}

it('fifty failures in a row over a week pause it; it says why, and is told of once', async () => {
  refuse();
  await syncTimes(50);
  expect(await facts()).toMatchObject({ status: 'error', fruitless_runs: 50 }); // not a week yet
  await passes('8 days');
  await sync();
  const paused = await getConnection(owner, { id });
  expect(paused).toMatchObject({
    status: 'paused',
    health: 'error',
    health_detail: {
      who: 'you',
      action: 'resume',
      action_label: 'Resume',
      retry_at: null,
      cause: expect.stringMatching(
        /^Paused by itself: 51 syncs in a row failed and nothing came in for a week\. The last one said: ./,
      ),
    },
    auto_paused_at: expect.any(String),
  });
  expect(await getConnectionStatus(owner, { id })).toMatchObject({
    status: 'paused',
    auto_paused_at: paused.auto_paused_at,
  });
  expect(await startSync(owner, { id, full_sync: false, streams: [] }).catch(errorCode)).toBe(
    'not_syncable',
  );
  expect(await tick()).toMatchObject({ started: 0 });

  await lookAround();
  await lookAround();
  const told = { step: 'opened', open: true, title: expect.stringContaining('is paused') };
  expect(await inboxOf(owner)).toEqual([told]);
  expect(await inboxOf(admin)).toEqual([told]);
  expect(await inboxOf(member)).toEqual([]);
  const { rows } = await db.query(sql`
    SELECT actor_kind, data
    FROM audit_events
    WHERE target_id = ${id} AND action = 'connection.auto_paused'`);
  expect(rows).toEqual([{ actor_kind: 'system', data: { failures: 51 } }]);
});

it('while it stays paused it is told of again after three days and after seven, then no more', async () => {
  const later = (interval: string) =>
    db.query(sql`
      UPDATE incidents
      SET opened_at = opened_at - ${interval}::interval,
        calm_since = calm_since - ${interval}::interval
      WHERE connection_id = ${id}`);
  await pausedByItself();
  await lookAround();
  for (const interval of ['71 hours', '2 hours', '95 hours', '2 hours', '30 days']) {
    await later(interval);
    await lookAround();
    await lookAround();
  }
  const still = expect.stringMatching(/ still is paused, because its syncs kept failing$/);
  expect(await inboxOf(owner)).toEqual([
    { step: 'day_7', open: true, title: still },
    { step: 'day_3', open: true, title: still },
    { step: 'opened', open: true, title: expect.not.stringContaining('still') },
  ]);
  await resumeConnection(owner, { id });
  await lookAround();
  await later('30 days');
  await lookAround();
  expect((await inboxOf(owner)).map(({ step, open }) => [step, open])).toEqual([
    ['day_7', false],
    ['day_3', false],
    ['opened', false],
  ]);
});

it('resuming syncs it first, ends the incident, and counts from none again', async () => {
  await pausedByItself();
  await lookAround();
  control().reset();
  control().limits({ off: true });
  await resumeConnection(owner, { id });
  expect(await tick()).toMatchObject({ started: 1 });
  await work(id);
  expect(await getConnection(owner, { id })).toMatchObject({
    status: 'connected',
    health: 'healthy',
    auto_paused_at: null,
  });
  await lookAround();
  expect(await inboxOf(owner)).toMatchObject([{ step: 'opened', open: false }]);

  refuse();
  await sync();
  await passes('30 days');
  await syncTimes(2);
  expect(await facts()).toMatchObject({ status: 'error', fruitless_runs: 3 });
});

it('authorizing again ends it as well', async () => {
  await pausedByItself();
  expect((await facts()).status).toBe('paused');
  control().reset();
  control().limits({ off: true });
  await reconnectConnection(owner, { id, api_key: bulkKey(3), allow_account_change: false });
  await work(id);
  expect(await getConnection(owner, { id })).toMatchObject({
    status: 'connected',
    health: 'healthy',
    auto_paused_at: null,
  });
});

it('a sync that is complete ends the row, and so does one that fails after it brought something', async () => {
  await almost();
  await sync(id, []);
  expect(await facts()).toEqual({ status: 'connected', fruitless_runs: 0 });

  ({ id } = await connectPipedrive(owner, bulkKey(1_200)));
  await almost();
  control().fault({
    provider: 'pipedrive',
    path: '/api/v2/persons',
    kind: 'raw',
    status: 400,
    body: '{"success":false,"error":"No."}',
    skip: 1,
  });
  await db.query(
    sql`UPDATE sync_runs SET requested_streams = '{persons}' WHERE connection_id = ${id}`,
  );
  await work(id);
  expect(await facts()).toEqual({ status: 'error', fruitless_runs: 0 });
  expect((await getConnection(owner, { id })).records_total).toBeGreaterThan(0);
});

it('a provider that is down for everybody pauses nobody', async () => {
  control().fault({ provider: 'pipedrive', kind: '503' });
  await sync(); // nobody to compare with
  expect(await facts()).toMatchObject({ status: 'error', fruitless_runs: 0 });
  control().reset();
  control().limits({ off: true });
  const other = await connectPipedrive(owner, bulkKey(4));
  await work(other.id);

  refuse(); // of both
  await syncTimes(1); // the other one got through since the try before
  const { fruitless_runs } = await facts();
  await sync(other.id);
  await syncTimes(3);
  expect((await facts()).fruitless_runs).toBe(fruitless_runs);
});

it('what is wrong here, or with the app of whoever runs it, pauses nothing', async () => {
  await db.query(sql`
    INSERT INTO sync_runs (
      workspace_id, id, connection_id, status, sync_type, triggered_by, attempts
    )
    SELECT workspace_id, gen_random_uuid(), id, 'pending', 'full', 'manual', 5
    FROM connections
    WHERE id = ${id}`);
  await db.query(sql`
    UPDATE connections c
    SET live_run_id = r.id
    FROM sync_runs r
    WHERE c.id = ${id} AND r.connection_id = c.id AND r.status = 'pending'`);
  await almost();
  await work(id); // it crashed a worker five times
  expect(await facts()).toEqual({ status: 'error', fruitless_runs: 60 });

  id = await connectHubSpot(owner, 'globex');
  await work(id);
  control().app({ provider: 'hubspot', accepted: false });
  await db.query(sql`
    UPDATE credentials
    SET expires_at = now() - interval '1 minute'
    WHERE connection_id = ${id}`);
  await almost();
  await sync(id, []);
  expect(await getConnection(owner, { id })).toMatchObject({
    status: 'error',
    error_category: 'config',
    health_detail: { action: 'ask_operator' },
  });
  expect(await facts()).toEqual({ status: 'error', fruitless_runs: 60 });
});
