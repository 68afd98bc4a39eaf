import { settled } from '../fixtures/api';
import { alsoDarkAndNarrow } from '../fixtures/looks';
import { connectHubSpot, connectPipedrive, trackX } from '../fixtures/steps';
import { expect, expectAccessible, shot, test, type Page } from '../fixtures/test';
import { control, ownAccount, sql } from '../fixtures/world';

/** The calls of the log that is open, by keyboard alone, as they were sent. */
async function callsOf(page: Page, secret: string): Promise<void> {
  const log = page.getByRole('list', { name: 'Log of this run' });
  await page.getByRole('checkbox', { name: 'Only calls that failed' }).check();
  await expect(page).toHaveURL(/failed=true/);
  await expect(page.getByText('No call of this run failed.')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Only calls that failed' }).uncheck();
  // One stop in the list, arrows inside.
  const calls = log.getByRole('button');
  await calls.first().focus();
  await page.keyboard.press('End');
  await expect(calls.last()).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await expect(calls.nth(1)).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(calls.first()).toHaveAttribute('aria-expanded', 'true');
  await expect(log).toContainText(/GET https:\/\/\S+\/api\/v2\/deals\?limit=500/);
  await expect(log).toContainText('x-api-token: $TOKEN');
  await expect(log.getByRole('button', { name: 'Copy as curl' })).toBeVisible();
  expect(await page.content()).not.toContain(secret);
  await page.setViewportSize({ width: 390, height: 844 });
  await log.getByRole('button', { name: 'Copy as curl' }).scrollIntoViewIfNeeded();
  await shot(page, 'run-log-call-390');
  await page.setViewportSize({ width: 1280, height: 800 });
  await alsoDarkAndNarrow(page, 'run-log-call');
}

test('records have the columns of their stream, and each its two forms in a drawer', async ({
  owner: page,
  workspace,
}) => {
  const account = await ownAccount();
  await connectHubSpot(page, workspace.slug, account.hubspot);
  await page.getByRole('link', { name: 'HubSpot' }).first().click();
  await page.getByRole('tab', { name: 'Streams' }).click();
  await page.getByRole('button', { name: 'Actions for Contacts' }).click();
  await page.getByRole('menuitem', { name: 'Its records' }).click();
  await expect(page).toHaveURL(/tab=records&stream=contacts/);
  const table = page.getByRole('region', { name: 'Records' });
  await expect(table.getByRole('columnheader', { name: 'Email' })).toBeVisible();
  await alsoDarkAndNarrow(page, 'records');

  // By keyboard alone: open, next, before, into the text, out.
  await table.getByRole('button').first().focus();
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('dialog');
  await expect(drawer).toBeFocused();
  const first = await drawer.getByRole('heading', { level: 2 }).textContent();
  await expect(drawer.getByText('This record has no such form.')).toBeVisible();
  await expect(drawer.getByRole('link', { name: 'Open in HubSpot' })).toHaveAttribute(
    'href',
    /^https:\/\/\S+\/contacts\/\d+\/record\/0-1\/\d+$/,
  );
  await page.keyboard.press('ArrowDown');
  await expect(drawer.getByRole('heading', { level: 2 })).not.toHaveText(first!);
  await page.keyboard.press('ArrowUp');
  await expect(drawer.getByRole('heading', { level: 2 })).toHaveText(first!);
  await expect(drawer.getByRole('region', { name: 'Record as JSON' })).toContainText(
    '"properties"',
  );
  await alsoDarkAndNarrow(page, 'record-drawer');
  await page.keyboard.press('Escape');
  await expect(table.getByRole('button').first()).toBeFocused();

  // What the provider added lately stands first among the fields.
  await sql(
    `UPDATE records
        SET data = data || '{"added_lately": 1}', seq = nextval('record_seq'), updated_at = now()
      WHERE workspace_id = $1 AND stream = 'contacts'
        AND external_id = (SELECT min(external_id) FROM records
                            WHERE workspace_id = $1 AND stream = 'contacts')`,
    [workspace.id],
  );
  await page.getByRole('button', { name: 'Fields' }).click();
  await expect(drawer.getByRole('heading', { name: 'Fields of Contacts' })).toBeVisible();
  await expect(drawer.getByRole('row').nth(1)).toContainText('added_lately');
  await expect(drawer.getByRole('row').nth(1)).toContainText('New');
  await expect(drawer.getByText('1 field came, went or changed its type.')).toBeVisible();
  await alsoDarkAndNarrow(page, 'fields');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Fields' })).toBeFocused();

  await page.getByRole('searchbox', { name: 'Search records' }).fill('no such thing anywhere');
  await expect(page.getByText('No record matches')).toBeVisible();
});

test('a record in the words of its entity stands beside what its provider gave', async ({
  owner: page,
  workspace,
  rest,
}) => {
  const id = await trackX(rest, (await ownAccount()).x);
  await page.goto(`/${workspace.slug}/connections/${id}?tab=records&stream=posts`);
  const table = page.getByRole('region', { name: 'Records' });
  await expect(table.getByRole('columnheader', { name: 'Posted at' })).toBeVisible();
  await table.getByRole('button').first().click();
  const drawer = page.getByRole('dialog');
  const fields = drawer.getByRole('region', { name: 'As one of the posts' });
  await expect(fields).toContainText('Posted at');
  await expect(fields).toContainText(/Impressions \d+/);
  await expect(drawer.getByRole('link', { name: 'Open in X' })).toHaveAttribute(
    'href',
    /^https:\/\/x\.com\/i\/web\/status\/\d+$/,
  );
  await alsoDarkAndNarrow(page, 'record-canonical');
});

test('a stream is switched off and on, and read again alone, by its row', async ({
  owner: page,
  workspace,
  rest,
}) => {
  const id = await connectPipedrive(rest, (await ownAccount()).pipedrive);
  await page.goto(`/${workspace.slug}/connections/${id}?tab=streams`);
  const deals = page.getByRole('row').filter({ hasText: 'Deals' });
  await expect(deals).toContainText('What changed');
  await expect(page.getByRole('switch', { name: 'Read Deals' })).toBeChecked();
  await alsoDarkAndNarrow(page, 'streams');
  await page.getByRole('switch', { name: 'Read Deals' }).click();
  await expect(deals).toContainText('Switched off');
  await page.getByRole('switch', { name: 'Read Deals' }).click();
  await expect(deals).toContainText('What changed');
  await settled(rest, id);
  await page.reload();
  await page.getByRole('button', { name: 'Actions for Deals' }).click();
  await page.getByRole('menuitem', { name: 'Read it again from the beginning…' }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Read it again' }).click();
  await expect
    .poll(async () => {
      const { runs } = (await rest.get(`/connections/${id}/runs?limit=1`)).body;
      return [runs[0]!.sync_type, runs[0]!.status, runs[0]!.streams.map((s) => s.stream).join()];
    })
    .toEqual(['full', 'completed', 'deals']);
});

test('runs stand on a time axis, are kept to an outcome, compared, and tell what they did', async ({
  owner: page,
  workspace,
  rest,
}) => {
  const account = await ownAccount();
  const id = await connectPipedrive(rest, account.pipedrive);
  await control('POST', 'faults', {
    provider: 'pipedrive',
    account: `bulk-${account.size}`,
    path: '/api/v2/deals',
    kind: 'raw',
    status: 400,
    body: '{"error":"no"}',
    times: 1,
  });
  await rest.post(`/connections/${id}/sync`);
  await settled(rest, id);
  await page.goto(`/${workspace.slug}/connections/${id}?tab=runs`);
  const table = page.getByRole('region', { name: 'Runs' });
  await expect(table.getByRole('row')).toHaveCount(3);
  const axis = page.getByRole('application', { name: /^Last 2 runs by time/ });
  // Home is the oldest, wherever the walk stands: what is read again meanwhile may begin it anew.
  await expect(async () => {
    await axis.focus();
    await page.keyboard.press('Home');
    await expect(page.getByRole('region', { name: 'Recent runs' })).toContainText('On connect', {
      timeout: 1_000,
    });
  }).toPass();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/run=/);
  await page.getByRole('button', { name: 'Show the log' }).click();
  const log = page.getByRole('list', { name: 'Log of this run' });
  await expect(log).toContainText(/GET \S+pipedrive\.com\/api\/v2\/deals/);
  await expect(log).toContainText('The run ends');
  await expect(log).not.toContainText(account.pipedrive);
  await alsoDarkAndNarrow(page, 'run-log');
  await callsOf(page, account.pipedrive);
  const run = new URL(page.url()).searchParams.get('run');
  const answered = await rest.get(`/connections/${id}/runs/${run}/log`);
  expect(answered.text).toContain('/api/v2/deals?limit=500');
  expect(answered.text).not.toContain(account.pipedrive);
  const partial = (await rest.get(`/connections/${id}/runs?status=partial`)).body.runs[0]!.id;
  await page.goto(
    `/${workspace.slug}/connections/${id}?tab=runs&run=${partial}&log=true&failed=true`,
  );
  await expect(log.getByRole('button')).toHaveText([
    /deals → 400 in .* · Refused by the provider$/,
  ]);
  await page.getByRole('combobox', { name: 'Outcome' }).selectOption('partial');
  await expect(table.getByRole('row').nth(1)).toContainText('Partial');
  await expect(page).toHaveURL(/outcome=partial/);
  await page.getByRole('combobox', { name: 'Why it ran' }).selectOption('webhook');
  await expect(page.getByText('No run matches')).toBeVisible();
  await page.getByRole('button', { name: 'Show all' }).click();
  for (const box of await page.getByRole('checkbox', { name: /^Compare the run of/ }).all())
    await box.check();
  await page.getByRole('button', { name: 'Compare' }).click();
  const dialog = page.getByRole('dialog', { name: 'Two runs compared' });
  await expect(dialog.getByRole('region', { name: 'Their streams' })).toContainText('Deals');
  await expect(dialog).toContainText('Partial');
  await alsoDarkAndNarrow(page, 'run-compare');
});

test('a run that stands still says why, and when it goes on', async ({
  owner: page,
  workspace,
  rest,
}) => {
  const account = await ownAccount();
  const id = await connectPipedrive(rest, account.pipedrive);
  await control('POST', 'faults', {
    provider: 'pipedrive',
    account: `bulk-${account.size}`,
    kind: '429',
    retry_after: 12,
    times: 1,
  });
  await page.goto(`/${workspace.slug}/connections/${id}`);
  await page.getByRole('button', { name: 'Sync now' }).click();
  const health = page.getByRole('region', { name: 'Health' });
  // Whoever was told to wait, the run or something else that asked for the account just before it.
  await expect(health).toContainText(
    /(Pipedrive asked us to slow down|Keeping to what Pipedrive allows)\. Goes on (in \d:\d\d|now)\./,
  );
  await expectAccessible(page);
  await shot(page, 'waiting-light');
  await settled(rest, id);
});
