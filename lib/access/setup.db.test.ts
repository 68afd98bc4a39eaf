import fs from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { needsSetup, setUp } from '@/lib/access/setup';
import { prisma } from '@/lib/platform/db';
import { useTestDatabase } from '@/lib/platform/testing';

useTestDatabase();

const owner = (n = 1) => ({
  name: `Owner ${n}`,
  email: `owner${n}@example.com`,
  password: 'sieben Zwerge im Wald',
  workspace_name: 'Café & Co.',
  mode: 'live' as const,
});

// One story in order: set-up happens once in the life of a database.
test('nothing is there: somebody must set it up', async () => {
  expect(await needsSetup()).toBe(true);
});

test('a weak password creates nothing', async () => {
  await expect(setUp({ ...owner(), password: 'owner1owner1' })).rejects.toEqual(
    expect.objectContaining({ code: 'weak_password' }),
  );
  expect(await prisma().user.count()).toBe(0);
});

test('of five at once, one becomes the owner and platform superadmin', async () => {
  const outcomes = await Promise.allSettled([1, 2, 3, 4, 5].map((n) => setUp(owner(n))));
  expect(outcomes.filter((o) => o.status === 'fulfilled')).toEqual([
    { status: 'fulfilled', value: { workspace_id: expect.any(String), workspace_slug: 'cafe-co' } },
  ]);
  for (const o of outcomes)
    if (o.status === 'rejected')
      expect(o.reason).toEqual(expect.objectContaining({ code: 'already_set_up' }));
  const users = await prisma().user.findMany({
    include: { memberships: { include: { workspace: true } } },
  });
  expect(users).toMatchObject([
    {
      platformRole: 'superadmin',
      memberships: [
        { role: 'owner', workspace: { slug: 'cafe-co', name: 'Café & Co.', mode: 'live' } },
      ],
    },
  ]);
  expect(users[0]?.passwordHash).toMatch(/^scrypt\$/);
  expect(await prisma().auditEvent.findMany()).toMatchObject([{ action: 'workspace.created' }]);
});

test('afterwards it is set up for good', async () => {
  expect(await needsSetup()).toBe(false);
  await expect(setUp(owner(9))).rejects.toEqual(
    expect.objectContaining({ code: 'already_set_up' }),
  );
});

test('a first workspace named like any of our own addresses is reached all the same', async () => {
  const names = fs
    .readdirSync('app', { recursive: true, encoding: 'utf8' })
    .filter((file) => /(page\.tsx|route\.ts)$/.test(file))
    .map((file) => file.split(path.sep).filter((part) => !/^\(.*\)$/.test(part))[0]!)
    .filter((name) => !/^\[|\./.test(name));
  const all = new Set([...names, ...fs.readdirSync('public').filter((n) => !n.includes('.'))]);
  expect([...all]).toEqual(expect.arrayContaining(['api', 'sandbox', 'metrics', 'logos']));
  for (const name of all) {
    await prisma().$executeRaw`TRUNCATE users, workspaces CASCADE`;
    vi.resetModules();
    const fresh = await import('@/lib/access/setup');
    const spelled = `${name[0]!.toUpperCase()}${name.slice(1).replaceAll('-', ' ')}`;
    const { workspace_slug } = await fresh.setUp({ ...owner(), workspace_name: spelled });
    expect(workspace_slug).toBe(`${name}-workspace`);
    expect(all.has(workspace_slug)).toBe(false);
    await (await import('@/lib/platform/db')).closeDatabase();
  }
});
