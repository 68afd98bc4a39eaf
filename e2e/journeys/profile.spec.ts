import { hashPassword } from '@/lib/access/password';
import {
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  otherBrowser,
  shot,
  test,
} from '../fixtures/test';
import { sql } from '../fixtures/world';

const LOOKS = [
  { scheme: 'light', width: 1280 },
  { scheme: 'dark', width: 1280 },
  { scheme: 'light', width: 390 },
  { scheme: 'dark', width: 390 },
] as const;

test('a person sees where they are signed in, ends one, and changes the password', async ({
  owner: page,
  workspace,
  browser,
  tolerate,
}) => {
  tolerate(400);
  const { id, email } = workspace.owner;
  await sql('UPDATE users SET password_hash = $2 WHERE id = $1', [
    id,
    await hashPassword('sieben Zwerge im Wald'),
  ]);
  // Another browser, by the door everybody takes.
  const other = await otherBrowser(browser);
  const elsewhere = await other.newPage();
  await elsewhere.goto('/sign-in');
  await elsewhere.getByLabel('Email').fill(email);
  await elsewhere.getByLabel('Password', { exact: true }).fill('sieben Zwerge im Wald');
  await elsewhere.getByRole('button', { name: 'Sign in' }).click();
  await elsewhere.waitForURL('**/connections');

  for (const { scheme, width } of LOOKS) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`/${workspace.slug}/settings/profile`);
    await expect(page.getByText('This one')).toBeVisible();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await shot(page, `profile-${scheme}-${width}`);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  const rows = page.getByRole('region', { name: 'Where you are signed in' }).getByRole('listitem');
  await expect(rows).toHaveCount(2);
  await expect(rows.filter({ hasText: 'Chrome on Linux' })).toContainText('from 127.0.0.1');
  await page.getByRole('button', { name: 'End the session of Chrome on Linux' }).click();
  await expect(rows).toHaveCount(1);
  await elsewhere.goto(`/${workspace.slug}/connections`);
  await expect(elsewhere).toHaveURL(/\/sign-in/);

  const form = page.getByRole('region', { name: 'Password' });
  await form.getByLabel('Present password', { exact: true }).fill('not it, I am afraid');
  await form.getByLabel('New password', { exact: true }).fill('zehn Zwerge im Wald');
  await form.getByRole('button', { name: 'Change password' }).click();
  await expect(form.getByText('That is not your present password.').first()).toBeVisible();
  await shot(page, 'profile-wrong-password');
  await form.getByLabel('Present password', { exact: true }).fill('sieben Zwerge im Wald');
  await form.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('Your password is changed').first()).toBeVisible();

  await elsewhere.getByLabel('Email').fill(email);
  await elsewhere.getByLabel('Password', { exact: true }).fill('zehn Zwerge im Wald');
  await elsewhere.getByRole('button', { name: 'Sign in' }).click();
  await elsewhere.waitForURL('**/connections');
  await other.close();
});
