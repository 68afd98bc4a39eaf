import { randomUUID } from 'node:crypto';
import { expect, test } from '../fixtures/test';
import { appUrl, makeKey, makeWorkspace, ownAccount, sessionCookie } from '../fixtures/world';
import { allowAt, call } from './call';

interface Connector {
  slug: string;
  name: string;
  description: string;
  authType: string;
  configured: boolean;
  availability: string;
  availabilityReason?: string;
  tools: { name: string; description: string }[];
  credentialFields?: { key: string; label: string; required: boolean }[];
}
interface Connection {
  id: string;
  connectorSlug: string;
  label: string;
  status: string;
  deletedAt: string | null;
}
interface Started {
  connection: Connection;
  oauthUrl: string | null;
  credentialSubmitUrl: string | null;
}
interface Refusal {
  error: { code: string; message: string };
}

const start = (key: string, body: object) =>
  call<Started & Refusal>(key, 'POST', '/api/v1/connections', body);
const list = async (key: string) =>
  (await call<{ connections: Connection[] }>(key, 'GET', '/api/v1/connections')).body.connections;

test('the catalog lists every connector with the fields of this API', async ({ workspace }) => {
  const key = await makeKey(workspace);
  const { status, body } = await call<{ connectors: Connector[] }>(
    key,
    'GET',
    '/api/v1/connectors',
  );
  expect(status).toBe(200);
  expect(body.connectors.length).toBeGreaterThan(15);
  for (const one of body.connectors) {
    expect(one).toMatchObject({
      slug: expect.any(String),
      name: expect.any(String),
      description: expect.any(String),
      authType: expect.stringMatching(/^(oauth|api_key|none)$/),
      configured: expect.any(Boolean),
      availability: expect.any(String),
      tools: expect.any(Array),
    });
    expect.soft('availabilityReason' in one, one.slug).toBe(one.availability !== 'available');
    expect.soft('credentialFields' in one, one.slug).toBe(one.authType === 'api_key');
    for (const field of one.credentialFields ?? [])
      expect(field).toMatchObject({
        key: expect.any(String),
        label: expect.any(String),
        required: expect.any(Boolean),
      });
  }
  const github = body.connectors.find(({ slug }) => slug === 'github')!;
  expect(github.authType).toBe('oauth');
  expect(github.tools.length).toBeGreaterThan(0);
});

test('an API-key connection: pending, its credentials, there already, revoked', async ({
  workspace,
}) => {
  const key = await makeKey(workspace);
  const { pipedrive } = await ownAccount();
  const started = await start(key, { connectorSlug: 'pipedrive', label: 'Sales' });
  expect(started.status).toBe(201);
  const { id } = started.body.connection;
  expect(started.body).toMatchObject({
    connection: { connectorSlug: 'pipedrive', label: 'Sales', status: 'pending' },
    oauthUrl: null,
    credentialSubmitUrl: `${appUrl()}/api/v1/connections/${id}/credentials`,
  });

  const submit = (body: object) =>
    call<{ connection: Connection } & Refusal>(
      key,
      'POST',
      started.body.credentialSubmitUrl!,
      body,
    );
  expect(await submit({ api_key: 'f'.repeat(40) })).toMatchObject({
    status: 400,
    body: { error: { code: 'BAD_REQUEST', message: expect.any(String) } },
  });
  const submitted = await submit({ api_key: pipedrive });
  expect(submitted.status, submitted.text).toBe(200);
  expect(submitted.body.connection).toMatchObject({ id, status: 'connected' });

  const again = await start(key, { connectorSlug: 'pipedrive' });
  expect(again.status).toBe(200);
  expect(again.body).toMatchObject({
    connection: { id, status: 'connected' },
    oauthUrl: null,
    credentialSubmitUrl: started.body.credentialSubmitUrl,
  });
  const resubmitted = await submit({ credentials: { api_key: pipedrive } });
  expect(resubmitted.status, resubmitted.text).toBe(200);

  const one = await call(key, 'GET', `/api/v1/connections/${id}`);
  expect(one).toMatchObject({ status: 200, body: { connection: { id, deletedAt: null } } });
  expect(one.text).not.toContain(pipedrive);
  expect((await list(key)).map((c) => c.id)).toEqual([id]);
  const removed = await call(key, 'DELETE', `/api/v1/connections/${id}`);
  expect({ status: removed.status, text: removed.text }).toEqual({
    status: 200,
    text: '{"deleted":true}',
  });
  expect(await list(key)).toEqual([]);
  expect((await call(key, 'GET', `/api/v1/connections/${id}`)).body).toMatchObject({
    connection: { status: 'revoked', deletedAt: expect.any(String) },
  });
});

test('an OAuth connection: its address, the handshake, and the callback', async ({ workspace }) => {
  const key = await makeKey(workspace);
  const { hubspot } = await ownAccount();
  const started = await start(key, { connectorSlug: 'hubspot', label: 'Personal HubSpot' });
  expect(started.status).toBe(201);
  expect(started.body).toMatchObject({
    connection: { status: 'pending', label: 'Personal HubSpot' },
    credentialSubmitUrl: null,
  });
  const { id } = started.body.connection;
  const handshake = await call<Started>(key, 'POST', `/api/v1/connections/${id}/oauth`);
  expect(handshake.body).toMatchObject({ connection: { id }, credentialSubmitUrl: null });
  const opened = await call(key, 'GET', `/api/v1/connections/${id}/oauth`);
  expect(opened.status).toBe(302);
  const as_json = await call<Started>(key, 'GET', `/api/v1/connections/${id}/oauth`, undefined, {
    Accept: 'application/json',
  });
  expect(as_json).toMatchObject({ status: 200, body: { oauthUrl: expect.any(String) } });
  for (const url of [started.body.oauthUrl!, handshake.body.oauthUrl!])
    expect(new URL(url).origin).toBe(new URL(opened.headers.get('location')!).origin);
  expect(await allowAt(handshake.body.oauthUrl!, hubspot)).toContain('connected=hubspot');
  expect((await list(key))[0]).toMatchObject({ id, status: 'connected' });
  expect((await start(key, { connectorSlug: 'hubspot' })).status).toBe(200);

  // The same callback under this API's own address.
  const other = (await ownAccount()).hubspot;
  const begun = await call(key, 'GET', '/api/v1/connections/oauth/start?slug=hubspot');
  expect(begun.status).toBe(302);
  const ask = new URL(begun.headers.get('location')!);
  expect(ask.searchParams.get('prompt') ?? '').not.toContain('select_account');
  const form = new URLSearchParams(ask.search);
  form.set('other_account', other);
  form.set('decision', 'allow');
  const consent = await fetch(`${ask.origin}${ask.pathname}`, {
    method: 'POST',
    body: form,
    redirect: 'manual',
  });
  const { search } = new URL(consent.headers.get('location')!);
  const back = await call(null, 'GET', `/api/v1/connections/oauth/callback${search}`);
  expect(back.status).toBe(303);
  expect(back.headers.get('location')).toContain('connected=hubspot');
  expect(await list(key)).toHaveLength(2);
});

test('selectAccount asks the provider for its account picker', async ({ workspace }) => {
  const key = await makeKey(workspace);
  const begun = await call(
    key,
    'GET',
    '/api/v1/connections/oauth/start?slug=gmail&selectAccount=1',
  );
  expect(begun.status).toBe(302);
  const prompt = new URL(begun.headers.get('location')!).searchParams.get('prompt');
  expect(prompt?.split(' ')).toContain('select_account');
});

test('what is wrong is worded as this API words it', async ({ workspace }) => {
  const key = await makeKey(workspace);
  const refused = async (answer: Promise<{ status: number; body: unknown }>) => {
    const { status, body } = await answer;
    return [status, (body as Refusal).error.code];
  };
  const get = (path: string) => call(key, 'GET', path);
  expect(await refused(call(null, 'GET', '/api/v1/connections'))).toEqual([401, 'UNAUTHORIZED']);
  expect(await refused(call('nonsense', 'GET', '/api/v1/connectors'))).toEqual([
    401,
    'UNAUTHORIZED',
  ]);
  expect(await refused(start(key, {}))).toEqual([400, 'BAD_REQUEST']);
  expect(await refused(start(key, { connectorSlug: 'nope' }))).toEqual([400, 'BAD_REQUEST']);
  // Not configured, or not there yet.
  expect(await refused(start(key, { connectorSlug: 'circleback' }))).toEqual([400, 'BAD_REQUEST']);
  expect(await refused(get('/api/v1/connections/not-an-id'))).toEqual([400, 'BAD_REQUEST']);
  expect(await refused(get('/api/v1/connections/oauth/start?slug=pipedrive'))).toEqual([
    400,
    'BAD_REQUEST',
  ]);
  expect(await refused(get('/api/v1/connections/oauth/start?slug=nope'))).toEqual([
    400,
    'BAD_REQUEST',
  ]);
  expect(await refused(get(`/api/v1/connections/${randomUUID()}`))).toEqual([404, 'NOT_FOUND']);
  const { connection } = (await start(key, { connectorSlug: 'pipedrive' })).body;
  expect(await refused(get(`/api/v1/connections/${connection.id}/oauth`))).toEqual([
    400,
    'BAD_REQUEST',
  ]);
  const stranger = await makeKey(await makeWorkspace('Globex'));
  expect(await refused(call(stranger, 'GET', `/api/v1/connections/${connection.id}`))).toEqual([
    404,
    'NOT_FOUND',
  ]);
  expect(await refused(call(key, 'PUT', '/api/v1/connections', {}))).toEqual([
    405,
    'METHOD_NOT_ALLOWED',
  ]);
  expect(await refused(get('/api/v1/nothing'))).toEqual([404, 'NOT_FOUND']);
});

test('a browser that is signed in may be sent to begin, but not by another site', async ({
  workspace,
}) => {
  const { name, value } = await sessionCookie(workspace.owner);
  const go = (site: string, path = '/api/v1/connections/oauth/start?slug=hubspot') =>
    call(null, 'GET', path, undefined, { Cookie: `${name}=${value}`, 'Sec-Fetch-Site': site });
  expect((await go('same-origin')).status).toBe(302);
  expect(
    (await go('none', `/api/v1/connections/oauth/start?slug=hubspot&workspace=${workspace.slug}`))
      .status,
  ).toBe(302);
  expect((await go('cross-site')).status).toBe(403);
});
