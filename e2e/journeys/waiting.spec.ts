import type { Page } from '@playwright/test';
import { settled } from '../fixtures/api';
import { connectPipedrive } from '../fixtures/steps';
import { expect, expectAccessible, expectNoSidewaysScroll, shot, test } from '../fixtures/test';
import { control, ownAccount, quarantine } from '../fixtures/world';

const LOOKS = [
  ['light', 1280],
  ['dark', 1280],
  ['light', 390],
  ['dark', 390],
] as const;

const number = (n: number): string => n.toLocaleString('en');

/** Looks at the page in both schemes, wide and narrow. */
async function look(page: Page, name: string): Promise<void> {
  for (const [colorScheme, width] of LOOKS) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 860 });
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await shot(page, `${name}-${colorScheme}-${width}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 800 });
}

test('deletions that look like a mistake wait: keep and check again, then delete them here too', async ({
  owner: page,
  workspace,
  rest,
}) => {
  test.setTimeout(150_000);
  const account = await ownAccount({ large: true });
  const id = await connectPipedrive(rest, account.pipedrive);
  const gone = account.size - 80;
  await control('POST', 'mutate', {
    provider: 'pipedrive',
    account: `bulk-${account.size}`,
    stream: 'persons',
    delete: gone,
  });
  await rest.post(`/connections/${id}/sync`, { full_sync: true, streams: ['persons'] });
  await settled(rest, id);
  await page.goto(`/${workspace.slug}/connections/${id}`);
  const held = page.getByRole('region', { name: 'Deletions held back' });
  await expect(held).toContainText(
    `Pipedrive no longer lists ${number(gone)} of ${number(account.size)} People. Inlet kept them.`,
  );
  await expect(page.getByRole('region', { name: 'Health' })).toContainText(
    'Some deletions wait for your word.',
  );
  await look(page, 'deletions-held');

  await held.getByRole('button', { name: 'Keep them and check again' }).click();
  await expect
    .poll(async () => (await rest.get(`/connections/${id}/runs`)).body.runs.length)
    .toBe(3);
  await settled(rest, id);
  await expect(held.getByRole('button', { name: 'Delete them here too' })).toBeEnabled();
  expect((await rest.get(`/connections/${id}`)).body).toMatchObject({
    deletions_held: [{ would_delete: gone }],
  });

  // By keyboard alone.
  await held.getByRole('button', { name: 'Delete them here too' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: `Delete ${number(gone)} People here too?` });
  await expect(dialog).toContainText('Pipedrive is read once more.');
  await look(page, 'deletions-confirm');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(held.getByRole('button', { name: 'Delete them here too' })).toBeFocused();
  await page.keyboard.press('Enter');
  await control('POST', 'faults', {
    provider: 'pipedrive',
    account: `bulk-${account.size}`,
    kind: 'slow',
    delay_ms: 1_500,
    for_ms: 20_000,
  });
  await dialog.getByRole('button', { name: `Delete ${number(gone)}` }).click();
  await expect(held).toContainText(
    'Confirmed. They are deleted once all People have been read again.',
  );
  await shot(page, 'deletions-confirmed');
  await expect(page.getByRole('region', { name: 'Health' })).toContainText(
    'Connected and up to date',
  );
  await expect(held).toHaveCount(0);
  expect((await rest.get(`/connections/${id}/runs?limit=1`)).body.runs[0]).toMatchObject({
    records_deleted: gone,
  });
});

test('records that could not be stored are shown with their reason and tried again', async ({
  owner: page,
  workspace,
  rest,
}) => {
  test.setTimeout(150_000);
  const id = await connectPipedrive(rest, (await ownAccount()).pipedrive);
  await quarantine(workspace, id, [
    {
      external_id: '9001',
      reason:
        'its name is longer than anything that fits on one line of a narrow window, and then some',
      payload: { id: 9001, name: 'Grace Hopper', emails: [{ value: 'grace@example.com' }] },
    },
    {
      external_id: '9002',
      reason: 'it contains a NUL character, which the database cannot store',
      payload: { id: 9002, name: 'a\u0000b' },
    },
    { external_id: null, reason: 'it has no id', payload: { name: 'Nobody' } },
  ]);
  await page.goto(`/${workspace.slug}/connections/${id}`);
  const health = page.getByRole('region', { name: 'Health' });
  await expect(health).toContainText('3 records could not be stored and are in quarantine.');
  await health.getByRole('button', { name: 'Review' }).click();
  await expect(page.getByRole('tab', { name: 'Quarantine 3' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  const list = page.getByRole('list', { name: 'Records in quarantine' });
  await expect(list.getByRole('listitem')).toHaveCount(3);
  await list.getByRole('button', { name: /^People 9001/ }).click();
  await expect(page.getByRole('region', { name: 'What was received' })).toContainText(
    'Grace Hopper',
  );
  await look(page, 'quarantine');

  await list.getByRole('button', { name: 'Try People 9001 again' }).click();
  await expect(page.getByText('1 record stored')).toBeVisible();
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await page.getByRole('button', { name: 'Try all again' }).click();
  await expect(page.getByText('2 records still cannot be stored')).toBeVisible();
  await expect(page.getByRole('tab', { name: 'Quarantine 2' })).toBeVisible();
  await list.getByRole('button', { name: /^People 9002/ }).click();
  await page.getByRole('button', { name: 'See the run' }).click();
  await expect(page.getByRole('tab', { name: 'Runs' })).toHaveAttribute('aria-selected', 'true');

  // A full sync meets everything there is; what it does not meet again is resolved.
  await rest.post(`/connections/${id}/sync`, { full_sync: true });
  expect(await settled(rest, id)).toMatchObject({ health: 'healthy' });
  await page.reload();
  await expect(page.getByRole('tab', { name: /Quarantine/ })).toHaveCount(0);
});
