import { expect, test } from 'vitest';
import { db, prisma } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';

useTestDatabase();

test('the file has a migrated database of its own', async () => {
  const { rows } = await db.query<{ name: string }>(sql`SELECT current_database() AS name`);
  expect(rows[0]?.name).toMatch(/^test_/);
  expect(await prisma().user.count()).toBe(0);
});

test('factories make real rows', async () => {
  const workspace = await makeWorkspace({ mode: 'live' });
  const principal = await makePrincipal(workspace, { role: 'member' });
  expect(principal.scopes).not.toContain('members:write');
  expect(
    await prisma().membership.findMany({ where: { workspaceId: workspace.id } }),
  ).toMatchObject([{ userId: principal.user_id, role: 'member' }]);
});
