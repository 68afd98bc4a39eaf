import { expect, it } from 'vitest';
import { createApiKey } from '@/lib/access/api-keys';
import { authenticate } from '@/lib/access/authenticate';
import { removeMember } from '@/lib/access/members';
import { execute } from '@/lib/api/execute';
import { OPERATIONS, type AnyOperation } from '@/lib/contract';
import type { Principal } from '@/lib/contract/principal';
import { createConnection, updateConnection } from '@/lib/connections/service';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { newId } from '@/lib/platform/ids';
import {
  makePrincipal,
  makeWorkspace,
  useTestDatabase,
  type SignedIn,
} from '@/lib/platform/testing';
import { bulkKey, errorCode, useSandbox, work } from '@/lib/sync/testing';

useTestDatabase();
useSandbox();

/** In a record, in what was quarantined, and in what runs say of both. */
const SECRET = 'a diagnosis nobody else is to read';

/** A personal connection of a member, with the secret everywhere a record can leave it. */
async function personal() {
  const workspace = await makeWorkspace();
  const boss = await makePrincipal(workspace);
  const mine = await makePrincipal(workspace, { role: 'member' });
  const made = await createConnection(mine, {
    connector_type: 'pipedrive',
    scope: 'personal',
    api_key: bulkKey(30),
    sync_immediately: true,
  });
  const id = made.connection!.id;
  await work(id);
  await db.query(sql`
    UPDATE records
    SET data = data || ${{ note: SECRET }}
    WHERE connection_id = ${id}`);
  await db.query(sql`
    INSERT INTO quarantined_records
      (workspace_id, id, connection_id, run_id, stream, external_id, reason, payload, payload_hash)
    SELECT workspace_id, ${newId()}, id, last_run_id, 'persons', '1', ${SECRET},
      ${{ item: JSON.stringify({ note: SECRET }) }}, 'x'
    FROM connections
    WHERE id = ${id}`);
  await db.query(sql`
    UPDATE stream_runs
    SET error_message = ${SECRET}, status = 'failed'
    WHERE run_id IN (SELECT id FROM sync_runs WHERE connection_id = ${id})`);
  await db.query(sql`
    UPDATE sync_runs
    SET error_message = ${SECRET}, status = 'partial', error_reason = 'unknown'
    WHERE connection_id = ${id}`);
  await db.query(sql`
    UPDATE run_logs
    SET lines = jsonb_set(lines, '{0,message}', to_jsonb(${SECRET}::text))
    WHERE run_id IN (SELECT id FROM sync_runs WHERE connection_id = ${id})`);
  await db.query(sql`
    UPDATE connections
    SET last_error = ${SECRET}, error_category = 'unknown', quarantined = 1
    WHERE id = ${id}`);
  return { workspace, boss, mine, id };
}

const reads: AnyOperation[] = (Object.values(OPERATIONS) as AnyOperation[]).filter(
  (op) => op.method === 'GET' && op.scope === 'connections:read',
);

/** Everything an operation that reads says about the connection, and how it refused. */
async function said(principal: Principal, id: string): Promise<Record<string, string>> {
  const out: Record<string, string> = {};
  const { rows } = await db.query<{ run_id: string }>(sql`
    SELECT last_run_id AS run_id
    FROM connections
    WHERE id = ${id}`);
  for (const op of reads) {
    const run = op.path.includes('{run_id}') ? rows[0]! : {};
    const input = op.path.includes('{id}') ? { id, ...run } : {};
    out[op.id] = await execute(op.id, principal, input, { id: newId() }).then(
      (answer) => JSON.stringify(answer),
      errorCode,
    );
  }
  return out;
}
const naming = (answers: Record<string, string>) =>
  Object.keys(answers)
    .filter((op) => answers[op]!.includes(SECRET))
    .sort();

const keyOf = async (person: SignedIn) => {
  const { key } = await createApiKey(person, {
    name: 'CI',
    scopes: ['connections:read'],
    expires_in_days: 1,
  });
  const request = new Request('http://localhost:3000/', { headers: { 'x-api-key': key } });
  return authenticate(request);
};

it('what a personal connection brought in is read by its owner, and by nobody else on any surface', async () => {
  const { boss, mine, id, workspace } = await personal();
  const own = naming(await said(mine, id));
  expect(own).toEqual([
    'getConnection',
    'getConnectionStatus',
    'getRunLog',
    'listConnections',
    'listQuarantine',
    'listRecords',
    'listRuns',
  ]);
  const others = [boss, await makePrincipal(workspace, { role: 'admin' }), await keyOf(boss)];
  for (const other of others) {
    const answers = await said(other, id);
    expect(naming(answers)).toEqual([]);
    expect(answers.listRecords).toBe('forbidden');
    expect(answers.listQuarantine).toBe('forbidden');
    expect(answers.getRunLog).toBe('forbidden');
    // The row is theirs to see, and how its runs went.
    expect(answers.getConnection).toContain(id);
    expect(answers.listRuns).toContain('"status":"partial"');
    const retry = execute('retryQuarantine', other, { id }, { id: newId() });
    expect(await retry.catch(errorCode)).toMatch(/^(forbidden|insufficient_scope)$/);
    for (const op of ['pauseConnection', 'resumeConnection'] as const) {
      const answer = await execute(op, boss, { id }, { id: newId() });
      expect(JSON.stringify(answer)).not.toContain(SECRET);
    }
  }
});

it('nobody becomes the owner but by the owner’s hand, or when there is none', async () => {
  const { boss, mine, id } = await personal();
  const give = (as: Principal, owner_user_id: string | null) =>
    updateConnection(as, { id, owner_user_id }).then(() => 'given', errorCode);
  expect(await give(boss, boss.user_id)).toBe('forbidden');
  expect(await give(boss, null)).toBe('forbidden');
  expect(await give(mine, boss.user_id)).toBe('given');
  expect(naming(await said(mine, id))).toEqual([]);
  expect(naming(await said(boss, id))).toContain('listRecords');
  expect(await give(boss, null)).toBe('given');
  expect(naming(await said(boss, id))).toEqual([]);
  expect(await give(boss, mine.user_id)).toBe('given');
  await removeMember(boss, { user_id: mine.user_id });
  expect(await give(boss, boss.user_id)).toBe('given');
});

it('a connection of the workspace is everybody’s to read and has no owner', async () => {
  const workspace = await makeWorkspace();
  const [one, two] = [
    await makePrincipal(workspace),
    await makePrincipal(workspace, { role: 'member' }),
  ];
  const { connection } = await createConnection(one, {
    connector_type: 'pipedrive',
    api_key: bulkKey(31),
    sync_immediately: true,
  });
  await work(connection!.id);
  expect((await said(two, connection!.id)).listRecords).toContain('"records":[{');
  const own = updateConnection(one, { id: connection!.id, owner_user_id: one.user_id });
  expect(await own.catch(errorCode)).toBe('owner_not_allowed');
});

it('a permission taken away later is granted again, not synced again', async () => {
  const workspace = await makeWorkspace();
  const owner = await makePrincipal(workspace);
  const { connection } = await createConnection(owner, {
    connector_type: 'pipedrive',
    api_key: bulkKey(32),
    sync_immediately: true,
  });
  const { id } = connection!;
  await work(id);
  await db.query(sql`
    UPDATE sync_runs
    SET status = 'partial', error_reason = 'auth', streams_failed = 1,
      error_message = 'The account does not allow this.'
    WHERE connection_id = ${id}`);
  const detail = async () =>
    JSON.parse((await said(owner, id)).getConnection!) as { health_detail: object };
  expect((await detail()).health_detail).toMatchObject({
    action: 'reconnect',
    action_label: 'Reconnect',
    cause: 'The account does not allow this.',
  });
  await db.query(sql`UPDATE connections SET connector_type = 'hubspot' WHERE id = ${id}`);
  expect((await detail()).health_detail).toMatchObject({
    action: 'reconnect',
    action_label: 'Grant permissions',
  });
  const again = { id, allow_account_change: false };
  expect(await execute('reconnectConnection', owner, again, { id: newId() })).toMatchObject({
    mode: 'oauth_redirect',
  });
});
