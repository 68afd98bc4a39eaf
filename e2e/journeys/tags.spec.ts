import fs from 'node:fs';
import { alsoDarkAndNarrow } from '../fixtures/looks';
import { connectionsPage, connectPipedrive, row } from '../fixtures/steps';
import { expect, expectAccessible, shot, test } from '../fixtures/test';
import { ownAccount } from '../fixtures/world';

test('tags are given and taken away by keyboard, and the workspace’s own are offered', async ({
  owner: page,
  workspace,
  rest,
}) => {
  await connectPipedrive(rest, (await ownAccount()).pipedrive, { name: 'Other', tags: ['board'] });
  const id = await connectPipedrive(rest, (await ownAccount()).pipedrive, { name: 'Pipeline' });
  await page.goto(`/${workspace.slug}/connections/${id}?tab=settings`);
  const tags = page.getByRole('region', { name: 'Tags' });
  await expect(tags).toContainText('No tags yet.');
  const box = tags.getByRole('combobox', { name: 'Add a tag' });
  await expect(tags.locator('datalist option')).toHaveAttribute('value', 'board');
  await box.fill(' Sales  EMEA ');
  await page.keyboard.press('Enter');
  await expect(tags.getByRole('listitem')).toHaveText(['sales emea']);
  await expect(box).toBeFocused();
  await expect(box).toHaveValue('');
  await box.fill('board');
  await page.keyboard.press('Enter');
  await expect(tags.getByRole('listitem')).toHaveText(['board', 'sales emea']);
  await box.fill('a,b');
  await page.keyboard.press('Enter');
  await expect(tags).toContainText('A tag is up to 40 characters long and holds no comma.');
  await expect(box).toHaveAttribute('aria-invalid', 'true');
  await alsoDarkAndNarrow(page, 'tags-settings');
  await expect
    .poll(async () => (await rest.get('/connections?q=Pipeline')).body.connections[0]!.tags)
    .toEqual(['board', 'sales emea']);
  await tags.getByRole('button', { name: 'Remove the tag board' }).focus();
  await page.keyboard.press('Enter');
  await expect(tags.getByRole('listitem')).toHaveText(['sales emea']);
  await expect(box).toBeFocused();
  await page.getByRole('tab', { name: 'Overview' }).click();
  await expect(page.getByRole('list', { name: 'Tags' })).toHaveText('sales emea');
});

test('the list shows tags, is kept to them by its address, and gives one to several', async ({
  owner: page,
  workspace,
  rest,
}) => {
  const connect = async (name: string, tags: string[]) =>
    connectPipedrive(rest, (await ownAccount()).pipedrive, { name, tags });
  await connect('Alpha', ['board', 'emea', 'sales']);
  await connect('Beta', ['emea']);
  await connect('Gamma', []);
  await connectionsPage(page, workspace.slug);
  await expect(row(page, 'Alpha')).toContainText('Tagged board, emea, sales');
  await expect(row(page, 'Alpha').getByText('+1', { exact: true })).toBeVisible();
  await alsoDarkAndNarrow(page, 'tags-list');
  await page.getByRole('button', { name: 'Tags' }).press('Enter');
  await page.getByRole('menuitemcheckbox', { name: /^emea/ }).click();
  await expect(page).toHaveURL(/tag=emea/);
  await expect(page.locator('[data-row]')).toHaveCount(2);
  await page.getByRole('menuitemcheckbox', { name: /^sales/ }).click();
  await expect(page.locator('[data-row]')).toHaveCount(1);
  await shot(page, 'tags-filter');
  await page.keyboard.press('Escape');
  await page.reload();
  await expect(page.locator('[data-row]')).toHaveCount(1);
  await page.getByRole('button', { name: 'Tagged emea, sales' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Whatever its tags' }).click();
  await expect(page.locator('[data-row]')).toHaveCount(3);

  for (const name of ['Beta', 'Gamma'])
    await page.getByRole('checkbox', { name: `Select ${name}` }).click();
  await page.getByRole('button', { name: 'Add a tag' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a tag to 2 connections' });
  await dialog.getByRole('combobox', { name: 'Tag' }).fill('Quarter 4');
  await expectAccessible(page);
  await shot(page, 'tags-several');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: '2 connections tagged' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(row(page, 'Gamma')).toContainText('Tagged quarter 4');
  await expect(row(page, 'Beta')).toContainText('Tagged emea, quarter 4');

  await page.getByRole('button', { name: 'Views', exact: true }).click();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Export as CSV' }).click(),
  ]);
  expect(fs.readFileSync(await file.path(), 'utf8')).toContain(',"board, emea, sales",');
});
