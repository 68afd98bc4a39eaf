import { beforeAll, expect, test } from 'vitest';
import { createApiKey, listApiKeys, rotateApiKey, revokeApiKey } from '@/lib/access/api-keys';
import { authenticate } from '@/lib/access/authenticate';
import { execute } from '@/lib/api/execute';
import { OPERATIONS, type AnyOperation, type OperationId } from '@/lib/contract';
import type { Scope } from '@/lib/contract/operation';
import type { Principal } from '@/lib/contract/principal';
import { newId } from '@/lib/platform/ids';
import {
  makePrincipal,
  makeWorkspace,
  useTestDatabase,
  type SignedIn,
} from '@/lib/platform/testing';
import { bulkKey, connectPipedrive, useSandbox } from '@/lib/sync/testing';

useTestDatabase();
useSandbox();

const refused = (code: string) => expect.objectContaining({ code });
const ALL: Scope[] = ['connections:read', 'connections:write', 'connections:delete'];
let owner: SignedIn;
let mine: string;
let other: string;
beforeAll(async () => {
  owner = await makePrincipal(await makeWorkspace());
  mine = (await connectPipedrive(owner, bulkKey(20))).id;
  other = (await connectPipedrive(owner, bulkKey(21))).id;
});

/** Who asks with a key. */
const asKey = (key: string) =>
  authenticate(new Request('http://localhost/api', { headers: { 'x-api-key': key } }));
const keyFor = async (more: { connection_ids?: string[]; connector_types?: string[] }) =>
  asKey(
    (await createApiKey(owner, { name: 'some', scopes: ALL, expires_in_days: 1, ...more })).key,
  );
const run = (as: Principal, id: OperationId, input: object) =>
  execute(id, as, input, { id: newId() }) as Promise<object>;

test('a key for one connection sees and changes no other, at any operation', async () => {
  const key = await keyFor({ connection_ids: [mine] });
  expect(await run(key, 'getConnection', { id: mine })).toMatchObject({ id: mine });
  const list = (await run(key, 'listConnections', { counts: true })) as unknown as {
    connections: { id: string }[];
    total: number;
    counts: Record<string, number>;
  };
  expect(list.connections.map(({ id }) => id)).toEqual([mine]);
  expect(list.total).toBe(1);
  expect(Object.values(list.counts).reduce((a, b) => a + b)).toBe(1);
  const swept = (Object.values(OPERATIONS) as AnyOperation[]).filter(
    (op) => op.not_found.id === 'connection',
  );
  expect(swept.length).toBeGreaterThan(12);
  const more: Record<string, object> = {
    confirmDeletions: { stream: 'persons' },
    listFields: { stream: 'persons' },
    confirmArchiving: { up_to: 60 },
    submitCredentials: { api_key: 'x' },
    updateConnection: { name: 'Mine' },
    eraseConnection: { name: 'Mine' },
    cancelRun: { run_id: newId() },
    getRunLog: { run_id: newId() },
    setKnowledgeSync: {
      parent: { id: newId(), title: 'A page' },
      selection: { categories: ['docs'] },
    },
    answerMirroredPage: { document_id: newId(), answer: 'leave' },
  };
  for (const { id } of swept)
    await expect(run(key, id, { id: other, ...more[id] }), id).rejects.toEqual(
      refused('connection_not_found'),
    );
  await expect(run(key, 'createConnection', { connector_type: 'pipedrive' })).rejects.toEqual(
    refused('insufficient_scope'),
  );
});

test('a key for one connector type connects it, and no other', async () => {
  const key = await keyFor({ connector_types: ['twitter'] });
  expect(await run(key, 'listConnections', {})).toMatchObject({ connections: [] });
  await expect(run(key, 'getConnection', { id: mine })).rejects.toEqual(
    refused('connection_not_found'),
  );
  await expect(run(key, 'createConnection', { connector_type: 'hubspot' })).rejects.toEqual(
    refused('insufficient_scope'),
  );
  await expect(run(key, 'createConnection', { connector_type: 'x' })).rejects.toEqual(
    refused('invalid_request'), // it asks for the handle: the connector may be connected
  );
});

test('a restricted key is for connections alone, and for those there are', async () => {
  const make = (more: object) =>
    createApiKey(owner, { name: 'x', scopes: ['connections:read'], expires_in_days: 1, ...more });
  await expect(make({ connection_ids: [newId()] })).rejects.toEqual(refused('invalid_request'));
  await expect(make({ connector_types: ['nothing'] })).rejects.toEqual(refused('invalid_request'));
  await expect(
    make({ connection_ids: [mine], scopes: ['connections:read', 'api_keys:write'] }),
  ).rejects.toEqual(refused('invalid_request'));
});

test('two keys are live while one is rotated, and never three', async () => {
  const first = await createApiKey(owner, {
    name: 'CI',
    scopes: ['connections:read'],
    expires_in_days: 30,
    connection_ids: [mine],
  });
  const second = await rotateApiKey(owner, { id: first.api_key.id, overlap_hours: 24 });
  expect(second.api_key).toMatchObject({
    name: 'CI',
    scopes: ['connections:read'],
    connection_ids: [mine],
    replaces: first.api_key.id,
  });
  const lasts = Date.parse(second.api_key.expires_at!) - Date.parse(second.api_key.created_at);
  expect(Math.round(lasts / 86_400_000)).toBe(30);
  expect(Date.parse(second.replaced.expires_at!) - Date.now()).toBeLessThanOrEqual(86_400_000);
  expect((await asKey(first.key)).kind).toBe('api_key');
  expect((await asKey(second.key)).kind).toBe('api_key');
  await expect(rotateApiKey(owner, { id: first.api_key.id, overlap_hours: 1 })).rejects.toEqual(
    refused('api_key_replaced'),
  );
  const third = await rotateApiKey(owner, { id: second.api_key.id, overlap_hours: 24 });
  await expect(asKey(first.key)).rejects.toEqual(refused('invalid_api_key'));
  expect((await asKey(second.key)).kind).toBe('api_key');
  expect((await asKey(third.key)).kind).toBe('api_key');
});

test('two rotations at once make one successor; one that was revoked makes room for another', async () => {
  const { api_key } = await createApiKey(owner, {
    name: 'once',
    scopes: ['connections:read'],
    expires_in_days: null,
  });
  const both = await Promise.allSettled(
    [1, 2].map(() => rotateApiKey(owner, { id: api_key.id, overlap_hours: 1 })),
  );
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const made = (await listApiKeys(owner)).api_keys.filter((k) => k.replaces === api_key.id);
  expect(made).toHaveLength(1);
  expect(made[0]!.expires_at).toBeNull();
  await revokeApiKey(owner, { id: made[0]!.id });
  await rotateApiKey(owner, { id: api_key.id, overlap_hours: 0 });
  await expect(rotateApiKey(owner, { id: made[0]!.id, overlap_hours: 0 })).rejects.toEqual(
    refused('api_key_ended'),
  );
});
