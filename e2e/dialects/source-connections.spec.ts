import { randomUUID } from 'node:crypto';
import { settled } from '../fixtures/api';
import { expect, test } from '../fixtures/test';
import { control, makeWorkspace, ownAccount, sql } from '../fixtures/world';
import { call } from './call';
import { client, good, type Job } from './sources';

const FIELDS = [
  'auth',
  'config',
  'created_at',
  'description',
  'entities',
  'error_category',
  'error_message',
  'federated_search',
  'id',
  'modified_at',
  'name',
  'organization_id',
  'provider_settings_url',
  'provider_short_name',
  'readable_collection_id',
  'schedule',
  'short_name',
  'status',
  'sync',
  'sync_id',
];

test('direct: credentials, the whole answer, a first sync, jobs, update, delete', async ({
  workspace,
}) => {
  const { ask, create, collection, rest } = await client(workspace);
  const { pipedrive, size } = await ownAccount();
  const made = good(
    await create({
      short_name: 'pipedrive',
      description: 'What sales says',
      config: { note: 'all of it' },
      schedule: { cron: '0 6 * * 1-5', timezone: 'Europe/Berlin' },
      authentication: { credentials: { api_key: pipedrive } },
    }),
  );
  expect(Object.keys(made).sort()).toEqual(FIELDS);
  expect(made).toMatchObject({
    organization_id: workspace.id,
    name: 'Pipedrive Connection',
    short_name: 'pipedrive',
    readable_collection_id: collection,
    description: 'What sales says',
    config: { note: 'all of it' },
    schedule: { cron: '0 6 * * 1-5', timezone: 'Europe/Berlin' },
    auth: { method: 'direct', authenticated: true, auth_url: null },
    error_category: null,
    error_message: null,
    provider_settings_url: null,
    provider_short_name: null,
    federated_search: false,
  });
  expect(JSON.stringify(made)).not.toContain(pipedrive);
  const { id } = made;
  await settled(rest, id);
  const one = good(await ask('GET', `/source-connections/${id}`));
  expect(one.status).toBe('active');
  expect(one.sync).toMatchObject({
    total_runs: 1,
    successful_runs: 1,
    failed_runs: 0,
    last_job: { status: 'completed', entities_failed: 0, error: null },
  });
  expect(one.entities.by_type.people).toMatchObject({ count: size });
  expect(one.entities.total_entities).toBeGreaterThanOrEqual(size);

  const listed = await ask<Record<string, unknown>[]>(
    'GET',
    `/source-connections?collection=${collection}&limit=10`,
  );
  expect(listed.body).toMatchObject([
    { id, is_authenticated: true, auth_method: 'direct', status: 'active' },
  ]);
  expect((await ask<unknown[]>('GET', '/source-connections?skip=1')).body).toEqual([]);

  const run = await ask<Job>('POST', `/source-connections/${id}/run?force_full_sync=true`);
  expect(run.status, run.text).toBe(200);
  expect(run.body).toMatchObject({
    source_connection_id: id,
    status: expect.stringMatching(/^(pending|running)$/),
  });
  await settled(rest, id);
  const jobs = await ask<Job[]>('GET', `/source-connections/${id}/jobs?limit=5`);
  expect(jobs.body.map((job) => job.id)).toContain(run.body.id);
  expect(jobs.body).toHaveLength(2);

  const updated = good(
    await ask('PATCH', `/source-connections/${id}`, { name: 'Sales', schedule: null }),
  );
  expect(updated).toMatchObject({ name: 'Sales', schedule: null, description: 'What sales says' });
  const noted = good(await ask('PATCH', `/source-connections/${id}`, { config: { note: 'half' } }));
  expect(noted).toMatchObject({ name: 'Sales', config: { note: 'half' } });
  const rotated = await ask('PATCH', `/source-connections/${id}`, {
    authentication: { credentials: { api_key: pipedrive } },
  });
  expect(rotated.status, rotated.text).toBe(200);

  const deleted = good(await ask('DELETE', `/source-connections/${id}`));
  expect(deleted).toMatchObject({ id, name: 'Sales' });
  for (const method of ['GET', 'DELETE'])
    expect((await ask(method, `/source-connections/${id}`)).status).toBe(404);
  expect((await ask<unknown[]>('GET', '/source-connections')).body).toEqual([]);
});

test('a job can be cancelled; a second one waits for the first', async ({ workspace }) => {
  const { ask, create, rest } = await client(workspace);
  const account = await ownAccount();
  const { id } = good(
    await create({
      short_name: 'pipedrive',
      sync_immediately: false,
      authentication: { credentials: { api_key: account.pipedrive } },
    }),
  );
  expect(good(await ask('GET', `/source-connections/${id}`)).sync.total_runs).toBe(0);
  await control('POST', 'faults', {
    provider: 'pipedrive',
    account: `bulk-${account.size}`,
    kind: 'slow',
    delay_ms: 1_500,
    for_ms: 30_000,
  });
  const run = await ask<Job>('POST', `/source-connections/${id}/run`);
  expect((await ask('POST', `/source-connections/${id}/run`)).status).toBe(409);
  const cancel = () => ask<Job>('POST', `/source-connections/${id}/jobs/${run.body.id}/cancel`);
  const cancelled = await cancel();
  expect(cancelled.status, cancelled.text).toBe(200);
  expect(cancelled.body.status).toMatch(/^cancel/);
  await settled(rest, id);
  expect((await ask<Job[]>('GET', `/source-connections/${id}/jobs`)).body[0]).toMatchObject({
    id: run.body.id,
    status: 'cancelled',
  });
  expect((await cancel()).status).toBe(409);
});

test('collections are named groups', async ({ workspace }) => {
  const { ask, create, collection } = await client(workspace);
  const list = () => ask<{ readable_id: string }[]>('GET', '/collections');
  expect((await list()).body).toMatchObject([{ readable_id: collection, name: 'My sources' }]);
  expect((await ask('GET', `/collections/${collection}`)).status).toBe(200);
  const other = await create({ short_name: 'hubspot', readable_collection_id: 'nothing' });
  expect(other.status).toBe(404);
  good(await create({ short_name: 'pipedrive' }));
  expect((await ask('DELETE', `/collections/${collection}`)).status).toBe(409);
  await ask('POST', '/collections', { name: 'Another one', readable_id: 'another' });
  expect((await ask('DELETE', '/collections/another')).status).toBe(200);
  expect((await ask('GET', '/collections/another')).status).toBe(404);
});

test('what is not valid is a 422 that names the field', async ({ workspace }) => {
  const { ask, create } = await client(workspace);
  const cases: [object, string][] = [
    [{ short_name: 'hubspot', name: 'abc' }, 'name'],
    [{ short_name: 'hubspot', name: 'a'.repeat(43) }, 'name'],
    [{ short_name: 'hubspot', description: 'a'.repeat(256) }, 'description'],
    [{ short_name: 'hubspot', schedule: { cron: '* * * * * *' } }, 'schedule.cron'],
    [{ short_name: 'hubspot', schedule: { cron: 'often' } }, 'schedule.cron'],
    [{ short_name: 'hubspot', surprise: 1 }, 'surprise'],
    [{}, 'short_name'],
  ];
  for (const [body, path] of cases) {
    const answer = await create(body);
    expect.soft(answer.status, answer.text).toBe(422);
    expect.soft(answer.body).toMatchObject({ errors: [{ path }] });
  }
  const { body } = await ask('POST', '/source-connections', { short_name: 'hubspot' });
  expect(body.errors).toMatchObject([{ path: 'readable_collection_id' }]);
  expect((await create({ short_name: 'nope' })).status).toBe(404);
  expect((await call(null, 'GET', '/source-connections')).status).toBe(401);
  expect((await ask('PUT', '/source-connections', {})).status).toBe(405);
  const foreign = await client(await makeWorkspace('Globex'));
  const { id } = good(await foreign.create({ short_name: 'hubspot' }));
  for (const path of [id, randomUUID(), 'not-an-id'])
    expect((await ask('GET', `/source-connections/${path}`)).status).toBe(404);
  expect(await sql('SELECT 1 FROM connections WHERE id = $1', [id])).toHaveLength(1);
});
