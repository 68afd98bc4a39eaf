import { api, expectProblem, request, settled } from '../fixtures/api';
import { connectPipedrive } from '../fixtures/steps';
import { expect, test } from '../fixtures/test';
import { appUrl, control, makeKey, ownAccount, sandboxUrl } from '../fixtures/world';

const slow = (account: string, provider = 'pipedrive', delay_ms = 1_500) =>
  control('POST', 'faults', { provider, account, kind: 'slow', delay_ms, for_ms: 30_000 });

test('one sync at a time; a running one can be cancelled', async ({ rest }) => {
  const account = await ownAccount();
  const id = await connectPipedrive(rest, account.pipedrive);
  await slow(`bulk-${account.size}`);
  const first = await rest.post(`/connections/${id}/sync`, {});
  expect(first).toMatchObject({
    status: 202,
    body: { queued: true, sync_run_id: expect.any(String) },
  });
  const second = await rest.post(`/connections/${id}/sync`, {});
  expectProblem(second, 409, 'sync_in_progress');
  expect(second.body.sync_run_id).toBe(first.body.sync_run_id);
  const runs = (await rest.get(`/connections/${id}/runs`)).body.runs;
  expect(runs.find((r) => r.id === second.body.skipped_run_id)).toMatchObject({
    status: 'skipped_locked',
  });

  await expect
    .poll(async () => (await rest.get(`/connections/${id}/status`)).body.status)
    .toBe('syncing');
  expect(await rest.post(`/connections/${id}/runs/${first.body.sync_run_id}/cancel`)).toMatchObject(
    { status: 202 },
  );
  const status = await settled(rest, id);
  expect(status).toMatchObject({ last_run: { id: first.body.sync_run_id, status: 'cancelled' } });
  expectProblem(
    await rest.post(`/connections/${id}/runs/${first.body.sync_run_id}/cancel`),
    409,
    'run_not_live',
  );
  expectProblem(
    await rest.post(`/connections/${id}/sync`, { streams: ['nope'] }),
    400,
    'unknown_stream',
  );
});

test('pause stops, resume goes on', async ({ rest }) => {
  const id = await connectPipedrive(rest, (await ownAccount()).pipedrive);
  expect((await rest.post(`/connections/${id}/pause`)).body.connection).toMatchObject({
    status: 'paused',
  });
  expectProblem(await rest.post(`/connections/${id}/sync`), 409, 'not_syncable');
  expectProblem(await rest.post(`/connections/${id}/pause`), 409, 'invalid_transition');
  expectProblem(
    await rest.post(`/connections/${id}/reconnect`, { api_key: 'x' }),
    409,
    'connection_healthy',
  );
  expect((await rest.post(`/connections/${id}/resume`)).body.connection).toMatchObject({
    status: 'connected',
  });
  expectProblem(await rest.post(`/connections/${id}/resume`), 409, 'invalid_transition');
});

test('the same account twice is one connection; a healthy one has nothing to repair', async ({
  rest,
}) => {
  const account = await ownAccount();
  const id = await connectPipedrive(rest, account.pipedrive);
  expect(
    (await rest.post('/connections', { connector_type: 'pipedrive', api_key: account.pipedrive }))
      .body,
  ).toMatchObject({ mode: 'already_connected', existing_id: id });
  expectProblem(
    await rest.post(`/connections/${id}/reconnect`, { api_key: account.pipedrive }),
    409,
    'connection_healthy',
  );

  // Both at once: one wins, the other is told which.
  const twin = (await ownAccount()).pipedrive;
  const both = await Promise.all(
    [1, 2, 3].map(() => rest.post('/connections', { connector_type: 'pipedrive', api_key: twin })),
  );
  expect(both.map((a) => a.body.mode).sort()).toEqual([
    'already_connected',
    'already_connected',
    'connected',
  ]);
  expect((await rest.get('/connections')).body.connections).toHaveLength(2);
});

test('polling costs nothing while nothing changes', async ({ workspace, rest }) => {
  const id = await connectPipedrive(rest, (await ownAccount()).pipedrive);
  const first = await rest.get(`/connections/${id}/status`);
  const etag = first.headers.get('etag')!;
  expect(etag).toMatch(/^"[^"]+"$/);
  const again = await rest.get(`/connections/${id}/status`, undefined, { 'If-None-Match': etag });
  expect(again).toMatchObject({ status: 304, text: '' });
  expect(again.headers.get('etag')).toBe(etag);
  expect(
    (
      await rest.get(`/connections/${id}/status`, undefined, {
        'If-None-Match': `"other", W/${etag}`,
      })
    ).status,
  ).toBe(304);
  expect(
    (await rest.get(`/connections/${id}/status`, undefined, { 'If-None-Match': '"other"' })).status,
  ).toBe(200);
  await rest.post(`/connections/${id}/sync`);
  await settled(rest, id);
  expect(
    (await rest.get(`/connections/${id}/status`, undefined, { 'If-None-Match': etag })).status,
  ).toBe(200);
  // The lean form says what a badge needs and nothing that identifies the account.
  expect(Object.keys(first.body).sort()).toEqual([
    'auto_paused_at',
    'current_to',
    'health',
    'health_detail',
    'id',
    'is_syncing',
    'last_error',
    'last_run',
    'last_synced_at',
    'progress',
    'status',
  ]);
  expect(first.text).not.toContain(workspace.id);
});

test('connections and records are read page by page', async ({ rest }) => {
  const account = await ownAccount();
  const ids = [
    await connectPipedrive(rest, account.pipedrive),
    await connectPipedrive(rest, (await ownAccount()).pipedrive),
    await connectPipedrive(rest, (await ownAccount()).pipedrive),
  ];
  const one = (await rest.get('/connections?limit=2')).body;
  expect(one.connections.map((c) => c.id)).toEqual([ids[2], ids[1]]);
  const two = (
    await rest.get(`/connections?limit=2&cursor=${encodeURIComponent(one.next_cursor!)}`)
  ).body;
  expect(two.connections.map((c) => c.id)).toEqual([ids[0]]);
  expect(two.next_cursor).toBeNull();
  expectProblem(await rest.get('/connections?limit=2&cursor=nonsense'), 400, 'invalid_cursor');

  const seen: string[] = [];
  let cursor: string | null = null;
  let pages = 0;
  do {
    const { body } = await rest.get(
      `/connections/${ids[0]!}/records?stream=persons&limit=10${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
    );
    seen.push(...body.records.map((r) => r.id));
    cursor = body.next_cursor;
    pages += 1;
    if (!body.has_more) break;
  } while (pages < 40);
  expect(new Set(seen).size).toBe(account.size);
  expect(seen).toHaveLength(account.size);
  // Following: nothing new behind the last cursor, and only what changed after it.
  expect(
    (
      await rest.get(
        `/connections/${ids[0]!}/records?stream=persons&cursor=${encodeURIComponent(cursor!)}`,
      )
    ).body,
  ).toMatchObject({ records: [], has_more: false, next_cursor: cursor });
  expectProblem(
    await rest.get(`/connections/${ids[0]!}/records?cursor=nonsense`),
    400,
    'invalid_cursor',
  );
  expectProblem(
    await rest.get(`/connections/${ids[0]!}/records?entity=nonsense`),
    400,
    'invalid_request',
  );
  const { entities } = (await rest.get(`/connections/${ids[0]!}/entities`)).body;
  expect(entities.find((e) => e.entity === 'people')).toMatchObject({ count: account.size });
});

test('return_to of another origin is ignored', async ({ rest }) => {
  for (const return_to of [
    'https://evil.example/',
    '//evil.example/',
    'javascript:alert(1)',
    '/\\evil.example',
    `${appUrl()}@evil.example/`,
  ]) {
    const { body } = await rest.post('/connections', { connector_type: 'hubspot', return_to });
    const asked = new URL(body.authorize_url);
    const callback = new URL(
      `${asked.searchParams.get('redirect_uri')!}?${new URLSearchParams({
        error: 'access_denied',
        state: asked.searchParams.get('state')!,
      })}`,
    );
    const answer = await request('GET', callback.pathname + callback.search);
    expect.soft(answer.status).toBe(303);
    expect
      .soft(answer.headers.get('location'), return_to)
      .toBe(`${appUrl()}/oauth-result?connection_error=access_denied`);
    expect.soft(answer.headers.get('referrer-policy')).toBe('no-referrer');
  }
  const { body } = await rest.post('/connections', {
    connector_type: 'hubspot',
    return_to: '/acme/connections?tab=1',
  });
  const state = new URL(body.authorize_url).searchParams.get('state')!;
  const answer = await request(
    'GET',
    `/api/oauth/callback/hubspot?error=access_denied&state=${encodeURIComponent(state)}`,
  );
  expect(answer.headers.get('location')).toBe(
    `${appUrl()}/acme/connections?tab=1&connection_error=access_denied`,
  );
});

test('OAuth over REST, end to end; a revoked grant is needs_reauth at once and reconnects in place', async ({
  rest,
}) => {
  const account = (await ownAccount()).hubspot;
  const authorize = async (authorize_url: string): Promise<string> => {
    const url = new URL(authorize_url);
    expect(url.origin).toBe(sandboxUrl());
    const form = new URLSearchParams(url.search);
    form.set('other_account', account);
    form.set('decision', 'allow');
    const consent = await fetch(`${url.origin}${url.pathname}`, {
      method: 'POST',
      body: form,
      redirect: 'manual',
    });
    const back = new URL(consent.headers.get('location')!);
    return (await request('GET', back.pathname + back.search)).headers.get('location')!;
  };
  const started = await rest.post('/connections', { connector_type: 'hubspot' });
  const { id } = started.body.connection;
  expect(await authorize(started.body.authorize_url)).toBe(
    `${appUrl()}/oauth-result?connected=hubspot`,
  );
  expect(await settled(rest, id)).toMatchObject({ status: 'connected', health: 'healthy' });
  // The same account a second time: nothing new, and the second attempt is gone with the answer.
  const twice = await rest.post('/connections', { connector_type: 'hubspot' });
  expect(await authorize(twice.body.authorize_url)).toBe(
    `${appUrl()}/oauth-result?connection_error=account_already_connected`,
  );
  expect((await rest.get('/connections')).body.connections.map((c) => c.id)).toEqual([id]);

  await control('POST', 'revoke', { provider: 'hubspot', account });
  await rest.post(`/connections/${id}/sync`);
  await expect
    .poll(async () => (await rest.get(`/connections/${id}/status`)).body.health)
    .toBe('needs_reauth');
  expect((await settled(rest, id)).last_run).toMatchObject({
    status: 'failed',
    error_reason: 'auth',
  });
  expectProblem(await rest.post(`/connections/${id}/sync`), 409, 'not_syncable');
  const again = await rest.post(`/connections/${id}/reconnect`);
  expect(again.body).toMatchObject({ mode: 'oauth_redirect', connection: { id } });
  await authorize(again.body.authorize_url);
  await expect
    .poll(async () => (await rest.get(`/connections/${id}/status`)).body.health)
    .toBe('healthy');
  expect((await rest.get(`/connections/${id}/runs`)).body.runs.map((r) => r.triggered_by)).toEqual([
    'reconnect',
    'api',
    'connect',
  ]);
});

test('a provider that is down fails the run as transient and asks nobody to reconnect', async ({
  rest,
}) => {
  const account = await ownAccount();
  const id = await connectPipedrive(rest, account.pipedrive);
  await control('POST', 'faults', {
    provider: 'pipedrive',
    account: `bulk-${account.size}`,
    kind: '503',
    for_ms: 60_000,
  });
  await rest.post(`/connections/${id}/sync`);
  const status = await settled(rest, id);
  expect(status).toMatchObject({ health: 'error', last_run: { error_reason: 'transient' } });
});

test('a key sees its own workspace, whatever header it sends', async ({ workspace }) => {
  const answer = await api(await makeKey(workspace, ['connections:read'])).get(
    '/session',
    undefined,
    { 'X-Inlet-Workspace': 'cafe-co' },
  );
  expect(answer.body).toMatchObject({ workspace: { slug: workspace.slug } });
});
