import { beforeAll, describe, expect, it } from 'vitest';
import { hashPassword } from '@/lib/access/password';
import { execute } from '@/lib/api/execute';
import { OPERATIONS, type AnyOperation } from '@/lib/contract';
import type { OperationId } from '@/lib/contract';
import { EVENTS, type EventName } from '@/lib/contract/events';
import { DOING_SET_UP } from '@/lib/demo/testing/doing';
import { DOING_KNOWLEDGE } from '@/lib/mirror/testing/doing';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { newId } from '@/lib/platform/ids';
import {
  makePrincipal,
  makeUser,
  makeWorkspace,
  useTestDatabase,
  type SignedIn,
} from '@/lib/platform/testing';
import { bulkKey, connectPipedrive, useSandbox, work } from '@/lib/sync/testing';
import { receive } from '@/lib/webhooks/service';
import { githubDelivery } from '@/lib/webhooks/testing/signed';

useTestDatabase();
useSandbox();

const PASSWORD = 'sieben Zwerge im Wald';
let password_hash: string;
beforeAll(async () => {
  password_hash = await hashPassword(PASSWORD);
});

/** A workspace with a synced connection, another member, and everything an operation may touch. */
async function world() {
  const workspace = await makeWorkspace();
  const user = await makeUser({ platform_role: 'superadmin', password_hash });
  const owner = await makePrincipal(workspace, { user });
  const member = await makePrincipal(workspace, { role: 'member' });
  const { id } = await connectPipedrive(owner, bulkKey(30));
  await work(id);
  return { owner, member, id };
}
type World = Awaited<ReturnType<typeof world>>;

const run = (as: SignedIn, id: OperationId, input: object) =>
  execute(id, as, input, { id: newId() }) as Promise<Record<string, { id: string }>>;
const set = (id: string, sql: string) =>
  db.query(`UPDATE connections SET ${sql} WHERE id = $1`, [id]);
const LOOK = { surface: 'connections', level: 'read' };
const COMPOSIO = { id: 'composio', settings: { api_key: 'ak_sandbox_project' } };
const held = JSON.stringify({
  persons: { would_delete: 20, of: 30, since: new Date().toISOString(), confirmed: null },
});

/** For every operation that declares an event: how to get there, and what to send. */
const DOING: Record<string, (w: World) => Promise<object>> = {
  createConnection: async () => ({ connector_type: 'pipedrive', api_key: bulkKey(31) }),
  updateConnection: async ({ id }) => ({ id, name: 'Renamed' }),
  updateStreams: async ({ id }) => ({ id, streams: { persons: false } }),
  createCollection: async () => ({ name: 'Sales' }),
  deleteCollection: async ({ owner }) => ({
    id: (await run(owner, 'createCollection', { name: 'Sales' })).collection!.id,
  }),
  deleteConnection: async ({ id }) => ({ id }),
  eraseConnection: async ({ id }) => {
    await set(id, `status = 'disconnected', name = 'Gone'`);
    return { id, name: 'Gone' };
  },
  reconnectConnection: async ({ id }) => {
    await set(id, `needs_reauth_at = now()`);
    return { id, api_key: bulkKey(30) };
  },
  pauseConnection: async ({ id }) => ({ id }),
  resumeConnection: async ({ id }) => {
    await set(id, `status = 'paused'`);
    return { id };
  },
  submitCredentials: async ({ owner }) => {
    const { connection } = await run(owner, 'createConnection', { connector_type: 'pipedrive' });
    return { id: connection!.id, api_key: bulkKey(31) };
  },
  startSync: async ({ id }) => ({ id }),
  cancelRun: async ({ id, owner }) => {
    const { sync_run_id } = (await run(owner, 'startSync', { id })) as unknown as {
      sync_run_id: string;
    };
    return { id, run_id: sync_run_id };
  },
  retryQuarantine: async ({ id }) => {
    await db.query(sql`
      INSERT INTO quarantined_records
        (workspace_id, id, connection_id, run_id, stream, external_id, reason, payload_hash)
      SELECT workspace_id, ${newId()}, id, last_run_id, 'persons', '1', 'riddles', 'x'
      FROM connections
      WHERE id = ${id}`);
    return { id };
  },
  confirmDeletions: async ({ id }) => {
    await set(id, `sweep_held = '${held}'`);
    return { id, stream: 'persons' };
  },
  ...DOING_KNOWLEDGE,
  ...DOING_SET_UP,
  updateMember: async ({ member }) => ({ user_id: member.user_id, role: 'admin' }),
  removeMember: async ({ member }) => ({ user_id: member.user_id }),
  setApp: async () => ({ id: 'connections', enabled: true }),
  setRoleAccess: async () => ({ role: 'member', ...LOOK }),
  setMemberAccess: async ({ member: { user_id } }) => ({ user_id, ...LOOK }),
  createInvitation: async () => ({ email: 'new@example.com' }),
  deleteInvitation: async ({ owner }) => {
    const { invitation } = await run(owner, 'createInvitation', { email: 'new@example.com' });
    return { id: invitation!.id };
  },
  createApiKey: async () => ({ name: 'CI', scopes: ['connections:read'] }),
  rotateApiKey: async ({ owner }) => ({ id: await keyOf(owner) }),
  setOrigins: async () => ({ api_origins: ['https://app.example.com'] }),
  revokeApiKey: async ({ owner }) => ({ id: await keyOf(owner) }),
  endSession: async ({ owner }) => ({ id: owner.session_id }),
  changePassword: async () => ({
    current_password: PASSWORD,
    new_password: 'zehn Zwerge im Wald',
  }),
  setProviderApp: async () => ({ type: 'hubspot', client_id: 'a', client_secret: 'b' }),
  deleteProviderApp: async ({ owner }) => {
    await run(owner, 'setProviderApp', { type: 'hubspot', client_id: 'a', client_secret: 'b' });
    return { type: 'hubspot' };
  },
  setAuthProvider: async () => COMPOSIO,
  removeAuthProvider: async ({ owner }) => {
    await run(owner, 'setAuthProvider', COMPOSIO);
    return { id: COMPOSIO.id };
  },
  setChatHook: async () => ({ url: 'https://hooks.slack.com/services/T0001/B0002/XXXX' }),
  removeChatHook: async () => ({}),
  setCadence: async () => ({ type: 'pipedrive', sync_interval: '6h' }),
  setConnectorApproval: async () => ({ type: 'gong', approved: false }),
  createWorkspace: async () => ({ name: 'Playground', mode: 'sandbox' }),
  updateWorkspace: async () => ({ name: 'Renamed' }),
  updateProfile: async () => ({ time_zone: 'Europe/Berlin' }),
  setupWebhook: async () => ({
    provider: 'telegram',
    fields: { bot_token: '110201543:AAHsandbox-acme-bot-0001' },
  }),
  rotateConnectionWebhook: async ({ owner }) => {
    const { connection } = await run(owner, 'createConnection', { connector_type: 'webhook' });
    return { id: connection!.id };
  },
  createConnectorEndpoint: async () => ({ provider: 'slack' }),
  rotateConnectorEndpoint: async ({ owner }) => ({ id: await endpointOf(owner) }),
  updateConnectorEndpoint: async ({ owner }) => ({ id: await endpointOf(owner), disabled: true }),
  replayConnectorDelivery: async ({ owner }) => {
    const secret = 'secret of a hook';
    const endpoint_id = await endpointOf(owner, secret);
    const delivery = githubDelivery(secret, { action: 'opened' });
    await receive('github', endpoint_id, { ...delivery, query: '' });
    const { rows } = await db.query<{ id: string }>(sql`
      UPDATE webhook_deliveries
      SET state = 'done'
      WHERE endpoint_id = ${endpoint_id}
      RETURNING id`);
    return { id: rows[0]!.id };
  },
};

const keyOf = async (owner: SignedIn): Promise<string> =>
  (await run(owner, 'createApiKey', { name: 'CI', scopes: ['connections:read'] })).api_key!.id;

async function endpointOf(owner: SignedIn, secret?: string): Promise<string> {
  const { endpoint } = await run(owner, 'createConnectorEndpoint', { provider: 'github', secret });
  return endpoint!.id;
}

const declaring = (Object.values(OPERATIONS) as AnyOperation[]).flatMap(({ id, audit }) =>
  'event' in audit ? [{ id, ...audit }] : [],
);
type Declared = (typeof declaring)[number];

it('every operation that declares an event is done here', () => {
  expect(declaring.map(({ id }) => id).sort()).toEqual(Object.keys(DOING).sort());
});

/** What the operation says its event is about, in what went in and came out. */
function aboutOf({ target }: Declared, owner: SignedIn, input: object, output: object): unknown {
  if (target === 'caller') return owner.user_id;
  if ('input' in target) return (input as Record<string, unknown>)[target.input];
  return (output as Record<string, { id: string }>)[target.output]!.id;
}

it.each(declaring.map((declared) => [declared.id, declared] as const))(
  '%s leaves its event behind, in the trail and for readers',
  async (id, declared) => {
    const w = await world();
    const input = await DOING[id]!(w);
    const request_id = newId();
    const output = await execute(id, w.owner, input, { id: request_id });
    const values = [w.owner.workspace.id, request_id];
    const { rows: kept } = await db.query(
      `SELECT id, actor_kind, actor_id, action, target_kind, target_id, data
       FROM audit_events
       WHERE workspace_id = $1 AND request_id = $2`,
      values,
    );
    const { event } = declared;
    const target_id = aboutOf(declared, w.owner, input, output);
    expect(target_id).toEqual(expect.any(String));
    const by = { actor_kind: 'user', actor_id: w.owner.user_id };
    expect(kept).toEqual([
      {
        ...by,
        id: expect.any(String),
        action: event,
        target_kind: EVENTS[event].about,
        target_id,
        data: expect.anything(),
      },
    ]);
    const { rows: told } = await db.query<{ event: EventName; data: object }>(
      `SELECT event_id, event, about, subject_id, actor_kind, actor_id, data
       FROM outbox
       WHERE workspace_id = $1 AND request_id = $2
       ORDER BY id`,
      values,
    );
    expect(told).toContainEqual({
      ...by,
      event_id: kept[0]!.id,
      event,
      about: EVENTS[event].about,
      subject_id: target_id,
      data: kept[0]!.data,
    });
    for (const one of told)
      expect(EVENTS[one.event].data.safeParse(one.data).error).toBeUndefined();
  },
);

/** Everything the database holds, less what counts attempts and who is at work, by table. */
async function everything(): Promise<object> {
  const { rows: tables } = await db.query<{ name: string }>(sql`
    SELECT format('%I.%I', table_schema, table_name) AS name
    FROM information_schema.tables
    WHERE table_type = 'BASE TABLE'
      AND table_name NOT IN ('rate_budgets', 'workers')
      AND (table_schema = 'public'
        OR table_schema = 'pgboss' AND starts_with(table_name, 'job'))`);
  const digests = tables.map(async ({ name }) => {
    const { rows } = await db.query<object>(
      `SELECT count(*)::int AS n, md5(string_agg(t::text, '|' ORDER BY t::text)) AS digest
       FROM ${name} t`,
    );
    return [name, rows[0]] as const;
  });
  return Object.fromEntries(await Promise.all(digests));
}

describe('when its event cannot be written', () => {
  beforeAll(async () => {
    await db.query(`
      CREATE FUNCTION refuse_event() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.request_id = 'refuse ' || TG_TABLE_NAME THEN
          RAISE 'no more events';
        END IF;
        RETURN NEW;
      END $$`);
    for (const table of ['audit_events', 'outbox'])
      await db.query(`CREATE TRIGGER refuse BEFORE INSERT ON ${table}
        FOR EACH ROW EXECUTE FUNCTION refuse_event()`);
  });

  it.each(declaring.map(({ id }) => id))('%s has changed nothing', async (id) => {
    const w = await world();
    const input = await DOING[id]!(w);
    const before = await everything();
    for (const table of ['audit_events', 'outbox'])
      await expect(execute(id, w.owner, input, { id: `refuse ${table}` })).rejects.toThrow(
        'no more events',
      );
    expect(await everything()).toEqual(before);
    // Not for another reason.
    await execute(id, w.owner, input, { id: newId() });
    expect(await everything()).not.toEqual(before);
  });
});

it('one that is refused leaves none, and one that only reads neither', async () => {
  const { owner, id } = await world();
  const request = { id: newId() };
  const refused = execute('resumeConnection', owner, { id }, request);
  await expect(refused).rejects.toEqual(expect.objectContaining({ code: 'invalid_transition' }));
  await execute('getConnection', owner, { id }, request);
  const { rows } = await db.query(sql`
    SELECT request_id
    FROM audit_events
    UNION ALL
    SELECT request_id
    FROM outbox`);
  expect(rows).not.toContainEqual({ request_id: request.id });
});
