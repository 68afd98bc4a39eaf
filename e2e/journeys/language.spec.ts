import { hashPassword } from '@/lib/access/password';
import { settled } from '../fixtures/api';
import { connectPipedrive } from '../fixtures/steps';
import {
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  otherBrowser,
  shot,
  test,
  type Page,
} from '../fixtures/test';
import { appUrl, ownAccount, quarantine, sql } from '../fixtures/world';

const PASSWORD = 'sieben Zwerge im Wald';

async function chooseGerman(page: Page, slug: string): Promise<void> {
  await page.goto(`/${slug}/settings/profile`);
  await page.getByLabel('Language').selectOption('Deutsch');
  await page.getByRole('region', { name: 'You' }).getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
}

/** A page in German, wide and on a phone. */
async function look(page: Page, name: string): Promise<void> {
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await expectNoSidewaysScroll(page);
    await shot(page, `german-${name}-${width}`);
  }
  await expectAccessible(page);
  await page.setViewportSize({ width: 1280, height: 900 });
}

test('whoever chooses German has the list, a connection and its trouble in German', async ({
  owner: page,
  workspace,
  rest,
  tolerate,
}) => {
  test.setTimeout(120_000);
  tolerate(409);
  const id = await connectPipedrive(rest, (await ownAccount()).pipedrive, { name: 'Vertrieb' });
  await settled(rest, id);
  await chooseGerman(page, workspace.slug);
  await look(page, 'profile');

  const list = `/${workspace.slug}/connections`;
  await page.goto(list);
  await expect(page.getByRole('heading', { level: 1, name: 'Verbindungen' })).toBeVisible();
  await expect(page.getByRole('list', { name: 'Aktuell' })).toContainText('Vertrieb');
  await look(page, 'list');

  await page.goto(`${list}/${id}`);
  await expect(page.getByText('Verbunden und auf aktuellem Stand.')).toBeVisible();
  await expect(page.getByText(/^vor |^gerade eben$/).first()).toBeVisible();
  await look(page, 'connection');

  await quarantine(workspace, id, [
    { external_id: '1', reason: 'It has no name.', payload: { id: 1 } },
  ]);
  await page.goto(list);
  await expect(page.getByText(/konnte nicht gespeichert werden/)).toBeVisible();
  await look(page, 'needs-you');

  // What was said of this one time is there in English only, and is marked so.
  await sql(
    `UPDATE connections SET rate_limited_until = now() + interval '5 minutes' WHERE id = $1`,
    [id],
  );
  await page.getByRole('button', { name: 'Aktionen für Vertrieb' }).click();
  await page.getByRole('menuitem', { name: 'Jetzt synchronisieren' }).click();
  const toast = page.locator('[data-sonner-toast]');
  await expect(toast).toContainText('lässt sich gerade nicht synchronisieren');
  await expect(toast.locator('[lang=en]').first()).toContainText('asked us to wait');
});

test('German is what a browser asks for until a person has chosen, and the API answers in English', async ({
  browser,
}) => {
  const german = await otherBrowser(browser, undefined, { locale: 'de-DE' });
  const page = await german.newPage();
  await page.goto('/sign-in');
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expect(page.getByRole('heading', { name: 'Bei Inlet anmelden' })).toBeVisible();
  await page.getByLabel('E-Mail').fill('nobody@example.com');
  await page.getByLabel('Passwort', { exact: true }).fill('does not matter');
  await page.getByRole('button', { name: 'Anmelden' }).click();
  await expect(page.getByText('E-Mail und Passwort passen zu keinem Konto hier.')).toBeVisible();
  await look(page, 'sign-in');
  const refused = await german.request.get(`${appUrl()}/api/platform/v1/connections`, {
    headers: { 'accept-language': 'de' },
  });
  expect(await refused.json()).toMatchObject({ title: 'You are not signed in' });
  await german.close();
});

test('the chosen language comes back with the next sign-in', async ({
  owner: page,
  workspace,
  browser,
}) => {
  const { id, email } = workspace.owner;
  await sql('UPDATE users SET password_hash = $2 WHERE id = $1', [
    id,
    await hashPassword(PASSWORD),
  ]);
  await chooseGerman(page, workspace.slug);
  const other = await otherBrowser(browser, undefined, { locale: 'en-GB' });
  const elsewhere = await other.newPage();
  await elsewhere.goto('/sign-in');
  await elsewhere.getByLabel('Email').fill(email);
  await elsewhere.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await elsewhere.getByRole('button', { name: 'Sign in' }).click();
  await elsewhere.waitForURL('**/connections');
  await expect(elsewhere.locator('html')).toHaveAttribute('lang', 'de');
  await expect(elsewhere.getByRole('heading', { level: 1, name: 'Verbindungen' })).toBeVisible();
  await other.close();
});
