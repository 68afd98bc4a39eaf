import type { Page } from '@playwright/test';
import { connectPipedrive, tracked, trackX } from '../fixtures/steps';
import { expect, expectAccessible, expectNoSidewaysScroll, shot, test } from '../fixtures/test';
import { appUrl, ownAccount } from '../fixtures/world';

const LOOKS = [
  { scheme: 'light', width: 1280 },
  { scheme: 'dark', width: 1280 },
  { scheme: 'light', width: 390 },
  { scheme: 'dark', width: 320 },
] as const;

/** Looks at a page in both schemes, wide and narrow. */
async function look(page: Page, path: string, name: string, ready: RegExp): Promise<void> {
  for (const { scheme, width } of LOOKS) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 900 });
    await page.goto(path);
    await expect(page.getByText(ready).first()).toBeVisible();
    await expect(page.getByRole('status', { name: /^Loading/ })).toHaveCount(0);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await shot(page, `${name}-${scheme}-${width}`);
  }
}

test('a social account: numbers, followers with a gap, posts, tables, by keyboard', async ({
  owner: page,
  workspace,
  rest,
}) => {
  test.setTimeout(180_000);
  const id = await tracked(rest, (await ownAccount()).x);
  const path = `/${workspace.slug}/connections/${id}?days=365`;
  await look(page, path, 'social', /tracking since/);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(path);
  const chart = page.getByRole('application', { name: /^Followers from/ });
  await chart.focus();
  await page.keyboard.press('Home');
  await expect(page.getByText(/: 4,000 followers$/)).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText(/: 4,009 followers$/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText(/ followers$/).filter({ hasText: ':' })).toHaveCount(0);
  await page.getByRole('button', { name: 'As a table' }).first().click();
  await expect(
    page.getByRole('region', { name: 'Followers' }).getByText('not known').first(),
  ).toBeVisible();
  const times = page.getByRole('application', { name: /^Engagement by weekday and hour/ });
  await times.focus();
  await page.keyboard.press('Home');
  await expect(page.getByText(/^Monday, 00–03: /)).toBeVisible();
  await page.keyboard.press('Escape');
  const { body } = await rest.get(`/connections/${id}/metrics/summary`);
  const { current } = body as unknown as { current: { followers: number; posts: number } };
  expect(current.followers).toBeGreaterThan(0);
});

test('the pictures of posts: words for each, a link to the post, and what is broken says so', async ({
  owner: page,
  workspace,
  rest,
  tolerate,
}) => {
  test.setTimeout(180_000);
  tolerate(404);
  const { x } = await ownAccount({ large: true });
  const path = `/${workspace.slug}/connections/${await trackX(rest, x)}?days=365`;
  const posts = page.getByRole('list', { name: 'Posts' });
  const pictures = posts.locator('img');
  const loaded = async () =>
    pictures.evaluateAll((all) => all.map((one) => (one as HTMLImageElement).naturalWidth));
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(path);
  await pictures.first().scrollIntoViewIfNeeded();
  await expect.poll(async () => (await loaded())[0]).toBe(320);
  const described = await pictures.evaluateAll((all) => all.map((one) => one.getAttribute('alt')));
  expect(described.every(Boolean)).toBe(true);
  await expect(
    posts.getByRole('link', { name: /^(Picture|A picture|Video|Animated)/ }).first(),
  ).toHaveAttribute('href', /^https:\/\/x\.com\//);
  const [src] = await pictures.evaluateAll((all) => all.map((one) => one.getAttribute('src')!));
  expect(src).not.toContain('twimg');
  // The box is there before the picture is: nothing below it moves.
  const box = await pictures.first().boundingBox();
  await page.route('**/api/pictures?*', (route) => route.fulfill({ status: 404 }));
  await page.reload();
  await expect(pictures).toHaveCount(0);
  const placeholder = posts.getByText(described[0]!, { exact: true }).first();
  await expect(placeholder).toBeVisible();
  const kept = await placeholder.locator('..').boundingBox();
  expect(kept).toMatchObject({ width: expect.closeTo(box!.width, -1) });
  await expectAccessible(page);
  await page.unroute('**/api/pictures?*');
  for (const { scheme, width } of LOOKS) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 900 });
    await page.goto(path);
    await pictures.first().scrollIntoViewIfNeeded();
    await expect.poll(async () => (await loaded())[0]).toBe(320);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await shot(page, `social-media-${scheme}-${width}`);
  }
});

test('settings of a connection, the audit log and the pages of the platform', async ({
  owner: page,
  workspace,
  rest,
}) => {
  test.setTimeout(240_000);
  const id = await connectPipedrive(rest, (await ownAccount()).pipedrive);
  const base = `/${workspace.slug}`;
  await look(page, `${base}/connections/${id}?tab=settings`, 'detail-settings', /Ways out/);
  await look(page, `${base}/settings/audit`, 'audit', /Connection created/);
  await look(page, `${base}/admin/provider-apps`, 'provider-apps', /Redirect URI/);
  await look(page, `${base}/admin/connector-cadence`, 'cadence', /How often/);
});

test('a provider app is entered with the redirect URI in sight, and forgotten', async ({
  owner: page,
  workspace,
}) => {
  await page.goto(`/${workspace.slug}/admin/provider-apps`);
  const app = page.locator('[aria-label="Provider apps"] > li').filter({ hasText: 'Linear' });
  await expect(app).toContainText('/api/oauth/callback/linear');
  await app.getByRole('link', { name: 'Set up Linear' }).click();
  await expect(page.getByRole('heading', { name: 'Set up Linear', level: 1 })).toBeVisible();
  const steps = page.getByRole('list', { name: 'Steps' });
  await expect(steps).toContainText(`${appUrl()}/api/oauth/callback/linear`);
  await expect(steps).toContainText('read'); // the scopes, each with what it is for
  await expect(steps.getByRole('button', { name: 'Test', exact: true })).toBeDisabled();
  await look(page, new URL(page.url()).pathname, 'provider-app-guide', /Ask Linear whether/);
  await page.setViewportSize({ width: 1280, height: 900 });
  await steps.getByRole('textbox', { name: 'Client id' }).fill('my-client');
  await steps.getByLabel('Client secret').fill('my-secret');
  await steps.getByRole('button', { name: 'Save app' }).click();
  await expect(steps.getByText('Saved. Test it below.')).toBeVisible();
  await steps.getByRole('button', { name: 'Test', exact: true }).click();
  await expect(steps.getByRole('link', { name: 'Connect Linear' })).toHaveCount(0);
  await expect(steps.locator('[aria-live=polite]')).toContainText('Linear');
  await steps.getByRole('textbox', { name: 'Client id' }).fill('sandbox');
  await steps.getByLabel('Client secret').fill('sandbox');
  await Promise.all([
    page.waitForResponse((r) => r.request().method() === 'PUT' && r.ok()),
    steps.getByRole('button', { name: 'Save app' }).click(),
  ]);
  // What was saved before says so still: a test that is pressed too early asks about that one.
  await expect(async () => {
    await steps.getByRole('button', { name: 'Test', exact: true }).click();
    await expect(steps.getByRole('link', { name: 'Connect Linear' })).toBeVisible({
      timeout: 2_000,
    });
  }).toPass();
  await page.getByRole('link', { name: 'Provider apps' }).last().click();
  await expect(app).toContainText('Entered here');
  await expect(app).not.toContainText('my-secret');
  await app.getByRole('button', { name: 'Forget' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Forget' }).click();
  await expect(app).not.toContainText('Entered here');
});
