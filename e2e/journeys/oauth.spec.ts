import type { Page } from '@playwright/test';
import {
  allow,
  badge,
  connectionsPage,
  expectCurrent,
  pickConnector,
  row,
} from '../fixtures/steps';
import { expect, expectAccessible, otherBrowser, shot, test } from '../fixtures/test';
import { appUrl, ownAccount, sql } from '../fixtures/world';

const CONSENT = { name: /^Allow Inlet to use your HubSpot account/ };

/** Starts HubSpot and stops on its consent page. */
async function toConsent(page: Page, slug: string): Promise<URL> {
  await connectionsPage(page, slug);
  await pickConnector(page, 'HubSpot');
  await page.getByRole('button', { name: 'Continue to HubSpot' }).click();
  await expect(page.getByRole('heading', CONSENT)).toBeVisible();
  return new URL(page.url());
}

test('denied: said on the page, without a trace, and it can be begun again', async ({
  owner: page,
  workspace,
  rest,
}) => {
  const account = await ownAccount();
  await toConsent(page, workspace.slug);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(
    page.getByRole('alert').filter({ hasText: 'You cancelled at the provider' }),
  ).toBeVisible();
  await expect(page).toHaveURL(`${appUrl()}/${workspace.slug}/connections`);
  await expect(page.getByRole('heading', { name: 'Connect your first source' })).toBeVisible();
  await shot(page, 'oauth-denied-light');
  expect((await rest.get('/connections')).body.connections).toEqual([]);
  await toConsent(page, workspace.slug);
  await allow(page, account.hubspot);
  await expectCurrent(page, 'HubSpot');
});

test('a state that was changed, used, is too old or comes from another browser ends on a clear page', async ({
  owner: page,
  workspace,
  browser,
  rest,
}) => {
  const account = await ownAccount();
  const asked = await toConsent(page, workspace.slug);
  const state = asked.searchParams.get('state')!;
  const callback = (value: string) =>
    `${appUrl()}/api/oauth/callback/hubspot?code=anything&state=${encodeURIComponent(value)}`;

  await page.goto(callback(`${state.slice(0, -2)}xx`));
  await expect(page).toHaveURL(`${appUrl()}/oauth-result?connection_error=state_invalid`);
  await expect(page.getByRole('heading', { name: 'Not connected' })).toBeVisible();
  await expectAccessible(page);
  await shot(page, 'oauth-end-page');

  const stranger = await otherBrowser(browser);
  const elsewhere = await stranger.newPage();
  await elsewhere.goto(callback(state));
  await expect(elsewhere).toHaveURL(/\/oauth-result\?connection_error=state_other_browser/);
  await expect(elsewhere.getByText('started in another browser')).toBeVisible();
  await stranger.close();

  // None of this used the state up: the person who started can still finish.
  await page.goto(asked.href);
  let finished = '';
  page.on('request', (request) => {
    if (request.url().includes('/api/oauth/callback/')) finished = request.url();
  });
  await allow(page, account.hubspot);
  await expectCurrent(page, 'HubSpot');
  // The same callback again, as a reload sends it, says what came of it.
  await page.goto(finished);
  await expect(page).toHaveURL(/\/connections/);
  await expect(page.getByRole('status').filter({ hasText: 'is connected' })).toBeVisible();
  await expect(page.getByRole('alert').filter({ hasText: /./ })).toHaveCount(0);
  expect((await rest.get('/connections')).body.connections).toHaveLength(1);

  const late = await toConsent(page, workspace.slug);
  await sql(
    `UPDATE oauth_states SET expires_at = now() - interval '1 minute' WHERE workspace_id = $1`,
    [workspace.id],
  );
  await page.goto(late.href);
  await allow(page, (await ownAccount()).hubspot);
  await expect(
    page.getByRole('alert').filter({ hasText: 'longer than ten minutes' }),
  ).toBeVisible();
});

test('permissions left out are named, and their streams are skipped', async ({
  owner: page,
  workspace,
  rest,
}) => {
  const account = await ownAccount();
  await toConsent(page, workspace.slug);
  await page.getByText('Leave permissions out').click();
  await page.getByRole('checkbox', { name: /tickets/ }).check();
  await allow(page, account.hubspot);
  await expect(badge(page, 'HubSpot', 'Syncing')).toHaveCount(0);
  await expect
    .poll(async () => (await rest.get('/connections')).body.connections[0]!.missing_scopes)
    .toEqual([expect.stringContaining('tickets')]);
  await row(page, 'HubSpot').getByRole('link', { name: 'HubSpot' }).click();
  await expect(page.getByRole('region', { name: 'Health' })).toContainText('tickets');
  await shot(page, 'missing-scope-light');
  // Given after all, in place.
  await page.getByRole('button', { name: 'Grant permissions' }).click();
  await page.getByRole('button', { name: 'Continue to HubSpot' }).click();
  await allow(page, account.hubspot);
  await expect(page.getByRole('region', { name: 'Health' })).toContainText(
    'Connected and up to date',
  );
});
