import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createConnection, deleteConnection } from '@/lib/connections/service';
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
import { createConnectorEndpoint, setupWebhook } from '@/lib/webhooks/service';
import {
  delivery,
  follow,
  inbox,
  lastRun,
  record,
  syncedAt,
  type Stored,
} from '@/lib/webhooks/testing/effects';
import { useReceiver } from '@/lib/webhooks/testing/server';

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

const refusal = (code: string) => expect.objectContaining({ code });

describe('an endpoint that is registered at the provider', () => {
  it('of a Telegram bot is told of messages', async () => {
    const { endpoint } = await setupWebhook(principal, {
      provider: 'telegram',
      fields: { bot_token: '110201543:AAHsandbox-acme-bot-0001' },
    });
    expect(endpoint).toMatchObject({ provider: 'telegram', registered: true });
    control().mutate({ provider: 'telegram', account: 'acme', stream: 'messages', create: 1 });
    expect(await delivery(endpoint.id)).toEqual([
      { verdict: 'accepted', event_keys: ['message.created'] },
    ]);
  });

  it('of a Discord application is pinged, and told', async () => {
    const { endpoint } = await setupWebhook(principal, {
      provider: 'discord',
      fields: { bot_token: 'sandbox.discord.bot-acme' },
    });
    control().mutate({ provider: 'discord', account: 'acme', stream: 'installs', create: 1 });
    expect(await delivery(endpoint.id)).toMatchObject([{ event_keys: ['application.authorized'] }]);
    expect((await inbox(endpoint.id)).map((one) => one.verdict)).toContain('challenge');
  });

  it('that the provider refuses leaves nothing behind', async () => {
    await expect(
      setupWebhook(principal, { provider: 'discord', fields: { bot_token: 'unknown token' } }),
    ).rejects.toEqual(refusal('registration_refused'));
    const { rowCount } = await db.query(sql`
      SELECT 1
      FROM webhook_endpoints
      WHERE workspace_id = ${principal.workspace.id}`);
    expect(rowCount).toBe(0);
  });

  it('asks for its fields, and for a connection of the provider', async () => {
    const wrong = (provider: string, fields = {}) => setupWebhook(principal, { provider, fields });
    await expect(wrong('telegram')).rejects.toEqual(refusal('invalid_request'));
    await expect(wrong('telegram', { bot_token: 'x' })).rejects.toEqual(refusal('invalid_request'));
    await expect(wrong('stripe')).rejects.toEqual(refusal('connection_not_found'));
    await expect(wrong('twilio')).rejects.toEqual(refusal('unknown_provider'));
  });

  it.each([
    'http://localhost:3000',
    'https://localhost',
    'https://10.0.0.7',
    'http://inlet.example',
  ])('is refused in a live workspace while our address is %s', async (address) => {
    const before = env().CONNECTOR_WEBHOOK_BASE_URL;
    const live = await makePrincipal(await makeWorkspace({ mode: 'live' }));
    Object.assign(env(), { CONNECTOR_WEBHOOK_BASE_URL: address });
    try {
      await expect(
        setupWebhook(live, {
          provider: 'telegram',
          fields: { bot_token: '110201543:AAHsandbox-acme-bot-0001' },
        }),
      ).rejects.toThrow(/CONNECTOR_WEBHOOK_BASE_URL must be a public https address/);
    } finally {
      Object.assign(env(), { CONNECTOR_WEBHOOK_BASE_URL: before });
    }
  });
});

describe('a change at the provider', () => {
  it('of GitHub is read again where the event says it is, and deleted once that is answered too', async () => {
    const id = await connected('github');
    const { endpoint } = await setupWebhook(principal, {
      provider: 'github',
      connection_id: id,
      fields: { repository: 'globex/site' },
    });
    const target = { provider: 'github', account: 'globex', stream: 'issues' };
    const [issue] = control().mutate({ ...target, update: 1 }).updated;
    const [gone] = control().mutate({ ...target, delete: 1 }).deleted;
    const [said] = control().mutate({ ...target, stream: 'comments', delete: 1 }).deleted;
    const before = await record(id, 'issues', issue!);
    await delivery(endpoint.id, 3);
    control().clearRequests();
    await follow(id);
    const run = await lastRun(id);
    expect(run).toMatchObject({ triggered_by: 'webhook' });
    expect(run.requested_streams.toSorted()).toEqual(['comments', 'issues']);
    const numberOf = (one: Stored) => `/repos/${String(one.data.url).split('/repos/')[1]}`;
    const [lost, comment] = [
      await record(id, 'issues', gone!),
      await record(id, 'comments', said!),
    ];
    expect(Object.keys(control().requests('github').paths).toSorted()).toEqual(
      [before, lost, comment].map((one) => `GET api.github.com${numberOf(one)}`).toSorted(),
    );
    const after = await record(id, 'issues', issue!);
    expect(after.data.comments).toBe(Number(before.data.comments) + 1);
    expect([after.gone, lost.gone, comment.gone]).toEqual([false, true, true]);
    await deleteConnection(principal, { id });
    expect(Object.keys(control().requests('github').paths)).toContainEqual(
      expect.stringMatching(/^DELETE api\.github\.com\/repos\/globex\/site\/hooks\//),
    );
  });

  it('of Stripe is read again by its id alone; what it says is deleted, once a read says so too', async () => {
    const id = await connected('stripe', 'rk_test_sandbox_globex');
    const { endpoint } = await setupWebhook(principal, {
      provider: 'stripe',
      connection_id: id,
      fields: {},
    });
    const before = await syncedAt(id);
    const target = { provider: 'stripe', account: 'globex', stream: 'customers' };
    const [changed] = control().mutate({ ...target, update: 1 }).updated;
    const [gone] = control().mutate({ ...target, delete: 1 }).deleted;
    await vi.waitFor(async () => expect(await inbox(endpoint.id)).toHaveLength(2), {
      timeout: 10_000,
    });
    control().clearRequests();
    await follow(id);
    const run = await lastRun(id);
    expect(run).toMatchObject({ triggered_by: 'webhook', requested_streams: ['customers'] });
    expect(run.targets.toSorted()).toEqual(
      [changed, gone].map((one) => `customers ${one}`).toSorted(),
    );
    expect(Object.keys(control().requests('stripe').paths).toSorted()).toEqual(
      [changed, gone].map((one) => `GET api.stripe.com/v1/customers/${one}`).toSorted(),
    );
    expect(await record(id, 'customers', gone!)).toMatchObject({ gone: true });
    expect(await record(id, 'customers', changed!)).toMatchObject({ gone: false });
    // It has not read what else may have changed.
    expect(await syncedAt(id)).toEqual(before);
  });

  it('of HubSpot is read again by its id', async () => {
    const id = await connected('hubspot');
    const secret = 'secret of the app';
    const { endpoint } = await createConnectorEndpoint(principal, {
      provider: 'hubspot',
      reach: 'workspace',
      secret,
    });
    control().hook({ provider: 'hubspot', account: 'globex', url: endpoint.url, secret });
    const target = { provider: 'hubspot', account: 'globex', stream: 'contacts' };
    const [changed] = control().mutate({ ...target, update: 1 }).updated;
    const [gone] = control().mutate({ ...target, delete: 1 }).deleted;
    await delivery(endpoint.id, 2);
    control().clearRequests();
    await follow(id);
    expect(await lastRun(id)).toMatchObject({
      triggered_by: 'webhook',
      requested_streams: ['contacts'],
    });
    expect(Object.keys(control().requests('hubspot').paths)).toEqual([
      expect.stringMatching(/^POST api\.hubapi\.com\/crm\/objects\/.+\/contacts\/batch\/read$/),
    ]);
    expect(await record(id, 'contacts', gone!)).toMatchObject({ gone: true });
    expect(await record(id, 'contacts', changed!)).toMatchObject({ gone: false });
  });

  it('that only an event tells of is not believed', async () => {
    const id = await connected('linear');
    const { endpoint } = await createConnectorEndpoint(principal, {
      provider: 'linear',
      reach: 'workspace',
      secret: 'lin_wh_of_a_test',
    });
    control().hook({
      provider: 'linear',
      account: 'globex',
      url: endpoint.url,
      secret: 'lin_wh_of_a_test',
    });
    const target = { provider: 'linear', account: 'globex', stream: 'issues' };
    const [issue] = control().mutate({ ...target, delete: 1 }).deleted;
    await delivery(endpoint.id);
    // Back again before anybody looked.
    control().mutate({ ...target, restore: [issue!] });
    await follow(id);
    expect((await lastRun(id)).targets).toEqual([`issues ${issue}`]);
    expect(await record(id, 'issues', issue!)).toMatchObject({ gone: false });
  });

  it.each([
    ['hubspot', 'contacts', 'contact.updated'],
    ['slack', 'messages', 'message.updated'],
  ])('of %s is told as the provider signs it', async (provider, stream, key) => {
    const secret = 'secret of the app';
    const { endpoint } = await createConnectorEndpoint(principal, {
      provider,
      reach: 'workspace',
      secret,
    });
    control().hook({ provider, account: 'globex', url: endpoint.url, secret });
    control().mutate({ provider, account: 'globex', stream, update: 1 });
    expect(await delivery(endpoint.id)).toMatchObject([{ event_keys: [key] }]);
  });
});
