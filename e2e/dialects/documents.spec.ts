import { COMPATIBLE } from '@/lib/dialects/compatible';
import { expect, expectAccessible, expectNoSidewaysScroll, test } from '../fixtures/test';
import { call } from './call';

interface Document {
  openapi: string;
  info: { title: string };
  paths: Record<string, Record<string, { operationId: string; responses: object }>>;
}

const ROUTES: Record<string, string[]> = {
  '/api/v1/openapi.json': [
    'GET /api/v1/connectors',
    'GET /api/v1/connections',
    'POST /api/v1/connections',
    'GET /api/v1/connections/{id}',
    'DELETE /api/v1/connections/{id}',
    'POST /api/v1/connections/{id}/credentials',
    'GET /api/v1/connections/{id}/oauth',
    'POST /api/v1/connections/{id}/oauth',
    'GET /api/v1/connections/oauth/start',
  ],
  '/source-connections/openapi.json': [
    'GET /source-connections',
    'POST /source-connections',
    'GET /source-connections/{id}',
    'PATCH /source-connections/{id}',
    'DELETE /source-connections/{id}',
    'POST /source-connections/{id}/run',
    'GET /source-connections/{id}/jobs',
    'POST /source-connections/{id}/jobs/{job_id}/cancel',
    'GET /collections',
    'POST /collections',
    'GET /collections/{readable_id}',
    'DELETE /collections/{readable_id}',
  ],
};

for (const [path, routes] of Object.entries(ROUTES))
  test(`${path} describes every route`, async () => {
    const { status, body } = await call<Document>(null, 'GET', path);
    expect(status).toBe(200);
    expect(body.openapi).toMatch(/^3\.1\./);
    const described = Object.entries(body.paths).flatMap(([at, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${at}`),
    );
    expect(described.sort()).toEqual([...routes].sort());
    const ids = Object.values(body.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

test('the page of compatible APIs shows every word of theirs beside ours', async ({ page }) => {
  await page.goto('/docs');
  await page.getByRole('link', { name: 'Compatible APIs' }).click();
  await expect(page.getByRole('heading', { name: 'Compatible APIs', level: 1 })).toBeVisible();
  for (const api of COMPATIBLE) {
    const section = page.locator(`section#${api.id}`);
    for (const { title, rows } of api.words) {
      const table = section.getByRole('table', { name: title, exact: true });
      expect(rows.length, `${api.id}: ${title}`).toBeGreaterThan(0);
      const shown = await table
        .locator('tbody tr')
        .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));
      expect(shown, `${api.id}: ${title}`).toEqual(rows.map((row) => [...row]));
    }
  }
  await expectAccessible(page);
  await page.setViewportSize({ width: 360, height: 740 });
  await expectNoSidewaysScroll(page);
});
