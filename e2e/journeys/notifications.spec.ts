import { api } from '../fixtures/api';
import { connectPipedrive } from '../fixtures/steps';
import {
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  shot,
  test,
  type Page,
} from '../fixtures/test';
import { makeKey, ownAccount, sql } from '../fixtures/world';

const LOOKS = [
  { scheme: 'light', width: 1280 },
  { scheme: 'dark', width: 1280 },
  { scheme: 'light', width: 390 },
  { scheme: 'dark', width: 390 },
] as const;

async function looksRight(page: Page, path: string, heading: string, name: string): Promise<void> {
  for (const { scheme, width } of LOOKS) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 900 });
    await page.goto(path);
    await expect(page.getByRole('heading', { name: heading, level: 1 })).toBeVisible();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await shot(page, `${name}-${scheme}-${width}`);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

test('somebody is told that a connection has to be reconnected, and led to where they can', async ({
  owner: page,
  workspace,
}) => {
  const id = await connectPipedrive(api(await makeKey(workspace)), (await ownAccount()).pipedrive);
  await page.goto(`/${workspace.slug}/notifications`);
  await expect(page.getByText('Nothing needs you')).toBeVisible();

  // As a sync does that meets a key the provider no longer takes.
  await sql(`UPDATE connections SET needs_reauth_at = now(), status = 'error' WHERE id = $1`, [id]);
  await sql(
    `INSERT INTO outbox (event_id, workspace_id, event, about, subject_id, actor_kind, data)
     VALUES (gen_random_uuid(), $1, 'connection.needs_reauth', 'connection', $2, 'system', '{}')`,
    [workspace.id, id],
  );
  const inbox = page.getByRole('region', { name: 'Notifications' }).getByRole('listitem');
  await expect(async () => {
    await page.reload();
    await expect(inbox).toHaveCount(1, { timeout: 1_000 });
  }).toPass();
  await expect(
    page.getByRole('link', { name: /^Notifications\s*1 unread$/ }).first(),
  ).toBeVisible();
  await looksRight(page, `/${workspace.slug}/notifications`, 'Notifications', 'notifications');

  await inbox.getByRole('link', { name: /has to be reconnected/ }).click();
  await page.waitForURL(`**/connections/${id}`);
  const dialog = page.getByRole('dialog', { name: /^Reconnect/ });
  await expect(dialog).toBeVisible();
  await shot(page, 'notification-leads-to-reconnect');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Notifications', exact: true })).toBeVisible();
});

test('a person chooses what they hear of, and a channel of the chat is told', async ({
  owner: page,
  workspace,
}) => {
  const path = `/${workspace.slug}/settings/notifications`;
  await looksRight(page, path, 'Notification settings', 'notification-settings');
  await page.getByRole('checkbox', { name: /^Syncs fail/ }).click();
  await expect(page.getByRole('checkbox', { name: /^Syncs fail/ })).not.toBeChecked();
  await page.getByLabel('By e-mail').selectOption('daily');
  await expect(async () => {
    const rows = await sql(
      `SELECT email, muted
       FROM notification_preferences
       WHERE workspace_id = $1`,
      [workspace.id],
    );
    expect(rows).toEqual([{ email: 'daily', muted: ['failing'] }]);
  }).toPass();
  await page.reload();
  await expect(page.getByRole('checkbox', { name: /^Syncs fail/ })).not.toBeChecked();

  const chat = page.getByRole('region', { name: 'A channel of your chat' });
  await chat
    .getByLabel('Address of its incoming webhook')
    .fill('https://hooks.slack.com/services/T0001/B0002/XXXX');
  await chat.getByRole('button', { name: 'Tell this channel' }).click();
  await expect(chat.getByText('Told', { exact: true })).toBeVisible();
  await expect(page.getByText('T0001')).toHaveCount(0);
  await shot(page, 'chat-told');
  await chat.getByRole('button', { name: 'Tell it nothing more' }).click();
  await expect(chat.getByRole('button', { name: 'Tell this channel' })).toBeVisible();
});
