import { hashPassword } from '@/lib/access/password';
import { settled } from '../fixtures/api';
import { keyboardOf } from '../fixtures/keyboard';
import { badge, connectionsPage, connectPipedrive, expectCurrent, row } from '../fixtures/steps';
import { expect, test, type Page } from '../fixtures/test';
import { control, ownAccount, sql } from '../fixtures/world';

// Journeys with nothing but keys: no click, no focus() and no fill(), which need no focus of their own.

const PASSWORD = 'sieben Zwerge im Wald';

const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 });

test('by keyboard: sign in, and out again by the menu of the account', async ({
  page,
  workspace,
}) => {
  await sql('UPDATE users SET password_hash = $2 WHERE id = $1', [
    workspace.owner.id,
    await hashPassword(PASSWORD),
  ]);
  const keyboard = keyboardOf(page);
  await page.goto('/sign-in');
  await expect(page.getByLabel('Email')).toBeFocused();
  await keyboard.type(workspace.owner.email);
  await keyboard.walkTo(page.getByLabel('Password', { exact: true }));
  await keyboard.type(PASSWORD);
  await keyboard.leave('**/connections');
  const account = page.getByRole('button', { name: 'Account of Ada Lovelace' });
  await keyboard.enter(account);
  await expect(page.getByRole('menuitemradio', { name: 'Same as system' })).toBeFocused();
  await keyboard.press('Escape');
  await expect(account).toBeFocused();
  await keyboard.press('Enter');
  await keyboard.walkTo(page.getByRole('menuitem', { name: 'Sign out', exact: true }), 'ArrowDown');
  await keyboard.leave('**/sign-in');
});

test('by keyboard: find a connection, open it, go back, and go to another by name', async ({
  owner: page,
  workspace,
  rest,
}) => {
  for (const name of ['Alpha', 'Beta', 'Gamma'])
    await connectPipedrive(rest, (await ownAccount()).pipedrive, { name });
  const keyboard = keyboardOf(page);
  await connectionsPage(page, workspace.slug);
  await expect(row(page, 'Gamma')).toBeVisible();
  await keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Search connections' })).toBeFocused();
  await keyboard.type('bet');
  await expect(row(page, 'Alpha')).toHaveCount(0);
  await keyboard.enter(page.getByRole('link', { name: 'Beta' }));
  await expect(heading(page, 'Beta')).toBeVisible();
  await expect(page.getByRole('main')).toBeFocused();
  const back = page.getByRole('main').getByRole('link', { name: 'Connections' });
  await keyboard.enter(back);
  await expect(row(page, 'Beta')).toBeVisible();
  await expect(page.getByRole('main')).toBeFocused();
  const palette = page.getByRole('combobox', { name: 'Go to a connection or a page' });
  await keyboard.press('Control+k');
  await expect(palette).toBeFocused();
  await keyboard.press('Escape');
  await expect(palette).toHaveCount(0);
  await expect(page.getByRole('main')).toBeFocused();
  await keyboard.press('Control+k');
  await expect(palette).toBeFocused();
  await keyboard.type('gam');
  await expect(page.getByRole('option', { name: /Gamma/ })).toBeVisible();
  await keyboard.press('Enter');
  await expect(heading(page, 'Gamma')).toBeVisible();
});

test('by keyboard: connect with a key, and every way back out of a dialog', async ({
  owner: page,
  workspace,
  rest,
}) => {
  const { pipedrive } = await ownAccount();
  const keyboard = keyboardOf(page);
  await connectionsPage(page, workspace.slug);
  const add = page.getByRole('button', { name: 'Add a connection' });
  await keyboard.skipToContent();
  await keyboard.enter(add);
  await expect(page.getByRole('dialog').getByRole('searchbox')).toBeFocused();
  await keyboard.press('Escape');
  await expect(add).toBeFocused();
  await keyboard.press('Enter');
  await keyboard.type('pipe');
  await keyboard.enter(page.getByRole('dialog').getByRole('button', { name: /^Pipedrive/ }));
  await expect(page.getByLabel('API token', { exact: true })).toBeFocused();
  await keyboard.type(pipedrive);
  await keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'Watch it sync' })).toBeFocused();
  await keyboard.press('Enter');
  await page.waitForURL('**/connections/*');
  await settled(rest, page.url().split('/').at(-1)!);
  // Until then its page is behind, and the menu with it.
  await expect(page.getByRole('region', { name: 'Health' })).toContainText(
    'Connected and up to date',
  );
  const actions = page.getByRole('button', { name: 'Actions for Pipedrive' });
  await keyboard.enter(actions);
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  await keyboard.press('Escape');
  await expect(actions).toBeFocused();
  await keyboard.press('Enter');
  await keyboard.type('rename');
  await expect(page.getByRole('menuitem', { name: 'Rename' })).toBeFocused();
  await keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByLabel('Name')).toBeFocused();
  // As long as the menu is on its way out, it takes the key for itself.
  await expect(page.getByRole('menu')).toHaveCount(0);
  await keyboard.press('Escape');
  await expect(actions).toBeFocused();
});

test('by keyboard: to HubSpot, allow, and back', async ({ owner: page, workspace }) => {
  const { hubspot } = await ownAccount();
  const keyboard = keyboardOf(page);
  await connectionsPage(page, workspace.slug);
  await keyboard.skipToContent();
  await keyboard.enter(page.getByRole('button', { name: 'Add a connection' }));
  await keyboard.type('hubspot');
  await keyboard.enter(page.getByRole('dialog').getByRole('button', { name: /^HubSpot/ }));
  await expect(page.getByRole('button', { name: 'Continue to HubSpot' })).toBeFocused();
  await keyboard.leave(/\/oauth\/authorize/);
  await keyboard.walkTo(page.getByLabel('Another sandbox account'));
  await keyboard.type(hubspot);
  await keyboard.walkTo(page.getByRole('button', { name: 'Allow' }));
  await keyboard.leave(`**/${workspace.slug}/connections`);
  await expectCurrent(page, 'HubSpot');
  await keyboard.press('j');
  await expect(page.getByRole('link', { name: 'HubSpot', exact: true })).toBeFocused();
});

test('by keyboard: reconnect what asks for it, from its row', async ({
  owner: page,
  workspace,
  rest,
}) => {
  const account = await ownAccount();
  const id = await connectPipedrive(rest, account.pipedrive, { name: 'Pipeline' });
  await control('POST', 'faults', {
    provider: 'pipedrive',
    account: `bulk-${account.size}`,
    kind: 'raw',
    status: 401,
    body: '{}',
    times: 1,
  });
  await rest.post(`/connections/${id}/sync`);
  await settled(rest, id);
  const keyboard = keyboardOf(page);
  await connectionsPage(page, workspace.slug);
  await expect(page.getByRole('list', { name: 'Needs you' })).toContainText('Pipeline');
  await keyboard.press('j');
  const button = row(page, 'Pipeline').getByRole('button', { name: 'Reconnect' });
  await keyboard.walkTo(button, 'ArrowRight');
  await keyboard.press('Enter');
  await expect(page.getByLabel('API token', { exact: true })).toBeFocused();
  await keyboard.press('Escape');
  await expect(button).toBeFocused();
  await keyboard.press('Enter');
  await keyboard.type(account.pipedrive);
  await keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'Watch it sync' })).toBeFocused();
  await keyboard.press('Escape');
  await expectCurrent(page, 'Pipeline');
  await keyboard.press('j');
  await expect(page.getByRole('link', { name: 'Pipeline' })).toBeFocused();
});

test('by keyboard: sync now, and cancel it with the same button', async ({
  owner: page,
  workspace,
  rest,
}) => {
  const account = await ownAccount();
  const id = await connectPipedrive(rest, account.pipedrive);
  await control('POST', 'faults', {
    provider: 'pipedrive',
    account: `bulk-${account.size}`,
    kind: 'slow',
    delay_ms: 900,
    for_ms: 60_000,
  });
  const keyboard = keyboardOf(page);
  await page.goto(`/${workspace.slug}/connections/${id}`);
  await keyboard.skipToContent();
  await keyboard.enter(page.getByRole('button', { name: 'Sync now' }));
  const cancel = page.getByRole('button', { name: 'Cancel sync' });
  await expect(cancel).toBeFocused();
  await expect(cancel).toBeEnabled();
  await keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Sync now' })).toBeFocused();
  await settled(rest, id);
  const { runs } = (await rest.get(`/connections/${id}/runs?limit=1`)).body;
  expect(runs[0]!.status).toBe('cancelled');
});

test('by keyboard: pause several at once, and resume them', async ({
  owner: page,
  workspace,
  rest,
}) => {
  for (const name of ['Alpha', 'Beta', 'Gamma'])
    await connectPipedrive(rest, (await ownAccount()).pipedrive, { name });
  const keyboard = keyboardOf(page);
  await page.goto(`/${workspace.slug}/connections?sort=name`);
  await expect(row(page, 'Gamma')).toBeVisible();
  const bar = page.getByRole('toolbar', { name: 'Selected connections' });
  await keyboard.press('j', 'x', 'j', 'x');
  await expect(bar).toContainText('2 selected');
  await keyboard.enter(bar.getByRole('button', { name: 'Pause' }));
  await expect(page.getByRole('dialog', { name: '2 connections paused' })).toBeVisible();
  await keyboard.press('Enter');
  await expect(badge(page, 'Alpha', 'Paused')).toBeVisible();
  await expect(badge(page, 'Beta', 'Paused')).toBeVisible();
  await keyboard.press('j');
  await keyboard.walkTo(page.getByRole('link', { name: 'Alpha' }), 'k');
  await keyboard.press('x', 'j', 'x');
  await keyboard.enter(bar.getByRole('button', { name: 'Resume' }));
  await expect(page.getByRole('dialog', { name: '2 connections resumed' })).toBeVisible();
  await keyboard.press('Escape');
  await expect(badge(page, 'Alpha', 'Paused')).toHaveCount(0);
  await expect(badge(page, 'Beta', 'Paused')).toHaveCount(0);
});
