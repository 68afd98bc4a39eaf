import type { Page } from '@playwright/test';
import { settled } from '../fixtures/api';
import { connectHubSpot, connectionsPage, connectPipedrive, row } from '../fixtures/steps';
import { expect, shot, test } from '../fixtures/test';
import { control, ownAccount, sql } from '../fixtures/world';

/** What is said on the screen, and where the focus stands, where that was wrong once. */

const messages = (page: Page) => page.locator('[data-sonner-toast]');

/** The provider asked to wait: a sync by hand is refused until then. */
const waits = (id: string) =>
  sql(`UPDATE connections SET rate_limited_until = now() + interval '5 minutes' WHERE id = $1`, [
    id,
  ]);

test('what the server refuses is said once, and no success beside it', async ({
  owner: page,
  workspace,
  rest,
  tolerate,
}) => {
  tolerate(409);
  const id = await connectPipedrive(rest, (await ownAccount()).pipedrive, { name: 'Pipeline' });
  await settled(rest, id);
  await waits(id);
  await connectionsPage(page, workspace.slug);
  await row(page, 'Pipeline').getByRole('button', { name: 'Actions for Pipeline' }).click();
  await page.getByRole('menuitem', { name: 'Sync now' }).click();
  await expect(messages(page)).toHaveCount(1);
  await expect(messages(page)).toContainText('asked us to wait');
  await expect(messages(page)).not.toContainText('Syncing Pipeline');
  expect((await rest.get(`/connections/${id}/runs`)).body.runs).toHaveLength(1);
});

test('of several at once the summary counts the failures apart', async ({
  owner: page,
  workspace,
  rest,
  tolerate,
}) => {
  tolerate(409);
  const ids: string[] = [];
  for (const name of ['One', 'Two'])
    ids.push(await connectPipedrive(rest, (await ownAccount()).pipedrive, { name }));
  for (const id of ids) await settled(rest, id);
  await waits(ids[0]!);
  await connectionsPage(page, workspace.slug);
  for (const name of ['One', 'Two']) {
    await row(page, name).getByRole('link', { name }).focus();
    await page.keyboard.press('x');
  }
  await page.getByRole('toolbar').getByRole('button', { name: 'Sync now' }).click();
  const summary = page.getByRole('dialog');
  await expect(summary).toContainText('1 connection failed');
  await expect(summary).toContainText('One');
  await expect(messages(page)).toHaveCount(0);
});

test('a dialog has the focus itself or in its first field, never on its cross', async ({
  owner: page,
  workspace,
  rest,
}) => {
  await connectPipedrive(rest, (await ownAccount()).pipedrive, { name: 'Pipeline' });
  await connectionsPage(page, workspace.slug);
  const focused = () =>
    page.evaluate(() => {
      const at = document.activeElement;
      return {
        inside: at?.closest('[role="dialog"]') !== null,
        cross: at?.getAttribute('aria-label') === 'Close',
      };
    });
  const opened = { inside: true, cross: false };
  await page.getByRole('button', { name: 'Add a connection' }).click();
  const picker = page.getByRole('dialog', { name: 'Add a connection' });
  await expect(picker).toBeVisible();
  await expect.poll(focused).toEqual(opened);
  await picker.getByRole('button', { name: /^HubSpot/ }).click();
  await expect(page.getByRole('dialog', { name: /HubSpot/ })).toBeVisible();
  await expect.poll(focused).toEqual(opened);
  await page.keyboard.press('Escape');
  for (const item of ['Rename', 'Disconnect']) {
    await row(page, 'Pipeline').getByRole('button', { name: 'Actions for Pipeline' }).click();
    await page.getByRole('menuitem', { name: item }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await expect.poll(focused, item).toEqual(opened);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
});

test('what was read in part is not called “not yet”, and trouble is said once', async ({
  owner: page,
  workspace,
  rest,
}) => {
  const account = await ownAccount();
  await control('POST', 'faults', {
    provider: 'pipedrive',
    account: `bulk-${account.size}`,
    path: '/api/v2/deals',
    kind: 'raw',
    status: 400,
    body: '{"success":false,"error":"Deals are out."}',
  });
  const id = await connectPipedrive(rest, account.pipedrive, { name: 'Pipeline' });
  await settled(rest, id);
  const { records_total, health_detail } = (await rest.get('/connections')).body.connections[0]!;
  expect(records_total).toBeGreaterThan(0);
  await page.goto(`/${workspace.slug}/connections/${id}`);
  const main = page.getByRole('main');
  await expect(main).toContainText('In part only');
  await expect(main).not.toContainText('Not yet');
  await expect(main).not.toContainText('Waiting for a free slot');
  await expect(main.getByText(health_detail.cause)).toHaveCount(1);
  await shot(page, 'read-in-part-light');
});

test('a grant that was refused is explained once on the page', async ({
  owner: page,
  workspace,
  rest,
}) => {
  const account = await ownAccount();
  await connectHubSpot(page, workspace.slug, account.hubspot);
  const { id } = (await rest.get('/connections')).body.connections[0]!;
  await settled(rest, id);
  await control('POST', 'revoke', { provider: 'hubspot', account: account.hubspot });
  await rest.post(`/connections/${id}/sync`, {});
  await settled(rest, id);
  await page.goto(`/${workspace.slug}/connections/${id}`);
  const { health_detail } = (await rest.get('/connections')).body.connections[0]!;
  await expect(page.getByRole('main').getByText(health_detail.cause)).toHaveCount(1);
});
