import { beforeEach, describe, expect, it } from 'vitest';
import {
  deleteConnection,
  getConnection,
  listConnections,
  listRuns,
  pauseConnection,
  resumeConnection,
  startSync,
} from '@/lib/connections/service';
import { DomainError } from '@/lib/contract/errors';
import type { UserPrincipal } from '@/lib/contract/principal';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import {
  bulkKey,
  connectHubSpot,
  connectPipedrive,
  errorCode,
  storedIds,
  useSandbox,
  work,
} from '@/lib/sync/testing';

useTestDatabase();
const sandbox = useSandbox();
let principal: UserPrincipal;
beforeEach(async () => {
  sandbox.current.sandbox.control.reset();
  sandbox.current.sandbox.control.limits({ off: true });
  principal = await makePrincipal(await makeWorkspace());
});

describe('one run at a time', () => {
  it('records a skipped run for the second asker and names the live one', async () => {
    const { id } = await connectPipedrive(principal, bulkKey(10));
    const error = await startSync(principal, { id, full_sync: false, streams: [] }).catch(
      (e: unknown) => e,
    );
    expect(error).toBeInstanceOf(DomainError);
    const { runs } = await listRuns(principal, { id, limit: 5 });
    expect(runs.map((r) => r.status).sort()).toEqual(['pending', 'skipped_locked']);
    expect((error as DomainError).details.extra).toMatchObject({
      sync_run_id: runs.find((r) => r.status === 'pending')!.id,
    });
  });

  it('starts one run for twenty askers at once', async () => {
    const { id } = await connectPipedrive(principal, bulkKey(10));
    await work(id);
    const answers = await Promise.allSettled(
      Array.from({ length: 20 }, () => startSync(principal, { id, full_sync: false, streams: [] })),
    );
    expect(answers.filter((a) => a.status === 'fulfilled')).toHaveLength(1);
    await work(id);
  });
});

describe('pausing and disconnecting', () => {
  it('pause ends what is queued and resume makes it due at once', async () => {
    const { id } = await connectPipedrive(principal, bulkKey(10));
    await pauseConnection(principal, { id });
    expect(await getConnection(principal, { id })).toMatchObject({
      status: 'paused',
      is_syncing: false,
    });
    await expect(
      startSync(principal, { id, full_sync: false, streams: [] }).catch(errorCode),
    ).resolves.toBe('not_syncable');
    expect((await resumeConnection(principal, { id })).connection.status).toBe('connected');
    const { rows } = await db.query<{ due: boolean }>(sql`
      SELECT next_sync_at <= now() AS due
      FROM connections
      WHERE id = ${id}`);
    expect(rows[0]!.due).toBe(true);
  });

  it('disconnect erases the credential, revokes the grant, keeps row, runs and records', async () => {
    const id = await connectHubSpot(principal, 'globex');
    await work(id);
    const records = (await storedIds(id, 'contacts')).length;
    expect(await deleteConnection(principal, { id })).toEqual({
      id,
      status: 'disconnected',
      disconnected: true,
      revoked: true,
    });
    expect(
      (await db.query(sql`SELECT 1 FROM credentials WHERE connection_id = ${id}`)).rowCount,
    ).toBe(0);
    expect(await getConnection(principal, { id })).toMatchObject({
      status: 'disconnected',
      health: 'disconnected',
    });
    expect((await storedIds(id, 'contacts')).length).toBe(records);
    expect(
      (await listConnections(principal, { limit: 10, counts: false })).connections,
    ).toHaveLength(1);
  });
});
