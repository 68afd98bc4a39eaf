import { connectPipedrive, row } from '../fixtures/steps';
import {
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  shot,
  test,
  type Page,
} from '../fixtures/test';
import { control, ownAccount, sql } from '../fixtures/world';

/** A window of 1,280 px at 400 %. */
const ZOOMED = { width: 320, height: 256 };

test('at 400 % nothing scrolls sideways, on any page and in any dialog', async ({
  owner: page,
  workspace,
  rest,
}) => {
  test.setTimeout(240_000);
  const id = await connectPipedrive(rest, (await ownAccount()).pipedrive);
  await page.setViewportSize(ZOOMED);
  const base = `/${workspace.slug}`;
  for (const path of [
    `${base}/connections`,
    ...['overview', 'streams', 'records', 'runs', 'settings'].map(
      (tab) => `${base}/connections/${id}?tab=${tab}`,
    ),
    `${base}/notifications`,
    `${base}/settings/members`,
    `${base}/settings/api-keys`,
    `${base}/settings/audit`,
    `${base}/admin/connector-wishes`,
  ]) {
    await page.goto(path);
    await expect(page.getByRole('main')).toBeVisible();
    await expectNoSidewaysScroll(page);
  }
  await page.goto(`${base}/connections`);
  await page.getByRole('button', { name: 'Add a connection' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await shot(page, 'zoomed-catalog');
});

test('with motion reduced nothing moves while a sync runs', async ({
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
    for_ms: 30_000,
  });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(`/${workspace.slug}/connections/${id}`);
  await page.getByRole('button', { name: 'Sync now' }).click();
  await expect(page.getByRole('progressbar', { name: 'Sync progress' })).toBeVisible();
  const moving = () =>
    page.evaluate(
      () =>
        document
          .getAnimations()
          .filter(
            (a) =>
              a.playState === 'running' && Number(a.effect?.getComputedTiming().duration ?? 0) > 1,
          ).length,
    );
  await expect.poll(moving).toBe(0);
  await expectAccessible(page);
  // The canary: with motion allowed the same page moves.
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await expect.poll(moving).toBeGreaterThan(0);
});

/** Tasks of the page that took longer than 50 ms, from now on. */
const watchTasks = (page: Page) =>
  page.evaluate(() => {
    const tasks: number[] = [];
    (window as unknown as { tasks: number[] }).tasks = tasks;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) tasks.push(entry.duration);
    }).observe({ type: 'longtask' });
  });
const tasksOf = (page: Page) =>
  page.evaluate(() => (window as unknown as { tasks: number[] }).tasks);

/** How often one scrolls to the end of the list. */
const PAGES = 8;

test('of 5,000 connections only those in view are drawn, however far one scrolls', async ({
  owner: page,
  workspace,
}) => {
  test.setTimeout(240_000);
  await sql(
    `INSERT INTO connections (workspace_id, id, connector_type, name, status, scope,
                              external_account_id, last_synced_at, current_to)
     SELECT $1, gen_random_uuid(), 'pipedrive', 'Pipeline ' || lpad(n::text, 4, '0'), 'connected',
            'business', 'bulk ' || n, now() - interval '2 minutes', now() - interval '2 minutes'
     FROM generate_series(1, 5000) n`,
    [workspace.id],
  );
  const ahead: string[] = [];
  const pages: string[] = [];
  page.on('request', (request) => {
    if (/\/connections\?.*cursor=/.test(request.url())) pages.push(request.url());
    const of = /\/connections\/([0-9a-f-]{36})\?.*_rsc=/.exec(request.url());
    if (of) ahead.push(of[1]!);
  });
  await page.goto(`/${workspace.slug}/connections?sort=name`);
  const first = row(page, 'Pipeline 0001');
  await expect(first).toBeVisible();
  await page.waitForLoadState('networkidle');
  // The page comes with as many as a window shows, and draws what else it was given.
  await expect(page.locator('[data-row]')).toHaveCount(100);
  // No page is fetched ahead but that of the row somebody is about to open.
  expect(ahead).toEqual([]);
  await first.hover();
  await expect.poll(() => [...new Set(ahead)]).toEqual([await first.getAttribute('data-row')]);
  await watchTasks(page);
  const end = () => page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  for (let i = 0; i < PAGES; i++) {
    const shown = await page.locator('[data-row]').last().getAttribute('data-row');
    await end();
    await page
      .getByRole('button', { name: /^Show more of/ })
      .click({ timeout: 1_000 })
      .catch(() => undefined);
    await expect
      .poll(() => page.locator('[data-row]').last().getAttribute('data-row'))
      .not.toBe(shown);
  }
  const tasks = await tasksOf(page);
  // How long they took depends on what else the machine does: it is noted, not judged.
  test.info().annotations.push({ type: 'long tasks', description: tasks.map(Math.round).join() });
  // A step to the end asks for a page at most: what follows the list did not stay in view for more.
  await page.waitForLoadState('networkidle');
  expect(pages.length).toBeGreaterThan(2);
  expect(pages.length).toBeLessThanOrEqual(PAGES);
  // What keeps them short is: far fewer rows are drawn than there are.
  expect(await page.locator('[data-row]').count()).toBeLessThan(250);
});
