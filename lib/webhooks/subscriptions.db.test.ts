import { beforeEach, describe, expect, it } from 'vitest';
import { createConnection, deleteConnection, getLiveUpdates } from '@/lib/connections/service';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import {
  makePrincipal,
  makeWorkspace,
  useTestDatabase,
  type SignedIn,
} from '@/lib/platform/testing';
import { consentAs, useSandbox, work } from '@/lib/sync/testing';
import { maintainRegistrations } from '@/lib/webhooks/maintain';
import { delivery, follow } from '@/lib/webhooks/testing/effects';
import { useReceiver } from '@/lib/webhooks/testing/server';
import { startWoken } from '@/lib/webhooks/wakes';

useTestDatabase();
const sandbox = useSandbox();
useReceiver();
const control = () => sandbox.current.sandbox.control;
let principal: SignedIn;
beforeEach(async () => {
  control().reset();
  control().limits({ off: true });
  principal = await makePrincipal(await makeWorkspace());
});

/** Connects and syncs, by key or by consent. */
async function connected(connector_type: string, api_key?: string): Promise<string> {
  const asked = { connector_type, sync_immediately: true, ...(api_key ? { api_key } : {}) };
  const { authorize_url, connection } = await createConnection(principal, asked);
  if (authorize_url) await consentAs(authorize_url, 'globex', principal.session_id);
  await work(connection!.id);
  return connection!.id;
}

describe('a subscription of Microsoft Graph', () => {
  const endpointOf = async (id: string): Promise<string> =>
    (
      await db.query<{ id: string }>(sql`
        SELECT id
        FROM webhook_endpoints
        WHERE connection_id = ${id}`)
    ).rows[0]!.id;
  const live = (id: string) => getLiveUpdates(principal, { id });
  const lapsesIn = (id: string, hours: number) =>
    db.query(sql`
      UPDATE webhook_endpoints
      SET lapses_at = now() + make_interval(hours => ${hours}::int), retry_at = NULL
      WHERE connection_id = ${id}`);

  it('is made by itself, renewed before it ends, made anew when it is gone, and taken back', async () => {
    const id = await connected('outlook');
    expect(await live(id)).toMatchObject({ live_updates: 'none' });
    await maintainRegistrations();
    await db.query(sql`
      UPDATE webhook_endpoints
      SET retry_at = NULL
      WHERE connection_id = ${id}`);
    await maintainRegistrations();
    expect(await live(id)).toMatchObject({ live_updates: 'on', until: expect.any(String) });
    control().mutate({ provider: 'outlook', account: 'globex', stream: 'messages', create: 1 });
    expect(await delivery(await endpointOf(id))).toMatchObject([
      { event_keys: ['message.created'] },
    ]);
    await follow(id);

    await lapsesIn(id, 1);
    control().clearRequests();
    await maintainRegistrations();
    const asked = Object.keys(control().requests('outlook').paths);
    expect(asked).toEqual([expect.stringMatching(/^PATCH /)]);

    // The provider has forgotten it: it is off until it is made anew, and what was missed is read.
    await lapsesIn(id, -1);
    expect(await live(id)).toMatchObject({ live_updates: 'off', detail: expect.any(String) });
    await db.query(sql`
      UPDATE webhook_endpoints
      SET registration = '{"subscription_id": "forgotten"}'
      WHERE connection_id = ${id}`);
    await maintainRegistrations();
    expect(await live(id)).toMatchObject({ live_updates: 'on' });
    expect(await startWoken()).toBe(1);
    await work(id);

    control().clearRequests();
    await deleteConnection(principal, { id });
    expect(Object.keys(control().requests('outlook').paths)).toEqual([
      expect.stringMatching(/^DELETE graph\.microsoft\.com\/v1\.0\/subscriptions\//),
    ]);
  });
});
