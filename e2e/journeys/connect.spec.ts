import { settled } from '../fixtures/api';
import { allow, connectionsPage, expectCurrent, pickConnector, row } from '../fixtures/steps';
import { expect, shot, test } from '../fixtures/test';
import { ownAccount } from '../fixtures/world';

test('add a connection, authorize HubSpot, and watch the badge turn healthy', async ({
  owner: page,
  workspace,
  rest,
}) => {
  const account = await ownAccount();
  await connectionsPage(page, workspace.slug);
  await pickConnector(page, 'HubSpot');
  await expect(
    page.getByRole('heading', { name: 'What HubSpot will ask you to allow' }),
  ).toBeVisible();
  await shot(page, 'connect-hubspot-light');
  await page.getByRole('button', { name: 'Continue to HubSpot' }).click();
  await allow(page, account.hubspot);

  await page.waitForURL(`**/${workspace.slug}/connections`); // the outcome left the address
  await expect(
    page
      .getByRole('status')
      .filter({ hasText: 'HubSpot is connected. The first sync has started.' }),
  ).toBeVisible();
  await expectCurrent(page, 'HubSpot');
  await expect(row(page, 'HubSpot')).toContainText(String(account.size + 6));
  await shot(page, 'connected-flash-light');
  await page.reload();
  await expect(page.getByText('The first sync has started')).toHaveCount(0);
  const { connections } = (await rest.get('/connections')).body;
  expect(connections).toHaveLength(1);
  expect(connections[0]).toMatchObject({ status: 'connected', created_by_name: 'Ada Lovelace' });
});

test('a wrong Pipedrive key says what Pipedrive said and stores nothing; a good one names the account', async ({
  owner: page,
  workspace,
  rest,
  tolerate,
}) => {
  tolerate(422);
  const account = await ownAccount();
  await connectionsPage(page, workspace.slug);
  await pickConnector(page, 'Pipedrive');
  const dialog = page.getByRole('dialog', { name: 'Connect Pipedrive' });
  const key = dialog.getByLabel('API token', { exact: true });
  await key.fill('too short');
  await dialog.getByRole('button', { name: 'Connect Pipedrive' }).click();
  await expect(dialog.getByText(/does not look like the whole API token/)).toBeVisible();
  await expect(key).toBeFocused();

  await key.fill('f'.repeat(40));
  await dialog.getByRole('button', { name: 'Connect Pipedrive' }).click();
  await expect(dialog.getByRole('alert')).toContainText(/Pipedrive/);
  await shot(page, 'pipedrive-wrong-key');
  expect((await rest.get('/connections')).body.connections).toEqual([]);

  await key.fill(`  ${account.pipedrive} `);
  await dialog.getByRole('button', { name: 'Connect Pipedrive' }).click();
  await expect(
    dialog.getByRole('status').filter({ hasText: `Connected as Bulk-${account.size}` }),
  ).toBeVisible();
  await shot(page, 'pipedrive-connected');
  await dialog.getByRole('link', { name: 'Watch it sync' }).click();
  await expect(page.getByRole('heading', { name: 'Pipedrive', level: 1 })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Health' })).toContainText(
    'Connected and up to date',
  );

  await connectionsPage(page, workspace.slug);
  await pickConnector(page, 'Pipedrive');
  await key.fill(account.pipedrive);
  await dialog.getByRole('button', { name: 'Connect Pipedrive' }).click();
  await expect(dialog.getByText('already connected to this workspace')).toBeVisible();
});

test('track @acme on X: preview, confirm', async ({ owner: page, workspace, rest, tolerate }) => {
  tolerate(404);
  await connectionsPage(page, workspace.slug);
  await pickConnector(page, 'X');
  const dialog = page.getByRole('dialog', { name: 'Connect X' });
  await dialog.getByLabel('Public handle').fill('@nobody_here');
  await dialog.getByRole('button', { name: 'Find account' }).click();
  await expect(dialog.getByRole('alert')).toContainText('nobody_here');
  await dialog.getByLabel('Public handle').fill('@acme');
  await dialog.getByRole('button', { name: 'Find account' }).click();
  await expect(dialog.getByText('@acme')).toBeVisible();
  await expect(dialog.getByText(/ followers$/)).toBeVisible();
  await shot(page, 'x-preview');
  expect((await rest.get('/connections')).body.connections).toEqual([]);
  await dialog.getByRole('button', { name: 'This is it, track it' }).click();
  await expect(page.getByText('Tracking @acme')).toBeVisible();
  await expectCurrent(page, '@acme');
});

test('two clicks on Connect make one connection', async ({ owner: page, workspace, rest }) => {
  const account = await ownAccount();
  await connectionsPage(page, workspace.slug);
  await pickConnector(page, 'Pipedrive');
  await page.getByLabel('API token', { exact: true }).fill(account.pipedrive);
  await page.getByRole('dialog').getByRole('button', { name: 'Connect Pipedrive' }).dblclick();
  await expect(page.getByText(`Connected as Bulk-${account.size}`)).toBeVisible();
  expect((await rest.get('/connections')).body.connections).toHaveLength(1);

  await connectionsPage(page, workspace.slug);
  await pickConnector(page, 'HubSpot');
  await page.getByRole('button', { name: 'Continue to HubSpot' }).dblclick({ noWaitAfter: true });
  await expect(
    page.getByRole('heading', { name: /^Allow Inlet to use your HubSpot/ }),
  ).toBeVisible();
  expect(
    (await rest.get('/connections')).body.connections
      .map((c) => `${c.connector_type} ${c.status}`)
      .sort(),
  ).toEqual(['hubspot pending', 'pipedrive connected']);
});

test('connecting Pipedrive with the keyboard alone', async ({ owner: page, workspace, rest }) => {
  const account = await ownAccount();
  await connectionsPage(page, workspace.slug);
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const add = page.getByRole('button', { name: 'Add a connection' });
  for (let i = 0; i < 40 && !(await add.evaluate((e) => e === document.activeElement)); i++)
    await press('Tab');
  await expect(add).toBeFocused();
  await press('Enter');
  await expect(page.getByRole('dialog').getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('pipe');
  const tile = page.getByRole('dialog').getByRole('button', { name: /^Pipedrive/ });
  await expect(tile).toBeVisible();
  for (let i = 0; i < 4 && !(await tile.evaluate((e) => e === document.activeElement)); i++)
    await press('Tab');
  await press('Enter');
  await expect(page.getByLabel('API token', { exact: true })).toBeFocused();
  await page.keyboard.type(account.pipedrive);
  await press('Enter');
  const watch = page.getByRole('link', { name: 'Watch it sync' });
  await expect(watch).toBeFocused();
  await press('Enter');
  await page.waitForURL('**/connections/*');
  const id = page.url().split('/').at(-1)!;
  await settled(rest, id);
  // The menu of the page, opened, walked and left by keys; focus returns to where it was.
  await expect(page.getByRole('region', { name: 'Health' })).toContainText(
    'Connected and up to date',
  );
  const menu = page.getByRole('button', { name: 'Actions for Pipedrive' });
  await menu.focus();
  await press('Enter');
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  await press('Escape');
  await expect(menu).toBeFocused();
  // Escape closes the picker and gives focus back.
  await connectionsPage(page, workspace.slug);
  await add.focus();
  await press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(add).toBeFocused();
  // So does a dialog that was opened from a menu.
  const actions = row(page, 'Pipedrive').getByRole('button', { name: 'Actions for Pipedrive' });
  await actions.focus();
  await press('Enter');
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.type('rename');
  await expect(page.getByRole('menuitem', { name: 'Rename' })).toBeFocused();
  await press('Enter');
  await expect(
    page.getByRole('dialog', { name: 'Rename connection' }).getByLabel('Name'),
  ).toBeFocused();
  await press('Escape');
  await expect(actions).toBeFocused();
});
