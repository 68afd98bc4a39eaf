import { badge, connectionsPage, connectPipedrive, row } from '../fixtures/steps';
import { expect, expectAccessible, expectNoSidewaysScroll, test } from '../fixtures/test';
import { ownAccount } from '../fixtures/world';

test('two connections of one app can be told apart', async ({ owner: page, workspace, rest }) => {
  for (let i = 0; i < 2; i++) await connectPipedrive(rest, (await ownAccount()).pipedrive);
  await connectionsPage(page, workspace.slug);
  const names = await page.locator('[data-row-link]').allTextContents();
  expect(new Set(names).size).toBe(2);
  expect(names).toContain('Pipedrive');
});

test('a connection is removed with its data by its name, and is gone', async ({
  owner: page,
  workspace,
  rest,
}) => {
  const id = await connectPipedrive(rest, (await ownAccount()).pipedrive, { name: 'Old pipeline' });
  await page.goto(`/${workspace.slug}/connections/${id}?tab=settings`);
  await page.getByRole('button', { name: 'Remove…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Remove Old pipeline?' });
  const remove = dialog.getByRole('button', { name: 'Remove with all data' });
  await expect(remove).toBeDisabled();
  await expectAccessible(page);
  await dialog.getByRole('textbox').fill('Old pipeline');
  await remove.click();
  await page.waitForURL(`**/${workspace.slug}/connections`);
  await expect(page.getByRole('heading', { name: 'Connect your first source' })).toBeVisible();
  expect((await rest.get(`/connections/${id}`)).status).toBe(404);
});

test('after a link the content has the focus, and on a phone nothing hides in a sideways scroll', async ({
  owner: page,
  workspace,
  rest,
}) => {
  const id = await connectPipedrive(rest, (await ownAccount()).pipedrive);
  await rest.post('/api-keys', { name: 'Warehouse', scopes: ['connections:read'] });
  await connectionsPage(page, workspace.slug);
  await page.getByRole('link', { name: 'API keys' }).click();
  await expect(page.getByRole('heading', { name: 'API keys', level: 1 })).toBeVisible();
  await expect(page.getByRole('main')).toBeFocused();
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(page.getByRole('button', { name: 'Revoke Warehouse' })).toBeInViewport();
  await expectAccessible(page);
  for (const tab of ['streams', 'runs']) {
    await page.goto(`/${workspace.slug}/connections/${id}?tab=${tab}`);
    const table = page.getByRole('table');
    await expect(table).toBeVisible();
    expect(await table.evaluate((t) => t.scrollWidth <= t.parentElement!.clientWidth)).toBe(true);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  }
});

test('the only owner is not offered to leave', async ({ owner: page, workspace }) => {
  await page.goto(`/${workspace.slug}/settings/members`);
  await expect(page.getByText('You', { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Leave the workspace' })).toHaveCount(0);
});

test('what was done stands in the audit log, by whom, and can be taken along', async ({
  owner: page,
  workspace,
  rest,
}) => {
  const id = await connectPipedrive(rest, (await ownAccount()).pipedrive, { name: 'Pipeline' });
  await rest.post(`/connections/${id}/pause`);
  await page.goto(`/${workspace.slug}/settings/audit`);
  const log = page.getByRole('list', { name: 'Audit log' });
  await expect(log.getByRole('listitem').first()).toContainText('Connection paused: Pipeline');
  await expectAccessible(page);
  await page.getByRole('combobox', { name: 'About' }).selectOption('api_key.');
  await expect(page.getByText('Nothing was done of this kind')).toBeVisible();
  await page.getByRole('combobox', { name: 'About' }).selectOption('connection.');
  await expect(log).toContainText('Connection created: Pipeline');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export as CSV' }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^audit-.*\.csv$/);
});

test('a paused connection says so and resumes from the list', async ({
  owner: page,
  workspace,
  rest,
}) => {
  const id = await connectPipedrive(rest, (await ownAccount()).pipedrive, { name: 'Pipeline' });
  await rest.post(`/connections/${id}/pause`);
  await connectionsPage(page, workspace.slug);
  await expect(page.getByRole('list', { name: 'Paused or disconnected' })).toContainText(
    'Pipeline',
  );
  await row(page, 'Pipeline').getByRole('button', { name: 'Actions for Pipeline' }).click();
  await page.getByRole('menuitem', { name: 'Resume' }).click();
  await expect(badge(page, 'Pipeline', 'Paused')).toHaveCount(0);
});

test('the accounts and keys of the sandbox are a link away', async ({
  owner: page,
  context,
  workspace,
  tolerate,
}) => {
  tolerate(404); // the sandbox of the tests has no picture for the tab
  await connectionsPage(page, workspace.slug);
  const opening = context.waitForEvent('page');
  await page.getByRole('link', { name: 'Sandbox: accounts and keys to try' }).first().click();
  const sandbox = await opening;
  await expect(sandbox.getByRole('heading', { name: 'Inlet sandbox' })).toBeVisible();
  await expect(sandbox.getByRole('heading', { name: 'Pipedrive' })).toBeVisible();
});
