import { ASK_EVERY_MS } from '@/lib/client/oauth-tab';
import { settled } from '../fixtures/api';
import { allow, connectHubSpot, connectionsPage, pickConnector } from '../fixtures/steps';
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

for (const way of WAYS)
  test(`so does the tab a connection is repaired from: ${way} alone`, async ({
    context,
    owner,
    rest,
    workspace,
  }) => {
    const { hubspot } = await ownAccount();
    await connectHubSpot(owner, workspace.slug, hubspot);
    const [made] = (await rest.get('/connections')).body.connections;
    await settled(rest, made!.id);
    await rest.delete(`/connections/${made!.id}`);
    for (const other of WAYS) if (other !== way) await context.addInitScript(WITHOUT[other]);
    await owner.goto(`/${workspace.slug}/connections/${made!.id}`);
    await owner.getByRole('button', { name: 'Reconnect' }).first().click();
    const opening = context.waitForEvent('page');
    await owner.getByRole('button', { name: 'Open in a new tab' }).click();
    const tab = await opening;
    await expect(owner.getByText('Finish at HubSpot in the other tab.')).toBeVisible();
    await allow(tab, hubspot);
    await expect(tab.getByRole('heading', { name: 'Connected' })).toBeVisible();
    await expect(owner).toHaveURL(new RegExp(`/connections/${made!.id}`));
    await expect(owner.getByText('Finish at HubSpot in the other tab.')).toHaveCount(0);
    const { connections } = (await rest.get('/connections')).body;
    expect(connections).toMatchObject([{ id: made!.id }]);
    expect(connections[0]!.status).not.toBe('disconnected');
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
