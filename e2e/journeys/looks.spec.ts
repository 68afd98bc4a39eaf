import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { Api } from '../fixtures/api';
import { connectPipedrive, pickConnector } from '../fixtures/steps';
import { expect, expectAccessible, expectNoSidewaysScroll, shot, test } from '../fixtures/test';
import { control, ownAccount } from '../fixtures/world';

const LOOKS = [
  { name: 'light-1280', scheme: 'light', width: 1280, height: 800 },
  { name: 'dark-1280', scheme: 'dark', width: 1280, height: 800 },
  { name: 'light-390', scheme: 'light', width: 390, height: 844 },
  { name: 'dark-390', scheme: 'dark', width: 390, height: 844 },
] as const;

async function wear(page: Page, look: (typeof LOOKS)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme: look.scheme, reducedMotion: 'reduce' });
  await page.setViewportSize({ width: look.width, height: look.height });
}

/** Connections in several states: healthy, failing, not finished, paused, disconnected. */
async function inventory(rest: Api): Promise<string> {
  const id = await connectPipedrive(rest, (await ownAccount()).pipedrive, {
    name: 'Pipedrive EMEA',
  });
  const paused = await connectPipedrive(rest, (await ownAccount()).pipedrive, {
    name: 'A pipeline with quite a long name that has to be cut somewhere',
  });
  await rest.post(`/connections/${paused}/pause`);
  const gone = await connectPipedrive(rest, (await ownAccount()).pipedrive, {
    name: 'Old pipeline',
  });
  await rest.delete(`/connections/${gone}`);
  await rest.post('/connections', { connector_type: 'hubspot' });
  const broken = await ownAccount();
  const refused = await connectPipedrive(rest, broken.pipedrive, { name: 'Pipedrive APAC' });
  await control('POST', 'faults', {
    provider: 'pipedrive',
    account: `bulk-${broken.size}`,
    kind: '401',
    for_ms: 300_000,
  });
  await rest.post(`/connections/${refused}/sync`);
  await expect
    .poll(async () => (await rest.get(`/connections/${refused}/status`)).body.health)
    .toBe('needs_reauth');
  return id;
}

test('sign-in', async ({ page }) => {
  for (const look of LOOKS) {
    await wear(page, look);
    await page.goto('/sign-in');
    await expectAccessible(page);
  }
});

/** Each of these looks at many pages with axe, which takes its time on a busy machine. */
const LONG_MS = 150_000;

test('connections, empty and in several states', async ({ owner: page, workspace, rest }) => {
  test.setTimeout(LONG_MS);
  await page.goto(`/${workspace.slug}/connections`);
  await expect(page.getByRole('heading', { name: 'Connect your first source' })).toBeVisible();
  await shot(page, 'empty-light');
  await inventory(rest);
  for (const look of LOOKS) {
    await wear(page, look);
    await page.goto(`/${workspace.slug}/connections`);
    await expect(page.getByRole('link', { name: 'Pipedrive EMEA' })).toBeVisible();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await shot(page, `connections-${look.name}`);
  }
});

test('the picker and the dialogs', async ({ owner: page, workspace, rest }) => {
  test.setTimeout(LONG_MS);
  await inventory(rest);
  for (const look of [LOOKS[0], LOOKS[3]]) {
    await wear(page, look);
    for (const name of ['HubSpot', 'Pipedrive', 'X']) {
      await page.goto(`/${workspace.slug}/connections`);
      await pickConnector(page, name);
      await expectAccessible(page);
      await shot(page, `dialog-${name.toLowerCase()}-${look.name}`);
    }
    await page.goto(`/${workspace.slug}/connections`);
    await page.getByRole('button', { name: 'Add a connection' }).click();
    await expect(page.getByRole('dialog').getByRole('searchbox')).toBeFocused();
    await expectAccessible(page);
    await shot(page, `picker-${look.name}`);
  }
});

test('the detail page and its tabs', async ({ owner: page, workspace, rest }) => {
  test.setTimeout(LONG_MS);
  const id = await connectPipedrive(rest, (await ownAccount()).pipedrive);
  for (const look of [LOOKS[0], LOOKS[3]]) {
    await wear(page, look);
    for (const tab of ['overview', 'streams', 'records', 'runs']) {
      await page.goto(`/${workspace.slug}/connections/${id}?tab=${tab}`);
      await expect(page.getByRole('tabpanel')).toBeVisible();
      await expect(
        page.getByRole('tabpanel').getByRole('status', { name: /^Loading/ }),
      ).toHaveCount(0);
      await expectAccessible(page);
      await shot(page, `detail-${tab}-${look.name}`);
    }
  }
});

test('settings and what is not there', async ({ owner: page, workspace, rest, tolerate }) => {
  tolerate(404);
  await rest.post('/api-keys', {
    name: 'Warehouse',
    scopes: ['connections:read', 'connections:write'],
  });
  await rest.post('/invitations', { email: `guest-${workspace.slug}@example.com` });
  for (const look of [LOOKS[0], LOOKS[3]]) {
    await wear(page, look);
    for (const place of ['members', 'api-keys']) {
      await page.goto(`/${workspace.slug}/settings/${place}`);
      await expect(page.getByRole('status', { name: /^Loading/ })).toHaveCount(0);
      await expectAccessible(page);
      await shot(page, `settings-${place}-${look.name}`);
    }
    for (const path of [`connections/${randomUUID()}`, 'connections/nope', 'nowhere']) {
      const answer = await page.goto(`/${workspace.slug}/${path}`);
      expect(answer!.status(), path).toBe(404);
      await expect(page.getByText('404')).toBeVisible();
      await expectAccessible(page);
      await shot(page, `missing-${path.split('/')[0]!}-${look.name}`);
    }
  }
});

test('nothing scrolls sideways at 320 pixels', async ({ owner: page, workspace, rest }) => {
  const id = await inventory(rest);
  await page.setViewportSize({ width: 320, height: 640 });
  for (const path of [
    'connections',
    `connections/${id}`,
    `connections/${id}?tab=streams`,
    `connections/${id}?tab=records`,
    `connections/${id}?tab=runs`,
    'settings/members',
    'settings/api-keys',
  ]) {
    await page.goto(`/${workspace.slug}/${path}`);
    await expect(page.getByRole('main')).toBeVisible();
    await expect(page.getByRole('status', { name: /^Loading/ })).toHaveCount(0);
    await expectNoSidewaysScroll(page);
  }
  await page.goto(`/${workspace.slug}/connections`);
  await pickConnector(page, 'Pipedrive');
  await expectNoSidewaysScroll(page);
  await shot(page, 'dialog-320');
});
