import type { Page } from '@playwright/test';
import {
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  otherBrowser,
  shot,
  test,
} from '../fixtures/test';
import { makeMember } from '../fixtures/policy';
import { sql } from '../fixtures/world';

/** A workspace of real accounts, without any. */
const fresh = (id: string) => sql(`UPDATE workspaces SET mode = 'live' WHERE id = $1`, [id]);

const way = (page: Page, title: string) =>
  page
    .getByRole('list', { name: 'Ways to begin' })
    .locator('> li')
    .filter({ has: page.getByRole('heading', { name: title }) });

test('a fresh workspace offers three ways, light and dark, wide and narrow', async ({
  owner: page,
  workspace,
}) => {
  await fresh(workspace.id);
  await page.goto(`/${workspace.slug}/connections`);
  await expect(page.getByRole('list', { name: 'Ways to begin' }).locator('> li')).toHaveCount(3);
  for (const [scheme, width] of [
    ['light', 1280],
    ['dark', 1280],
    ['light', 390],
    ['dark', 320],
  ] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 844 });
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await shot(page, `ways-to-begin-${scheme}-${width}`);
  }
});

test('sandbox data: one click makes a marked workspace beside this one, one removes it', async ({
  owner: page,
  workspace,
}) => {
  await fresh(workspace.id);
  await page.goto(`/${workspace.slug}/connections`);
  await way(page, 'Try it with sandbox data')
    .getByRole('button', { name: 'Make a sandbox workspace' })
    .click();
  await page.waitForURL((url) => url.pathname !== `/${workspace.slug}/connections`);
  const note = page.getByRole('complementary', { name: 'Sandbox data' });
  await expect(note).toContainText('everything here is made up');
  for (const name of ['HubSpot', 'Pipedrive', 'Gong', 'Slack', 'Notion', 'X'])
    await expect(page.getByRole('link', { name: `${name} (sandbox)` })).toBeVisible();
  await expect(note).toBeVisible();
  await expectAccessible(page);
  await shot(page, 'sandbox-twin-light');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectNoSidewaysScroll(page);
  await shot(page, 'sandbox-twin-dark-390');
  await page.setViewportSize({ width: 1280, height: 800 });

  // Back in the workspace itself there is nothing but the way there.
  await note.getByRole('link', { name: /^Back to/ }).click();
  await page.waitForURL(`**/${workspace.slug}/connections`);
  const beside = way(page, 'Try it with sandbox data');
  await expect(beside).toContainText('6 connections with made-up data');
  await beside.getByRole('link', { name: /^Open / }).click();
  await note.getByRole('button', { name: 'Remove sandbox' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove it' }).click();
  await page.waitForURL(`**/${workspace.slug}/connections`);
  await expect(
    way(page, 'Try it with sandbox data').getByRole('button', { name: 'Make a sandbox workspace' }),
  ).toBeVisible();
  const left = await sql(`SELECT 1 FROM workspaces WHERE twin_of = $1`, [workspace.id]);
  expect(left).toEqual([]);
});

test('an app with a key: the catalog opens at those, and can show all again', async ({
  owner: page,
  workspace,
}) => {
  await fresh(workspace.id);
  await page.goto(`/${workspace.slug}/connections`);
  await way(page, 'Connect an app with a key')
    .getByRole('button', { name: 'Show apps with a key' })
    .click();
  const picker = page.getByRole('dialog', { name: 'Add a connection' });
  await expect(picker.getByRole('button', { name: /^Pipedrive/ })).toBeVisible();
  await expect(picker.getByRole('button', { name: /^HubSpot/ })).toHaveCount(0);
  await shot(page, 'catalog-with-a-key-light');
  await picker.getByRole('button', { name: /Connected with a key/ }).click();
  await expect(picker.getByRole('button', { name: /^HubSpot/ })).toBeVisible();
  await picker.getByRole('button', { name: /^Pipedrive/ }).click();
  await expect(page.getByRole('dialog', { name: /Pipedrive/ })).toBeVisible();
});

test('an app that people sign in to: an admin of the platform is led, everybody else may ask', async ({
  owner: page,
  workspace,
  browser,
}) => {
  await fresh(workspace.id);
  await page.goto(`/${workspace.slug}/connections`);
  await way(page, 'Set up an app people sign in to')
    .getByRole('link', { name: 'Choose the app' })
    .click();
  await expect(page.getByRole('heading', { name: 'Provider apps', level: 1 })).toBeVisible();

  const member = await makeMember(workspace);
  const context = await otherBrowser(browser, member);
  const theirs = await context.newPage();
  await theirs.goto(`/${workspace.slug}/connections`);
  await expect(way(theirs, 'Try it with sandbox data')).toContainText('An owner or admin');
  const ask = way(theirs, 'Set up an app people sign in to');
  await expect(ask).toContainText(/can\. Say which you want/);
  await ask.getByRole('button', { name: 'Ask for an app' }).click();
  const picker = theirs.getByRole('dialog', { name: 'Add a connection' });
  await picker.getByRole('button', { name: 'Tell me when I can connect GitHub' }).click();
  await expect(picker.getByRole('button', { name: 'You will be told of GitHub' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await context.close();

  await page.goto(`/${workspace.slug}/admin/connector-wishes`);
  const row = page.getByRole('row').filter({ hasText: 'GitHub' });
  await row.getByRole('link', { name: 'Set up GitHub' }).click();
  await expect(page.getByRole('heading', { name: 'Set up GitHub', level: 1 })).toBeVisible();
});

test('a guide for an app that there is not answers 404', async ({
  owner: page,
  workspace,
  tolerate,
}) => {
  tolerate(404);
  const answer = await page.goto(`/${workspace.slug}/admin/provider-apps/pipedrive`);
  expect(answer?.status()).toBe(404);
});
