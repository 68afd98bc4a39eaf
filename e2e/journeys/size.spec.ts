import { gzipSync } from 'node:zlib';
import { connectionsPage, connectPipedrive, trackX } from '../fixtures/steps';
import { expect, test, type Page } from '../fixtures/test';
import { ownAccount } from '../fixtures/world';

/** JavaScript a page may run before it stands there, in thousands of bytes after gzip. */
const BUDGET_KB = { list: 220, detail: 240, social: 260 };

/** What of the page's scripts is run until it stands there, as the network sends it. */
async function runs(page: Page, path: string, ready: string | RegExp): Promise<number> {
  await page.coverage.startJSCoverage({ resetOnNavigation: false });
  await page.goto(path);
  await expect(page.getByText(ready).first()).toBeVisible();
  await page.waitForLoadState('networkidle');
  const scripts = await page.coverage.stopJSCoverage();
  const bytes = new Map(
    scripts
      .filter(({ url }) => url.includes('/_next/'))
      .map(({ url, source }) => [url, gzipSync(source ?? '').length]),
  );
  return [...bytes.values()].reduce((sum, n) => sum + n, 0) / 1000;
}

test('the list, a connection and a social account keep within their JavaScript', async ({
  owner: page,
  workspace,
  rest,
}) => {
  const plain = await connectPipedrive(rest, (await ownAccount()).pipedrive);
  const social = await trackX(rest, (await ownAccount()).x);
  await connectionsPage(page, workspace.slug); // the first visit of all warms the server
  const base = `/${workspace.slug}/connections`;
  const used = {
    list: await runs(page, base, 'Catalog'),
    detail: await runs(page, `${base}/${plain}`, 'Streams'),
    social: await runs(page, `${base}/${social}`, /tracking since/),
  };
  test.info().annotations.push({
    type: 'gzip',
    description: Object.entries(used)
      .map(([name, kb]) => `${name} ${kb.toFixed(1)} KB`)
      .join(', '),
  });
  for (const name of ['list', 'detail', 'social'] as const)
    expect.soft(used[name], name).toBeLessThanOrEqual(BUDGET_KB[name]);
});
