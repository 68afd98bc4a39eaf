import { beforeEach, expect, it } from 'vitest';
import {
  createConnection,
  finishAuthorization,
  getConnection,
  listConnections,
  reconnectConnection,
} from '@/lib/connections/service';
import type { UserPrincipal } from '@/lib/contract/principal';
import { newId } from '@/lib/platform/ids';
import { db } from '@/lib/platform/db';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import { consentAs, consentAt, useSandbox } from '@/lib/sync/testing';

useTestDatabase();
useSandbox();
let principal: UserPrincipal;
beforeEach(async () => {
  principal = await makePrincipal(await makeWorkspace());
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

it('denied: says so, keeps the row pending, and it can be finished', async () => {
  const { authorize_url, connection } = await start();
  expect(
    (await consentAs(authorize_url!, 'globex', principal.session_id, 'deny')).searchParams.get(
      'connection_error',
    ),
  ).toBe('access_denied');
  expect(await getConnection(principal, { id: connection!.id })).toMatchObject({
    status: 'pending',
    health: 'needs_reauth',
    health_detail: { action: 'finish' },
  });
  const again = await reconnectConnection(principal, {
    id: connection!.id,
    allow_account_change: false,
  });
  expect(
    (await consentAs(again.authorize_url!, 'globex', principal.session_id)).searchParams.get(
      'connection_error',
    ),
  ).toBeNull();
  expect(await getConnection(principal, { id: connection!.id })).toMatchObject({
    status: 'connected',
  });
});

it('a state is good once: a hundred callbacks at the same time make one exchange', async () => {
  const { authorize_url } = await start();
  const back = await consentAt(authorize_url!, 'globex');
  const ends = await Promise.all(Array.from({ length: 100 }, () => finish(back)));
  expect(ends.filter((e) => e.searchParams.has('connected'))).toHaveLength(1);
  expect(new Set(ends.map((e) => e.searchParams.get('connection_error')))).toEqual(
    new Set([null, 'state_used']),
  );
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
  await db.query(`UPDATE oauth_states SET expires_at = now() - interval '1 second'`);
  expect((await finish(back)).searchParams.get('connection_error')).toBe('state_expired');
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

it('two clicks make one row; an account that is connected already leaves no second row behind', async () => {
  const [a, b] = await Promise.all([start(), start()]);
  expect(a.connection!.id).toBe(b.connection!.id);
  expect(
    (await consentAs(a.authorize_url!, 'globex', principal.session_id)).searchParams.has(
      'connected',
    ),
  ).toBe(true);
  const third = await start();
  expect(third.connection!.id).not.toBe(a.connection!.id);
  expect(
    (await consentAs(third.authorize_url!, 'globex', principal.session_id)).searchParams.get(
      'connection_error',
    ),
  ).toBe('account_already_connected');
  expect(
    (await listConnections(principal, { counts: false })).connections.map((c) => c.id),
  ).toEqual([a.connection!.id]);
});

it('ignores a return_to that leaves our origin', async () => {
  const { authorize_url } = await createConnection(principal, {
    connector_type: 'hubspot',
    sync_immediately: true,
    return_to: 'https://evil.example/x',
  });
  expect((await consentAs(authorize_url!, 'globex', principal.session_id)).pathname).toBe(
    '/oauth-result',
  );
});
