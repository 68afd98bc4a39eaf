import { beforeAll, expect, it } from 'vitest';
import { hashPassword } from '@/lib/access/password';
import { execute } from '@/lib/api/execute';
import { OPERATIONS, type AnyOperation } from '@/lib/contract';
import type { OperationId } from '@/lib/contract';
import { db } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';
import {
  makePrincipal,
  makeUser,
  makeWorkspace,
  useTestDatabase,
  type SignedIn,
} from '@/lib/platform/testing';
import { bulkKey, connectPipedrive, useSandbox, work } from '@/lib/sync/testing';

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
const held = JSON.stringify({
  persons: { would_delete: 20, of: 30, since: new Date().toISOString(), confirmed: null },
});

/**
 * For every operation that declares an event: how to get there, what to send, and what the event is
 * about.
 */
const DOING: Record<string, (w: World) => Promise<{ input: object; about: string | RegExp }>> = {
  createConnection: async () => ({
    input: { connector_type: 'pipedrive', api_key: bulkKey(31) },
    about: /^[0-9a-f-]{36}$/,
  }),
  updateConnection: async ({ id }) => ({ input: { id, name: 'Renamed' }, about: id }),
  deleteConnection: async ({ id }) => ({ input: { id }, about: id }),
  reconnectConnection: async ({ id }) => {
    await set(id, `needs_reauth_at = now()`);
    return { input: { id, api_key: bulkKey(30) }, about: id };
  },
  pauseConnection: async ({ id }) => ({ input: { id }, about: id }),
  resumeConnection: async ({ id }) => {
    await set(id, `status = 'paused'`);
    return { input: { id }, about: id };
  },
  submitCredentials: async ({ owner }) => {
    const { connection } = await run(owner, 'createConnection', { connector_type: 'pipedrive' });
    return { input: { id: connection!.id, api_key: bulkKey(31) }, about: connection!.id };
  },
  startSync: async ({ id }) => ({ input: { id }, about: id }),
  cancelRun: async ({ id, owner }) => {
    const { sync_run_id } = (await run(owner, 'startSync', { id })) as unknown as {
      sync_run_id: string;
    };
    return { input: { id, run_id: sync_run_id }, about: id };
  },
  retryQuarantine: async ({ id }) => ({ input: { id }, about: id }),
  confirmDeletions: async ({ id }) => {
    await set(id, `sweep_held = '${held}'`);
    return { input: { id, stream: 'persons' }, about: id };
  },
  updateMember: async ({ member }) => ({
    input: { user_id: member.user_id, role: 'admin' },
    about: member.user_id,
  }),
  removeMember: async ({ member }) => ({
    input: { user_id: member.user_id },
    about: member.user_id,
  }),
  createInvitation: async () => ({
    input: { email: 'new@example.com' },
    about: /^[0-9a-f-]{36}$/,
  }),
  deleteInvitation: async ({ owner }) => {
    const { invitation } = await run(owner, 'createInvitation', { email: 'new@example.com' });
    return { input: { id: invitation!.id }, about: invitation!.id };
  },
  createApiKey: async () => ({
    input: { name: 'CI', scopes: ['connections:read'] },
    about: /^[0-9a-f-]{36}$/,
  }),
  revokeApiKey: async ({ owner }) => {
    const { api_key } = await run(owner, 'createApiKey', {
      name: 'CI',
      scopes: ['connections:read'],
    });
    return { input: { id: api_key!.id }, about: api_key!.id };
  },
  endSession: async ({ owner }) => ({
    input: { id: owner.session_id },
    about: owner.session_id,
  }),
  changePassword: async ({ owner }) => ({
    input: { current_password: PASSWORD, new_password: 'zehn Zwerge im Wald' },
    about: owner.user_id,
  }),
  setCadence: async () => ({
    input: { type: 'pipedrive', sync_interval: '6h' },
    about: 'pipedrive',
  }),
};

const all: AnyOperation[] = Object.values(OPERATIONS);
const declaring = all.filter((op) => 'event' in op.audit);

it('every operation that declares an event is done here', () => {
  expect(declaring.map((op) => op.id).sort()).toEqual(Object.keys(DOING).sort());
});

it.each(declaring.map((op) => [op.id, op] as const))(
  '%s leaves its event behind',
  async (id, op) => {
    const w = await world();
    const { input, about } = await DOING[id]!(w);
    const request_id = newId();
    await execute(id, w.owner, input, { id: request_id });
    const { rows } = await db.query(
      `SELECT actor_kind, actor_id, action, target_kind, target_id
       FROM audit_events WHERE workspace_id = $1 AND request_id = $2`,
      [w.owner.workspace.id, request_id],
    );
    const event = 'event' in op.audit ? op.audit.event : '';
    expect(rows).toEqual([
      {
        actor_kind: 'user',
        actor_id: w.owner.user_id,
        action: event,
        target_kind: expect.any(String),
        target_id: typeof about === 'string' ? about : expect.stringMatching(about),
      },
    ]);
  },
);

it('one that is refused leaves none, and one that only reads neither', async () => {
  const { owner, id } = await world();
  const request = { id: newId() };
  const refused = execute('resumeConnection', owner, { id }, request);
  await expect(refused).rejects.toEqual(expect.objectContaining({ code: 'invalid_transition' }));
  await execute('getConnection', owner, { id }, request);
  const { rows } = await db.query('SELECT 1 FROM audit_events WHERE request_id = $1', [request.id]);
  expect(rows).toEqual([]);
});
