import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { stopJobs } from '@/lib/jobs/service';
import { db } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';
import { sql } from '@/lib/platform/sql';
import { makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import { drainOne } from '@/lib/webhooks/drain';
import { createEndpoint } from '@/lib/webhooks/endpoints';
import { receive } from '@/lib/webhooks/receive';
import { hubspotDelivery } from '@/lib/webhooks/testing/hubspot';
import { delivered } from '@/lib/webhooks/testing/signed';
import { startWoken } from '@/lib/webhooks/wakes';

useTestDatabase();
afterAll(() => stopJobs(0));

const SECRET = 'secret of a test';
let workspace_id: string;
let n = 0;
beforeEach(async () => {
  ({ id: workspace_id } = await makeWorkspace());
});

const endpoint = async (provider: string, more: { reach?: 'platform' } = {}) =>
  (
    await createEndpoint(db, {
      workspace_id,
      provider,
      name: provider,
      connection_id: null,
      secret: SECRET,
      created_by: null,
      ...more,
    })
  ).id;

/** A connection as far as events care. */
async function connection(account: string, of = workspace_id): Promise<string> {
  const id = newId();
  await db.query(sql`
    INSERT INTO connections (
      workspace_id, id, connector_type, name, status, scope, external_account_id)
    VALUES (${of}, ${id}, 'hubspot', 'HubSpot', 'connected', 'business', ${account})`);
  return id;
}

const event = async (id: string, portal: string, type?: string): Promise<void> => {
  n += 1;
  const answer = await receive('hubspot', id, hubspotDelivery(id, SECRET, { portal, n, type }));
  expect(answer.status).toBe(200);
};
const handle = async (): Promise<void> => {
  while ((await drainOne()) > 0);
};
const runsOf = async (id: string) =>
  (
    await db.query<{ id: string; status: string; triggered_by: string }>(sql`
      SELECT id, status, triggered_by
      FROM sync_runs
      WHERE connection_id = ${id}
      ORDER BY created_at`)
  ).rows;
const endRuns = async (id: string): Promise<void> => {
  await db.query(sql`
    UPDATE sync_runs
    SET status = 'completed', finished_at = now()
    WHERE connection_id = ${id}`);
  await db.query(sql`
    UPDATE connections
    SET live_run_id = NULL
    WHERE id = ${id}`);
};
const inbox = async (endpoint_id: string) =>
  (
    await db.query<{ state: string; attempts: number; error: string | null; matched: number }>(sql`
      SELECT state, attempts, error, matched
      FROM webhook_deliveries
      WHERE endpoint_id = ${endpoint_id}
      ORDER BY seq`)
  ).rows;
/** As if the time until the next try were over. */
const later = (endpoint_id: string) =>
  db.query(sql`
    UPDATE webhook_deliveries
    SET next_at = date_trunc('milliseconds', now())
    WHERE endpoint_id = ${endpoint_id}`);

describe('an event', () => {
  it('starts one run of the connections of its account, and of no others', async () => {
    const id = await endpoint('hubspot');
    const [ours, other] = [await connection('11'), await connection('12')];
    const elsewhere = await connection('11', (await makeWorkspace()).id);
    for (let i = 0; i < 30; i++) await event(id, '11');
    await handle();
    await startWoken();
    await startWoken();
    expect(await runsOf(ours)).toMatchObject([{ status: 'pending', triggered_by: 'webhook' }]);
    expect(await runsOf(other)).toEqual([]);
    expect(await runsOf(elsewhere)).toEqual([]);
    expect((await inbox(id)).every((one) => one.state === 'done' && one.matched === 1)).toBe(true);
  });

  it('of the platform’s app reaches every workspace that uses it, in the same mode', async () => {
    const id = await endpoint('hubspot', { reach: 'platform' });
    const there = await connection('21', (await makeWorkspace()).id);
    const live = await connection('21', (await makeWorkspace({ mode: 'live' })).id);
    await event(id, '21');
    await handle();
    await startWoken();
    expect(await runsOf(there)).toHaveLength(1);
    expect(await runsOf(live)).toEqual([]);
  });

  it('while a run is live waits for its end, and for the gap after the one before', async () => {
    const id = await endpoint('hubspot');
    const ours = await connection('31');
    await event(id, '31');
    await handle();
    await startWoken();
    await event(id, '31');
    await handle();
    await startWoken();
    expect(await runsOf(ours)).toHaveLength(1);
    await endRuns(ours);
    await startWoken();
    expect(await runsOf(ours)).toHaveLength(1);
    await db.query(sql`
      UPDATE webhook_wakes
      SET due_at = date_trunc('milliseconds', now())
      WHERE connection_id = ${ours}`);
    await startWoken();
    expect(await runsOf(ours)).toMatchObject([{ status: 'completed' }, { status: 'pending' }]);
  });

  it('about nothing we have is handled, and starts nothing', async () => {
    const id = await endpoint('hubspot');
    await event(id, '41');
    await handle();
    expect(await inbox(id)).toMatchObject([{ state: 'done', matched: 0 }]);
  });
});

describe('a delivery that cannot be handled', () => {
  it('is tried again, ends where a person sees why, and keeps no other waiting', async () => {
    const id = await endpoint('hubspot');
    const ours = await connection('51');
    await event(id, '51', 'nonsense');
    await event(id, '51');
    await handle();
    expect(await inbox(id)).toMatchObject([{ state: 'pending', attempts: 1 }, { state: 'done' }]);
    await startWoken();
    expect(await runsOf(ours)).toHaveLength(1);
    for (let i = 0; i < 4; i++) {
      await later(id);
      await handle();
    }
    expect(await inbox(id)).toMatchObject([
      { state: 'failed', attempts: 5, error: 'It names no subscription type.' },
      { state: 'done' },
    ]);
  });

  it('keeps the later ones waiting where the provider delivers in order', async () => {
    const id = await endpoint('telegram');
    const update = (body: object) =>
      receive('telegram', id, {
        ...delivered(JSON.stringify(body), { 'x-telegram-bot-api-secret-token': SECRET }),
        query: '',
      });
    await update({ update_id: 1 });
    await update({ update_id: 2, message: {} });
    await handle();
    expect(await inbox(id)).toMatchObject([{ state: 'pending' }, { state: 'pending' }]);
    for (let i = 0; i < 4; i++) {
      await later(id);
      await handle();
    }
    expect(await inbox(id)).toMatchObject([{ state: 'failed' }, { state: 'done' }]);
  });
});
