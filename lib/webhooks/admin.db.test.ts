import { beforeEach, describe, expect, it } from 'vitest';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import {
  makePrincipal,
  makeWorkspace,
  useTestDatabase,
  type SignedIn,
} from '@/lib/platform/testing';
import { drainOne } from '@/lib/webhooks/drain';
import {
  createConnectorEndpoint,
  listConnectorEvents,
  receive,
  replayConnectorDelivery,
  rotateConnectorEndpoint,
  updateConnectorEndpoint,
} from '@/lib/webhooks/service';
import { githubDelivery } from '@/lib/webhooks/testing/signed';

useTestDatabase();

const SECRET = 'secret of a hook';
let admin: SignedIn;
let endpoint_id: string;
beforeEach(async () => {
  admin = await makePrincipal(await makeWorkspace());
  const made = await createConnectorEndpoint(admin, {
    provider: 'github',
    reach: 'workspace',
    secret: SECRET,
  });
  endpoint_id = made.endpoint.id;
});

const send = (n: number, secret = SECRET) =>
  receive('github', endpoint_id, {
    ...githubDelivery(
      secret,
      { action: 'opened', sender: { login: 'ada', id: n } },
      { id: `${n}` },
    ),
    query: '',
  });
const list = (filter: Partial<Parameters<typeof listConnectorEvents>[1]> = {}) =>
  listConnectorEvents(admin, { endpoint_id, limit: 50, ...filter });
const handle = async (): Promise<void> => {
  while ((await drainOne()) > 0);
};

describe('what was delivered', () => {
  it('is counted by endpoint, found by filter and word, and shows nothing personal', async () => {
    for (const n of [1, 2, 2, 3]) await send(n);
    await send(4, 'another');
    await handle();
    const { endpoints, deliveries } = await list();
    expect(endpoints.find((one) => one.id === endpoint_id)).toMatchObject({
      provider: 'github',
      counts: { accepted: 3, duplicates: 1, refused: 1, pending: 0, failed: 0 },
      disabled_at: null,
    });
    expect(deliveries.map((one) => one.verdict)).toEqual(['refused', ...Array(3).fill('accepted')]);
    expect(deliveries[1]).toMatchObject({
      dedupe_key: '3',
      event_keys: ['issue.created'],
      state: 'done',
      connections: 0,
      payload: { action: 'opened', sender: { login: '‹3 characters›', id: 3 } },
    });
    expect(JSON.stringify(deliveries)).not.toContain('ada');
    const found = async (filter: Parameters<typeof list>[0]) =>
      (await list(filter)).deliveries.map((one) => one.dedupe_key);
    expect(await found({ verdict: 'duplicate' })).toEqual(['2']);
    expect(await found({ verdict: 'refused' })).toEqual([null]);
    expect(await found({ q: 'ISSUE.created' })).toEqual(['3', '2', '1']);
    expect(await found({ q: 'nothing of the kind' })).toEqual([]);
    expect(await found({ state: 'failed' })).toEqual([]);
    const first = await list({ limit: 3 });
    expect(first.deliveries).toHaveLength(3);
    expect(await found({ limit: 3, cursor: first.next_cursor! })).toEqual(['1']);
  });
});

describe('a replay', () => {
  const only = async () => (await list()).deliveries[0]!;

  it('handles a delivery once more', async () => {
    await send(1);
    await handle();
    const { id } = await only();
    expect((await replayConnectorDelivery(admin, { id })).delivery).toMatchObject({
      state: 'pending',
    });
    await handle();
    expect(await only()).toMatchObject({ state: 'done', attempts: 1 });
  });

  it('refuses bytes that were changed, and a secret that is no longer taken', async () => {
    await send(1);
    await send(2);
    await handle();
    const [second, first] = (await list()).deliveries;
    await db.query(sql`
      UPDATE webhook_deliveries
      SET body = convert_to('{"action":"closed"}', 'UTF8')
      WHERE id = ${second!.id}`);
    const refused = expect.objectContaining({ code: 'not_replayable' });
    await expect(replayConnectorDelivery(admin, { id: second!.id })).rejects.toEqual(refused);
    const { secret } = await rotateConnectorEndpoint(admin, { id: endpoint_id });
    expect(secret).toEqual(expect.any(String));
    await replayConnectorDelivery(admin, { id: first!.id });
    await handle();
    await rotateConnectorEndpoint(admin, { id: endpoint_id });
    await expect(replayConnectorDelivery(admin, { id: first!.id })).rejects.toEqual(refused);
  });

  it('of what was refused is none', async () => {
    await send(1, 'another');
    const { id } = await only();
    await expect(replayConnectorDelivery(admin, { id })).rejects.toEqual(
      expect.objectContaining({ code: 'not_replayable' }),
    );
  });
});

it('an endpoint that is off takes nothing, until it is on again', async () => {
  await updateConnectorEndpoint(admin, { id: endpoint_id, disabled: true });
  expect((await send(1)).status).toBe(401);
  await updateConnectorEndpoint(admin, { id: endpoint_id, disabled: false });
  expect((await send(1)).status).toBe(200);
});
