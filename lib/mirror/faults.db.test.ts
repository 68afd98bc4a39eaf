import { beforeEach, describe, expect, it } from 'vitest';
import { pauseConnection, resumeConnection, startSync } from '@/lib/connections/service';
import { answerMirroredPage, listMirroredPages } from '@/lib/mirror/service';
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
import { db } from '@/lib/platform/db';
import { useTestDatabase } from '@/lib/platform/testing';
import { sql } from '@/lib/platform/sql';
import { runSync } from '@/lib/sync/service';
import { useSandbox } from '@/lib/sync/testing';

useTestDatabase();
const sandbox = useSandbox();
let world: MirrorWorld;
beforeEach(async () => {
  world = await mirrorWorld(sandbox);
  await setUp(world);
});
const many = async (count: number, from = 0) => {
  for (let i = from; i < from + count; i++) await put(world, `kb:${i}`, `Document ${i}.`);
};
const names = async () => (await rows(world.app, await sourceOf(world))).map((r) => r.external_id);
const fault = (more: object) =>
  world.sandbox.control.fault({ provider: 'notion', kind: 'lost', times: 1, ...more });
const requestsOf = async (work: () => Promise<unknown>): Promise<number> => {
  world.sandbox.control.clearRequests();
  await work();
  return world.sandbox.control.requests('notion').total;
};

/** How long a statement has waited for a lock, by the database's clock. */
async function stoodFor_ms(): Promise<number> {
  const { rows } = await db.query<{ ms: number }>(sql`
    SELECT COALESCE(max(extract(epoch FROM clock_timestamp() - xact_start) * 1000), 0)::float8 AS ms
    FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`);
  return rows[0]!.ms;
}

describe('an answer that never came', () => {
  it('of a create: is looked up, and no second page is made', async () => {
    await many(3);
    fault({ method: 'POST', path: '/v1/pages', times: 2 });
    expect(await mirrorOnce(world)).toMatchObject({ status: 'completed', records_created: 3 });
    expect((await names()).sort()).toEqual(['kb:0', 'kb:1', 'kb:2']);
  });

  it('of a create that never arrived: the page is made', async () => {
    await many(2);
    fault({ kind: 'reset', method: 'POST', path: '/v1/pages', times: 1 });
    expect(await mirrorOnce(world)).toMatchObject({ status: 'completed', records_created: 2 });
    expect((await names()).sort()).toEqual(['kb:0', 'kb:1']);
  });

  it('of a create that was written down and then stood still: it does not leave any more', async () => {
    await many(1);
    const client = await db.connect();
    await client.query('BEGIN');
    await client.query('LOCK TABLE mirrored_pages IN EXCLUSIVE MODE');
    const run = mirrorOnce(world);
    await expect.poll(stoodFor_ms, { timeout: 20_000 }).toBeGreaterThan(2_500);
    await client.query('COMMIT');
    client.release();
    expect(await run).toMatchObject({ status: 'completed', records_created: 1 });
    const { paths } = world.sandbox.control.requests('notion');
    expect(paths['POST api.notion.com/v1/pages']).toBe(1);
    expect(await names()).toEqual(['kb:0']);
  });

  it('of the database: the one that was made is taken up', async () => {
    await many(1);
    fault({ method: 'POST', path: '/v1/databases' });
    expect(await mirrorOnce(world)).toMatchObject({ status: 'failed' });
    await db.query(sql`UPDATE connections SET rate_limited_until = NULL WHERE id = ${world.id}`);
    expect(await mirrorOnce(world)).toMatchObject({ status: 'completed', records_created: 1 });
    const paths = world.sandbox.control.requests('notion').paths;
    expect(paths['POST api.notion.com/v1/databases']).toBe(1);
  });

  it('among what is nested deep: it is written from the beginning', async () => {
    const deep = (last: string) =>
      ['one', 'two', 'three', 'four', 'five', last].map((w, i) => `${'  '.repeat(i)}- ${w}`);
    await put(world, 'deep', deep('six').join('\n'));
    fault({ method: 'PATCH', path: '/v1/blocks/*/children' });
    expect(await mirrorOnce(world)).toMatchObject({ status: 'completed' });
    expect(await written(world.app, await pageOf(world, 'deep'))).toBe(
      `${deep('six').join('\n')}\n`,
    );
    await put(world, 'deep', deep('seven').join('\n'));
    expect(await mirrorOnce(world)).toMatchObject({ status: 'completed', records_updated: 1 });
    expect(await written(world.app, await pageOf(world, 'deep'))).toBe(
      `${deep('seven').join('\n')}\n`,
    );
  });

  it('in the middle of a long page: it is written from the beginning', async () => {
    const long = Array.from({ length: 250 }, (_, i) => `Paragraph ${i}.`).join('\n\n');
    await put(world, 'long', long);
    fault({ method: 'PATCH', path: '/v1/blocks/*/children' });
    expect(await mirrorOnce(world)).toMatchObject({ status: 'completed' });
    expect(await written(world.app, await pageOf(world, 'long'))).toBe(`${long}\n`);
    await put(
      world,
      'long',
      long.replace('Paragraph 7.', 'Seven.').replace('Paragraph 201.\n\n', ''),
    );
    fault({ method: 'DELETE', path: '/v1/blocks/' });
    await mirrorOnce(world);
    await mirrorOnce(world);
    expect(await written(world.app, await pageOf(world, 'long'))).toBe(
      `${long.replace('Paragraph 7.', 'Seven.').replace('Paragraph 201.\n\n', '')}\n`,
    );
  });
});

describe('trouble of the provider', () => {
  it('429, 409 and 5xx are waited out', async () => {
    await many(6);
    fault({ kind: '429', retry_after: 1, path: '/v1/pages' });
    fault({ kind: 'raw', status: 409, body: '{"message":"conflict"}', path: '/v1/pages', skip: 1 });
    fault({ kind: '502', path: '/v1/pages', skip: 2 });
    expect(await mirrorOnce(world)).toMatchObject({ status: 'completed', records_created: 6 });
    expect((await names()).sort()).toEqual(Array.from({ length: 6 }, (_, i) => `kb:${i}`));
  });

  it('a document Notion does not take is reported, passed over, and tried when asked', async () => {
    await many(3);
    const refused = { kind: 'raw', status: 400, body: '{"message":"validation_error"}' };
    fault({ ...refused, method: 'POST', path: '/v1/pages', says: 'kb:1', times: 100 });
    expect(await mirrorOnce(world)).toMatchObject({
      status: 'partial',
      records_created: 2,
      records_failed: 1,
    });
    expect(await states(world)).toMatchObject({ 'kb:1': 'failed', 'kb:2': 'written' });
    expect(await mirrorOnce(world)).toMatchObject({ records_failed: 0 });
    world.sandbox.control.clearFaults();
    const { pages } = await listMirroredPages(world.owner, {
      id: world.id,
      state: 'failed',
      limit: 9,
    });
    expect(pages).toMatchObject([
      { external_id: 'kb:1', error: expect.stringContaining('valid') as string },
    ]);
    const { sync_run_id } = await answerMirroredPage(world.owner, {
      id: world.id,
      document_id: pages[0]!.document_id,
      answer: 'write',
    });
    await runSync(payload(sync_run_id!), new AbortController().signal, deps());
    expect((await names()).sort()).toEqual(['kb:0', 'kb:1', 'kb:2']);
  });

  it('a revoked grant needs a person', async () => {
    await many(1);
    world.sandbox.control.revoke({ provider: 'notion', account: 'globex' });
    expect(await mirrorOnce(world)).toMatchObject({ status: 'failed' });
    const { rows: found } = await db.query<{ needs: boolean }>(sql`
      SELECT needs_reauth_at IS NOT NULL AS needs
      FROM connections
      WHERE id = ${world.id}`);
    expect(found[0]!.needs).toBe(true);
  });
});

const payload = (run_id: string) => ({
  workspace_id: world.owner.workspace.id,
  connection_id: world.id,
  run_id,
});

it('two workers at one run make one page of each document', async () => {
  await many(40);
  const { sync_run_id } = await startSync(world.owner, {
    id: world.id,
    full_sync: false,
    streams: [],
  });
  const signal = new AbortController().signal;
  fault({ kind: 'slow', delay_ms: 20, times: 200 });
  await Promise.all([
    runSync(payload(sync_run_id), signal, deps()),
    runSync(payload(sync_run_id), signal, deps()),
  ]);
  expect((await names()).sort()).toEqual(Array.from({ length: 40 }, (_, i) => `kb:${i}`).sort());
});

it('a second page of a document, however it came about, goes into the trash', async () => {
  await many(2);
  await mirrorOnce(world);
  const source = await sourceOf(world);
  await world.app.call('POST', 'pages', {
    parent: { type: 'data_source_id', data_source_id: source },
    properties: {
      Name: { title: [{ type: 'text', text: { content: 'A twin' } }] },
      'External ID': { rich_text: [{ type: 'text', text: { content: 'kb:1' } }] },
    },
  });
  await mirrorOnce(world);
  expect((await names()).sort()).toEqual(['kb:0', 'kb:1']);
  expect((await rows(world.app, source, true)).map((r) => r.title)).toEqual(['A twin']);
});

it('a database that is there already is taken over, with its pages', async () => {
  await many(3);
  await mirrorOnce(world);
  await db.query(sql`DELETE FROM mirrored_pages WHERE connection_id = ${world.id}`);
  await db.query(sql`
    UPDATE knowledge_mirrors SET database_id = NULL, data_source_id = NULL, looked_at = NULL
    WHERE connection_id = ${world.id}`);
  expect(await mirrorOnce(world)).toMatchObject({ status: 'completed', records_created: 0 });
  expect((await names()).sort()).toEqual(['kb:0', 'kb:1', 'kb:2']);
});

it('columns that were renamed are used, and those that were deleted are made again', async () => {
  await many(1);
  await mirrorOnce(world);
  const source = await sourceOf(world);
  await world.person.call('PATCH', `data_sources/${source}`, {
    properties: { 'External ID': { name: 'Key' }, Tags: null },
  });
  await many(1, 1);
  expect(await mirrorOnce(world)).toMatchObject({ status: 'completed', records_created: 1 });
});

it('asks little when nothing changed: a request for a hundred documents', async () => {
  const DOCUMENTS = 400;
  await many(DOCUMENTS);
  // As fast as the real budget lets it: about 170 pages a minute by Notion's clock.
  let offset_ms = 0;
  const pace = setInterval(() => {
    const made = world.sandbox.control.requests('notion').total;
    offset_ms = Math.max(offset_ms, Math.floor(made / 3) * 1_000);
    world.sandbox.control.clock({ provider: 'notion', offset_ms });
  }, 5);
  const fast = deps({
    limits: [{ name: 'fast', scope: 'connection', requests: 1_000, per_ms: 1_000 }],
  });
  try {
    expect(await mirrorOnce(world, fast)).toMatchObject({ records_created: DOCUMENTS });
  } finally {
    clearInterval(pace);
  }
  expect(await requestsOf(() => mirrorOnce(world, fast))).toBeLessThanOrEqual(DOCUMENTS / 100);
});

it('while it is paused nothing is written, and what changed meanwhile is written after', async () => {
  await many(1);
  await mirrorOnce(world);
  await pauseConnection(world.owner, { id: world.id });
  await many(1, 1);
  await expect(mirrorOnce(world)).rejects.toThrow('no run');
  await resumeConnection(world.owner, { id: world.id });
  await db.query(sql`SELECT 1`);
  const { rows: live } = await db.query<{ id: string }>(sql`
    SELECT id
    FROM sync_runs
    WHERE connection_id = ${world.id} AND status IN ('pending', 'running')`);
  if (live[0]) await runSync(payload(live[0].id), new AbortController().signal, deps());
  else await mirrorOnce(world);
  expect((await names()).sort()).toEqual(['kb:0', 'kb:1']);
});
