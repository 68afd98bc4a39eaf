import { describe, expect, it } from 'vitest';
import {
  createConnection,
  estimateStreams,
  getConnection,
  listRuns,
  listStreams,
  startSync,
  updateStreams,
} from '@/lib/connections/service';
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
useSandbox();

const fresh = async () => makePrincipal(await makeWorkspace());
const enabled = (streams: { stream: string; enabled: boolean }[]) =>
  streams.filter((one) => one.enabled).map((one) => one.stream);

describe('choosing streams', () => {
  it('reads those that are on, keeps what was read of the others, and reads them when they are on again', async () => {
    const principal = await fresh();
    const { id } = await connectPipedrive(principal, bulkKey(40));
    await work(id);
    const persons = await storedIds(id, 'persons');
    expect(persons).toHaveLength(40);

    const off = await updateStreams(principal, { id, streams: { persons: false } });
    expect(off.sync_run_id).toBeNull();
    expect(enabled(off.streams)).not.toContain('persons');
    await startSync(principal, { id, full_sync: true, streams: [] });
    await work(id);
    const [run] = (await listRuns(principal, { id, limit: 1 })).runs;
    expect(run!.status).toBe('completed');
    expect(run!.streams.map((one) => one.stream)).not.toContain('persons');
    expect(await storedIds(id, 'persons')).toEqual(persons);
    const seen = await getConnection(principal, { id });
    expect(seen).toMatchObject({ health: 'healthy' });
    expect(seen.current_to).not.toBeNull();

    await expect(
      startSync(principal, { id, full_sync: false, streams: ['persons'] }).catch(errorCode),
    ).resolves.toBe('not_syncable');
    const on = await updateStreams(principal, { id, streams: { persons: true } });
    expect(on.sync_run_id).not.toBeNull();
    await work(id);
    const [again] = (await listRuns(principal, { id, limit: 1 })).runs;
    expect(again!.streams.map((one) => one.stream)).toEqual(['persons']);
  });

  it('is made when connecting, too, with how far back', async () => {
    const principal = await fresh();
    const { connection } = await createConnection(principal, {
      connector_type: 'pipedrive',
      api_key: bulkKey(3),
      sync_immediately: true,
      streams: ['persons', 'deals'],
      backfill_from: '2100-01-01T00:00:00.000Z',
    });
    const { id } = connection!;
    const chosen = await listStreams(principal, { id });
    expect(enabled(chosen.streams).toSorted()).toEqual(['deals', 'persons']);
    expect(chosen.backfill_from).toBe('2100-01-01T00:00:00.000Z');
    await work(id);
    expect(await storedIds(id, 'persons')).toEqual([]);
    await updateStreams(principal, { id, backfill_from: null });
    await work(id);
    expect(await storedIds(id, 'persons')).toHaveLength(3);
    // What was read stays, and no full run takes it for gone.
    await updateStreams(principal, { id, backfill_from: '2100-01-01T00:00:00.000Z' });
    await startSync(principal, { id, full_sync: true, streams: [] });
    await work(id);
    expect(await storedIds(id, 'persons')).toHaveLength(3);
  });

  it('refuses what cannot be, and says what to do', async () => {
    const principal = await fresh();
    const id = await connectHubSpot(principal, 'globex');
    const refused = (streams: Record<string, boolean>) =>
      updateStreams(principal, { id, streams }).catch(errorCode);
    expect(await refused({ invoices: false })).toBe('unknown_stream');
    const { streams } = await listStreams(principal, { id });
    expect(await refused(Object.fromEntries(streams.map((one) => [one.stream, false])))).toBe(
      'invalid_request',
    );
    expect(enabled((await listStreams(principal, { id })).streams)).toHaveLength(streams.length);
    const stranger = await fresh();
    expect(await listStreams(stranger, { id }).catch(errorCode)).toBe('connection_not_found');
  });

  it('holds a stream to those it is read through', async () => {
    const principal = await fresh();
    const key = {
      connector_type: 'pylon',
      api_key: 'pylon_api_globex',
      sync_immediately: true,
    };
    const without = createConnection(principal, { ...key, streams: ['messages'] });
    await expect(without.catch((error: Error) => error.message)).resolves.toMatch(/through Issues/);
  });
});

describe('an estimate', () => {
  it('is the provider’s own count, from the time on, and null where it gives none', async () => {
    const principal = await fresh();
    const id = await connectHubSpot(principal, 'globex');
    await work(id);
    const { streams } = await estimateStreams(principal, { id });
    const contacts = await storedIds(id, 'contacts');
    // HubSpot’s search counts what was archived lately, too.
    const told = streams.find((one) => one.stream === 'contacts')!.records!;
    expect(told).toBeGreaterThanOrEqual(contacts.length);
    expect(told).toBeLessThan(contacts.length * 2);
    const later = await estimateStreams(principal, { id, from: '2100-01-01T00:00:00.000Z' });
    expect(later.streams).toContainEqual({ stream: 'contacts', records: 0 });

    const { id: pipedrive } = await connectPipedrive(principal, bulkKey(800));
    await work(pipedrive);
    const unknown = await estimateStreams(principal, { id: pipedrive });
    expect(unknown.streams).toContainEqual({ stream: 'persons', records: null });
  });
});
