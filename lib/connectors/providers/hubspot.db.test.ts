import { beforeEach, describe, expect, it } from 'vitest';
import { getConnection, listRecords, listRuns, startSync } from '@/lib/connections/service';
import type { UserPrincipal } from '@/lib/contract/principal';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import { connectHubSpot, useSandbox, work } from '@/lib/sync/testing';

useTestDatabase();
const sandbox = useSandbox();
let principal: UserPrincipal;
let id: string;
const control = () => sandbox.current.sandbox.control;
const ACCOUNT = 'bulk-600';
const contacts = { provider: 'hubspot', account: ACCOUNT, stream: 'contacts' };

beforeEach(async () => {
  control().reset();
  control().limits({ off: true });
  principal = await makePrincipal(await makeWorkspace());
  id = await connectHubSpot(principal, ACCOUNT);
});

const sync = async (full_sync = false) => {
  if (!(await getConnection(principal, { id })).is_syncing)
    await startSync(principal, { id, full_sync, streams: ['contacts'] });
  await work(id);
  return (await listRuns(principal, { id, limit: 1 })).runs[0]!;
};
const stored = async (): Promise<string[]> =>
  (
    await db.query<{ id: string }>(sql`
      SELECT external_id AS id FROM records
      WHERE connection_id = ${id} AND stream = 'contacts' AND deleted_at IS NULL`)
  ).rows
    .map((r) => r.id)
    .sort();
const there = (): string[] =>
  control()
    .records(contacts)
    .live.map((r) => r.id)
    .sort();
const tombstoneOf = async (external_id: string) =>
  (
    await listRecords(principal, { id, stream: 'contacts', limit: 500, order: 'desc' })
  ).records.find((r) => r.id === external_id);

describe('what no listing of HubSpot names', () => {
  it('a merged contact becomes a tombstone that points to the survivor, in the next sync', async () => {
    await sync();
    const [from, into] = there();
    control().mutate({ ...contacts, merge: [{ from: from!, into: into! }] });
    expect(await sync()).toMatchObject({ status: 'completed', records_deleted: 1 });
    expect(await stored()).toEqual(there());
    expect(await tombstoneOf(from!)).toMatchObject({ deleted: true, merged_into: into });
  });

  it('a contact erased for privacy is gone with the next full pass, which says so', async () => {
    await sync();
    const erased = there().slice(0, 3);
    control().mutate({ ...contacts, erase: erased });
    expect(await sync()).toMatchObject({ records_deleted: 0 });
    expect(await sync(true)).toMatchObject({ records_deleted: 3, records_missed: 3 });
    expect(await stored()).toEqual(there());
  });

  it('a contact restored without a new change time is back with the next full pass', async () => {
    await sync();
    const gone = there().slice(0, 2);
    control().mutate({ ...contacts, ids: gone, delete: 1 });
    await sync();
    expect(await stored()).not.toContain(gone[0]);
    control().mutate({ ...contacts, restore: gone, silent: true });
    await sync(true);
    expect(await stored()).toEqual(there());
  });
});

describe('search, whatever order HubSpot keeps', () => {
  it.each([
    ['text', 'text'],
    ['number', 'number'],
    ['text', 'number'],
    ['number', 'text'],
  ])('sorted by %s and compared by %s, misses no change', async (sorted, compared) => {
    await sync();
    control().mode({ provider: 'hubspot', name: 'id_sort', value: sorted });
    control().mode({ provider: 'hubspot', name: 'id_compare', value: compared });
    const { updated } = control().mutate({ ...contacts, update: 500, create: 30 });
    expect(new Set(updated.map((u) => u.length)).size).toBe(2); // ids of two lengths
    const run = await sync();
    expect(run).toMatchObject({ status: 'completed', records_created: 30, records_updated: 500 });
    expect(await stored()).toEqual(there());
  });
});

describe('paths that HubSpot renames', () => {
  it.each(['both', 'old', 'new'])('are found when HubSpot knows %s', async (value) => {
    control().mode({ provider: 'hubspot', name: 'paths', value });
    expect(await sync()).toMatchObject({ status: 'completed' });
    expect(await stored()).toEqual(there());
    const known = value === 'old' ? '/crm/v3/objects/contacts' : '/crm/objects/2026-09/contacts';
    const asked = Object.keys(control().requests('hubspot').paths).join(' ');
    if (value !== 'both') expect(asked).toContain(known);
  });

  it('are remembered: the refused form is not asked for again and again', async () => {
    control().mode({ provider: 'hubspot', name: 'paths', value: 'old' });
    await sync();
    control().clearRequests();
    await sync();
    expect(Object.keys(control().requests('hubspot').paths).join(' ')).not.toContain('2026-09');
  });
});

describe('a clock and an index that are not ours', () => {
  it.each([-180_000, 180_000])('%i ms off: no change is missed', async (offset_ms) => {
    control().clock({ provider: 'hubspot', offset_ms });
    await sync();
    for (let n = 0; n < 3; n++) {
      control().mutate({ ...contacts, update: 5, create: 2 });
      await sync();
    }
    expect(await stored()).toEqual(there());
  });
});
