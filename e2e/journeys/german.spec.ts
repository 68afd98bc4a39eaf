import { everyPage } from '../fixtures/pages';
import { connectPipedrive, track, tracked } from '../fixtures/steps';
import {
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  otherBrowser,
  shot,
  test,
  type Page,
} from '../fixtures/test';
import { ownAccount, quarantine, sql, type Workspace } from '../fixtures/world';
import { settled, type Api } from '../fixtures/api';

/**
 * Words no German sentence has, though "was" and "die" are both. What is data, code or marked as
 * English may be.
 */
const ENGLISH = /\b(the|and|of|is|are|not|with|from|you|your|this|that|there|has|have|be|no|by)\b/i;

/** Texts of a page that are English and not marked so. */
const englishOn = (page: Page): Promise<string[]> =>
  page.evaluate((source) => {
    const english = new RegExp(source, 'i');
    const zones = new Set(
      Intl.supportedValuesOf('timeZone').map((zone) => zone.replaceAll('_', ' ')),
    );
    const marked =
      '[lang=en], code, pre, script, style, ul[aria-labelledby=posts], [data-as-it-is]';
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const text = node.textContent!.trim();
      if (english.test(text) && !zones.has(text) && !node.parentElement!.closest(marked))
        found.push(text);
    }
    for (const one of document.querySelectorAll('[aria-label], [title], [placeholder]'))
      for (const name of ['aria-label', 'title', 'placeholder']) {
        const text = one.getAttribute(name) ?? '';
        if (english.test(text) && !one.closest(marked)) found.push(`${name}: ${text}`);
      }
    return [...new Set(found)];
  }, ENGLISH.source);

/** Connections in several states, with trouble; answers the ids of one that reads and of a social one. */
async function inventory(rest: Api, workspace: Workspace): Promise<{ id: string; social: string }> {
  const id = await connectPipedrive(rest, (await ownAccount()).pipedrive, { name: 'Vertrieb' });
  await settled(rest, id);
  await quarantine(workspace, id, [{ external_id: '1', reason: 'No name', payload: { id: 1 } }]);
  const held = { would_delete: 300, of: 900, since: new Date().toISOString(), confirmed: null };
  await sql(`UPDATE connections SET sweep_held = $2 WHERE id = $1`, [
    id,
    JSON.stringify({ persons: held }),
  ]);
  await rest.post('/connections', { connector_type: 'hubspot' });
  const social = await tracked(rest, (await ownAccount()).x);
  await track(rest, 'linkedin', 'acme');
  return { id, social };
}

test('a German reads no English sentence that is not marked as one, on any page', async ({
  workspace,
  rest,
  browser,
}) => {
  test.setTimeout(600_000);
  const { id, social } = await inventory(rest, workspace);
  const context = await otherBrowser(browser, workspace.owner, {
    locale: 'de-DE',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const root = `/${workspace.slug}`;
  for (const path of everyPage(workspace.slug, { id, social })) {
    const name = path.replace(root, '').replace(/\W+/g, '-').replace(id, '').slice(-40);
    await page.setViewportSize({ width: 1280, height: 1100 });
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.waitForLoadState('networkidle');
    for (const folded of await page.locator('main details:not([open]) > summary').all())
      await folded.click();
    expect.soft(await englishOn(page), path).toEqual([]);
    await shot(page, `deutsch${name}-1280`);
    await page.setViewportSize({ width: 390, height: 900 });
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await shot(page, `deutsch${name}-390`);
  }
  // The canary: an English sentence is seen, one that is marked is not.
  await page.evaluate(() => {
    document.body.insertAdjacentHTML(
      'beforeend',
      '<p>There is no sync.</p><p lang="en">This is marked.</p>',
    );
  });
  expect(await englishOn(page)).toEqual(['There is no sync.']);
  await context.close();
});
