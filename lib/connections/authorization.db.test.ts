import { beforeEach, describe, expect, it } from 'vitest';
import { endSession } from '@/lib/access/account';
import { createApiKey, revokeApiKey } from '@/lib/access/api-keys';
import { authenticate } from '@/lib/access/authenticate';
import { removeMember, updateMember } from '@/lib/access/members';
import {
  createConnection,
  finishAuthorization,
  getConnection,
  reconnectConnection,
} from '@/lib/connections/service';
import { newId } from '@/lib/platform/ids';
import { sql } from '@/lib/platform/sql';
import { db } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import {
  makePrincipal,
  makeWorkspace,
  useTestDatabase,
  type SignedIn,
} from '@/lib/platform/testing';
import { consentAs, consentAt, useSandbox } from '@/lib/sync/testing';

useTestDatabase();
const sandbox = useSandbox();
let owner: SignedIn;
let principal: SignedIn;
beforeEach(async () => {
  const workspace = await makeWorkspace();
  owner = await makePrincipal(workspace);
  principal = await makePrincipal(workspace, { role: 'admin' });
});

const start = async () =>
  await createConnection(principal, {
    connector_type: 'hubspot',
    sync_immediately: true,
    return_to: `/${principal.workspace.slug}/connections`,
  });
const finish = (back: URL, session: string | null = principal.session_id) =>
  finishAuthorization('hubspot', back.searchParams, session).then((address) => new URL(address));

it('sends the browser back clean: no code and no state in the address', async () => {
  const { authorize_url } = await start();
  const end = await finish(await consentAt(authorize_url!, 'globex'));
  expect(end.pathname).toBe(`/${principal.workspace.slug}/connections`);
  expect([...end.searchParams.keys()]).toEqual(['connected']);
});

it('denied: says so, and what never was connected goes without a trace', async () => {
  const { authorize_url, connection } = await start();
  const end = await consentAs(authorize_url!, 'globex', principal.session_id, 'deny');
  expect(end.searchParams.get('connection_error')).toBe('access_denied');
  await expect(getConnection(principal, { id: connection!.id })).rejects.toMatchObject({
    code: 'connection_not_found',
  });
});

it('denied when it is authorized again: stays what it was, and can be finished', async () => {
  const { authorize_url, connection } = await start();
  await finish(await consentAt(authorize_url!, 'globex'));
  const { id } = connection!;
  await db.query(sql`
    UPDATE connections
    SET needs_reauth_at = now()
    WHERE id = ${id}`);
  const repair = () => reconnectConnection(principal, { id, allow_account_change: false });
  const no = await consentAs(
    (await repair()).authorize_url!,
    'globex',
    principal.session_id,
    'deny',
  );
  expect(no.searchParams.get('connection_error')).toBe('access_denied');
  expect(await getConnection(principal, { id })).toMatchObject({ health: 'needs_reauth' });
  const yes = await consentAs((await repair()).authorize_url!, 'globex', principal.session_id);
  expect(yes.searchParams.get('connection_error')).toBeNull();
  expect(await getConnection(principal, { id })).toMatchObject({ status: 'connected' });
});

const grants = async () =>
  (
    await db.query(sql`
    SELECT 1
    FROM credentials
    WHERE workspace_id = ${principal.workspace.id}`)
  ).rows.length;

it('a state is good once: a hundred callbacks at the same time make one exchange, and hear of it', async () => {
  const { authorize_url } = await start();
  const back = await consentAt(authorize_url!, 'globex');
  const ends = await Promise.all(Array.from({ length: 100 }, () => finish(back)));
  expect(new Set(ends.map((e) => e.search))).toEqual(new Set(['?connected=hubspot']));
  const { rows } = await db.query(sql`
    SELECT 1
    FROM audit_events
    WHERE workspace_id = ${principal.workspace.id} AND action = 'connection.authorized'`);
  expect(rows).toHaveLength(1);
});

it('the second of two callbacks says what the first one came to, good or bad', async () => {
  const { authorize_url, connection } = await start();
  const back = await consentAt(authorize_url!, 'globex');
  expect((await finish(back)).search).toBe('?connected=hubspot');
  expect((await finish(back)).search).toBe('?connected=hubspot');
  await db.query(sql`
    UPDATE connections
    SET needs_reauth_at = now()
    WHERE id = ${connection!.id}`);
  const again = await reconnectConnection(principal, {
    id: connection!.id,
    allow_account_change: false,
  });
  const other = await consentAt(again.authorize_url!, 'acme');
  for (let i = 0; i < 2; i++)
    expect((await finish(other)).searchParams.get('connection_error')).toBe('account_mismatch');
  const denied = await start();
  const no = await consentAt(denied.authorize_url!, 'globex', 'deny');
  for (let i = 0; i < 2; i++)
    expect((await finish(no)).searchParams.get('connection_error')).toBe('access_denied');
});

describe('whoever began it is asked again at the end', () => {
  const refused = async (back: URL, session?: string | null) => {
    const end = await finish(back, session);
    expect(end.searchParams.get('connection_error')).toBe('not_allowed');
    expect(await grants()).toBe(0);
    // Neither is it there the second time.
    expect((await finish(back, session)).searchParams.get('connection_error')).toBe('not_allowed');
    expect(await grants()).toBe(0);
  };

  it.each([
    ['was removed', () => removeMember(owner, { user_id: principal.user_id })],
    ['was demoted', () => updateMember(owner, { user_id: principal.user_id, role: 'member' })],
    ['signed out', () => endSession(principal, { id: principal.session_id })],
    ['was deleted', () => db.query(sql`DELETE FROM users WHERE id = ${principal.user_id}`)],
    [
      'was idle for too long',
      () =>
        db.query(sql`
          UPDATE sessions
          SET seen_at = now() - interval '8 days'
          WHERE id = ${principal.session_id}`),
    ],
  ])('a person who %s meanwhile', async (_, change) => {
    const { authorize_url } = await start();
    const back = await consentAt(authorize_url!, 'globex');
    await change();
    await refused(back);
  });

  it('a person of whom it is taken away while the provider is asked', async () => {
    const { authorize_url } = await start();
    const back = await consentAt(authorize_url!, 'globex');
    const { control } = sandbox.current.sandbox;
    control.fault({ provider: 'hubspot', kind: 'slow', delay_ms: 1_500, times: 1 });
    const end = finish(back);
    const begun = () =>
      db.query(sql`
        SELECT 1
        FROM oauth_states
        WHERE workspace_id = ${principal.workspace.id} AND used_at IS NOT NULL`);
    await expect.poll(async () => (await begun()).rowCount).toBe(1);
    await removeMember(owner, { user_id: principal.user_id });
    expect((await end).searchParams.get('connection_error')).toBe('not_allowed');
    expect(await grants()).toBe(0);
  });

  it('a larger role, or the same, is no reason', async () => {
    const { authorize_url } = await start();
    const back = await consentAt(authorize_url!, 'globex');
    await updateMember(owner, { user_id: principal.user_id, role: 'owner' });
    expect((await finish(back)).searchParams.get('connected')).toBe('hubspot');
    expect(await grants()).toBe(1);
  });

  /** A flow begun by a key of the person; no browser session is bound to it. */
  const startByKey = async () => {
    const { api_key, key } = await createApiKey(principal, {
      name: 'CI',
      scopes: ['connections:write'],
      expires_in_days: 1,
    });
    const caller = await authenticate(
      new Request('http://localhost:3000/', { headers: { 'x-api-key': key } }),
    );
    const { authorize_url } = await createConnection(caller, {
      connector_type: 'hubspot',
      sync_immediately: true,
    });
    return { id: api_key.id, back: await consentAt(authorize_url!, 'globex') };
  };

  it.each([
    ['was revoked', (id: string) => revokeApiKey(owner, { id })],
    [
      'has expired',
      (id: string) =>
        db.query(sql`
          UPDATE api_keys
          SET expires_at = now() - interval '1 second'
          WHERE id = ${id}`),
    ],
    ['is gone', (id: string) => db.query(sql`DELETE FROM api_keys WHERE id = ${id}`)],
    [
      'may no longer connect',
      (id: string) =>
        db.query(sql`
          UPDATE api_keys
          SET scopes = '{connections:read}'
          WHERE id = ${id}`),
    ],
    ['lost its maker', () => removeMember(owner, { user_id: principal.user_id })],
    [
      'has a maker who may do less',
      () => updateMember(owner, { user_id: principal.user_id, role: 'member' }),
    ],
  ])('a key that %s meanwhile', async (_, change) => {
    const { id, back } = await startByKey();
    await change(id);
    await refused(back, null);
  });

  it('a key’s flow ends at the redirect it was made for and at no other', async () => {
    const { back } = await startByKey();
    expect(await finishAuthorization('pipedrive', back.searchParams, null)).toContain(
      'state_invalid',
    );
    const own = env().PUBLIC_URL;
    env().PUBLIC_URL = 'https://elsewhere.example';
    try {
      expect((await finish(back, null)).searchParams.get('connection_error')).toBe('state_invalid');
    } finally {
      env().PUBLIC_URL = own;
    }
    expect(await grants()).toBe(0);
    const end = await finish(back, null);
    expect(`${end.origin}${end.pathname}`).toBe(`${own}/oauth-result`);
    expect(end.searchParams.get('connected')).toBe('hubspot');
    expect(await grants()).toBe(1);
  });
});

it('refuses a tampered, a missing, an expired and another connector’s state', async () => {
  const { authorize_url } = await start();
  const back = await consentAt(authorize_url!, 'globex');
  const with_state = (state: string | null) => {
    const url = new URL(back);
    if (state === null) url.searchParams.delete('state');
    else url.searchParams.set('state', state);
    return url;
  };
  const state = back.searchParams.get('state')!;
  for (const bad of [null, '', `${state}x`, state.slice(1), newId()])
    expect((await finish(with_state(bad))).searchParams.get('connection_error')).toBe(
      'state_invalid',
    );
  expect(
    new URL(
      await finishAuthorization('pipedrive', back.searchParams, principal.session_id),
    ).searchParams.get('connection_error'),
  ).toBe('state_invalid');
  await db.query(sql`UPDATE oauth_states SET expires_at = now() - interval '1 second'`);
  expect((await finish(back)).searchParams.get('connection_error')).toBe('state_expired');
});

it.each([
  ['damaged', `set_byte(verifier_cipher, 40, get_byte(verifier_cipher, 40) # 1)`],
  ['of another installation', `overlay(verifier_cipher PLACING decode(md5('x'), 'hex') FROM 2)`],
])('tells that it must be begun again when the verifier is %s', async (_, cipher) => {
  const { authorize_url } = await start();
  const back = await consentAt(authorize_url!, 'globex');
  await db.query(`UPDATE oauth_states SET verifier_cipher = ${cipher}`);
  expect((await finish(back)).searchParams.get('connection_error')).toBe('state_invalid');
  expect((await finish(back)).searchParams.get('connection_error')).toBe('state_invalid');
});

it('refuses another browser without using the state up', async () => {
  const { authorize_url } = await start();
  const back = await consentAt(authorize_url!, 'globex');
  for (const session of [null, newId()]) {
    const end = await finish(back, session);
    expect(end.searchParams.get('connection_error')).toBe('state_other_browser');
    expect(end.pathname).toBe('/oauth-result');
  }
  expect((await finish(back)).searchParams.get('connected')).toBe('hubspot');
});
