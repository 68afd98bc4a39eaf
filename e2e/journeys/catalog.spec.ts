import { makeMember } from '../fixtures/policy';
import { connectionsPage, connectPipedrive, pickConnector } from '../fixtures/steps';
import {
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  otherBrowser,
  shot,
  test,
  type Page,
} from '../fixtures/test';
import { ownAccount, sql } from '../fixtures/world';

test('the catalog is one grid, narrowed by category and search, in light, dark and narrow', async ({
  owner: page,
  workspace,
}) => {
  await connectionsPage(page, workspace.slug);
  await page.getByRole('button', { name: 'Add a connection' }).click();
  const picker = page.getByRole('dialog', { name: 'Add a connection' });
  const grid = picker.getByRole('list', { name: 'Connectors' });
  await expect(grid.getByRole('button', { name: /^HubSpot/ })).toBeVisible();
  const all = await grid.getByRole('listitem').count();
  expect(all).toBeGreaterThan(20);
  const chips = picker.getByRole('group', { name: 'Categories' });
  await expect(chips.getByRole('button', { name: /^All/ })).toContainText(String(all));
  for (const [scheme, width] of [
    ['light', 1280],
    ['dark', 1280],
    ['light', 390],
    ['dark', 390],
  ] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 844 });
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await shot(page, `catalog-${scheme}-${width}`);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  const crm = chips.getByRole('button', { name: /^CRM/ });
  const said = Number(/\d+$/.exec((await crm.textContent())!)![0]);
  await crm.click();
  await expect(grid.getByRole('listitem')).toHaveCount(said);
  expect(said).toBeLessThan(all);
  await picker.getByRole('searchbox').fill('deals');
  await expect(grid).toContainText('Pipedrive');
  await picker.getByRole('searchbox').fill('nothing of this name');
  await picker.getByRole('button', { name: 'Show all' }).click();
  await expect(grid.getByRole('listitem')).toHaveCount(all);
  await expect(grid.getByRole('button', { name: /^HubSpot/ })).toContainText(
    'needs a HubSpot super admin',
  );
});

test('the catalog opens at once', async ({ owner: page, workspace, rest }) => {
  await connectPipedrive(rest, (await ownAccount()).pipedrive);
  await page.goto(`/${workspace.slug}/connections`);
  await page.waitForLoadState('networkidle');
  await page.getByRole('button', { name: 'Add a connection' }).hover();
  await page.waitForLoadState('networkidle');
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.resourceType() === 'script') asked.push(request.url());
  });
  const took: number[] = [];
  for (let i = 0; i < 5; i++) {
    took.push(
      await page.evaluate(async () => {
        const button = [...document.querySelectorAll('button')].find((b) =>
          b.textContent?.includes('Add a connection'),
        )!;
        const from = performance.now();
        button.click();
        while (!document.querySelector('[role=dialog] [role=list], [role=dialog] ul'))
          await new Promise((resolve) => requestAnimationFrame(resolve));
        return performance.now() - from;
      }),
    );
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  test
    .info()
    .annotations.push({ type: 'catalog', description: took.map(Math.round).join(' ms, ') });
  // How long that takes is noted, not judged: it depends on the machine. Nothing is asked for.
  expect(asked).toEqual([]);
});

test('what cannot be connected yet is waited for, and what is missing is asked for', async ({
  browser,
  owner: page,
  workspace,
}) => {
  await connectionsPage(page, workspace.slug);
  await page.getByRole('button', { name: 'Add a connection' }).click();
  const picker = page.getByRole('dialog', { name: 'Add a connection' });
  await picker.getByRole('searchbox').fill('Circleback');
  await picker.getByRole('button', { name: 'Tell me when I can connect Circleback' }).click();
  await expect(
    picker.getByRole('button', { name: 'You will be told of Circleback' }),
  ).toHaveAttribute('aria-pressed', 'true');
  const app = `Zebra ${workspace.slug}`;
  await picker.getByRole('searchbox').fill(app);
  await picker.getByRole('button', { name: 'Request an app' }).click();
  const ask = page.getByRole('dialog', { name: 'Request an app' });
  await expect(ask.getByRole('textbox', { name: 'Which app' })).toHaveValue(app);
  await ask.getByRole('textbox', { name: 'What for' }).fill('Our herd.');
  await expectAccessible(page);
  await shot(page, 'request-app-light');
  await page.keyboard.press('Enter');
  await expect(page.getByText(`${app} is on the list`)).toBeVisible();

  const context = await otherBrowser(browser, workspace.owner);
  const admin = await context.newPage();
  await admin.goto(`/${workspace.slug}/admin/connector-wishes`);
  await expect(admin.getByRole('row').filter({ hasText: app })).toContainText('Our herd.');
  await expect(admin.getByRole('row').filter({ hasText: 'Circleback' })).toContainText(
    'In the catalog',
  );
  await expectAccessible(admin);
  await shot(admin, 'asked-for-light');
  await context.close();
});

test('who waited for a connector is told that it is there, once', async ({
  owner: page,
  workspace,
}) => {
  await sql(
    `INSERT INTO connector_wishes (workspace_id, user_id, wanted, is_type, name)
     VALUES ($1, $2, 'aircall', true, 'Aircall')`,
    [workspace.id, workspace.owner.id],
  );
  await connectionsPage(page, workspace.slug);
  await expect(page.getByText('Aircall can be connected now. You asked to be told.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Connect it' }).click();
  await expect(page.getByRole('dialog', { name: 'Connect Aircall' })).toContainText(
    'It has to be done by an Aircall admin.',
  );
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Catalog' })).toBeVisible();
  await expect(page.getByText('You asked to be told.')).toHaveCount(0);
});

test('whoever runs the installation hears who asks for an app, and whoever asked that it is there', async ({
  browser,
  owner: page,
  workspace,
}) => {
  const app = `Okapi ${workspace.slug}`;
  const member = await makeMember(workspace);
  const theirs = await otherBrowser(browser, member);
  const guest = await theirs.newPage();
  await connectionsPage(guest, workspace.slug);
  await guest.getByRole('button', { name: 'Add a connection' }).click();
  const picker = guest.getByRole('dialog', { name: 'Add a connection' });
  await picker.getByRole('searchbox').fill(app);
  await picker.getByRole('button', { name: 'Request an app' }).click();
  await guest.getByRole('textbox', { name: 'What for' }).fill('Our herd.');
  await guest.keyboard.press('Enter');
  await expect(guest.getByText(`${app} is on the list`)).toBeVisible();

  const inbox = (of: Page) =>
    of.getByRole('region', { name: 'Notifications' }).getByRole('listitem');
  const hears = async (of: Page, title: string) => {
    const link = inbox(of).getByRole('link', { name: title });
    await expect(async () => {
      await of.goto(`/${workspace.slug}/notifications`);
      await expect(link).toBeVisible({ timeout: 1_000 });
    }).toPass();
    await expect(inbox(of)).toHaveCount(1);
    await expectAccessible(of);
    return link;
  };
  const asked = await hears(page, `Acme asks for ${app}`);
  await shot(page, 'app-asked-for');
  await asked.click();
  await page.waitForURL('**/admin/connector-wishes');
  const line = page.getByRole('row').filter({ hasText: app });
  await expect(line).toContainText('Grace Hopper, Acme');
  await expect(line).toContainText('Our herd.');
  await expectAccessible(page);
  await shot(page, 'app-askers');

  // As if a provider app had been set up since.
  await sql(
    `INSERT INTO connector_wishes (workspace_id, user_id, wanted, is_type, name)
     VALUES ($1, $2, 'aircall', true, 'Aircall')`,
    [workspace.id, member.id],
  );
  const there = await hears(guest, 'Aircall can be connected now');
  await shot(guest, 'app-is-there');
  await there.click();
  await expect(guest.getByRole('dialog', { name: 'Connect Aircall' })).toBeVisible();
  await guest.goto(`/${workspace.slug}/settings/notifications`);
  await expect(guest.getByRole('checkbox', { name: /^An app you asked for/ })).toBeChecked();
  await expect(guest.getByRole('checkbox', { name: /^A workspace asks/ })).toHaveCount(0);
  await page.goto(`/${workspace.slug}/settings/notifications`);
  await page.getByRole('checkbox', { name: /^A workspace asks/ }).uncheck();
  await page.reload();
  await expect(page.getByRole('checkbox', { name: /^A workspace asks/ })).not.toBeChecked();
  await theirs.close();
});

test('on a touch screen the provider opens in the same tab', async ({ browser, workspace }) => {
  const context = await otherBrowser(browser, workspace.owner, { hasTouch: true, isMobile: true });
  const page = await context.newPage();
  await connectionsPage(page, workspace.slug);
  await pickConnector(page, 'HubSpot');
  await expect(page.getByRole('button', { name: 'Continue to HubSpot' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Open in a new tab' })).toBeHidden();
  await context.close();
});
