import { ASK_EVERY_MS } from '@/lib/client/oauth-tab';
import { allow, connectionsPage, pickConnector } from '../fixtures/steps';
import { expect, test } from '../fixtures/test';
import { ownAccount } from '../fixtures/world';

/** What takes each of the three ways away from a browser. */
const WITHOUT = {
  channel: `delete window.BroadcastChannel;`,
  storage: `Storage.prototype.setItem = () => {};`,
  asking: `{
    const every = window.setInterval.bind(window);
    window.setInterval = (work, ms, ...more) =>
      ms === ${ASK_EVERY_MS} ? 0 : every(work, ms, ...more);
  }`,
} as const;
type Way = keyof typeof WITHOUT;
const WAYS = Object.keys(WITHOUT) as Way[];

for (const way of WAYS)
  test(`the tab an authorization was started from goes on: ${way} alone`, async ({
    context,
    owner,
    rest,
    workspace,
  }) => {
    for (const other of WAYS) if (other !== way) await context.addInitScript(WITHOUT[other]);
    await connectionsPage(owner, workspace.slug);
    await pickConnector(owner, 'HubSpot');
    const opening = context.waitForEvent('page');
    await owner.getByRole('button', { name: 'Open in a new tab' }).click();
    const tab = await opening;
    await expect(owner.getByText('Finish at HubSpot in the other tab.')).toBeVisible();
    await allow(tab, (await ownAccount()).hubspot);
    await expect(tab.getByRole('heading', { name: 'Connected' })).toBeVisible();
    await expect(owner.getByText('HubSpot is connected.')).toBeVisible();
    const { connections } = (await rest.get('/connections')).body;
    expect(connections).toMatchObject([
      { connector_type: 'hubspot', account_label: expect.any(String) },
    ]);
  });

test('one that was cancelled at the provider says so in both tabs', async ({
  context,
  owner,
  workspace,
}) => {
  await connectionsPage(owner, workspace.slug);
  await pickConnector(owner, 'HubSpot');
  const opening = context.waitForEvent('page');
  await owner.getByRole('button', { name: 'Open in a new tab' }).click();
  const tab = await opening;
  await tab.getByRole('button', { name: 'Cancel' }).click();
  for (const page of [tab, owner])
    await expect(page.getByText('You cancelled at the provider.')).toBeVisible();
});
