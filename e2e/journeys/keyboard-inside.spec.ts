import { settled } from '../fixtures/api';
import { expectFocusSeen, keyboardOf } from '../fixtures/keyboard';
import { makeMember } from '../fixtures/policy';
import { connectPipedrive, trackX } from '../fixtures/steps';
import { expect, test } from '../fixtures/test';
import { ownAccount } from '../fixtures/world';

// Journeys with nothing but keys, inside a connection and in the settings.

test('by keyboard: along the tabs to the streams, one off and on again', async ({
  owner: page,
  workspace,
  rest,
}) => {
  const id = await connectPipedrive(rest, (await ownAccount()).pipedrive);
  const keyboard = keyboardOf(page);
  await page.goto(`/${workspace.slug}/connections/${id}`);
  await keyboard.skipToContent();
  await keyboard.walkTo(page.getByRole('tab', { name: 'Overview' }));
  await keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Streams' })).toBeFocused();
  const deals = page.getByRole('switch', { name: 'Read Deals' });
  await keyboard.walkTo(deals);
  await keyboard.press('Space');
  await expect(deals).not.toBeChecked();
  await expect(deals).toBeFocused();
  await expect(deals).toBeEnabled();
  await keyboard.press('Space');
  await expect(deals).toBeChecked();
  await settled(rest, id);
  await expectFocusSeen(page);
});

test('by keyboard: search the records, look at one and at the next', async ({
  owner: page,
  workspace,
  rest,
}) => {
  const id = await connectPipedrive(rest, (await ownAccount()).pipedrive);
  const keyboard = keyboardOf(page);
  await page.goto(`/${workspace.slug}/connections/${id}?tab=records`);
  await keyboard.skipToContent();
  const table = page.getByRole('region', { name: 'Records' });
  const names = table.getByRole('row').getByRole('button');
  await expect(names.nth(1)).toBeVisible();
  // A word that two records have in common, so that there is a next one.
  const words = (await names.allTextContents()).flatMap((name) => name.split(' '));
  const sought = words.find((word, i) => word.length > 3 && words.lastIndexOf(word) > i)!;
  const found = page.waitForResponse((r) => /\/records\?.*q=/.test(r.url()));
  await keyboard.walkTo(page.getByRole('searchbox', { name: 'Search records' }));
  await keyboard.type(sought);
  await found;
  await page.waitForLoadState('networkidle');
  const first = names.first();
  await keyboard.enter(first);
  const drawer = page.getByRole('dialog');
  await expect(drawer).toBeFocused();
  const said = await drawer.textContent();
  await keyboard.press('ArrowDown');
  await expect(drawer).not.toHaveText(said!);
  await keyboard.press('Escape');
  await expect(first).toBeFocused();
});

test('by keyboard: two runs marked and compared', async ({ owner: page, workspace, rest }) => {
  const id = await connectPipedrive(rest, (await ownAccount()).pipedrive);
  await rest.post(`/connections/${id}/sync`);
  await settled(rest, id);
  const keyboard = keyboardOf(page);
  await page.goto(`/${workspace.slug}/connections/${id}?tab=runs`);
  const boxes = page.getByRole('checkbox', { name: /^Compare the run of/ });
  await expect(boxes).toHaveCount(2);
  await keyboard.skipToContent();
  await keyboard.walkTo(boxes.first());
  await keyboard.press('Space');
  await keyboard.walkTo(boxes.last());
  await keyboard.press('Space');
  const compare = page.getByRole('button', { name: 'Compare', exact: true });
  await keyboard.walkTo(compare, 'Shift+Tab');
  await keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Two runs compared' });
  await expect(dialog).toBeFocused();
  await expect(dialog.getByRole('region', { name: 'Their streams' })).toContainText('Deals');
  await keyboard.press('Escape');
  await expect(compare).toBeFocused();
});

test('by keyboard: the points of a chart walked, and one opened', async ({
  owner: page,
  workspace,
  rest,
}) => {
  const id = await trackX(rest, (await ownAccount()).x);
  const keyboard = keyboardOf(page);
  await page.goto(`/${workspace.slug}/connections/${id}?days=365`);
  const posts = page.getByRole('application', { name: /posts by time and engagement/ });
  await keyboard.skipToContent();
  await keyboard.walkTo(posts);
  await keyboard.press('End', 'ArrowLeft', 'Enter');
  await expect(page.locator('li[aria-current=true]')).toHaveCount(1);
  await expect(posts).toBeFocused();
  await keyboard.press('Escape');
  await expect(posts).toBeFocused();
});

test('by keyboard: what members may do is said, and taken back', async ({
  owner: page,
  workspace,
}) => {
  await makeMember(workspace);
  const keyboard = keyboardOf(page);
  await page.goto(`/${workspace.slug}/settings/access`);
  const group = page.getByRole('group', { name: 'Members on Connections' });
  await keyboard.skipToContent();
  await keyboard.walkTo(group.getByRole('radio', { name: 'Write' }));
  await keyboard.press('ArrowLeft');
  await expect(group.getByRole('radio', { name: 'Read' })).toBeChecked();
  await expect(group).toContainText('Said here');
  const back = group.getByRole('button', { name: /^Take back/ });
  await keyboard.enter(back);
  await expect(group.getByRole('radio', { name: 'Write' })).toBeChecked();
  await expect(back).toHaveCount(0);
  await expectFocusSeen(page);
});

test('by keyboard: an API key made, copied and revoked', async ({ owner: page, workspace }) => {
  const keyboard = keyboardOf(page);
  await page.goto(`/${workspace.slug}/settings/api-keys`);
  await keyboard.skipToContent();
  const create = page.getByRole('button', { name: 'Create API key' }).first();
  await keyboard.enter(create);
  await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await keyboard.press('Escape');
  await expect(create).toBeFocused();
  await keyboard.press('Enter');
  await keyboard.type('Warehouse');
  await keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'API key' })).toBeFocused();
  await keyboard.enter(page.getByRole('button', { name: 'I have copied it' }));
  const revoke = page.getByRole('button', { name: 'Revoke Warehouse' });
  await keyboard.enter(revoke);
  await expect(page.getByRole('dialog')).toBeVisible(); // fetched when it is first needed
  await keyboard.press('Escape');
  await expect(revoke).toBeFocused();
  await keyboard.press('Enter');
  await keyboard.enter(page.getByRole('button', { name: 'Revoke key' }));
  await expect(page.getByRole('row').filter({ hasText: 'Warehouse' })).toContainText('Revoked');
  await expect(revoke).toHaveCount(0);
  await expectFocusSeen(page);
});
