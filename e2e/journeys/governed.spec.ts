import { asPage, makeMember, say } from '../fixtures/policy';
import { connectionsPage, connectPipedrive, row } from '../fixtures/steps';
import {
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  otherBrowser,
  shot,
  test,
  type Page,
} from '../fixtures/test';
import { ownAccount } from '../fixtures/world';

const LOOKS = [
  { scheme: 'light', width: 1280 },
  { scheme: 'dark', width: 1280 },
  { scheme: 'light', width: 390 },
  { scheme: 'dark', width: 320 },
] as const;

async function look(page: Page, path: string, name: string): Promise<void> {
  for (const { scheme, width } of LOOKS) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 900 });
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByRole('status', { name: /^Loading/ })).toHaveCount(0);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await shot(page, `${name}-${scheme}-${width}`);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}
const sidebar = (page: Page) => page.getByRole('navigation', { name: 'Workspace' });

test('an owner says what members may do, by keyboard, sees what they find, and takes it back', async ({
  owner: page,
  workspace,
}) => {
  test.setTimeout(120_000);
  const person = await makeMember(workspace);
  const path = `/${workspace.slug}/settings/access`;
  await page.goto(path);
  const group = page.getByRole('group', { name: 'Members on Connections' });
  await expect(group.getByRole('radio', { name: 'Write' })).toBeChecked();
  await expect(group).toContainText('By default');
  await group.getByRole('radio', { name: 'Write' }).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(group.getByRole('radio', { name: 'Read' })).toBeChecked();
  await expect(group).toContainText('Said here');
  const theirs = page.getByRole('group', { name: `${person.name} on Connections` });
  await expect(theirs).toContainText('As every member');
  await expect(theirs.getByRole('radio', { name: 'Read' })).toBeChecked();
  await theirs.getByRole('radio', { name: 'Hidden' }).check();
  await expect(theirs).toContainText('Said here');
  const found = page.getByRole('region', { name: `What ${person.name} finds` });
  await page.getByRole('combobox', { name: 'View as' }).selectOption({ label: person.name });
  await expect(found.getByRole('list', { name: 'In the sidebar' })).not.toContainText(
    'Connections',
  );
  await expect(found).toContainText('No Connections');
  await page.reload();
  await expect(theirs.getByRole('radio', { name: 'Hidden' })).toBeChecked();
  await look(page, path, 'access');
  await theirs.getByRole('button', { name: /^Take back/ }).click();
  await expect(theirs.getByRole('radio', { name: 'Read' })).toBeChecked();
  await expect(theirs).toContainText('As every member');
});

test('an app is turned off and on; whoever is looking notices within seconds', async ({
  owner: page,
  workspace,
  rest,
  browser,
  tolerate,
}) => {
  test.setTimeout(120_000);
  tolerate(404);
  await connectPipedrive(rest, (await ownAccount()).pipedrive);
  const theirs = await otherBrowser(browser, await makeMember(workspace));
  const guest = await theirs.newPage();
  await connectionsPage(guest, workspace.slug);
  await expect(row(guest, 'Pipedrive')).toBeVisible();
  await page.goto(`/${workspace.slug}/settings/apps`);
  await page.getByRole('button', { name: 'Turn Connections off' }).click();
  await expectAccessible(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Turn off' }).click();
  await expect(page.getByRole('button', { name: 'Turn Connections on' })).toBeVisible();
  await expect(guest.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
  await expect(sidebar(guest).getByRole('link', { name: 'Connections' })).toHaveCount(0);
  await expect(sidebar(page).getByRole('link', { name: 'Connections' })).toHaveCount(0);
  // The front door leads to what is left.
  await guest.goto('/');
  await expect(guest).toHaveURL(new RegExp(`/${workspace.slug}/settings/profile$`));
  await look(page, `/${workspace.slug}/settings/apps`, 'apps');
  await page.goto(`/${workspace.slug}/settings/access`);
  await expect(page.getByText('Connections is off: nobody sees it')).toBeVisible();
  await page.getByRole('link', { name: 'Go to Apps' }).click();
  await page.getByRole('button', { name: 'Turn Connections on' }).click();
  await expect(sidebar(page).getByRole('link', { name: 'Connections' })).toBeVisible();
  await connectionsPage(guest, workspace.slug);
  await expect(row(guest, 'Pipedrive')).toBeVisible();
  await theirs.close();
});

test('hidden, a page is as any that is not there; read, it says why nothing can be changed', async ({
  workspace,
  rest,
  browser,
  tolerate,
}) => {
  tolerate(404);
  const id = await connectPipedrive(rest, (await ownAccount()).pipedrive);
  const person = await makeMember(workspace);
  const theirs = await otherBrowser(browser, person);
  const page = await theirs.newPage();
  await say(workspace, { role: 'member' }, 'hidden');
  const never = await page.goto(`/${workspace.slug}/settings/audit`);
  const words = await page.locator('main').innerText();
  expect(never?.status()).toBe(404);
  for (const path of ['connections', `connections/${id}`, 'social', 'notifications']) {
    const answer = await page.goto(`/${workspace.slug}/${path}`);
    expect.soft(answer?.status(), path).toBe(404);
    expect.soft(await page.locator('main').innerText(), path).toBe(words);
    expect.soft(await page.content(), path).not.toContain('Pipedrive');
  }
  const live = await fetch(new URL('/api/live', page.url()), {
    headers: await asPage(person, workspace),
  });
  expect(live.status).toBe(404);
  await say(workspace, { role: 'member' }, 'read');
  await connectionsPage(page, workspace.slug);
  await expect(row(page, 'Pipedrive')).toBeVisible();
  const note = page.getByRole('note').filter({ hasText: 'You can look at connections here' });
  await expect(note).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add a connection' })).toBeDisabled();
  await expectAccessible(page);
  await shot(page, 'read-only-list');
  await page.goto(`/${workspace.slug}/connections/${id}?tab=settings`);
  await expect(note).toBeVisible();
  await expect(page.getByRole('button', { name: 'Disconnect' })).toBeDisabled();
  const reason = 'Somebody with write access has to do this.';
  const sync = page.getByRole('button', { name: 'Sync now' });
  await expect(sync).toBeDisabled();
  await expect(sync).toHaveAttribute('title', reason);
  await expect(page.getByRole('button', { name: 'Rename' })).toBeDisabled();
  await page.getByRole('button', { name: 'Actions for Pipedrive' }).click();
  await expect(page.getByRole('menu')).toContainText(reason);
  for (const item of await page.getByRole('menuitem').all()) await expect(item).toBeDisabled();
  await shot(page, 'read-only-detail');
  await page.keyboard.press('Escape');
  await expectAccessible(page);
  await theirs.close();
});

test('a workspace is renamed and another is made, switched to and listed', async ({
  owner: page,
  workspace,
}) => {
  test.setTimeout(120_000);
  const name = `Playground ${workspace.slug.slice(3)}`;
  await page.goto(`/${workspace.slug}/settings/general`);
  await page.getByLabel('Name of the workspace').fill('Globex');
  await page.getByRole('button', { name: 'Rename' }).click();
  await expect(page.getByRole('button', { name: 'Workspace Globex, switch' })).toBeVisible();
  await look(page, `/${workspace.slug}/settings/general`, 'general');
  await page.getByRole('button', { name: 'Workspace Globex, switch' }).click();
  await page.getByRole('menuitem', { name: 'New workspace' }).click();
  const dialog = page.getByRole('dialog', { name: 'New workspace' });
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByLabel('Kind').selectOption('sandbox');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Create workspace' }).click();
  await expect(page).toHaveURL(/\/playground-[a-z0-9]+\/connections$/);
  // A document of its own: it is seen before it listens, and a click in between is lost.
  const globex = page.getByRole('menuitem', { name: /Globex/ });
  await expect(async () => {
    await page.getByRole('button', { name: `Workspace ${name}, switch` }).click();
    await expect(globex).toBeVisible({ timeout: 5_000 });
  }).toPass();
  await globex.click();
  await expect(page).toHaveURL(new RegExp(`/${workspace.slug}/connections$`));
  await page.goto(`/${workspace.slug}/admin/workspaces`);
  await expect(page.getByRole('row').filter({ hasText: name })).toContainText('Sandbox');
  await look(page, `/${workspace.slug}/admin/workspaces`, 'workspaces');
});

test('a connector is taken out of the catalog and let in again', async ({
  owner: page,
  workspace,
}) => {
  test.setTimeout(120_000);
  const path = `/${workspace.slug}/admin/connectors`;
  await page.goto(path);
  await page.getByRole('searchbox', { name: 'Search connectors' }).fill('granola');
  const tick = page.getByRole('checkbox', { name: 'Granola' });
  await tick.focus();
  await page.keyboard.press('Space');
  await expect(tick).not.toBeChecked();
  await expect(page.getByText('Granola can no longer be connected')).toBeVisible();
  const { connectors } = (await (
    await page.request.get('/api/platform/v1/connections/catalog', {
      headers: { 'X-Inlet-Workspace': workspace.slug },
    })
  ).json()) as { connectors: { type: string; connectable: boolean }[] };
  expect(connectors.find(({ type }) => type === 'granola')?.connectable).toBe(false);
  await look(page, path, 'approvals');
  await page.getByRole('checkbox', { name: 'Granola' }).check();
  await expect(page.getByText('Granola can be connected')).toBeVisible();
});

test('dates are in the zone a person chose', async ({ owner: page, workspace }) => {
  await page.goto(`/${workspace.slug}/settings/profile`);
  await page.getByLabel('Time zone').selectOption('Asia/Tokyo');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Time zone')).toHaveValue('Asia/Tokyo');
  await expectAccessible(page);
  await page.locator('time').first().focus();
  await expect(page.getByRole('tooltip')).toContainText('GMT+9');
});
