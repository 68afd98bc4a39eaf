import { expect, expectAccessible, expectNoSidewaysScroll, shot, test } from '../fixtures/test';

// One after the other: the second is about what the first left behind.
test.describe.configure({ mode: 'serial' });

const OWNER = {
  name: 'Grace Hopper',
  email: 'grace@example.com',
  password: 'a long enough phrase 42',
};

test('a fresh installation: set-up, signed in, out, a wrong password, in again', async ({
  page,
  tolerate,
}) => {
  await page.goto('/');
  await expect(page).toHaveURL(/\/setup$/);
  await expectAccessible(page);
  await shot(page, 'setup-light');
  await page.setViewportSize({ width: 320, height: 700 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(page);
  await shot(page, 'setup-dark-390');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 800 });

  await page.getByLabel('Your name').fill(OWNER.name);
  await page.getByLabel('Email').fill(OWNER.email);
  await page.getByLabel('Workspace name').fill('Café & Co.');
  await page.getByLabel('Password', { exact: true }).fill('short');
  await page.getByRole('button', { name: 'Create workspace' }).click();
  await expect(page).toHaveURL(/\/setup$/);
  await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
  await page.getByRole('button', { name: 'Create workspace' }).click();

  await page.waitForURL('**/cafe-co/connections');
  await expect(page.getByRole('heading', { name: 'Connections', level: 1 })).toBeVisible();
  // Live, and no provider app is configured: the tile says so instead of leading nowhere.
  await expect(page.getByRole('button', { name: /^HubSpot/ }).last()).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await shot(page, 'first-connections-light');

  await page.getByRole('button', { name: `Account of ${OWNER.name}` }).click();
  await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click();
  await page.waitForURL('**/sign-in');
  await page.goto('/cafe-co/connections');
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/);

  tolerate(401);
  await page.getByLabel('Email').fill(OWNER.email);
  await page.getByLabel('Password', { exact: true }).fill('not the password at all');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'do not match' })).toBeVisible();
  await expectAccessible(page);
  await shot(page, 'sign-in-wrong-password');
  await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/cafe-co/connections');
});

test('set-up is open once', async ({ page, request }) => {
  await page.goto('/setup');
  await expect(page).not.toHaveURL(/\/setup/);
  const again = await request.post('/api/setup', {
    data: { ...OWNER, email: 'mallory@example.com', workspace_name: 'Mine' },
  });
  expect(again.status()).toBe(409);
  expect(await again.json()).toMatchObject({ code: 'already_set_up' });
});
