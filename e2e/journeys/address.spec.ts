import { connectionsPage, connectPipedrive } from '../fixtures/steps';
import { expect, test } from '../fixtures/test';
import { appUrl, control, ownAccount } from '../fixtures/world';

test('signing in leads back to the whole address that was asked for, and only on this site', async ({
  page,
  workspace,
}) => {
  await page.goto(`/${workspace.slug}/connections?connect=hubspot&q=acme`);
  await expect(page).toHaveURL(
    `/sign-in?callbackUrl=${encodeURIComponent(`/${workspace.slug}/connections?connect=hubspot&q=acme`)}`,
  );
  await page.goto(`/${workspace.slug}/connections/nope?tab=runs`);
  await expect(page).toHaveURL(/callbackUrl=.*tab%3Druns/);
  // A header of a visitor's own making sends nobody to another site.
  const answer = await fetch(`${appUrl()}/${workspace.slug}/connections`, {
    redirect: 'manual',
    headers: { 'x-inlet-address': '//evil.example/x' },
  });
  expect(answer.headers.get('location') ?? (await answer.text())).not.toContain('evil.example');
});

test('the dialog asked for in the address opens, and coming back to the page does not open it again', async ({
  owner: page,
  workspace,
}) => {
  await page.goto(`/${workspace.slug}/connections?connect=pipedrive`);
  const dialog = page.getByRole('dialog', { name: 'Connect Pipedrive' });
  await dialog.getByLabel('API token', { exact: true }).fill((await ownAccount()).pipedrive);
  await dialog.getByRole('button', { name: 'Connect Pipedrive' }).click();
  await expect(dialog.getByText(/^Account id/)).toBeVisible();
  await dialog.getByRole('link', { name: 'Watch it sync' }).click();
  await expect(page.getByRole('heading', { name: 'Pipedrive', level: 1 })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Connections', level: 1 })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Pipedrive', exact: true })).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('each status filter shows as many rows as it counts, under the word it names', async ({
  owner: page,
  workspace,
  rest,
}) => {
  await rest.post('/connections', { connector_type: 'hubspot' });
  await connectPipedrive(rest, (await ownAccount()).pipedrive, { name: 'Healthy one' });
  const paused = await connectPipedrive(rest, (await ownAccount()).pipedrive, {
    name: 'Paused one',
  });
  await rest.post(`/connections/${paused}/pause`);
  const account = await ownAccount();
  const refused = await connectPipedrive(rest, account.pipedrive, { name: 'Refused one' });
  await control('POST', 'revoke', { provider: 'pipedrive', account: `bulk-${account.size}` });
  await rest.post(`/connections/${refused}/sync`);
  await expect
    .poll(async () => (await rest.get(`/connections/${refused}/status`)).body.health)
    .toBe('needs_reauth');
  await connectionsPage(page, workspace.slug);
  const chips = page.getByRole('group', { name: 'Filter by status' });
  const rows = page.locator('[data-row]');
  for (const [word, name] of [
    ['Not finished', 'HubSpot'],
    ['Reconnect needed', 'Refused one'],
    ['Paused', 'Paused one'],
    ['Healthy', 'Healthy one'],
  ] as const) {
    await chips.getByRole('button', { name: `${word} 1` }).click();
    await expect(rows).toHaveCount(1);
    await expect(rows).toContainText(name);
    if (word !== 'Healthy') await expect(rows).toContainText(word);
  }
});

test('good news of a connection goes when it is no longer true', async ({
  owner: page,
  workspace,
  rest,
}) => {
  const account = await ownAccount();
  const id = await connectPipedrive(rest, account.pipedrive);
  await page.goto(`/${workspace.slug}/connections/${id}?connected=pipedrive`);
  const flash = page.getByRole('status').filter({ hasText: 'is connected' });
  await expect(flash).toBeVisible();
  await control('POST', 'revoke', { provider: 'pipedrive', account: `bulk-${account.size}` });
  await page.getByRole('button', { name: 'Sync now' }).click();
  await expect(page.getByRole('region', { name: 'Health' })).toContainText(
    'Pipedrive does not accept this API token. It said: “unauthorized access”.',
  );
  await expect(flash).toHaveCount(0);
});
