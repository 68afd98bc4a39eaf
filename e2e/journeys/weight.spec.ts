import { gzipSync } from 'node:zlib';
import { connectPipedrive, trackX } from '../fixtures/steps';
import { expect, otherBrowser, test, type Page } from '../fixtures/test';
import { ownAccount } from '../fixtures/world';

/** Gzip kilobytes (1,024 bytes) of script that opening a page may cost somebody who was never here. */
const BARS_KB = { list: 220, connection: 240, social: 260 };

/** Adds up what scripts a page fetches, from now on, whoever asked for them. */
function weigh(page: Page): () => Promise<number> {
  const scripts: Promise<number>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script')
      scripts.push(response.body().then((body) => gzipSync(body).length));
  });
  return async () => (await Promise.all(scripts)).reduce((sum, bytes) => sum + bytes, 0) / 1024;
}

test('the script of list, connection and social account stays within its bars', async ({
  browser,
  workspace,
  rest,
}) => {
  const account = await ownAccount();
  const connections = `/${workspace.slug}/connections`;
  const paths = {
    list: connections,
    connection: `${connections}/${await connectPipedrive(rest, account.pipedrive)}`,
    social: `${connections}/${await trackX(rest, account.x)}?days=365`,
  };
  for (const [name, path] of Object.entries(paths)) {
    const cold = await otherBrowser(browser, workspace.owner);
    const page = await cold.newPage();
    const weight = weigh(page);
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    if (name === 'social')
      await expect(page.getByRole('application', { name: /posts by time/ })).toBeVisible();
    await page.waitForLoadState('networkidle');
    const kb = await weight();
    test.info().annotations.push({ type: `script of ${name}, KB`, description: kb.toFixed(1) });
    expect
      .soft(kb, `script of ${name}, KB`)
      .toBeLessThanOrEqual(BARS_KB[name as keyof typeof paths]);
    // The canary: the framework alone is more than this, and what is fetched later is counted too.
    expect.soft(kb).toBeGreaterThan(100);
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog')).toBeVisible();
    expect.soft(await weight()).toBeGreaterThan(kb + 1);
    await cold.close();
  }
});
