import { chromium, type Browser, type Cookie } from '@playwright/test';
import { findBrowser } from '../scripts/browser.ts';
import { PASSWORD } from './workspaces.ts';

/** The Chromium of the end-to-end tests. */
export function openBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  return chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
}

/** The session of the bench's owner, signed in as a person does. */
export async function signIn(browser: Browser, origin: string): Promise<Cookie> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${origin}/sign-in`);
  await page.waitForLoadState('networkidle');
  await page.getByLabel('Email').fill('bench@example.com');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/connections');
  const session = (await context.cookies()).find(({ name }) => name.endsWith('inlet.session'))!;
  await context.close();
  return session;
}
