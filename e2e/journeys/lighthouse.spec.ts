import { judgePage } from '@/scripts/lighthouse';
import { connectPipedrive, trackX } from '../fixtures/steps';
import { expect, test } from '../fixtures/test';
import { appUrl, ownAccount, sessionCookie } from '../fixtures/world';

// Its third score, performance, depends on what else the machine does: `npm run bench` has it.
test('Lighthouse finds nothing on list, connection and social account, as a phone sees them', async ({
  workspace,
  rest,
}) => {
  test.setTimeout(300_000);
  const account = await ownAccount();
  const list = `${appUrl()}/${workspace.slug}/connections`;
  const pages = [
    list,
    `${list}/${await connectPipedrive(rest, account.pipedrive)}`,
    `${list}/${await trackX(rest, account.x)}`,
  ];
  const { name, value } = await sessionCookie(workspace.owner);
  for (const url of pages) {
    const { scores, faults } = await judgePage(url, `${name}=${value}`, [
      'accessibility',
      'best-practices',
    ]);
    expect.soft(scores, faults.join('\n')).toEqual({ accessibility: 100, 'best-practices': 100 });
  }
});

test('a page that is opened comes whole, without its outline first', async ({
  owner: page,
  workspace,
  rest,
}) => {
  const id = await connectPipedrive(rest, (await ownAccount()).pipedrive);
  for (const path of ['', `/${id}`]) {
    const answer = await page.request.get(`/${workspace.slug}/connections${path}`);
    const html = await answer.text();
    expect(html).toContain(path === '' ? `data-row="${id}"` : 'role="tabpanel"');
    expect(html).not.toContain('animate-pulse');
    // What replaces an outline is sent hidden, with a script that shows it later.
    expect(html).not.toContain('<div hidden id="S:');
  }
});
