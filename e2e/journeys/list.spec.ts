import fs from 'node:fs';
import { badge, connectionsPage, connectPipedrive, expectCurrent, row } from '../fixtures/steps';
import { expect, expectAccessible, otherBrowser, test } from '../fixtures/test';
import { control, ownAccount } from '../fixtures/world';

/** Within this an open page knows what changed elsewhere. */
const LEARNS_WITHIN_MS = 5_000;

test('an open page learns what changed elsewhere, and what needs a person moves to the top', async ({
  owner: page,
  workspace,
  rest,
}) => {
  const account = await ownAccount();
  const id = await connectPipedrive(rest, account.pipedrive, { name: 'Pipeline' });
  await connectPipedrive(rest, (await ownAccount()).pipedrive, { name: 'Another' });
  const opened = page.waitForResponse((r) => r.url().includes('/api/live'));
  await connectionsPage(page, workspace.slug);
  await opened;
  await expectCurrent(page, 'Pipeline');
  await rest.patch(`/connections/${id}`, { name: 'Renamed over REST' });
  await expect(row(page, 'Renamed over REST')).toBeVisible({ timeout: LEARNS_WITHIN_MS });
  await control('POST', 'revoke', { provider: 'pipedrive', account: `bulk-${account.size}` });
  await rest.post(`/connections/${id}/sync`);
  await expect
    .poll(async () => (await rest.get(`/connections/${id}/status`)).body.health)
    .toBe('needs_reauth');
  const needed = page.getByRole('list', { name: 'Needs you' });
  await expect(needed).toContainText('Renamed over REST', { timeout: LEARNS_WITHIN_MS });
  await expect(needed.getByRole('button', { name: 'Reconnect' })).toBeVisible();
  await expect(page.getByText('1 of 2 current')).toBeVisible();
  await expect(page.locator('[data-row]').first()).toContainText('Renamed over REST');

  // A group is folded away and brought back where it stands.
  const heading = page.getByRole('heading', { name: /^Needs you/ }).getByRole('button');
  await heading.press('Enter');
  await expect(heading).toHaveAttribute('aria-expanded', 'false');
  await expect(page.locator('[data-row]')).toHaveCount(1);
  await expect(page.locator('[data-row-link][tabindex="0"]')).toHaveText('Another');
  await expectAccessible(page);
  await expect(heading).toBeFocused();
  await heading.press('Enter');
  await expect(page.locator('[data-row]')).toHaveCount(2);
});

test('without a stream the page asks by itself', async ({ browser, workspace, rest, tolerate }) => {
  tolerate(503);
  const id = await connectPipedrive(rest, (await ownAccount()).pipedrive, { name: 'Quiet' });
  const context = await otherBrowser(browser, workspace.owner);
  await context.route('**/api/live**', (route) => route.fulfill({ status: 503 }));
  const page = await context.newPage();
  await connectionsPage(page, workspace.slug);
  await expectCurrent(page, 'Quiet');
  await rest.patch(`/connections/${id}`, { name: 'Heard of all the same' });
  await expect(row(page, 'Heard of all the same')).toBeVisible();
  await context.close();
});

test('the list by keyboard alone: one stop, arrows inside, several at once', async ({
  owner: page,
  workspace,
  rest,
}) => {
  for (const name of ['Alpha', 'Beta', 'Gamma'])
    await connectPipedrive(rest, (await ownAccount()).pipedrive, { name });
  const opened = page.waitForResponse((r) => r.url().includes('/api/live'));
  await page.goto(`/${workspace.slug}/connections?sort=name`);
  await opened;
  const stops = await page
    .locator('[data-row] a, [data-row] button')
    .evaluateAll((all) => all.filter((el) => (el as HTMLElement).tabIndex === 0).length);
  expect(stops).toBe(1);
  // Keys are listened to once the list has come to life, a moment after it is seen.
  await expect(async () => {
    await page.keyboard.press('j');
    await expect(page.getByRole('link', { name: 'Alpha' })).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(page.getByRole('toolbar', { name: 'Selected connections' })).toContainText(
    '2 selected',
  );
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('checkbox', { name: 'Select Beta' })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('button', { name: 'Actions for Beta' })).toBeFocused();
  await page.getByRole('button', { name: 'Pause' }).press('Enter');
  const summary = page.getByRole('dialog', { name: '2 connections paused' });
  await expect(summary).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(badge(page, 'Alpha', 'Paused')).toBeVisible();
  await expect(badge(page, 'Gamma', 'Paused')).toHaveCount(0);

  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Go to a connection or a page' }).fill('gam');
  await expect(page.getByRole('option', { name: /Gamma/ })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Gamma', level: 1 })).toBeVisible();
});

test('an order is kept in the address, under a name, and in a file', async ({
  owner: page,
  workspace,
  rest,
}) => {
  for (const name of ['=SUM(A1)', 'Plain'])
    await connectPipedrive(rest, (await ownAccount()).pipedrive, { name });
  await connectionsPage(page, workspace.slug);
  await page.getByRole('combobox', { name: 'Order' }).selectOption('app');
  await expect(page).toHaveURL(/sort=app/);
  await expect(page.getByRole('list', { name: 'Pipedrive' }).locator('[data-row]')).toHaveCount(2);
  await page.getByRole('button', { name: 'Views', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Save this view…' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Mine');
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'Order' }).selectOption('worst');
  await page.getByRole('button', { name: 'Views', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Mine', exact: true }).click();
  await expect(page).toHaveURL(/sort=app/);
  await page.getByRole('button', { name: 'Views', exact: true }).click();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Export as CSV' }).click(),
  ]);
  const text = fs.readFileSync(await file.path(), 'utf8');
  expect(text.split('\r\n')).toHaveLength(4);
  expect(text).toContain(`,'=SUM(A1),Pipedrive,`);
});
