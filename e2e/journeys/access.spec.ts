import { api } from '../fixtures/api';
import { expect, otherBrowser, shot, test } from '../fixtures/test';

test('invite somebody, they join in another browser, and are refused once removed', async ({
  owner: page,
  workspace,
  browser,
}) => {
  const email = `bob-${workspace.slug}@example.com`;
  await page.goto(`/${workspace.slug}/settings/members`);
  await page.getByRole('button', { name: 'Invite somebody' }).click();
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Create invitation link' }).click();
  const link = await page.getByRole('textbox', { name: 'Invitation link' }).inputValue();
  await shot(page, 'invitation-link-light');
  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click();
  await expect(page.getByText(email)).toBeVisible();

  const theirs = await otherBrowser(browser);
  const guest = await theirs.newPage();
  await guest.goto(link);
  await expect(guest.getByRole('heading', { name: 'Join Acme' })).toBeVisible();
  await shot(guest, 'invite-light');
  await guest.getByLabel('Your name').fill('Bob Member');
  await guest.getByLabel('Password', { exact: true }).fill('correct horse battery staple');
  await guest.getByRole('button', { name: 'Join the workspace' }).click();
  await guest.waitForURL(`**/${workspace.slug}/connections`);
  // A member sees who is here and changes nothing about it.
  await guest.goto(`/${workspace.slug}/settings/members`);
  await expect(guest.getByText('Ada Lovelace').first()).toBeVisible();
  await expect(guest.getByRole('button', { name: 'Invite somebody' })).toHaveCount(0);
  const ask = () =>
    guest.evaluate(
      (slug) =>
        fetch('/api/platform/v1/connections', { headers: { 'X-Inlet-Workspace': slug } }).then(
          (r) => r.status,
        ),
      workspace.slug,
    );
  expect(await ask()).toBe(200);

  const again = await otherBrowser(browser);
  const second = await again.newPage();
  await second.goto(link);
  await expect(
    second.getByRole('heading', { name: 'This invitation does not work' }),
  ).toBeVisible();
  await again.close();

  await page.reload();
  await page.getByRole('button', { name: 'Remove Bob Member' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('Bob Member')).toHaveCount(0);
  expect(await ask()).toBe(404);
  await guest.goto(`/${workspace.slug}/connections`);
  await expect(guest.getByRole('heading', { name: 'Connections', level: 1 })).toHaveCount(0);
  await shot(guest, 'removed-member');
  await theirs.close();
});

test('an API key: made, shown once, used, revoked', async ({ owner: page, workspace }) => {
  await page.goto(`/${workspace.slug}/settings/api-keys`);
  await page.getByRole('button', { name: 'Create API key' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Warehouse');
  await shot(page, 'create-key-light');
  await page.getByRole('button', { name: 'Create key' }).click();
  const key = await page.getByRole('textbox', { name: 'API key' }).inputValue();
  expect(key).toMatch(/^inlet_sk_test_[0-9A-Za-z]{46}$/);
  await shot(page, 'key-shown-once-light');
  await page.getByRole('button', { name: 'I have copied it' }).click();
  await expect(page.getByText('Warehouse')).toBeVisible();
  expect(await page.content()).not.toContain(key);

  const client = api(key);
  expect((await client.get('/connections')).status).toBe(200);
  expect((await client.post('/connections', { connector_type: 'hubspot' })).body.code).toBe(
    'insufficient_scope',
  );
  await page.reload();
  await expect(page.getByRole('row', { name: /Warehouse/ })).not.toContainText('Never');
  await page.getByRole('button', { name: 'Revoke Warehouse' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke key' }).click();
  await expect(page.getByRole('row', { name: /Warehouse/ })).toContainText('Revoked');
  await expect
    .poll(async () => (await client.get('/connections')).body.code)
    .toBe('invalid_api_key');
});

test('sign out everywhere ends the other browser’s session too', async ({
  owner: page,
  workspace,
  browser,
}) => {
  const other = await otherBrowser(browser, workspace.owner);
  const elsewhere = await other.newPage();
  await elsewhere.goto(`/${workspace.slug}/connections`);
  await expect(elsewhere.getByRole('heading', { name: 'Connections', level: 1 })).toBeVisible();
  await page.goto(`/${workspace.slug}/connections`);
  await page.getByRole('button', { name: 'Account of Ada Lovelace' }).click();
  await page.getByRole('menuitem', { name: 'Sign out everywhere' }).click();
  await page.waitForURL('**/sign-in');
  await elsewhere.goto(`/${workspace.slug}/connections`);
  await expect(elsewhere).toHaveURL(/\/sign-in/);
  await other.close();
});
