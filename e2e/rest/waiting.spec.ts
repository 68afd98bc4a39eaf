import { api, expectProblem, settled } from '../fixtures/api';
import { connectPipedrive } from '../fixtures/steps';
import { expect, test } from '../fixtures/test';
import { control, makeKey, ownAccount, quarantine } from '../fixtures/world';

test('deletions held back are read, confirmed, and made', async ({ workspace, rest }) => {
  const account = await ownAccount({ large: true });
  const id = await connectPipedrive(rest, account.pipedrive);
  expectProblem(
    await rest.post(`/connections/${id}/deletions/confirm`, { stream: 'persons' }),
    409,
    'no_deletions_held',
  );
  expectProblem(
    await rest.post(`/connections/${id}/deletions/confirm`, {}),
    400,
    'invalid_request',
  );
  expectProblem(
    await rest.post(`/connections/${id}/deletions/confirm`, { stream: 'persons', all: true }),
    400,
    'invalid_request',
  );
  const gone = account.size - 40;
  await control('POST', 'mutate', {
    provider: 'pipedrive',
    account: `bulk-${account.size}`,
    stream: 'persons',
    delete: gone,
  });
  await rest.post(`/connections/${id}/sync`, { full_sync: true, streams: ['persons'] });
  expect((await settled(rest, id)).health).toBe('degraded');
  expect((await rest.get(`/connections/${id}`)).body).toMatchObject({
    health: 'degraded',
    health_detail: { action: 'confirm_deletions' },
    deletions_held: [{ stream: 'persons', would_delete: gone, of: account.size, confirmed: null }],
  });
  expectProblem(
    await rest.post(`/connections/${id}/deletions/confirm`, { stream: 'persons', up_to: 1 }),
    409,
    'deletions_changed',
  );
  expectProblem(
    await api(await makeKey(workspace, ['connections:read'])).post(
      `/connections/${id}/deletions/confirm`,
      { stream: 'persons' },
    ),
    403,
    'insufficient_scope',
  );
  const answer = await rest.post(`/connections/${id}/deletions/confirm`, {
    stream: 'persons',
    up_to: gone,
  });
  expect(answer.status, answer.text).toBe(202);
  expect(answer.body).toMatchObject({ confirmed: true, up_to: gone });
  expect(await settled(rest, id)).toMatchObject({
    health: 'healthy',
    last_run: { id: answer.body.sync_run_id },
  });
  expect((await rest.get(`/connections/${id}`)).body).toMatchObject({
    deletions_held: [],
    quarantined: 0,
    stalled_streams: [],
  });
  expect((await rest.get(`/connections/${id}/runs?limit=1`)).body.runs[0]).toMatchObject({
    records_deleted: gone,
  });
});

test('what was quarantined is listed page by page, tried again, and resolved', async ({
  workspace,
  rest,
}) => {
  const id = await connectPipedrive(rest, (await ownAccount()).pipedrive);
  await quarantine(
    workspace,
    id,
    [1, 2, 3].map((n) => ({
      external_id: `9${n}`,
      reason: 'it has no name',
      payload: { id: 90 + n, name: `Person ${n}` },
    })),
  );
  const first = await rest.get(`/connections/${id}/quarantine?stream=persons&limit=2`);
  expect(first.body).toMatchObject({
    total: 3,
    records: [
      { external_id: '93', label: 'People', reason: 'it has no name' },
      { external_id: '92' },
    ],
  });
  const second = await rest.get(
    `/connections/${id}/quarantine?stream=persons&limit=2&cursor=${first.body.next_cursor}`,
  );
  expect(second.body).toMatchObject({ next_cursor: null, records: [{ external_id: '91' }] });
  expectProblem(await rest.get(`/connections/${id}/quarantine?cursor=x`), 400, 'invalid_cursor');
  expectProblem(
    await rest.post(`/connections/${id}/quarantine/retry`, { ids: [] }),
    400,
    'invalid_request',
  );
  expectProblem(
    await rest.post(`/connections/${id}/quarantine/retry`, { ids: [id] }),
    404,
    'not_found',
  );
  const one = await rest.post(`/connections/${id}/quarantine/retry`, {
    ids: [second.body.records[0]!.id],
  });
  expect(one.body).toEqual({ retried: 1, resolved: 1, failed: 0, remaining: 2 });
  expect((await rest.post(`/connections/${id}/quarantine/retry`)).body).toEqual({
    retried: 2,
    resolved: 2,
    failed: 0,
    remaining: 0,
  });
  expect(
    (await rest.get(`/connections/${id}/records?stream=persons&q=Person%202`)).body.records,
  ).toMatchObject([{ id: '92' }]);
});

test('a damaged record is quarantined, the others are stored, and a later sync resolves it', async ({
  rest,
}) => {
  const account = await ownAccount();
  await control('POST', 'faults', {
    provider: 'pipedrive',
    account: `bulk-${account.size}`,
    path: '/api/v2/persons',
    kind: 'bad_record',
    record: '5',
    damage: 'nul',
  });
  const id = await connectPipedrive(rest, account.pipedrive);
  expect((await rest.get(`/connections/${id}`)).body).toMatchObject({
    health: 'degraded',
    health_detail: { action: 'review_quarantine' },
    quarantined: 1,
  });
  const { body } = await rest.get(`/connections/${id}/quarantine`);
  expect(body).toMatchObject({
    total: 1,
    records: [
      {
        external_id: '5',
        stream: 'persons',
        reason: 'it contains a NUL character, which the database cannot store',
        payload_truncated: false,
      },
    ],
  });
  expect((await rest.get(`/connections/${id}/runs?limit=1`)).body.runs[0]).toMatchObject({
    status: 'completed',
    records_failed: 1,
  });
  expect((await rest.post(`/connections/${id}/quarantine/retry`)).body).toEqual({
    retried: 1,
    resolved: 0,
    failed: 1,
    remaining: 1,
  });
  await control('DELETE', 'faults?provider=pipedrive');
  await rest.post(`/connections/${id}/sync`, { full_sync: true });
  expect(await settled(rest, id)).toMatchObject({ health: 'healthy' });
  expect((await rest.get(`/connections/${id}/quarantine`)).body).toMatchObject({
    total: 0,
    records: [],
  });
});
