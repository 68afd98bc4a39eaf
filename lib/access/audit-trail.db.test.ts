import { expect, it } from 'vitest';
import { listAuditEvents } from '@/lib/access/service';
import { emit } from '@/lib/events/service';
import { transaction } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';

useTestDatabase();

it('tells who did what, newest first, page by page, to their own workspace', async () => {
  const me = await makePrincipal(await makeWorkspace());
  const other = await makePrincipal(await makeWorkspace());
  const ids = [newId(), newId(), newId()];
  await transaction((tx) =>
    emit(
      tx,
      me,
      { event: 'connection.paused', id: ids[0]! },
      { event: 'connection.resumed', id: ids[1]! },
      { event: 'api_key.revoked', id: ids[2]! },
    ),
  );
  await transaction((tx) => emit(tx, other, { event: 'connection.paused', id: newId() }));
  const whole = await listAuditEvents(me, { limit: 50 });
  const mine = whole.events.filter((e) => ids.includes(e.target_id ?? ''));
  expect(mine.map((e) => e.action).sort()).toEqual([
    'api_key.revoked',
    'connection.paused',
    'connection.resumed',
  ]);
  expect(mine[0]).toMatchObject({ actor_kind: 'user', actor_id: me.user_id });
  expect(mine[0]!.actor_name).toEqual(expect.any(String));
  const paged: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listAuditEvents(me, { limit: 1, cursor });
    paged.push(...page.events.map((e) => e.id));
    cursor = page.next_cursor ?? undefined;
  } while (cursor);
  expect(paged).toEqual(whole.events.map((e) => e.id));
  const actions = async (input: object) =>
    (await listAuditEvents(me, { limit: 50, ...input })).events.map((e) => e.action);
  expect((await actions({ action: 'connection.' })).sort()).toEqual([
    'connection.paused',
    'connection.resumed',
  ]);
  expect(await actions({ action: 'connection.paused' })).toEqual(['connection.paused']);
  expect(await actions({ target_id: ids[2]! })).toEqual(['api_key.revoked']);
  expect(await actions({ actor_id: other.user_id })).toEqual([]);
  expect(await actions({ to: '2001-01-01T00:00:00Z' })).toEqual([]);
  await expect(listAuditEvents(me, { limit: 1, cursor: 'x' })).rejects.toMatchObject({
    code: 'invalid_cursor',
  });
});
