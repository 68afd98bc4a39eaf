import type { Locator } from '@playwright/test';
import { settled } from '../fixtures/api';
import { badge, connectionsPage, connectPipedrive, trackX } from '../fixtures/steps';
import { expect, test, type Page } from '../fixtures/test';
import { ownAccount } from '../fixtures/world';

/** More stops than any page has. */
const MOST_STOPS = 200;

const isFocused = (target: Locator) =>
  target
    .first()
    .evaluate((el) => el === document.activeElement, undefined, { timeout: 500 })
    .catch(() => false);

/** Tab, until this has the focus: nothing here is clicked. */
async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  await expect(target.first()).toBeVisible();
  for (let stops = 0; stops < MOST_STOPS; stops++) {
    if (await isFocused(target)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`no Tab leads to ${String(target)}`);
}

/** Tab to it, and press it. */
async function press(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

test.describe('by keyboard alone', () => {
  test('1: past the navigation into the content', async ({ owner: page, workspace }) => {
    await connectionsPage(page, workspace.slug);
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('main')).toBeFocused();
  });

  test('2: from page to page', async ({ owner: page, workspace }) => {
    await connectionsPage(page, workspace.slug);
    await press(page, page.getByRole('link', { name: 'API keys' }));
    await expect(page.getByRole('heading', { name: 'API keys', level: 1 })).toBeVisible();
    await expect(page.getByRole('main')).toBeFocused();
  });

  test('3: connect an app by its key', async ({ owner: page, workspace, rest }) => {
    const { pipedrive } = await ownAccount();
    await connectionsPage(page, workspace.slug);
    await press(page, button(page, 'Add a connection'));
    await expect(page.getByRole('dialog').getByRole('searchbox')).toBeFocused();
    await page.keyboard.type('pipedrive');
    await press(page, page.getByRole('dialog').getByRole('button', { name: /^Pipedrive/ }));
    await tabTo(page, page.getByLabel('API token', { exact: true }));
    await page.keyboard.type(pipedrive);
    await press(page, page.getByRole('dialog').getByRole('button', { name: 'Connect Pipedrive' }));
    await expect(page.getByRole('link', { name: 'Watch it sync' })).toBeVisible();
    expect((await rest.get('/connections')).body.connections).toHaveLength(1);
  });

  test('4: wait for an app, and ask for another', async ({ owner: page, workspace }) => {
    await connectionsPage(page, workspace.slug);
    await press(page, button(page, 'Tell me when I can connect Circleback'), 'Space');
    await expect(button(page, 'You will be told of Circleback')).toBeVisible();
    await press(page, button(page, 'Request an app'));
    await page.keyboard.type(`Zebra ${workspace.slug}`);
    await page.keyboard.press('Enter');
    await expect(page.getByText('is on the list')).toBeVisible();
  });

  test('5: pause and resume from the list', async ({ owner: page, workspace, rest }) => {
    await connectPipedrive(rest, (await ownAccount()).pipedrive, { name: 'Pipeline' });
    await connectionsPage(page, workspace.slug);
    await tabTo(page, page.getByRole('link', { name: 'Pipeline' }));
    for (let i = 0; i < 4 && !(await isFocused(button(page, 'Actions for Pipeline'))); i++)
      await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Pause' }).waitFor();
    await page.keyboard.press('p'); // entries are found by their letter
    await page.keyboard.press('Enter');
    await expect(badge(page, 'Pipeline', 'Paused')).toBeVisible();
  });

  test('6: keep a view and come back to it', async ({ owner: page, workspace, rest }) => {
    await connectPipedrive(rest, (await ownAccount()).pipedrive);
    await page.goto(`/${workspace.slug}/connections?sort=app`);
    await press(page, button(page, 'Views'));
    await page.getByRole('menuitem', { name: 'Save this view…' }).waitFor();
    await page.keyboard.press('s');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused();
    await page.keyboard.type('By app');
    await page.keyboard.press('Enter');
    await page.goto(`/${workspace.slug}/connections`);
    await press(page, button(page, 'Views'));
    await page.getByRole('menuitem', { name: 'By app', exact: true }).waitFor();
    await page.keyboard.press('b');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/sort=app/);
  });

  test('7: rename a connection', async ({ owner: page, workspace, rest }) => {
    const id = await connectPipedrive(rest, (await ownAccount()).pipedrive);
    await page.goto(`/${workspace.slug}/connections/${id}`);
    await press(page, button(page, 'Rename'));
    await page.keyboard.press('Control+a');
    await page.keyboard.type('Renamed by hand');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Renamed by hand', level: 1 })).toBeVisible();
  });

  test('8: sync now, and read what the run did', async ({ owner: page, workspace, rest }) => {
    const id = await connectPipedrive(rest, (await ownAccount()).pipedrive);
    await page.goto(`/${workspace.slug}/connections/${id}`);
    await press(page, button(page, 'Sync now'));
    await settled(rest, id);
    await tabTo(page, page.getByRole('tab', { name: 'Overview' }));
    for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('tab', { name: 'Runs' })).toBeFocused();
    await tabTo(page, page.getByRole('application', { name: /^Last \d runs by time/ }));
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await press(page, button(page, 'Show the log'));
    await expect(page.getByRole('list', { name: 'Log of this run' })).toContainText('The run ends');
  });

  test('9: compare two runs', async ({ owner: page, workspace, rest }) => {
    const id = await connectPipedrive(rest, (await ownAccount()).pipedrive);
    await rest.post(`/connections/${id}/sync`);
    await settled(rest, id);
    await page.goto(`/${workspace.slug}/connections/${id}?tab=runs`);
    const boxes = page.getByRole('checkbox', { name: /^Compare the run of/ });
    await press(page, boxes.nth(0), 'Space');
    await press(page, boxes.nth(1), 'Space');
    await tabTo(page, button(page, 'Compare'), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name: 'Two runs compared' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(button(page, 'Compare')).toBeFocused();
  });

  test('10: read records, one after the other', async ({ owner: page, workspace, rest }) => {
    const id = await connectPipedrive(rest, (await ownAccount()).pipedrive);
    await page.goto(`/${workspace.slug}/connections/${id}?tab=records&stream=persons`);
    const first = page.getByRole('region', { name: 'Records' }).getByRole('button').first();
    await press(page, first);
    const title = page.getByRole('dialog').getByRole('heading', { level: 2 });
    const was = await title.textContent();
    await page.keyboard.press('ArrowDown');
    await expect(title).not.toHaveText(was!);
    await tabTo(page, page.getByRole('region', { name: 'Record as JSON' }));
    await page.keyboard.press('Escape');
    await expect(first).toBeFocused();
  });

  test('11: switch a stream off', async ({ owner: page, workspace, rest }) => {
    const id = await connectPipedrive(rest, (await ownAccount()).pipedrive);
    await page.goto(`/${workspace.slug}/connections/${id}?tab=streams`);
    await press(page, page.getByRole('switch', { name: 'Read Deals' }), 'Space');
    await expect(page.getByRole('row').filter({ hasText: 'Deals' })).toContainText('Switched off');
  });

  test('12: walk the posts of a social account', async ({ owner: page, workspace, rest }) => {
    const id = await trackX(rest, (await ownAccount()).x);
    await page.goto(`/${workspace.slug}/connections/${id}?days=365`);
    const scatter = page.getByRole('application', { name: /posts by time and engagement/ });
    await tabTo(page, scatter);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect(page.locator('[aria-current=true]').first()).toBeVisible();
    await tabTo(page, page.getByRole('application', { name: /^Engagement by weekday and hour/ }));
    await page.keyboard.press('ArrowRight');
    await expect(page.getByText(/^Monday, 00–03: /)).toBeVisible();
  });
});
