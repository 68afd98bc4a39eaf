import { api } from '../fixtures/api';
import {
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  otherBrowser,
  shot,
  test,
  type Page,
} from '../fixtures/test';
import { makeKey, sql } from '../fixtures/world';

const LOOKS = [
  { scheme: 'light', width: 1280 },
  { scheme: 'dark', width: 1280 },
  { scheme: 'light', width: 390 },
  { scheme: 'dark', width: 390 },
] as const;

/** What is not well stands there; the rest is opened. */
async function unfold(page: Page): Promise<void> {
  await page
    .locator('summary')
    .filter({ hasText: /\d checks/ })
    .click();
  await expect(page.locator('details[open]')).toHaveCount(1);
}

test('a platform admin sees how the installation is doing, and what REST says is the same', async ({
  owner: page,
  workspace,
  rest,
}) => {
  for (const { scheme, width } of LOOKS) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`/${workspace.slug}/settings/system`);
    await shot(page, `system-folded-${scheme}-${width}`);
    await unfold(page);
    for (const name of ['Encryption key', 'Providers', 'Usage and limits', 'Outgoing addresses'])
      await expect(page.getByRole('heading', { name })).toBeVisible();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await shot(page, `system-${scheme}-${width}`);
  }
  const { body } = await rest.get('/system/checks');
  const level = Object.fromEntries(body.checks.map((c) => [c.id, c.level]));
  expect(level).toMatchObject({
    database: 'ok',
    migrations: 'ok',
    encryption_key: 'ok',
    workers: 'ok',
    clock: 'ok',
    public_url: 'ok',
  });
  await page.setViewportSize({ width: 1280, height: 900 });
  const workers = page
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name: 'Workers' }) });
  await expect(workers).toContainText('1 process syncs, 10 syncs at a time.');
  await expect(page.getByRole('button', { name: 'Copy Redirect URI of HubSpot' })).toBeVisible();
  await page.getByRole('button', { name: 'Check again' }).click();
  await expect(page.getByText('HubSpot is not set up, so nobody can connect it.')).toBeVisible();
});

test('whoever is no platform admin neither sees it nor is told that it is there', async ({
  workspace,
  browser,
  tolerate,
}) => {
  tolerate(404);
  await sql('UPDATE users SET platform_role = NULL WHERE id = $1', [workspace.owner.id]);
  const context = await otherBrowser(browser, workspace.owner);
  const page = await context.newPage();
  await page.goto(`/${workspace.slug}/settings/members`);
  await expect(page.getByRole('link', { name: 'Members' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'System' })).toHaveCount(0);
  await page.goto(`/${workspace.slug}/settings/system`);
  await expect(page.getByText('404')).toBeVisible();
  await context.close();
  expect(
    (await api(await makeKey(workspace, ['connections:read'])).get('/system/checks')).body.code,
  ).toBe('insufficient_scope');
});
