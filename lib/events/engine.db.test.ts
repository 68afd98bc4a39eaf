import { beforeEach, expect, test } from 'vitest';
import {
  cancelRun,
  confirmDeletions,
  deleteConnection,
  pauseConnection,
  reconnectConnection,
  resumeConnection,
  startSync,
} from '@/lib/connections/service';
import { EVENTS, type EventName } from '@/lib/contract/events';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import {
  makePrincipal,
  makeWorkspace,
  useTestDatabase,
  type SignedIn,
} from '@/lib/platform/testing';
import {
  bulkKey,
  connectHubSpot,
  connectPipedrive,
  consentAs,
  useSandbox,
  work,
} from '@/lib/sync/testing';

useTestDatabase();
const sandbox = useSandbox();
const control = () => sandbox.current.sandbox.control;
let principal: SignedIn;
beforeEach(async () => {
  control().reset();
  control().limits({ off: true });
  principal = await makePrincipal(await makeWorkspace());
});

/** What was told of a connection since the last look, oldest first; each as its type says. */
async function news(id: string): Promise<[EventName, object][]> {
  const { rows } = await db.query<{ event: EventName; data: object }>(
    sql`
      WITH told AS (
        DELETE FROM outbox
        WHERE subject_id = ${id}
        RETURNING id, event, data
      )
      SELECT event, data
      FROM told
      ORDER BY id`,
  );
  return rows.map(({ event, data }) => {
    expect(EVENTS[event].data.safeParse(data).error).toBeUndefined();
    return [event, data];
  });
}
const names = async (id: string) => (await news(id)).map(([name]) => name);
const sync = async (id: string, full_sync = false) => {
  const { sync_run_id } = await startSync(principal, { id, full_sync, streams: [] });
  await work(id);
  return sync_run_id;
};

test('a first sync, one that finds nothing new, and one that is cancelled in the queue', async () => {
  const { id } = await connectPipedrive(principal, bulkKey(30));
  expect(await news(id)).toEqual([
    ['connection.created', { connector_type: 'pipedrive', name: 'Pipedrive' }],
    ['connection.connected', { account: expect.any(String) }],
  ]);
  await work(id);
  const [started, finished, changed, ...more] = await news(id);
  expect(started).toEqual(['run.started', { run_id: expect.any(String), triggered_by: 'connect' }]);
  const { run_id } = started![1] as { run_id: string };
  expect(finished).toEqual(['run.finished', { run_id, status: 'completed', error_reason: null }]);
  expect(changed).toEqual([
    'records.changed',
    { run_id, created: expect.any(Number), updated: 0, deleted: 0, failed: 0 },
  ]);
  expect(more).toEqual([]);

  await sync(id);
  expect(await names(id)).toEqual(['run.requested', 'run.started', 'run.finished']);

  const { sync_run_id } = await startSync(principal, { id, full_sync: false, streams: [] });
  await cancelRun(principal, { id, run_id: sync_run_id });
  expect(await names(id)).toEqual(['run.requested', 'run.cancelled', 'run.finished']);
  await pauseConnection(principal, { id });
  await resumeConnection(principal, { id });
  await deleteConnection(principal, { id });
  await deleteConnection(principal, { id }); // it is already
  expect(await names(id)).toEqual([
    'connection.paused',
    'connection.resumed',
    'connection.disconnected',
  ]);
});

test('of several who do the same at once, one does it, and it is told once', async () => {
  const { id } = await connectPipedrive(principal, bulkKey(30));
  await work(id);
  await news(id);
  const three = async (act: () => Promise<unknown>) => {
    const done = await Promise.allSettled([act(), act(), act()]);
    return done.filter((d) => d.status === 'fulfilled').length;
  };
  expect(await three(() => pauseConnection(principal, { id }))).toBe(1);
  expect(await names(id)).toEqual(['connection.paused']);
  expect(await three(() => resumeConnection(principal, { id }))).toBe(1);
  expect(await names(id)).toEqual(['connection.resumed']);
  expect(await three(() => deleteConnection(principal, { id }))).toBe(3);
  expect(await names(id)).toEqual(['connection.disconnected']);
});

test('a provider that refuses, and is well again', async () => {
  const { id } = await connectPipedrive(principal, bulkKey(30));
  await work(id);
  await news(id);
  control().fault({ provider: 'pipedrive', kind: 'raw', status: 400, body: '{"success":false}' });
  await sync(id);
  expect((await news(id)).slice(2)).toEqual([
    [
      'run.finished',
      { run_id: expect.any(String), status: 'failed', error_reason: expect.any(String) },
    ],
    ['connection.health_changed', { health: 'error', was: 'healthy' }],
  ]);
  await sync(id);
  expect(await names(id)).not.toContain('connection.health_changed');
  control().clearFaults();
  await sync(id);
  expect((await news(id)).slice(-2)).toEqual([
    ['connection.recovered', {}],
    ['connection.health_changed', { health: 'healthy', was: 'error' }],
  ]);
});

test('a grant that is revoked needs a person, once; authorizing again makes it well', async () => {
  const id = await connectHubSpot(principal, 'acme');
  expect(await names(id)).toEqual([
    'connection.created',
    'connection.authorized',
    'connection.connected',
  ]);
  await work(id);
  await news(id);
  control().revoke({ provider: 'hubspot', account: 'acme' });
  await sync(id);
  expect((await news(id)).slice(-2)).toEqual([
    ['connection.needs_reauth', {}],
    ['connection.health_changed', { health: 'needs_reauth', was: 'healthy' }],
  ]);
  const again = await reconnectConnection(principal, { id, allow_account_change: false });
  expect(await names(id)).toEqual(['connection.reconnected']);
  await consentAs(again.authorize_url!, 'acme', principal.session_id);
  expect(await names(id)).toEqual(['connection.authorized', 'connection.connected']);
  await work(id);
  expect((await names(id)).slice(-2)).toEqual([
    'connection.recovered',
    'connection.health_changed',
  ]);
});

test('deletions that wait for a person are told once, and the yes', async () => {
  const { id } = await connectPipedrive(principal, bulkKey(400));
  await work(id);
  control().mutate({ provider: 'pipedrive', account: 'bulk-400', stream: 'persons', delete: 120 });
  await news(id);
  await sync(id, true);
  const held = (await news(id)).filter(([name]) => name === 'connection.deletions_held');
  expect(held).toEqual([
    ['connection.deletions_held', { stream: 'persons', would_delete: 120, of: 400 }],
  ]);
  await sync(id, true);
  expect(await names(id)).not.toContain('connection.deletions_held');
  await confirmDeletions(principal, { id, stream: 'persons' });
  expect(await news(id)).toEqual([
    ['connection.deletions_confirmed', { stream: 'persons', up_to: 120 }],
  ]);
});
