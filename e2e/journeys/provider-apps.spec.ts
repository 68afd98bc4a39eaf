import { expect, expectAccessible, expectNoSidewaysScroll, shot, test } from '../fixtures/test';

test('a platform admin sets up the app at a provider, guided, and takes it back', async ({
  owner: page,
  workspace,
}) => {
  await page.goto(`/${workspace.slug}/admin/provider-apps`);
  await expect(page.getByRole('heading', { name: 'Provider apps', level: 1 })).toBeVisible();
  const row = page
    .getByRole('list', { name: 'Provider apps' })
    .getByRole('listitem')
    .filter({ hasText: 'Linear' });
  await expect(row).toContainText('Not set up');
  await row.getByRole('button', { name: 'Set up Linear' }).click();
  const dialog = page.getByRole('dialog', { name: 'Linear app' });
  await expect(dialog).toContainText('/api/oauth/callback/linear');
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [1280, 390]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 844 });
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
      await shot(page, `provider-app-${colorScheme}-${width}`);
    }
  await expect(dialog.getByRole('button', { name: 'Save' })).toBeDisabled();
  await dialog.getByLabel('Client id').fill('our-app');
  await dialog.getByLabel('Client secret', { exact: true }).fill('its-secret');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await expect(row).toContainText('Set up');
  await expect(row).toContainText('our-app');
  await expect(page.locator('body')).not.toContainText('its-secret');
  await shot(page, 'provider-apps-390');

  await row.getByRole('button', { name: 'Change Linear' }).click();
  await dialog.getByRole('button', { name: 'Forget it' }).click();
  await expect(row).toContainText('Not set up');
});
