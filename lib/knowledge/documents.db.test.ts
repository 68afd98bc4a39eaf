import { beforeAll, expect, it } from 'vitest';
import {
  deleteDocument,
  getDocument,
  listDocuments,
  putDocument,
  tagDocument,
} from '@/lib/knowledge/service';
import {
  makePrincipal,
  makeWorkspace,
  useTestDatabase,
  type SignedIn,
} from '@/lib/platform/testing';
import { errorCode } from '@/lib/sync/testing';

useTestDatabase();
let owner: SignedIn;
beforeAll(async () => {
  owner = await makePrincipal(await makeWorkspace());
});
const put = (external_id: string, more: object = {}) =>
  putDocument(owner, { external_id, title: 'A title', markdown: '# A', tags: [], ...more });
const list = (more: object = {}) => listDocuments(owner, { limit: 50, deleted: false, ...more });
const code = (work: Promise<unknown>) => work.then(() => 'no error', errorCode);

it('is written once however often it is sent, and counts its versions', async () => {
  expect(await put('one')).toMatchObject({
    created: true,
    changed: true,
    document: { version: 1 },
  });
  expect(await put('one')).toMatchObject({ created: false, changed: false });
  expect(await put('one', { markdown: '# B' })).toMatchObject({
    created: false,
    changed: true,
    document: { version: 2, category: 'written' },
  });
  expect(await getDocument(owner, { external_id: 'one' })).toMatchObject({ markdown: '# B' });
});

it('is listed in order of change, and a reader that follows sees each change once', async () => {
  for (const id of ['l1', 'l2', 'l3']) await put(id, { tags: ['listed'] });
  const first = await list({ tag: 'listed', limit: 2 });
  expect(first.documents.map((d) => d.external_id)).toEqual(['l1', 'l2']);
  expect(first.has_more).toBe(true);
  const rest = await list({ tag: 'listed', cursor: first.next_cursor! });
  expect(rest.documents.map((d) => d.external_id)).toEqual(['l3']);
  await tagDocument(owner, { external_id: 'l1', tags: ['listed', 'twice'] });
  await deleteDocument(owner, { external_id: 'l2' });
  const later = await list({ cursor: rest.next_cursor!, deleted: true });
  expect(later.documents.map((d) => [d.external_id, d.deleted])).toEqual([
    ['l1', false],
    ['l2', true],
  ]);
  expect(await code(getDocument(owner, { external_id: 'l2' }))).toBe('not_found');
  expect(await code(list({ cursor: 'nonsense' }))).toBe('invalid_cursor');
});

it('comes back under its id after it was deleted', async () => {
  await put('back');
  await deleteDocument(owner, { external_id: 'back' });
  expect(await put('back')).toMatchObject({
    changed: true,
    document: { version: 3, deleted: false },
  });
});

it('is refused when it is too large, or pretends to be a record’s', async () => {
  expect(await code(put('large', { markdown: 'é'.repeat(500_001) }))).toBe('body_too_large');
  expect(await code(put('large', { markdown: 'é'.repeat(500_000) }))).toBe('no error');
  expect(await code(put('record:1'))).toBe('document_of_a_record');
});

it('is nobody else’s: of another workspace, or of a key for some connections', async () => {
  await put('mine');
  const stranger = await makePrincipal(await makeWorkspace());
  expect(await code(getDocument(stranger, { external_id: 'mine' }))).toBe('not_found');
  const key = {
    ...owner,
    kind: 'api_key' as const,
    key_id: owner.user_id,
    connection_ids: [owner.user_id],
    connector_types: [],
    created_by: owner.user_id,
  };
  expect(await code(getDocument(key, { external_id: 'mine' }))).toBe('not_found');
  expect((await listDocuments(key, { limit: 50, deleted: false })).documents).toEqual([]);
  expect(
    await code(putDocument(key, { external_id: 'x', title: 'x', markdown: '', tags: [] })),
  ).toBe('insufficient_scope');
  expect(await code(deleteDocument(key, { external_id: 'mine' }))).toBe('not_found');
});
