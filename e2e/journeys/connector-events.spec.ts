import { api } from '../fixtures/api';
import { expect, expectAccessible, expectNoSidewaysScroll, shot, test } from '../fixtures/test';
import { makeKey, sql } from '../fixtures/world';

const LOOKS = [
  { scheme: 'light', width: 1280 },
  { scheme: 'dark', width: 1280 },
  { scheme: 'light', width: 390 },
  { scheme: 'dark', width: 390 },
] as const;
/** More than a page of deliveries. */
const DELIVERIES = 70;

test('whoever runs it sees what providers deliver, looks into it, and pages back', async ({
  owner: page,
  workspace,
}) => {
  const rest = api(await makeKey(workspace));
  test.setTimeout(240_000);
  const { body } = await rest.post('/connections', { connector_type: 'webhook' });
  const { id } = body.connection;
  expect((await rest.post(`/connections/${id}/webhook/test`)).status).toBe(202);
  await sql(
    `INSERT INTO webhook_deliveries (
       id, workspace_id, endpoint_id, verdict, dedupe_key, method, url, headers, body, size,
       event_keys, took_ms, state, attempts, handled_at, matched)
     SELECT gen_random_uuid(), workspace_id, endpoint_id, verdict, 'again-' || n, method, url,
       headers, body, size, event_keys, took_ms, 'done', 1, now(), 1
     FROM webhook_deliveries, generate_series(1, $2) n
     WHERE workspace_id = $1 AND verdict = 'accepted'`,
    [workspace.id, DELIVERIES],
  );
  const deliveries = page.getByRole('region', { name: 'Deliveries', exact: true });
  const path = `/${workspace.slug}/admin/connector-events`;
  for (const { scheme, width } of LOOKS) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 900 });
    await page.goto(path);
    await deliveries.getByRole('button', { name: 'Look' }).first().click();
    await expect(page.getByLabel('Payload')).toBeVisible();
    await page.getByLabel('Payload').scrollIntoViewIfNeeded();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await shot(page, `connector-events-payload-${scheme}-${width}`);
    await page.getByRole('button', { name: 'New endpoint' }).click();
    await expect(page.getByRole('dialog', { name: 'New endpoint' })).toBeVisible();
    await expectAccessible(page);
    await shot(page, `connector-events-new-${scheme}-${width}`);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Rotate' }).first().click();
    await expect(page.getByRole('dialog', { name: /new secret/ })).toBeVisible();
    await expectAccessible(page);
    await shot(page, `connector-events-rotate-${scheme}-${width}`);
    await page.keyboard.press('Escape');
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(path);
  const rows = deliveries.getByRole('button', { name: 'Look' });
  await expect(rows).toHaveCount(50);
  await page.getByRole('button', { name: 'Load more' }).click();
  await expect.poll(() => rows.count()).toBeGreaterThan(DELIVERIES - 1);
  await expect(page.getByText('Not live while older ones show')).toBeVisible();
  await shot(page, 'connector-events-older');
});
