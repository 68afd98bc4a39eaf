import type { Output } from '@/lib/client/call';
import { settled } from '../fixtures/api';
import { connectionsPage, pickConnector } from '../fixtures/steps';
import { expect, expectAccessible, expectNoSidewaysScroll, shot, test } from '../fixtures/test';
import { ownAccount } from '../fixtures/world';

type Chosen = Output<'listStreams'>;

test('when connecting, a person picks what is read and how far back', async ({
  owner: page,
  workspace,
  rest,
}) => {
  const account = await ownAccount();
  await connectionsPage(page, workspace.slug);
  await pickConnector(page, 'Pipedrive');
  const dialog = page.getByRole('dialog', { name: 'Connect Pipedrive' });
  await dialog.getByRole('button', { name: 'What to read' }).focus();
  await page.keyboard.press('Enter');
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [1280, 390]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 844 });
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
      await dialog.getByText('How far back').scrollIntoViewIfNeeded();
      await shot(page, `what-to-read-${colorScheme}-${width}`);
    }
  await dialog.getByRole('checkbox', { name: /^Organizations/ }).uncheck();
  await dialog.getByLabel('How far back').selectOption('One month');
  await expect(dialog.getByRole('button', { name: 'What to read' })).toContainText(
    'one month back',
  );
  await dialog.getByLabel('API token', { exact: true }).fill(account.pipedrive);
  await dialog.getByRole('button', { name: 'Connect Pipedrive' }).click();
  await expect(dialog.getByText(/^Connected as/)).toBeVisible();
  const { id } = (await rest.get('/connections')).body.connections[0]!;
  await settled(rest, id);
  const chosen = (await rest.get(`/connections/${id}/streams`)).body as unknown as Chosen;
  const off = chosen.streams.filter((one) => !one.enabled).map((one) => one.stream);
  expect(off).toEqual(['organizations']);
  expect(Date.parse(chosen.backfill_from!)).toBeLessThan(Date.now());
  const { runs } = (await rest.get(`/connections/${id}/runs`)).body;
  expect(runs[0]!.streams.map((one) => one.stream)).not.toContain('organizations');
});
