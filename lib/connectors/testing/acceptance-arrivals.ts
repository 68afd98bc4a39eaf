import { Webhook } from 'standardwebhooks';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  createConnection,
  deleteConnection,
  getConnection,
  getConnectionWebhook,
  listRecords,
  reconnectConnection,
  rotateConnectionWebhook,
  startSync,
  testConnectionWebhook,
} from '@/lib/connections/service';
import type { Connector } from '@/lib/connectors/kit';
import {
  ARRIVAL_GROUPS,
  type ArrivalGroup,
} from '@/lib/connectors/testing/acceptance/arrival-groups';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import {
  makePrincipal,
  makeWorkspace,
  useTestDatabase,
  type SignedIn,
} from '@/lib/platform/testing';
import { tick } from '@/lib/schedule/service';
import { drainInbox, receive } from '@/lib/webhooks/service';

interface Bench {
  principal: SignedIn;
  id: string;
  url: string;
  secret: string;
}

/** A delivery as the official library of Standard Webhooks signs it. */
interface Sent {
  id: string;
  body: string;
  secret: string;
  at_ms?: number;
  change?: (headers: Record<string, string>) => Record<string, string>;
}

/** Sends to an address; answers the status. */
async function send(url: string, sent: Sent): Promise<number> {
  const at = new Date(sent.at_ms ?? Date.now());
  const headers = {
    'content-type': 'application/json',
    'webhook-id': sent.id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(sent.secret).sign(sent.id, at, sent.body),
  };
  const [slug, endpoint] = new URL(url).pathname.split('/').slice(-2) as [string, string];
  const { status } = await receive(slug, endpoint, {
    method: 'POST',
    query: '',
    headers: sent.change?.(headers) ?? headers,
    body: Buffer.from(sent.body),
  });
  return status;
}

const BODY = JSON.stringify({
  type: 'order.paid',
  timestamp: '2026-11-02T09:00:00Z',
  data: { n: 1 },
});
const OTHER = `whsec_${Buffer.from('another secret of thirty-two byte').toString('base64')}`;

/** Records of the connection, oldest first. */
async function records({ principal, id }: Bench) {
  await drainInbox();
  return (await listRecords(principal, { id, limit: 50, order: 'asc', canonical: true })).records;
}

const CHECKS: Record<ArrivalGroup, (bench: Bench) => Promise<void>> = {
  set_up: async ({ principal, id, url, secret }) => {
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/=]{44}$/);
    const connection = await getConnection(principal, { id });
    expect(connection).toMatchObject({ status: 'connected', health: 'healthy' });
    const { webhook } = await getConnectionWebhook(principal, { id });
    expect(webhook.url).toBe(url);
    expect(JSON.stringify([connection, webhook])).not.toContain(secret);
  },
  arrives: async (bench) => {
    expect(await send(bench.url, { id: 'msg_1', body: BODY, secret: bench.secret })).toBe(200);
    expect(await records(bench)).toMatchObject([
      {
        id: 'msg_1',
        stream: 'events',
        data: { id: 'msg_1', body: JSON.parse(BODY) as object },
        canonical: { title: 'order.paid', at: '2026-11-02T09:00:00Z' },
      },
    ]);
    const { last_synced_at, records_total } = await getConnection(bench.principal, bench);
    expect([last_synced_at, records_total]).toEqual([expect.any(String), 1]);
  },
  once: async (bench) => {
    const one = { id: 'msg_1', body: BODY, secret: bench.secret };
    const statuses = await Promise.all(Array.from({ length: 20 }, () => send(bench.url, one)));
    expect(new Set(statuses)).toEqual(new Set([200]));
    await records(bench);
    await send(bench.url, { ...one, at_ms: Date.now() + 5_000 });
    expect(await records(bench)).toHaveLength(1);
  },
  refused: async (bench) => {
    const { secret, url } = bench;
    const one = { id: 'msg_1', body: BODY, secret };
    const late = Date.now() - 301_000;
    for (const wrong of [
      { ...one, secret: OTHER },
      { ...one, at_ms: late },
      { ...one, change: (headers: object) => ({ ...headers, 'webhook-id': 'msg_2' }) },
      { ...one, change: () => ({ 'content-type': 'application/json' }) },
    ])
      expect(await send(url, wrong)).toBe(401);
    expect(await records(bench)).toEqual([]);
  },
  rotated: async (bench) => {
    const { principal, id, url, secret } = bench;
    const { signing_secret } = await rotateConnectionWebhook(principal, { id });
    const by = (message: string, with_: string) =>
      send(url, { id: message, body: BODY, secret: with_ });
    expect([await by('msg_1', secret), await by('msg_2', signing_secret)]).toEqual([200, 200]);
    await db.query(sql`
      UPDATE webhook_endpoints
      SET previous_until = now() - interval '1 second'
      WHERE connection_id = ${id}`);
    expect([await by('msg_3', secret), await by('msg_4', signing_secret)]).toEqual([401, 200]);
  },
  sample: async (bench) => {
    const { event_id } = await testConnectionWebhook(bench.principal, bench);
    expect(await records(bench)).toMatchObject([{ id: event_id }]);
  },
  ended: async (bench) => {
    const { principal, id, url, secret } = bench;
    await deleteConnection(principal, { id });
    expect(await send(url, { id: 'msg_1', body: BODY, secret })).toBe(401);
    const again = await reconnectConnection(principal, { id, allow_account_change: false });
    expect(again.mode).toBe('webhook_setup');
    expect(again.webhook_url).not.toBe(url);
    const next = { id: 'msg_2', body: BODY, secret: again.signing_secret! };
    expect(await send(again.webhook_url!, next)).toBe(200);
    expect(await records(bench)).toMatchObject([{ id: 'msg_2' }]);
  },
  not_asked: async ({ principal, id }) => {
    await tick();
    const { last_run } = await getConnection(principal, { id });
    expect(last_run).toBeNull();
    await expect(startSync(principal, { id, full_sync: true, streams: [] })).rejects.toEqual(
      expect.objectContaining({ code: 'not_syncable' }),
    );
  },
};

/**
 * The acceptance pack of a connector whose records are delivered to us. The one call of its
 * `<type>.acceptance.db.test.ts`.
 */
export function acceptanceOfArrivals(connector: Connector): void {
  useTestDatabase();
  let bench: Bench;
  beforeEach(async () => {
    const principal = await makePrincipal(await makeWorkspace());
    const { connection, webhook_url, signing_secret } = await createConnection(principal, {
      connector_type: connector.type,
      sync_immediately: true,
    });
    bench = { principal, id: connection!.id, url: webhook_url!, secret: signing_secret! };
  });
  describe(`${connector.name} is accepted:`, () => {
    it.each(Object.entries(ARRIVAL_GROUPS).map(([name, proves]) => [proves, name] as const))(
      '%s',
      (_, name) => CHECKS[name as ArrivalGroup](bench),
    );
  });
}
