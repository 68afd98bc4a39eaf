import { beforeEach, describe, expect, it } from 'vitest';
import {
  createConnection,
  deleteConnection,
  getConnection,
  getLiveUpdates,
} from '@/lib/connections/service';
import { db } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { sql } from '@/lib/platform/sql';
import {
  makePrincipal,
  makeWorkspace,
  useTestDatabase,
  type SignedIn,
} from '@/lib/platform/testing';
import { consentAs, useSandbox, work } from '@/lib/sync/testing';
import { maintainRegistrations } from '@/lib/webhooks/maintain';
import { findEndpoint } from '@/lib/webhooks/repository';
import { secretsOf } from '@/lib/webhooks/secrets';
import {
  createConnectorEndpoint,
  drainInbox,
  updateConnectorEndpoint,
} from '@/lib/webhooks/service';
import { delivery, follow, lastRun } from '@/lib/webhooks/testing/effects';
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

/** Connects by consent, and syncs. */
async function connected(connector_type: string): Promise<string> {
  const asked = { connector_type, sync_immediately: true };
  const { authorize_url, connection } = await createConnection(principal, asked);
  await consentAs(authorize_url!, 'globex', principal.session_id);
  await work(connection!.id);
  return connection!.id;
}

const endpointOf = async (id: string) => {
  const { rows } = await db.query<{ id: string; url: string }>(sql`
    SELECT id
    FROM webhook_endpoints
    WHERE connection_id = ${id}`);
  return rows[0]!.id;
};
const live = (id: string) => getLiveUpdates(principal, { id });
const field = async (id: string) => {
  const { live_updates, live_updates_detail } = await getConnection(principal, { id });
  return [live_updates, live_updates_detail];
};
const lapsesIn = (id: string, hours: number) =>
  db.query(sql`
    UPDATE webhook_endpoints
    SET lapses_at = now() + make_interval(hours => ${hours}::int), retry_at = NULL
    WHERE connection_id = ${id}`);
/** What the provider was asked for meanwhile. */
async function asked(provider: string, work: () => Promise<unknown>): Promise<string[]> {
  control().clearRequests();
  await work();
  return Object.keys(control().requests(provider).paths);
}

describe.each([
  ['outlook', 'messages', 'message.created'],
  ['o365', 'users', 'user.updated'],
])('a subscription of Microsoft Graph, for %s', (provider, stream, key) => {
  it('is made by itself, renewed before it ends, made anew when it is gone, and taken back', async () => {
    const id = await connected(provider);
    expect(await live(id)).toMatchObject({ live_updates: 'none' });
    await maintainRegistrations();
    expect(await live(id)).toMatchObject({ live_updates: 'on', until: expect.any(String) });
    expect(await field(id)).toEqual(['on', null]);
    control().mutate({ provider, account: 'globex', stream, create: 1 });
    expect(await delivery(await endpointOf(id))).toMatchObject([{ event_keys: [key] }]);
    await follow(id);
    expect(await live(id)).toMatchObject({ last_event_at: expect.any(String) });

    await lapsesIn(id, 1);
    expect(await asked(provider, maintainRegistrations)).toEqual([
      expect.stringMatching(/^PATCH /),
    ]);

    // The provider has forgotten it: it is off until it is made anew, and what was missed is read.
    await lapsesIn(id, -1);
    expect(await field(id)).toEqual(['off', expect.any(String)]);
    await db.query(sql`
      UPDATE webhook_endpoints
      SET registration = '{"subscription_id": "forgotten"}'
      WHERE connection_id = ${id}`);
    await maintainRegistrations();
    expect(await field(id)).toEqual(['on', null]);
    await startNow(id);
    await work(id);

    const removing = await asked(provider, () => deleteConnection(principal, { id }));
    expect(removing).toEqual([
      expect.stringMatching(/^DELETE graph\.microsoft\.com\/v1\.0\/subscriptions\//),
    ]);
  });
});

/** The gap after the run before is over. */
async function startNow(id: string): Promise<void> {
  await db.query(sql`
    UPDATE webhook_wakes
    SET due_at = now() - interval '1 second'
    WHERE connection_id = ${id} AND due_at IS NOT NULL`);
  expect(await startWoken()).toBe(1);
}

describe('what Microsoft Graph says of a subscription itself', () => {
  /** As Graph sends it to the address the subscription was made with. */
  async function lifecycle(id: string, lifecycleEvent: string): Promise<void> {
    const endpoint = (await findEndpoint(await endpointOf(id)))!;
    const [clientState] = await secretsOf(endpoint);
    const url = `${env().CONNECTOR_WEBHOOK_BASE_URL}/api/v1/connectors/webhooks/microsoft/${endpoint.id}`;
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ value: [{ subscriptionId: 's', clientState, lifecycleEvent }] }),
    });
    expect(answer.status).toBe(202);
    await drainInbox();
  }

  it('that it wants to be authorized again: it is renewed, and nothing is read for it', async () => {
    const id = await connected('outlook');
    await maintainRegistrations();
    await lifecycle(id, 'reauthorizationRequired');
    expect(await field(id)).toEqual(['on', null]);
    expect(await asked('outlook', maintainRegistrations)).toEqual([
      expect.stringMatching(/^PATCH /),
    ]);
    expect(await startWoken()).toBe(0);
  });

  it('that it was removed: there are no live updates until it is back, and what was missed is read', async () => {
    const id = await connected('outlook');
    await maintainRegistrations();
    await lifecycle(id, 'subscriptionRemoved');
    expect(await field(id)).toEqual(['off', expect.stringMatching(/ended it/)]);
    await maintainRegistrations();
    expect(await field(id)).toEqual(['on', null]);
    await startNow(id);
    expect(await lastRun(id)).toMatchObject({ triggered_by: 'webhook', targets: [] });
  });

  it('that it missed something: an ordinary run reads it', async () => {
    const id = await connected('outlook');
    await maintainRegistrations();
    await lifecycle(id, 'missed');
    await follow(id);
    expect(await lastRun(id)).toMatchObject({ triggered_by: 'webhook', targets: [] });
    expect(await field(id)).toEqual(['on', null]);
  });
});

describe('a mailbox of Gmail', () => {
  const PUSH = 'push@project.iam.gserviceaccount.com';
  /** With a topic of the operator's own, where one is given. */
  async function withTopic(topic: string | undefined, work: () => Promise<void>): Promise<void> {
    const { provider_app } = env();
    Object.assign(env(), {
      provider_app: (type: string, key: string) =>
        type === 'gmail' && key === 'push_topic' ? topic : provider_app(type, key),
    });
    try {
      await work();
    } finally {
      Object.assign(env(), { provider_app });
    }
  }

  it('is watched from the connect on, renewed, repaired when it lapsed, and let go at the end', () =>
    withTopic('projects/acme/topics/inlet', async () => {
      const { endpoint } = await createConnectorEndpoint(principal, {
        provider: 'gmail',
        reach: 'workspace',
        secret: PUSH,
      });
      const hook = { provider: 'gmail', account: 'globex', url: endpoint.url, secret: PUSH };
      control().hook(hook);
      const id = await connected('gmail');
      expect(await asked('gmail', maintainRegistrations)).toEqual([
        'POST gmail.googleapis.com/gmail/v1/users/me/watch',
      ]);
      expect(await field(id)).toEqual(['on', null]);
      control().mutate({ provider: 'gmail', account: 'globex', stream: 'messages', create: 1 });
      expect(await delivery(endpoint.id)).toMatchObject([{ event_keys: ['mailbox.updated'] }]);
      await follow(id);
      expect(await lastRun(id)).toMatchObject({ triggered_by: 'webhook' });
      expect(await live(id)).toMatchObject({ last_event_at: expect.any(String) });

      await lapsesIn(id, 1);
      expect(await asked('gmail', maintainRegistrations)).toHaveLength(1);
      await lapsesIn(id, -1);
      expect(await field(id)).toEqual(['off', expect.any(String)]);
      await maintainRegistrations();
      expect(await field(id)).toEqual(['on', null]);
      await startNow(id);
      await work(id);

      const ending = await asked('gmail', () => deleteConnection(principal, { id }));
      expect(ending).toContain('POST gmail.googleapis.com/gmail/v1/users/me/stop');
    }));

  it('has no live updates, and says why, while nobody listens or nothing is set up', async () => {
    const id = await connected('gmail');
    await maintainRegistrations();
    expect(await field(id)).toEqual(['none', 'GMAIL_PUSH_TOPIC is not set.']);
    await withTopic('projects/acme/topics/inlet', async () => {
      await maintainRegistrations();
      expect(await field(id)).toEqual(['off', expect.stringMatching(/No endpoint takes/)]);
      const { endpoint } = await createConnectorEndpoint(principal, {
        provider: 'gmail',
        reach: 'workspace',
        secret: PUSH,
      });
      expect(await field(id)).toEqual(['on', null]);
      await updateConnectorEndpoint(principal, { id: endpoint.id, disabled: true });
      expect(await field(id)).toEqual(['off', expect.any(String)]);
    });
  });

  it('that Google does not let us watch says what Google said', () =>
    withTopic('no topic at all', async () => {
      const id = await connected('gmail');
      await maintainRegistrations();
      expect(await field(id)).toEqual(['off', expect.stringMatching(/Google refused/)]);
    }));
});
