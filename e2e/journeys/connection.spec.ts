import { settled } from '../fixtures/api';
import {
  allow,
  badge,
  connectHubSpot,
  connectionsPage,
  connectPipedrive,
  expectCurrent,
  row,
} from '../fixtures/steps';
import { expect, shot, test } from '../fixtures/test';
import { control, ownAccount } from '../fixtures/world';

test('open a connection, see its runs and records, rename it, sync it again', async ({
  owner: page,
  workspace,
  rest,
}) => {
  const account = await ownAccount();
  const id = await connectPipedrive(rest, account.pipedrive);
  await connectionsPage(page, workspace.slug);
  await row(page, 'Pipedrive').getByRole('link', { name: 'Pipedrive' }).click();
  await page.waitForURL(`**/connections/${id}`);
  await expect(page.getByRole('region', { name: 'Health' })).toContainText(
    'Connected and up to date',
  );
  await expect(page.getByText('by Ada Lovelace')).toBeVisible();
  await shot(page, 'detail-overview-light');

  await page.getByRole('tab', { name: 'Records' }).click();
  await page.getByRole('combobox', { name: 'Stream' }).selectOption('persons');
  const records = page.getByRole('region', { name: 'Records' });
  await expect(records.getByRole('row')).toHaveCount(Math.min(account.size, 50) + 1);
  await records.getByRole('button').first().click();
  await expect(page.getByRole('region', { name: 'Record as JSON' })).toContainText('"emails"');
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: 'Streams' }).click();
  await expect(page.getByRole('region', { name: 'Streams' })).toContainText('People');
  await shot(page, 'detail-streams-light');
  await page.getByRole('tab', { name: 'Runs' }).click();
  await expect(page.getByRole('region', { name: 'Runs' }).getByRole('row').nth(1)).toContainText(
    'Completed',
  );
  await shot(page, 'detail-runs-light');

  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('textbox', { name: 'Name of the connection' }).fill('Sales pipeline');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Sales pipeline', level: 1 })).toBeVisible();
  await expect
    .poll(async () => (await rest.get(`/connections/${id}`)).body.name)
    .toBe('Sales pipeline');

  // Slow enough to watch.
  await control('POST', 'faults', {
    provider: 'pipedrive',
    account: `bulk-${account.size}`,
    kind: 'slow',
    delay_ms: 700,
    for_ms: 20_000,
  });
  await page.getByRole('tab', { name: 'Overview' }).click();
  await page.getByRole('button', { name: 'Sync now' }).click();
  await expect(page.getByRole('progressbar', { name: 'Sync progress' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Cancel sync' })).toBeEnabled();
  await expect(page.getByText(/^Reading /)).toBeVisible();
  await shot(page, 'detail-syncing-light');
  // A reload in the middle shows the same run.
  await page.reload();
  await expect(page.getByRole('progressbar', { name: 'Sync progress' })).toBeVisible();
  await control('DELETE', 'faults?provider=pipedrive');
  await expect(page.getByRole('region', { name: 'Health' })).toContainText(
    'Connected and up to date',
  );
  expect(
    (await rest.get(`/connections/${id}/runs`)).body.runs.map(
      (r) => `${r.triggered_by} ${r.status}`,
    ),
  ).toEqual(['manual completed', 'connect completed']);

  await control('POST', 'faults', {
    provider: 'pipedrive',
    account: `bulk-${account.size}`,
    kind: 'slow',
    delay_ms: 900,
    for_ms: 20_000,
  });
  await page.getByRole('button', { name: 'Sync now' }).click();
  await page.getByRole('button', { name: 'Cancel sync' }).click();
  await expect
    .poll(async () => (await rest.get(`/connections/${id}/runs`)).body.runs[0]!.status)
    .toBe('cancelled');
  await expect(page.getByRole('button', { name: 'Sync now' })).toBeEnabled();
  await shot(page, 'detail-cancelled-light');
});

test('break it, reconnect in place, disconnect it', async ({ owner: page, workspace, rest }) => {
  const account = await ownAccount();
  await connectHubSpot(page, workspace.slug, account.hubspot);
  await expectCurrent(page, 'HubSpot');
  const before = (await rest.get('/connections')).body.connections[0]!;

  await control('POST', 'revoke', { provider: 'hubspot', account: account.hubspot });
  await row(page, 'HubSpot').getByRole('button', { name: 'Actions for HubSpot' }).click();
  await page.getByRole('menuitem', { name: 'Sync now' }).click();
  await expect(badge(page, 'HubSpot', 'Reconnect needed')).toBeVisible();
  await shot(page, 'needs-reconnect-list-light');
  await row(page, 'HubSpot').getByRole('link', { name: 'HubSpot' }).click();
  const health = page.getByRole('region', { name: 'Health' });
  await expect(health).toContainText('This waits for you.');
  await expect(health).toContainText(/HubSpot/);
  await shot(page, 'detail-needs-reconnect-light');

  await health.getByRole('button', { name: 'Reconnect' }).click();
  await expect(page.getByRole('dialog', { name: 'Reconnect HubSpot' })).toContainText(
    'Keeps its id, history and records',
  );
  await page.getByRole('button', { name: 'Continue to HubSpot' }).click();
  await allow(page, account.hubspot);
  await page.waitForURL(`**/connections/${before.id}`);
  await expect(page.getByRole('status').filter({ hasText: 'is connected' })).toBeVisible();
  await expect(health).toContainText('Connected and up to date');
  const after = (await rest.get('/connections')).body.connections;
  expect(after).toHaveLength(1);
  expect(after[0]).toMatchObject({
    id: before.id,
    created_at: before.created_at,
    records_total: before.records_total,
    health: 'healthy',
  });
  expect(
    (await rest.get(`/connections/${before.id}/runs`)).body.runs.map((r) => r.triggered_by),
  ).toEqual(['reconnect', 'manual', 'connect']);

  // Another account is refused in place, and the connection stays as it was.
  const other = await ownAccount();
  await control('POST', 'revoke', { provider: 'hubspot', account: account.hubspot });
  await page.getByRole('button', { name: 'Sync now' }).click();
  await expect(health).toContainText('This waits for you.');
  await health.getByRole('button', { name: 'Reconnect' }).click();
  await page.getByRole('button', { name: 'Continue to HubSpot' }).click();
  await allow(page, other.hubspot);
  await expect(page.getByRole('alert').filter({ hasText: 'another account' })).toBeVisible();
  await shot(page, 'account-mismatch');

  await page.getByRole('button', { name: 'Actions for HubSpot' }).click();
  await page.getByRole('menuitem', { name: 'Disconnect' }).click();
  const confirm = page.getByRole('dialog', { name: 'Disconnect HubSpot?' });
  await expect(confirm).toContainText('Kept:');
  await shot(page, 'disconnect-confirm-light');
  await confirm.getByRole('button', { name: 'Cancel' }).click();
  await expect(confirm).toHaveCount(0);
  expect((await rest.get(`/connections/${before.id}`)).body.status).not.toBe('disconnected');
  await page.getByRole('button', { name: 'Actions for HubSpot' }).click();
  await page.getByRole('menuitem', { name: 'Disconnect' }).click();
  await confirm.getByRole('button', { name: 'Disconnect' }).click();
  await expect(health).toContainText('It was disconnected');
  const gone = (await rest.get(`/connections/${before.id}`)).body;
  expect(gone).toMatchObject({ status: 'disconnected' });
  expect((await rest.get(`/connections/${before.id}/records?limit=5`)).body.records).toHaveLength(
    5,
  );
});

test('once a connection has settled, nothing is asked any more; nor while the tab is hidden', async ({
  owner: page,
  workspace,
  rest,
}) => {
  const account = await ownAccount();
  const id = await connectPipedrive(rest, account.pipedrive);
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/api/platform/'))
      asked.push(`${request.method()} ${new URL(request.url()).pathname}`);
  });
  await page.goto(`/${workspace.slug}/connections/${id}`);
  await expect(page.getByRole('region', { name: 'Health' })).toContainText(
    'Connected and up to date',
  );
  await page.getByRole('button', { name: 'Sync now' }).click();
  await expect
    .poll(async () => (await rest.get(`/connections/${id}/runs`)).body.runs.length)
    .toBe(2);
  await settled(rest, id);
  await expect(page.getByRole('region', { name: 'Health' })).toContainText(
    'Connected and up to date',
  );
  await page.waitForTimeout(1_500); // what the end of the run makes stale is read once
  asked.length = 0;
  await page.waitForTimeout(8_000);
  expect(asked).toEqual([]);

  await control('POST', 'faults', {
    provider: 'pipedrive',
    account: `bulk-${account.size}`,
    kind: 'slow',
    delay_ms: 900,
    for_ms: 20_000,
  });
  await page.getByRole('button', { name: 'Sync now' }).click();
  await expect(page.getByRole('progressbar', { name: 'Sync progress' })).toBeVisible();
  // A headless tab is never hidden by itself; the page is told what a browser tells it.
  const visibility = (state: 'hidden' | 'visible') =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => value });
      Object.defineProperty(document, 'hidden', {
        configurable: true,
        get: () => value === 'hidden',
      });
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    }, state);
  await page.waitForTimeout(1_500); // what starting a run makes stale is read once
  await visibility('hidden');
  await page.waitForTimeout(300);
  asked.length = 0;
  await page.waitForTimeout(3_500);
  expect(asked).toEqual([]);
  await visibility('visible');
  await expect.poll(() => asked.length).toBeGreaterThan(0);
});
