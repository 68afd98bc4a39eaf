import { expect, test } from 'vitest';
import { removeMember } from '@/lib/access/service';
import { deleteView, listConnections, listViews, saveView } from '@/lib/connections/service';
import { db } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';
import { sql } from '@/lib/platform/sql';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import { errorCode } from '@/lib/sync/testing';

useTestDatabase();
const names = async (principal: Parameters<typeof listViews>[0]) =>
  (await listViews(principal)).views.map((view) => view.name);

test('views are a person’s own in a workspace, one of a name, and go with the membership', async () => {
  const workspace = await makeWorkspace();
  const [mine, other] = [await makePrincipal(workspace), await makePrincipal(workspace)];
  const first = await saveView(mine, { name: 'Failing', query: 'state=error' });
  const again = await saveView(mine, { name: 'failing', query: 'state=stale&hide=records' });
  expect(again.view).toEqual({
    id: first.view.id,
    name: 'failing',
    query: 'state=stale&hide=records',
  });
  await saveView(mine, { name: 'All CRMs', query: 'category=crm' });
  expect(await names(mine)).toEqual(['All CRMs', 'failing']);
  expect(await names(other)).toEqual([]);
  expect(await deleteView(other, { id: first.view.id }).catch(errorCode)).toBe('not_found');
  await deleteView(mine, { id: first.view.id });
  expect(await names(mine)).toEqual(['All CRMs']);
  await removeMember(other, { user_id: mine.user_id });
  const { rowCount } = await db.query(sql`
    SELECT 1
    FROM saved_views
    WHERE user_id = ${mine.user_id}`);
  expect(rowCount).toBe(0);
});

test('there is an end to them, and what is there can still be replaced', async () => {
  const me = await makePrincipal(await makeWorkspace());
  for (let i = 0; i < 50; i++) await saveView(me, { name: `View ${i}`, query: '' });
  expect(await saveView(me, { name: 'One more', query: '' }).catch(errorCode)).toBe(
    'invalid_request',
  );
  expect((await saveView(me, { name: 'view 7', query: 'q=x' })).view.query).toBe('q=x');
});

test('what the workspace shares is told from what is somebody’s own', async () => {
  const me = await makePrincipal(await makeWorkspace());
  for (const scope of ['business', 'personal'])
    await db.query(sql`
      INSERT INTO connections
        (workspace_id, id, connector_type, name, status, scope, external_account_id)
      VALUES (${me.workspace.id}, ${newId()}, 'hubspot', ${scope}, 'connected', ${scope}, ${scope})`);
  for (const scope of ['business', 'personal'] as const) {
    const { connections, total } = await listConnections(me, { scope, counts: true });
    expect([connections.map((c) => c.name), total]).toEqual([[scope], 1]);
  }
});
