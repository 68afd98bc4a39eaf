import { expect, OWNER, test } from '../fixtures/test';

test('the first person sets Inlet up and is in the console; the second is sent to sign in', async ({ bare, page, browser }) => {
  await page.goto(bare.url);
  await expect(page).toHaveURL(/\/setup/);
  await page.getByLabel('Your name').fill(OWNER.name);
  await page.getByLabel('Email').fill(OWNER.email);
  await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
  await page.getByLabel(/workspace/i).fill('Acme');
  await page.getByRole('button', { name: /create|set up/i }).click();
  await expect(page).toHaveURL(/\/acme\/connections/);
  const other = await browser.newPage();
  await other.goto(bare.url);
  await expect(other).toHaveURL(/\/sign-in/);
});

test('a session that is signed out elsewhere is at the sign-in page with the next page', async ({ server, workspace, page }) => {
  await page.goto(`${server.url}/${workspace.slug}/connections`);
  await expect(page).toHaveURL(new RegExp(`/${workspace.slug}/connections`));
  await server.query('UPDATE users SET sessions_valid_after = now()');
  await page.goto(`${server.url}/${workspace.slug}/connections`);
  await expect(page).toHaveURL(/\/sign-in/);
});
