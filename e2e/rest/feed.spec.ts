import type { SyncedRecord } from '@/lib/contract/runs';
import { expectProblem, type Api } from '../fixtures/api';
import { connectPipedrive } from '../fixtures/steps';
import { expect, test } from '../fixtures/test';
import { appUrl, makeKey, ownAccount, sql } from '../fixtures/world';

const LINES = { Accept: 'application/x-ndjson' };
const linesOf = (text: string) =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as SyncedRecord);

/** Every record by pages. */
async function byPages(rest: Api, id: string, query = ''): Promise<SyncedRecord[]> {
  const all: SyncedRecord[] = [];
  for (let cursor = ''; ;) {
    const { body } = await rest.get(`/connections/${id}/records?limit=500${query}${cursor}`);
    all.push(...body.records);
    if (!body.has_more) return all;
    cursor = `&cursor=${body.next_cursor}`;
  }
}

test('all records in one answer, a line each, are those of the pages', async ({ rest }) => {
  const id = await connectPipedrive(rest, (await ownAccount({ large: true })).pipedrive);
  const at = `/connections/${id}/records`;
  const paged = await byPages(rest, id);
  const { body } = await rest.get(`/connections/${id}`);
  expect(paged).toHaveLength((body as unknown as { records_total: number }).records_total);
  expect(paged.length).toBeGreaterThan(1_000);
  // In the order of the number, over a change of its length: 999 comes before 1000.
  const seqs = paged.map((r) => BigInt(r.seq));
  expect(seqs.every((seq, i) => i === 0 || seq > seqs[i - 1]!)).toBe(true);
  const answer = await rest.get(at, undefined, LINES);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toMatch(/^application\/x-ndjson/);
  expect(answer.headers.get('vary')).toContain('Accept');
  const lines = linesOf(answer.text);
  expect(lines).toEqual(paged);
  expect(answer.text.endsWith('\n')).toBe(true);

  // Going on from the last line that was read.
  const half = lines[499]!;
  const rest_of = linesOf((await rest.get(`${at}?cursor=${half.seq}`, undefined, LINES)).text);
  expect(rest_of).toEqual(lines.slice(500));
  const some = linesOf((await rest.get(`${at}?limit=3&stream=persons`, undefined, LINES)).text);
  expect(some).toEqual(lines.filter((r) => r.stream === 'persons').slice(0, 3));
  expect((await rest.get(`${at}?cursor=${lines.at(-1)!.seq}`, undefined, LINES)).text).toBe('');
  expectProblem(await rest.get(`${at}?limit=x`, undefined, LINES), 400, 'invalid_request');
  expectProblem(await rest.get(`${at}?cursor=no`, undefined, LINES), 400, 'invalid_cursor');
  expect(
    (await rest.get(at, undefined, { Accept: 'application/json' })).body.records,
  ).toBeDefined();
});

test('deleted records are tombstones in both forms, after what changed before', async ({
  rest,
  workspace,
}) => {
  const id = await connectPipedrive(rest, (await ownAccount()).pipedrive);
  const before = await byPages(rest, id);
  await sql(
    `UPDATE records SET deleted_at = now(), updated_at = now(), seq = nextval('record_seq')
      WHERE workspace_id = $1 AND connection_id = $2 AND external_id = $3 AND stream = $4`,
    [workspace.id, id, before[0]!.id, before[0]!.stream],
  );
  const after = linesOf(
    (await rest.get(`/connections/${id}/records?cursor=${before.at(-1)!.seq}`, undefined, LINES))
      .text,
  );
  expect(after).toMatchObject([
    { id: before[0]!.id, deleted: true, deleted_at: expect.any(String) },
  ]);
});

test('an answer in lines ends with the key that asked', async ({ rest, workspace }) => {
  const id = await connectPipedrive(rest, (await ownAccount({ large: true })).pipedrive);
  // Enough that most of it is not on its way yet when the key goes.
  await sql(
    `INSERT INTO records (workspace_id, connection_id, stream, external_id, entity, data, hash)
     SELECT $1, $2, 'persons', 'more-' || n, 'people', jsonb_build_object('text', repeat('x', 2000)), 'x'
       FROM generate_series(1, 20000) n`,
    [workspace.id, id],
  );
  const made = await rest.post('/api-keys', { name: 'feed', scopes: ['connections:read'] });
  const response = await fetch(`${appUrl()}/api/platform/v1/connections/${id}/records`, {
    headers: { 'X-API-Key': made.body.key, ...LINES },
  });
  const reader = response.body!.getReader();
  await reader.read();
  await rest.delete(`/api-keys/${made.body.api_key.id}`);
  const used = { headers: { 'X-API-Key': made.body.key } };
  await expect
    .poll(async () => (await fetch(`${appUrl()}/api/platform/v1/connections`, used)).status)
    .toBe(401);
  const drained = (async () => {
    while (!(await reader.read()).done);
  })();
  await expect(drained).rejects.toThrow();
});

test('says up to when it is complete, by the provider’s clock', async ({ rest, workspace }) => {
  const account = await ownAccount();
  const before = Date.now();
  const id = await connectPipedrive(rest, account.pipedrive);
  const { body } = await rest.get(`/connections/${id}`);
  const { body: status } = await rest.get(`/connections/${id}/status`);
  const { body: entities } = await rest.get(`/connections/${id}/entities`);
  const { current_to } = body as unknown as { current_to: string };
  expect(status).toMatchObject({ current_to });
  // The clock of an HTTP answer tells whole seconds.
  expect(Date.parse(current_to)).toBeGreaterThanOrEqual(Math.floor(before / 1000) * 1000);
  const { last_synced_at } = body as unknown as { last_synced_at: string };
  expect(Date.parse(current_to)).toBeLessThanOrEqual(Date.parse(last_synced_at));
  const streams = (entities as unknown as { streams: { current_to: string }[] }).streams;
  expect(streams.map((s) => s.current_to).sort((a, b) => a.localeCompare(b))[0]).toBe(current_to);
  const client = await makeKey(workspace, ['connections:read']);
  const list = await rest.get('/connections', undefined, { 'X-API-Key': client });
  expect(list.body.connections[0]).toMatchObject({ current_to });
});
