import { settled } from '../fixtures/api';
import { connectHubSpot } from '../fixtures/steps';
import { expect, expectAccessible, shot, test } from '../fixtures/test';
import { control, ownAccount } from '../fixtures/world';

test('a slow sync shows its stream, records, pages, rate, time, and how long still', async ({
  owner: page,
  workspace,
  rest,
}) => {
  const account = await ownAccount({ large: true });
  await connectHubSpot(page, workspace.slug, account.hubspot);
  const { id } = (await rest.get('/connections')).body.connections[0]!;
  await settled(rest, id);
  // What changed is asked for with a total; enough of it for several pages.
  await control('POST', 'mutate', {
    provider: 'hubspot',
    account: account.hubspot,
    stream: 'contacts',
    update: 1_000,
  });
  await control('POST', 'faults', {
    provider: 'hubspot',
    account: account.hubspot,
    kind: 'slow',
    delay_ms: 3_000,
    for_ms: 60_000,
  });
  await page.goto(`/${workspace.slug}/connections/${id}`);
  await page.getByRole('button', { name: 'Sync now' }).click();
  const health = page.getByRole('region', { name: 'Health' });
  await expect(health).toContainText(/Reading Contacts.*stream 1 of 10/);
  const { progress } = (await rest.get(`/connections/${id}/status`)).body;
  expect(progress).toMatchObject({ stream: 'contacts', streams_done: 0, streams_total: 10 });
  expect(progress!.total).toBeGreaterThanOrEqual(1_000);
  expect(progress!.estimated_remaining_ms).toBeGreaterThan(0);
  await expect(health).toContainText(/of 1,0\d\d records/);
  await expect(health).toContainText(/\d\/s/);
  await expect(health).toContainText(/\d+ pages?/);
  await expect(health).toContainText(/about \d+ s left in Contacts/);
  await expect(health).toContainText(/\d:\d\d/);
  await shot(page, 'progress-light');
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await shot(page, 'progress-dark-390');
  await control('DELETE', 'faults?provider=hubspot');
  await expect(health).toContainText('Connected and up to date');
});
