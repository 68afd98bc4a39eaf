import pg from 'pg';
import { findConnector } from '@/lib/catalog/service';
import { beforeAll, expect, it } from 'vitest';
import {
  createConnection,
  eraseConnection,
  deleteConnection,
  getConnection,
} from '@/lib/connections/service';
import {
  deleteDocument,
  followAll,
  followRecords,
  listDocuments,
  tagDocument,
} from '@/lib/knowledge/service';
import { db } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import {
  makePrincipal,
  makeWorkspace,
  useTestDatabase,
  type SignedIn,
} from '@/lib/platform/testing';
import { sql } from '@/lib/platform/sql';
import { consentAs, errorCode, useSandbox, work } from '@/lib/sync/testing';

useTestDatabase();
const sandbox = useSandbox();
let owner: SignedIn;
beforeAll(async () => {
  sandbox.current.sandbox.control.limits({ off: true });
  owner = await makePrincipal(await makeWorkspace());
});

const signal = new AbortController().signal;
/** Nothing here is about budgets. */
const unlimited = (type: string) => ({ ...findConnector(type)!, limits: [] });
async function connect(connector_type: string, as = owner): Promise<string> {
  const { authorize_url, connection } = await createConnection(as, {
    connector_type,
    sync_immediately: true,
  });
  await consentAs(authorize_url!, 'globex', as.session_id);
  await work(connection!.id, signal, unlimited);
  return connection!.id;
}
const all = async (more: object = {}) =>
  (await listDocuments(owner, { limit: 200, deleted: false, ...more })).documents;

it('every record that says something is a document, and follows its record', async () => {
  const id = await connect('notion');
  await followAll(owner.workspace.id, signal);
  const { rows } = await db.query<{ external_id: string; n: number }>(sql`
    SELECT external_id
    FROM records
    WHERE connection_id = ${id} AND entity = 'documents' AND deleted_at IS NULL`);
  const documents = await all({ connection_id: id });
  expect(new Set(documents.map((d) => d.record_id))).toEqual(
    new Set(rows.map((r) => r.external_id)),
  );
  expect(documents).toHaveLength(rows.length);
  expect(documents.every((d) => d.category === 'docs')).toBe(true);
  const [one, other] = documents;
  await tagDocument(owner, { external_id: one!.external_id, tags: ['kept'] });
  await db.query(sql`
    UPDATE records SET
      canonical = jsonb_set(canonical, '{title}', '"Changed"'),
      seq = nextval('record_seq')
    WHERE connection_id = ${id} AND external_id = ${one!.record_id}`);
  await db.query(sql`
    UPDATE records SET deleted_at = now(), seq = nextval('record_seq')
    WHERE connection_id = ${id} AND external_id = ${other!.record_id}`);
  await followAll(owner.workspace.id, signal);
  const after = await all({ connection_id: id });
  expect(after).toHaveLength(documents.length - 1);
  expect(after.find((d) => d.id === one!.id)).toMatchObject({
    title: 'Changed',
    tags: ['kept'],
    version: 3,
  });
  expect(await deleteDocument(owner, one!).then(() => '', errorCode)).toBe('document_of_a_record');
  expect(await followRecords(owner.workspace.id)).toEqual({ read: 0, more: false });
});

it('passes no change by that is committed after a later one', async () => {
  const id = await connect('gong');
  await followAll(owner.workspace.id, signal);
  const [first, second] = await all({ connection_id: id, category: 'calls' });
  const change = (record_id: string, title: string) => sql`
    UPDATE records SET
      canonical = jsonb_set(canonical, '{title}', ${JSON.stringify(title)}::jsonb),
      seq = nextval('record_seq')
    WHERE connection_id = ${id} AND external_id = ${record_id} AND entity = 'documents'`;
  const slow = new pg.Client({ connectionString: env().DATABASE_URL });
  await slow.connect();
  try {
    await slow.query('BEGIN');
    await slow.query(change(first!.record_id!, 'Early number, late commit'));
    await db.query(change(second!.record_id!, 'Late number, early commit'));
    const following = followAll(owner.workspace.id, signal);
    await slow.query('COMMIT');
    await following;
    await followAll(owner.workspace.id, signal);
  } finally {
    await slow.end();
  }
  const titles = (await all({ connection_id: id })).map((d) => d.title);
  expect(titles).toContain('Early number, late commit');
  expect(titles).toContain('Late number, early commit');
});

it('while such a change is not committed, nothing after it is taken', async () => {
  const slow = new pg.Client({ connectionString: env().DATABASE_URL });
  await slow.connect();
  try {
    await slow.query('BEGIN');
    await slow.query(sql`
      UPDATE records SET seq = nextval('record_seq')
      WHERE workspace_id = ${owner.workspace.id}`);
    expect(await followRecords(owner.workspace.id)).toEqual({ read: 0, more: true });
    await slow.query('ROLLBACK');
  } finally {
    await slow.end();
  }
  expect((await followRecords(owner.workspace.id)).more).toBe(false);
});

it('what a personal connection brought in is not the workspace’s', async () => {
  const someone = await makePrincipal(await makeWorkspace());
  const { connection, authorize_url } = await createConnection(someone, {
    connector_type: 'notion',
    sync_immediately: true,
    scope: 'personal',
  });
  await consentAs(authorize_url!, 'globex', someone.session_id);
  await work(connection!.id, signal, unlimited);
  expect(await getConnection(someone, { id: connection!.id })).toMatchObject({ scope: 'personal' });
  await followAll(someone.workspace.id, signal);
  expect((await listDocuments(someone, { limit: 50, deleted: false })).documents).toEqual([]);
});

it('what a mirror wrote is not read back as news', async () => {
  const someone = await makePrincipal(await makeWorkspace());
  const id = await connect('notion', someone);
  const { rows } = await db.query<{ source: string }>(sql`
    SELECT data->'parent'->>'data_source_id' AS source
    FROM records
    WHERE connection_id = ${id} AND stream = 'rows'
    LIMIT 1`);
  await db.query(sql`
    INSERT INTO knowledge_mirrors (
      workspace_id, connection_id, parent_id, parent_title, categories, policy, conflicts,
      data_source_id
    )
    VALUES (${someone.workspace.id}, ${id}, 'p', 'P', '{docs}', 'mirror', 'overwrite', ${rows[0]!.source})`);
  await db.query(sql`UPDATE knowledge_cursors SET seq = 0 WHERE connection_id = ${id}`);
  await followAll(someone.workspace.id, signal);
  const sources = await db.query<{ n: number }>(sql`
    SELECT count(*)::int AS n
    FROM knowledge_documents d
    JOIN records r ON r.connection_id = d.connection_id AND r.external_id = d.record_id
    WHERE d.connection_id = ${id} AND r.data->'parent'->>'data_source_id' = ${rows[0]!.source}
      AND d.deleted_at IS NULL`);
  expect(sources.rows[0]!.n).toBe(0);
});

it('goes with its connection when that is erased', async () => {
  const someone = await makePrincipal(await makeWorkspace());
  const id = await connect('notion', someone);
  await followAll(someone.workspace.id, signal);
  const count = async () =>
    (await listDocuments(someone, { limit: 50, deleted: true })).documents.length;
  expect(await count()).toBeGreaterThan(0);
  const { name } = await getConnection(someone, { id });
  await deleteConnection(someone, { id });
  expect(await count()).toBeGreaterThan(0);
  await eraseConnection(someone, { id, name });
  expect(await count()).toBe(0);
});
