import { beforeEach, describe, expect, it } from 'vitest';
import { getConnection } from '@/lib/connections/service';
import { deleteDocument } from '@/lib/knowledge/service';
import {
  answerMirroredPage,
  confirmArchiving,
  getKnowledgeSync,
  listKnowledgeRuns,
  listMirroredPages,
  makeDatabaseAgain,
  writeKnowledge,
} from '@/lib/mirror/service';
import { findConnector } from '@/lib/catalog/service';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { rows, written } from '@/lib/mirror/testing/remote';
import {
  deps,
  mirrorOnce,
  mirrorWorld,
  pageOf,
  put,
  setUp,
  sourceOf,
  states,
  type MirrorWorld,
} from '@/lib/mirror/testing/world';
import { useTestDatabase } from '@/lib/platform/testing';
import { errorCode, useSandbox, work } from '@/lib/sync/testing';

useTestDatabase();
const sandbox = useSandbox();
let world: MirrorWorld;
beforeEach(async () => {
  world = await mirrorWorld(sandbox);
});
const remote = async (in_trash = false) => rows(world.app, await sourceOf(world), in_trash);
const names = async (in_trash = false) => (await remote(in_trash)).map((r) => r.external_id).sort();
const paragraph = (content: string) => ({
  object: 'block',
  type: 'paragraph',
  paragraph: { rich_text: [{ type: 'text', text: { content } }] },
});
/** Somebody writes something at the end of a page. */
const editByHand = async (external_id: string) => {
  const id = await pageOf(world, external_id);
  await world.person.call('PATCH', `blocks/${id}/children`, { children: [paragraph('By hand.')] });
};
const trashByHand = async (external_id: string) =>
  world.person.call('PATCH', `pages/${await pageOf(world, external_id)}`, { in_trash: true });

/** The one action the connection itself is shown with. */
const asked = async () => (await getConnection(world.owner, { id: world.id })).health_detail.action;

it('says that it is not set up, and asks for it', async () => {
  expect(await mirrorOnce(world)).toMatchObject({ status: 'failed' });
  expect((await getKnowledgeSync(world.owner, world)).attention?.action).toBe('set_up');
  expect(await asked()).toBe('open_knowledge_sync');
});

it('makes a database with its columns, and a page for each document', async () => {
  await put(world, 'a', '# Title\n\nOne **bold** word.', ['x', 'y']);
  await put(world, 'b', '- one\n- two');
  await setUp(world);
  expect(await mirrorOnce(world)).toMatchObject({ status: 'completed', records_created: 2 });
  expect(await names()).toEqual(['a', 'b']);
  expect(await written(world.app, await pageOf(world, 'a'))).toBe(
    '# Title\n\nOne **bold** word.\n',
  );
  const { database_url, selected, attention } = await getKnowledgeSync(world.owner, world);
  expect(database_url).toMatch(/^https:/);
  expect({ selected, attention }).toEqual({ selected: 2, attention: null });
});

describe('what changed', () => {
  beforeEach(async () => {
    await put(world, 'a', 'One.\n\nTwo.\n\nThree.');
    await put(world, 'b', 'Other.');
  });

  it('mirror: is changed in place, and put into the trash when it is gone', async () => {
    await setUp(world);
    await mirrorOnce(world);
    const page = await pageOf(world, 'a');
    const ids = async () =>
      (
        (await world.app.call('GET', `blocks/${page}/children`)) as { results: { id: string }[] }
      ).results.map(({ id }) => id);
    const before = await ids();
    await put(world, 'a', 'One.\n\nTwo, changed.\n\nThree.\n\nFour.');
    await deleteDocument(world.owner, { external_id: 'b' });
    expect(await mirrorOnce(world)).toMatchObject({ records_updated: 1, records_deleted: 1 });
    expect(await pageOf(world, 'a')).toBe(page);
    expect((await ids()).slice(0, 3)).toEqual(before);
    expect(await written(world.app, page)).toBe('One.\n\nTwo, changed.\n\nThree.\n\nFour.\n');
    expect([await names(), await names(true)]).toEqual([['a'], ['b']]);
    await put(world, 'b', 'It is back.');
    expect(await mirrorOnce(world)).toMatchObject({ status: 'completed', records_updated: 1 });
    expect([await names(), await names(true)]).toEqual([['a', 'b'], []]);
  });

  it('append_only: stays as it was made', async () => {
    await setUp(world, { policy: 'append_only' });
    await mirrorOnce(world);
    await put(world, 'a', 'Changed.');
    await deleteDocument(world.owner, { external_id: 'b' });
    await put(world, 'c', 'New.');
    expect(await mirrorOnce(world)).toMatchObject({
      records_created: 1,
      records_updated: 0,
      records_deleted: 0,
    });
    expect(await names()).toEqual(['a', 'b', 'c']);
    expect(await written(world.app, await pageOf(world, 'a'))).toBe('One.\n\nTwo.\n\nThree.\n');
  });

  it('create_and_update: is changed and never put away', async () => {
    await setUp(world, { policy: 'create_and_update' });
    await mirrorOnce(world);
    await put(world, 'a', 'Changed.');
    await deleteDocument(world.owner, { external_id: 'b' });
    expect(await mirrorOnce(world)).toMatchObject({ records_updated: 1, records_deleted: 0 });
    expect(await names()).toEqual(['a', 'b']);
  });

  it('follows the selection: by tag', async () => {
    await put(world, 'c', 'Tagged.', ['public']);
    const selection = { categories: ['written' as const], connection_ids: [], tags: ['public'] };
    await setUp(world, { selection });
    expect(await mirrorOnce(world)).toMatchObject({ records_created: 1 });
    expect(await names()).toEqual(['c']);
    await put(world, 'c', 'Tagged.', []);
    expect(await mirrorOnce(world)).toMatchObject({ records_deleted: 1 });
  });
});

it('puts nothing away before it is told to when that is more than fifty and a fifth', async () => {
  for (let i = 0; i < 51; i++) await put(world, `kb:${i}`, `Document ${i}.`);
  const free = deps({ limits: [] });
  await setUp(world);
  expect(await mirrorOnce(world, free)).toMatchObject({ records_created: 51 });
  await setUp(world, {
    selection: { categories: ['docs' as const], connection_ids: [], tags: [] },
  });
  expect(await mirrorOnce(world, free)).toMatchObject({ status: 'partial', records_deleted: 0 });
  expect(await asked()).toBe('open_knowledge_sync');
  const sync = await getKnowledgeSync(world.owner, world);
  expect(sync.attention?.action).toBe('confirm_archiving');
  expect(sync.archiving_held).toEqual({ would_archive: 51, of: 51 });
  const confirm = (up_to: number) => confirmArchiving(world.owner, { id: world.id, up_to });
  expect(await confirm(50).catch(errorCode)).toBe('deletions_changed');
  await confirm(51);
  await work(world.id, undefined, free.connector, writeKnowledge);
  expect([(await names()).length, (await names(true)).length]).toEqual([0, 51]);
  expect((await getKnowledgeSync(world.owner, world)).attention).toBe(null);
  expect(await confirm(51).catch(errorCode)).toBe('nothing_to_archive');
});

describe('what was edited in Notion', () => {
  beforeEach(() => put(world, 'a', 'One.'));

  it('skip_and_report: stays, is reported, and is written over when a person says so', async () => {
    await setUp(world);
    await mirrorOnce(world);
    await editByHand('a');
    expect(await mirrorOnce(world)).toMatchObject({ status: 'partial', conflicts: 1 });
    expect(await states(world)).toEqual({ a: 'conflict' });
    await put(world, 'a', 'Changed here too.');
    await mirrorOnce(world);
    expect(await written(world.app, await pageOf(world, 'a'))).toBe('One.\n\nBy hand.\n');
    const [run] = (await listKnowledgeRuns(world.owner, { id: world.id, limit: 1 })).runs;
    expect(run).toMatchObject({ conflicts: 1, updated: 0 });
    const { pages } = await listMirroredPages(world.owner, { id: world.id, limit: 10 });
    await answerMirroredPage(world.owner, {
      id: world.id,
      document_id: pages[0]!.document_id,
      answer: 'write',
    });
    await drain();
    expect(await written(world.app, await pageOf(world, 'a'))).toBe('Changed here too.\n');
  });

  it('keep_remote_edits: stays, and is passed by', async () => {
    await setUp(world, { conflicts: 'keep_remote_edits' });
    await mirrorOnce(world);
    await editByHand('a');
    expect(await mirrorOnce(world)).toMatchObject({ status: 'completed', skipped: 1 });
    expect(await states(world)).toEqual({ a: 'kept' });
  });

  it('overwrite: is written over', async () => {
    await setUp(world, { conflicts: 'overwrite' });
    await mirrorOnce(world);
    await editByHand('a');
    expect(await mirrorOnce(world)).toMatchObject({ status: 'completed', records_updated: 1 });
    expect(await written(world.app, await pageOf(world, 'a'))).toBe('One.\n');
  });
});

describe('what was deleted by hand', () => {
  beforeEach(async () => {
    await put(world, 'a', 'One.');
    await put(world, 'b', 'Two.');
    await setUp(world);
    await mirrorOnce(world);
  });
  const answer = async (external_id: string, said: 'write' | 'leave') => {
    const { pages } = await listMirroredPages(world.owner, { id: world.id, limit: 10 });
    const { document_id } = pages.find((page) => page.external_id === external_id)!;
    await answerMirroredPage(world.owner, { id: world.id, document_id, answer: said });
    await drain();
  };

  it('a page: is asked about, and comes back or stays away as a person says', async () => {
    await trashByHand('a');
    await trashByHand('b');
    await put(world, 'a', 'Changed meanwhile.');
    expect(await mirrorOnce(world)).toMatchObject({ status: 'partial', records_created: 0 });
    expect(await names()).toEqual([]);
    expect((await getKnowledgeSync(world.owner, world)).attention?.action).toBe('review_gone');
    await answer('a', 'write');
    await answer('b', 'leave');
    expect(await mirrorOnce(world)).toMatchObject({ status: 'completed' });
    expect([await names(), await names(true)]).toEqual([['a'], ['b']]);
    expect(await written(world.app, await pageOf(world, 'a'))).toBe('Changed meanwhile.\n');
  });

  it('the database: nothing is made until a person says so', async () => {
    const { rows: found } = await db.query<{ database_id: string }>(sql`
      SELECT database_id
      FROM knowledge_mirrors
      WHERE connection_id = ${world.id}`);
    const { database_id } = found[0]!;
    await world.person.call('PATCH', `databases/${database_id}`, { in_trash: true });
    await put(world, 'c', 'New.');
    for (let i = 0; i < 2; i++)
      expect(await mirrorOnce(world)).toMatchObject({
        status: 'failed',
        error_message: expect.stringContaining('deleted in Notion') as string,
      });
    expect((await getKnowledgeSync(world.owner, world)).attention?.action).toBe(
      'make_database_again',
    );
    expect(await asked()).toBe('open_knowledge_sync');
    await makeDatabaseAgain(world.owner, world);
    await drain();
    expect(await names()).toEqual(['a', 'b', 'c']);
  });
});

/** Does what was queued for the connection. */
const drain = (): Promise<void> => work(world.id, undefined, findConnector, writeKnowledge);
