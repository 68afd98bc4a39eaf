import { beforeEach, expect, it } from 'vitest';
import { createConnection, listConnections } from '@/lib/connections/service';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import {
  makePrincipal,
  makeWorkspace,
  useTestDatabase,
  type SignedIn,
} from '@/lib/platform/testing';
import { consentAs, useSandbox } from '@/lib/sync/testing';

useTestDatabase();
useSandbox();
let principal: SignedIn;
beforeEach(async () => {
  principal = await makePrincipal(await makeWorkspace(), { role: 'admin' });
});

const start = () =>
  createConnection(principal, { connector_type: 'hubspot', sync_immediately: true });

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
  const { rows } = await db.query(sql`
    SELECT event
    FROM outbox
    WHERE subject_id = ${third.connection!.id}
    ORDER BY id DESC
    LIMIT 1`);
  expect(rows).toEqual([{ event: 'connection.abandoned' }]);
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
