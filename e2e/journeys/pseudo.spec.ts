import type { Api } from '../fixtures/api';
import { settled } from '../fixtures/api';
import { everyPage } from '../fixtures/pages';
import { expectPseudo, faultsOf } from '../fixtures/pseudo';
import { connectPipedrive, trackX } from '../fixtures/steps';
import { expect, expectNoSidewaysScroll, otherBrowser, shot, test } from '../fixtures/test';
import { ownAccount, quarantine, type Workspace } from '../fixtures/world';

/** Connections of several kinds and states; answers the ids of one that reads and of a social one. */
async function inventory(rest: Api, workspace: Workspace): Promise<{ id: string; social: string }> {
  const id = await connectPipedrive(rest, (await ownAccount()).pipedrive, { name: 'EMEA' });
  await settled(rest, id);
  await quarantine(workspace, id, [{ external_id: '1', reason: 'No name', payload: { id: 1 } }]);
  const paused = await connectPipedrive(rest, (await ownAccount()).pipedrive, { name: 'APAC' });
  await settled(rest, paused);
  await rest.post(`/connections/${paused}/pause`);
  await rest.post('/connections', { connector_type: 'hubspot' });
  const social = await trackX(rest, (await ownAccount()).x);
  await settled(rest, social);
  return { id, social };
}

test('a longer language is cut off nowhere, and every text stands in the catalog', async ({
  workspace,
  rest,
  browser,
}) => {
  test.setTimeout(300_000);
  const { id, social } = await inventory(rest, workspace);
  const context = await otherBrowser(browser, workspace.owner, {
    locale: 'en-XA',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  // Whatever REST answers is data, and what is named here.
  const answers: string[] = [JSON.stringify(workspace), ...Intl.supportedValuesOf('timeZone')];
  page.on('response', (response) => {
    if (response.url().includes('/api/'))
      void response.text().then(
        (text) => answers.push(text),
        () => undefined, // the page is left already
      );
  });
  for (const path of ['/catalog', '', `/${id}`, `/${id}/streams`, `/${id}/runs`, `/${id}/entities`])
    answers.push((await rest.get(`/connections${path}`)).text);
  answers.push((await rest.get(`/connections/${id}/records?canonical=true`)).text);

  for (const path of everyPage(workspace.slug, { id, social }))
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.locator('body')).toContainText('[');
      await page.waitForLoadState('networkidle');
      await expectNoSidewaysScroll(page);
      await expectPseudo(page, `${path}, ${width}`, answers.join('\n'));
      await shot(page, `pseudo-${path.replace(/\W+/g, '-').slice(-40)}-${width}`);
    }
  // The canaries: what the catalog lacks, and what has no room, are seen.
  await page.evaluate(() => {
    document.body.insertAdjacentHTML(
      'beforeend',
      '<p>Said outright</p><p style="width:40px;overflow:hidden;white-space:nowrap">[Çût öff~~~~]</p>',
    );
  });
  const { clipped, outright } = await faultsOf(page);
  expect(outright).toContain('Said outright');
  expect(clipped.join()).toContain('[Çût öff');
  await context.close();
});
