import { afterAll, expect, it } from 'vitest';
import { endAll, startWorker } from '@/chaos/fixtures/processes';
import { each, measured, pause, scale, seeded, until } from '@/chaos/fixtures/scale';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import { connectHubSpot, useSandbox } from '@/lib/sync/testing';
import { createEndpoint } from '@/lib/webhooks/endpoints';
import { receive } from '@/lib/webhooks/service';
import { hubspotDelivery } from '@/lib/webhooks/testing/hubspot';

useTestDatabase();
const sandbox = useSandbox();
afterAll(() => endAll());

const EVENTS = scale(10_000, 400);
const KILLS = scale(10, 3);
const SECRET = 'secret of the app';

it(
  `of ${EVENTS} events none is lost and none counts twice ` +
    `when the worker that handles them is killed ${KILLS} times`,
  async () => {
    const d = seeded('webhooks');
    const workspace = await makeWorkspace();
    const principal = await makePrincipal(workspace);
    const connection_id = await connectHubSpot(principal, 'acme');
    const portal = await accountOf(connection_id);
    const { id } = await createEndpoint(db, {
      workspace_id: workspace.id,
      provider: 'hubspot',
      name: 'HubSpot',
      connection_id: null,
      secret: SECRET,
      created_by: null,
    });
    const boot = () => startWorker({ sandbox_url: sandbox.current.url, slots: 2 });
    let worker = boot();
    let killed = 0;
    const killing = (async () => {
      while (killed < KILLS) {
        const before = await counted(connection_id);
        // Killed while it is at work: between two looks it has handled something.
        await until(
          'some work',
          () => counted(connection_id),
          (now) => now > before,
          60_000,
          5,
        );
        await pause(d.int(0, 40));
        worker.signal('SIGKILL');
        await worker.gone;
        killed += 1;
        worker = boot();
      }
    })();
    const sending = each(
      Array.from({ length: EVENTS }, (_, n) => n),
      8,
      async (n) => {
        // As many as the kills need to meet some work each.
        while (n > (killed + 1) * (EVENTS / (KILLS + 1))) await pause(20);
        const delivery = hubspotDelivery(id, SECRET, { portal, n });
        const answer = await receive('hubspot', id, delivery);
        expect(answer.status).toBe(200);
        if (n % 10 === 0) await receive('hubspot', id, delivery);
      },
    );
    await Promise.all([killing, sending]);
    await until(
      'the end of the inbox',
      () => waiting(id),
      (n) => n === 0,
      120_000,
      50,
    );
    expect(killed).toBe(KILLS);
    expect(await counted(connection_id)).toBe(EVENTS);
    const { rows } = await db.query<{ state: string; n: number; repeats: number }>(sql`
      SELECT state, count(*)::int AS n, sum(repeats)::int AS repeats
      FROM webhook_deliveries
      WHERE endpoint_id = ${id}
      GROUP BY 1`);
    expect(rows).toEqual([{ state: 'done', n: EVENTS, repeats: Math.ceil(EVENTS / 10) }]);
    measured('14 events in', `${EVENTS} events, worker killed ${killed} times: 0 lost, 0 twice`);
  },
  600_000,
);

async function accountOf(id: string): Promise<string> {
  const { rows } = await db.query<{ account: string }>(sql`
    SELECT external_account_id AS account
    FROM connections
    WHERE id = ${id}`);
  return rows[0]!.account;
}

/** How many events have had their effect. */
async function counted(id: string): Promise<number> {
  const { rows } = await db.query<{ events: number }>(sql`
    SELECT events::int AS events
    FROM webhook_wakes
    WHERE connection_id = ${id}`);
  return rows[0]?.events ?? 0;
}

async function waiting(endpoint_id: string): Promise<number> {
  const { rows } = await db.query<{ n: number }>(sql`
    SELECT count(*)::int AS n
    FROM webhook_deliveries
    WHERE endpoint_id = ${endpoint_id} AND state = 'pending'`);
  return rows[0]!.n;
}
