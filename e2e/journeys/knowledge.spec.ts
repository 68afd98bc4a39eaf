import type { Page } from '@playwright/test';
import { expect, expectAccessible, expectNoSidewaysScroll, shot, test } from '../fixtures/test';
import { sql } from '../fixtures/world';

const LOOKS = [
  { scheme: 'light', width: 1280 },
  { scheme: 'dark', width: 1280 },
  { scheme: 'light', width: 390 },
  { scheme: 'dark', width: 390 },
] as const;

/** Looks at what is open in both schemes, wide and narrow. */
async function look(page: Page, name: string): Promise<void> {
  for (const { scheme, width } of LOOKS) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 900 });
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await page.screenshot({
      path: `e2e/screenshots/${name}-${scheme}-${width}.png`,
      animations: 'disabled',
      fullPage: true,
    });
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

test('knowledge is mirrored into Notion: connect, choose, preview, start, watch, answer', async ({
  owner: page,
  workspace,
  rest,
}) => {
  test.setTimeout(240_000);
  for (const [name, tags] of [
    ['pricing', ['public']],
    ['onboarding', []],
    ['security', ['public']],
  ] as const) {
    const { status, text } = await rest.put(`/knowledge/documents/${name}`, {
      title: `About ${name}`,
      markdown: `# About ${name}\n\nA **bold** word.\n\n- one\n- two\n`,
      tags,
    });
    expect(status, text).toBe(200);
  }
  await page.goto(`/${workspace.slug}/connections`);
  await page.getByRole('link', { name: 'Knowledge sync' }).click();
  await expect(page.getByRole('heading', { name: 'Knowledge sync', level: 1 })).toBeVisible();
  await expect(page.getByText('Insert content')).toBeVisible();
  await look(page, 'knowledge-connect');

  await page.getByRole('button', { name: 'Continue to Notion' }).click();
  await expect(page.getByRole('heading', { name: /^Allow Inlet/ })).toBeVisible();
  await page.getByLabel('Another sandbox account').fill('acme');
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.waitForURL(`**/${workspace.slug}/knowledge-sync`);
  await expect(page.getByText('Notion is connected')).toBeVisible();

  // By keyboard: search, pick, choose.
  const search = page.getByRole('searchbox', { name: 'Search pages in Notion' });
  await search.focus();
  await page.keyboard.type('about');
  const first = page.getByRole('list', { name: 'Pages' }).getByRole('button').first();
  await expect(first).toBeVisible();
  await first.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Pick another' })).toBeVisible();
  await expect(page.getByText('3 documents')).toBeVisible();
  await page.getByLabel('Only with one of these tags').fill('public');
  await expect(page.getByText('2 documents')).toBeVisible();
  await page.getByText('About pricing', { exact: true }).click();
  await expect(page.getByText('# About pricing', { exact: false })).toBeVisible();
  await look(page, 'knowledge-set-up');

  await page.getByRole('button', { name: 'Start writing' }).click();
  const pages = page.getByRole('region', { name: 'Pages', exact: true });
  await expect(pages.getByText('Written', { exact: true })).toHaveCount(2, { timeout: 60_000 });
  await expect(page.getByRole('link', { name: 'Open the database in Notion' })).toBeVisible();
  await expect(
    page.getByRole('region', { name: 'Runs', exact: true }).getByText('Completed'),
  ).toBeVisible();
  await look(page, 'knowledge-monitor');

  // The connection itself brings nothing in: it leads here.
  const [connection] = await sql<{ id: string }>(
    `SELECT id FROM connections WHERE workspace_id = $1`,
    [workspace.id],
  );
  await page.goto(`/${workspace.slug}/connections/${connection!.id}`);
  await expect(page.getByRole('tab', { name: 'Overview' })).toBeVisible();
  for (const name of ['Streams', 'Records'])
    await expect(page.getByRole('tab', { name })).toHaveCount(0);
  await look(page, 'knowledge-connection');
  await page.getByRole('link', { name: 'Open Knowledge sync' }).click();
  await page.waitForURL('**/knowledge-sync?*');

  // As a run does that finds a page in the trash.
  await sql(
    `UPDATE mirrored_pages SET state = 'gone'
     WHERE workspace_id = $1 AND external_id = 'security'`,
    [workspace.id],
  );
  await page.reload();
  await page.getByRole('button', { name: 'Review them' }).click();
  await expect(pages.getByText('Deleted in Notion', { exact: true })).toBeVisible();
  await look(page, 'knowledge-gone');
  await pages.getByRole('button', { name: 'Leave it deleted: About security' }).click();
  await expect(page.getByText('It stays as it is in Notion')).toBeVisible();

  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible();
  await page.getByRole('button', { name: 'Resume' }).click();
  await page.getByRole('button', { name: 'Disconnect' }).click();
  const dialog = page.getByRole('dialog', { name: 'Disconnect Notion?' });
  await expect(dialog.getByText('The pages in Notion stay.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Disconnect' }).click();
  await expect(page.getByRole('button', { name: 'Reconnect' })).toBeVisible();
  await shot(page, 'knowledge-disconnected');
});

test('the catalog leads to the page', async ({ owner: page, workspace }) => {
  await page.goto(`/${workspace.slug}/connections`);
  await page.getByRole('button', { name: 'Add a connection' }).click();
  const picker = page.getByRole('dialog', { name: 'Add a connection' });
  await picker.getByRole('searchbox', { name: 'Search the catalog' }).fill('Knowledge');
  await picker.getByRole('button', { name: /^Notion Knowledge Sync/ }).click();
  await page.getByRole('link', { name: 'Go to Knowledge sync' }).click();
  await page.waitForURL(`**/${workspace.slug}/knowledge-sync`);
  await expect(page.getByRole('heading', { name: 'Knowledge sync', level: 1 })).toBeVisible();
});
