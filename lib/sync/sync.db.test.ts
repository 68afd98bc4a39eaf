import { beforeEach, describe, expect, it } from 'vitest';
import {
  getConnection,
  getConnectionStatus,
  listEntities,
  listRecords,
  listRuns,
  reconnectConnection,
  startSync,
} from '@/lib/connections/service';
import type { UserPrincipal } from '@/lib/contract/principal';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import {
  bulkKey,
  connectHubSpot,
  connectPipedrive,
  consentAs,
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

const control = () => sandbox.current.sandbox.control;
const there = (provider: string, account: string, stream: string): string[] =>
  control()
    .records({ provider, account, stream })
    .live.map((r) => r.id)
    .sort();

describe('a first sync', () => {
  it('brings in exactly what the provider has, every stream', async () => {
    const id = await connectHubSpot(principal, 'globex');
    expect(await getConnectionStatus(principal, { id })).toMatchObject({
      status: 'connected',
      health: 'syncing',
      is_syncing: true,
    });
    await work(id);
    const { runs } = await listRuns(principal, { id, limit: 25 });
    expect(runs[0]).toMatchObject({
      status: 'completed',
      triggered_by: 'connect',
      streams_failed: 0,
      streams_total: 10,
      error_reason: null,
    });
    for (const stream of ['contacts', 'companies', 'deals', 'tickets', 'owners', 'calls', 'notes'])
      expect(await storedIds(id, stream), stream).toEqual(there('hubspot', 'globex', stream));
    const connection = await getConnection(principal, { id });
    expect(connection).toMatchObject({
      status: 'connected',
      health: 'healthy',
      is_syncing: false,
      records_total: runs[0]!.records_written,
    });
    const { entities } = await listEntities(principal, { id });
    expect(entities.find((e) => e.entity === 'people')!.count).toBe(
      (await storedIds(id, 'contacts')).length,
    );
  });

  it('writes nothing when nothing changed, and only what changed afterwards, deletions included', async () => {
    const id = await connectHubSpot(principal, 'bulk-1500');
    await work(id);
    await startSync(principal, { id, full_sync: false, streams: [] });
    await work(id);
    expect((await listRuns(principal, { id, limit: 1 })).runs[0]).toMatchObject({
      status: 'completed',
      records_written: 0,
      records_deleted: 0,
    });
    const { updated, deleted } = control().mutate({
      provider: 'hubspot',
      account: 'bulk-1500',
      stream: 'contacts',
      create: 3,
      update: 5,
      delete: 2,
    });
    expect([updated.length, deleted.length]).toEqual([5, 2]);
    await startSync(principal, { id, full_sync: false, streams: ['contacts'] });
    await work(id);
    expect((await listRuns(principal, { id, limit: 1 })).runs[0]).toMatchObject({
      status: 'completed',
      streams_total: 1,
      records_created: 3,
      records_updated: 5,
      records_deleted: 2,
    });
    expect(await storedIds(id, 'contacts')).toEqual(there('hubspot', 'bulk-1500', 'contacts'));
  });

  it('serves records in order of change, tombstones included, to a reader that follows the cursor', async () => {
    const id = (await connectPipedrive(principal, bulkKey(260))).id;
    await work(id);
    const seen: string[] = [];
    let cursor: string | undefined;
    for (;;) {
      const page = await listRecords(principal, {
        id,
        stream: 'persons',
        limit: 100,
        order: 'asc',
        cursor,
      });
      seen.push(...page.records.map((r) => r.id));
      cursor = page.next_cursor!;
      if (!page.has_more) break;
    }
    expect(seen.sort()).toEqual(there('pipedrive', 'bulk-260', 'persons'));
    expect(
      (await listRecords(principal, { id, stream: 'persons', limit: 100, order: 'asc', cursor }))
        .records,
    ).toEqual([]);
  });
});

describe('trouble at the provider', () => {
  it('isolates a stream that fails: the run is partial, the connection degraded', async () => {
    const id = await connectHubSpot(principal, 'globex');
    control().fault({
      provider: 'hubspot',
      account: 'globex',
      path: '/crm/*/tickets',
      kind: '500',
    });
    await work(id);
    const [run] = (await listRuns(principal, { id, limit: 1 })).runs;
    expect(run).toMatchObject({ status: 'partial', streams_failed: 1, error_reason: 'transient' });
    expect(run!.streams.filter((s) => s.status === 'failed').map((s) => s.stream)).toEqual([
      'tickets',
    ]);
    expect(await getConnection(principal, { id })).toMatchObject({
      health: 'degraded',
      status: 'connected',
    });
    expect(await storedIds(id, 'notes')).toEqual(there('hubspot', 'globex', 'notes'));
  }, 60_000);

  it('does not take a provider that is down for a lost grant', async () => {
    const id = await connectHubSpot(principal, 'globex');
    control().fault({ provider: 'hubspot', account: 'globex', kind: '503' });
    await work(id);
    expect((await listRuns(principal, { id, limit: 1 })).runs[0]).toMatchObject({
      status: 'failed',
      error_reason: 'transient',
    });
    const connection = await getConnection(principal, { id });
    expect(connection).toMatchObject({
      health: 'error',
      status: 'error',
      error_category: 'transient',
    });
    expect(connection.health_detail.who).toBe('provider');
    control().clearFaults();
    await startSync(principal, { id, full_sync: false, streams: [] });
    await work(id);
    expect(await getConnection(principal, { id })).toMatchObject({
      health: 'healthy',
      last_error: null,
    });
  }, 60_000);

  it('says needs_reauth at once when the grant is revoked, stops wasting runs, and is repaired in place', async () => {
    const id = await connectHubSpot(principal, 'globex');
    await work(id);
    const before = await storedIds(id, 'contacts');
    control().revoke({ provider: 'hubspot', account: 'globex' });
    await startSync(principal, { id, full_sync: false, streams: [] });
    await work(id);
    const broken = await getConnection(principal, { id });
    expect(broken).toMatchObject({
      health: 'needs_reauth',
      status: 'error',
      error_category: 'auth',
    });
    expect(broken.health_detail).toMatchObject({ who: 'you', action: 'reconnect' });
    await expect(
      startSync(principal, { id, full_sync: false, streams: [] }).catch(errorCode),
    ).resolves.toBe('not_syncable');
    const { rows } = await db.query<{ next_sync_at: Date | null }>(
      sql`SELECT next_sync_at FROM connections WHERE id = ${id}`,
    );
    expect(rows[0]!.next_sync_at).toBeNull();

    const again = await reconnectConnection(principal, { id, allow_account_change: false });
    expect(again.connection!.status).toBe('pending');
    const other = await consentAs(again.authorize_url!, 'acme', principal.session_id);
    expect(other.searchParams.get('connection_error')).toBe('account_mismatch');
    const retry = await reconnectConnection(principal, { id, allow_account_change: false });
    const end = await consentAs(retry.authorize_url!, 'globex', principal.session_id);
    expect(end.searchParams.get('connected')).toBe('hubspot');
    await work(id);
    expect(await getConnection(principal, { id })).toMatchObject({
      id,
      health: 'healthy',
      status: 'connected',
    });
    expect(await storedIds(id, 'contacts')).toEqual(expect.arrayContaining(before.slice(0, 10)));
    await expect(
      reconnectConnection(principal, { id, allow_account_change: false }).catch(errorCode),
    ).resolves.toBe('connection_healthy');
  }, 30_000);

  it('waits out a long limit as a fact with a time, not as a failure', async () => {
    const id = await connectHubSpot(principal, 'globex');
    control().fault({ provider: 'hubspot', account: 'globex', kind: '429', retry_after: 900 });
    await work(id);
    const connection = await getConnection(principal, { id });
    expect(connection).toMatchObject({ health: 'rate_limited', status: 'connected' });
    const wait_ms = Date.parse(connection.health_detail.retry_at!) - Date.now();
    expect(wait_ms).toBeGreaterThan(850_000);
    expect(wait_ms).toBeLessThan(905_000);
  });

  it('refreshes an expired access token and goes on', async () => {
    control().tokenLife({ provider: 'hubspot', seconds: 2 });
    const id = await connectHubSpot(principal, 'globex');
    await new Promise((resolve) => {
      setTimeout(resolve, 2_100);
    });
    await work(id);
    expect((await listRuns(principal, { id, limit: 1 })).runs[0]).toMatchObject({
      status: 'completed',
    });
  });
});
