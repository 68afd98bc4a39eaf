import { randomUUID } from 'node:crypto';
import { api } from '../fixtures/api';
import { expect, test } from '../fixtures/test';
import { makeKey } from '../fixtures/world';
import { call } from './call';

const SURFACES = [
  {
    name: 'connectors v1',
    list: '/api/v1/connections',
    create: '/api/v1/connections',
    body: { connectorSlug: 'hubspot', label: 'Once' },
    other: { connectorSlug: 'hubspot', label: 'Twice' },
  },
  {
    name: 'source connections',
    list: '/source-connections',
    create: '/collections',
    body: { name: 'Once' },
    other: { name: 'Twice' },
  },
];

for (const { name, list, create, body, other } of SURFACES) {
  test(`${name}: a POST sent again with its Idempotency-Key is done once`, async ({
    workspace,
  }) => {
    const key = await makeKey(workspace);
    const headers = { 'Idempotency-Key': randomUUID() };
    const first = await call(key, 'POST', create, body, headers);
    expect(first.status, first.text).toBeLessThan(300);
    const again = await call(key, 'POST', create, body, headers);
    expect({ status: again.status, text: again.text }).toEqual({
      status: first.status,
      text: first.text,
    });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const reused = await call(key, 'POST', create, other, headers);
    expect(reused.status, reused.text).toBeGreaterThanOrEqual(400);
  });

  test(`${name}: what is read has an ETag, and 304 while it is the same`, async ({ workspace }) => {
    const key = await makeKey(workspace);
    const { headers } = await call(key, 'GET', list);
    const etag = headers.get('etag')!;
    expect(etag).toMatch(/^"/);
    const same = await call(key, 'GET', list, undefined, { 'If-None-Match': etag });
    expect(same).toMatchObject({ status: 304, text: '' });
    expect(headers.get('ratelimit')).toContain('r=');
  });

  test(`${name}: pages of a registered origin may call`, async ({ workspace }) => {
    const key = await makeKey(workspace);
    const origin = 'https://app.example.com';
    const ask = () => call(key, 'GET', list, undefined, { Origin: origin });
    expect((await ask()).headers.get('access-control-allow-origin')).toBeNull();
    await api(key).put('/workspace/origins', { api_origins: [origin], return_origins: [] });
    expect((await ask()).headers.get('access-control-allow-origin')).toBe(origin);
    const preflight = await call(null, 'OPTIONS', create, undefined, {
      Origin: origin,
      'Access-Control-Request-Method': 'POST',
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-methods')).toContain('POST');
  });

  test(`${name}: what is no JSON object is refused`, async ({ workspace }) => {
    const key = await makeKey(workspace);
    for (const wrong of [[body], 'text', null]) {
      const { status } = await call(key, 'POST', create, wrong);
      expect([400, 422]).toContain(status);
    }
    const large = await call(key, 'POST', create, { ...body, more: 'x'.repeat(1_100_000) });
    expect(large.status).toBe(413);
  });
}
