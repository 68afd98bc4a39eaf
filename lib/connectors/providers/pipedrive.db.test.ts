import { beforeEach, describe, expect, it } from 'vitest';
import { getConnection, listRuns, startSync } from '@/lib/connections/service';
import type { UserPrincipal } from '@/lib/contract/principal';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { COMPANIES } from '@/lib/sandbox/data/pipedrive';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import { connectPipedrive, useSandbox, work } from '@/lib/sync/testing';

useTestDatabase();
const sandbox = useSandbox();
let principal: UserPrincipal;
let id: string;
const control = () => sandbox.current.sandbox.control;
const ACCOUNT = 'globex';
const KEY = COMPANIES.find((company) => company.name === ACCOUNT)!.key;
const of = (stream: string) => ({ provider: 'pipedrive', account: ACCOUNT, stream });

beforeEach(async () => {
  control().reset();
  control().limits({ off: true });
  principal = await makePrincipal(await makeWorkspace());
  id = (await connectPipedrive(principal, KEY)).id;
});

const sync = async (streams: string[], full_sync = false) => {
  if (!(await getConnection(principal, { id })).is_syncing)
    await startSync(principal, { id, full_sync, streams });
  await work(id);
  return (await listRuns(principal, { id, limit: 1 })).runs[0]!;
};
const deals = async () =>
  (
    await db.query<{ id: string; archived: boolean }>(sql`
      SELECT external_id AS id, COALESCE((data->>'is_archived')::boolean, false) AS archived
      FROM records
      WHERE connection_id = ${id} AND stream = 'deals' AND deleted_at IS NULL
      ORDER BY external_id`)
  ).rows;
const all = (): string[] => {
  const { live, archived } = control().records(of('deals'));
  return [...live, ...archived].map((r) => r.id).sort();
};

describe('archived deals', () => {
  it('are read from the beginning, and when one is archived later', async () => {
    const [first, second] = control()
      .records(of('deals'))
      .live.map((r) => r.id);
    control().mutate({ ...of('deals'), archive: [first!] });
    await sync(['deals']);
    expect((await deals()).map((d) => d.id)).toEqual(all());
    expect((await deals()).find((d) => d.id === first)).toMatchObject({ archived: true });
    control().mutate({ ...of('deals'), archive: [second!] });
    await sync(['deals']);
    expect((await deals()).find((d) => d.id === second)).toMatchObject({ archived: true });
    control().mutate({ ...of('deals'), unarchive: [second!] });
    await sync(['deals']);
    expect((await deals()).find((d) => d.id === second)).toMatchObject({ archived: false });
  });

  it('archived without a new change time are found by the next full pass', async () => {
    await sync(['deals']);
    const [one] = control()
      .records(of('deals'))
      .live.map((r) => r.id);
    control().mutate({ ...of('deals'), archive: [one!], silent: true });
    await sync(['deals'], true);
    expect((await deals()).find((d) => d.id === one)).toMatchObject({ archived: true });
    expect((await deals()).map((d) => d.id)).toEqual(all());
  });
});

it('after a pause of 40 days a deal whose deletion Pipedrive has forgotten is gone all the same', async () => {
  await sync(['deals']);
  const [gone] = control()
    .records(of('deals'))
    .live.map((r) => r.id);
  control().mutate({ ...of('deals'), ids: [gone!], delete: 1 });
  control().clock({ provider: 'pipedrive', offset_ms: 40 * 24 * 3_600_000 });
  await db.query(sql`
    UPDATE stream_checkpoints SET bookmark = bookmark
      || jsonb_build_object('since', now() - interval '41 days', 'full_at', now() - interval '1 day')
    WHERE connection_id = ${id} AND stream = 'deals'`);
  await sync(['deals']);
  expect((await deals()).map((d) => d.id)).not.toContain(gone);
});

it.each([
  '{"success":false,"error":"internal","data":null}',
  '{}',
  '[]',
  'null',
  '"ok"',
  '{"success":true}',
])('an answer of %s does not cost a change', async (body) => {
  await sync(['deals']);
  const { updated } = control().mutate({ ...of('deals'), update: 3 });
  control().fault({ provider: 'pipedrive', path: '/api/v2/deals', kind: 'raw', body, times: 9 });
  expect(await sync(['deals'])).toMatchObject({ status: 'failed' });
  expect((await getConnection(principal, { id })).health).toBe('error');
  control().clearFaults();
  expect(await sync(['deals'])).toMatchObject({ records_updated: updated.length });
});

it('an account that answers an empty list keeps them until a person says so', async () => {
  await sync(['persons']);
  const body = '{"success":true,"data":[],"additional_data":{"next_cursor":null}}';
  control().fault({ provider: 'pipedrive', path: '/api/v2/persons', kind: 'raw', body });
  expect(await sync(['persons'], true)).toMatchObject({ records_deleted: 0 });
  expect((await getConnection(principal, { id })).health_detail).toMatchObject({
    action: 'confirm_deletions',
  });
});

it('products are asked for what changed since', async () => {
  await sync(['products']);
  control().clearRequests();
  const { updated } = control().mutate({ ...of('products'), update: 2 });
  expect(await sync(['products'])).toMatchObject({ records_updated: updated.length });
});
