import { beforeEach, describe, expect, it } from 'vitest';
import { createSandbox } from '@/lib/sandbox/sandbox';
import { KEY, START } from '@/lib/sandbox/testing';

let clock: number;
let sandbox: ReturnType<typeof createSandbox>;
beforeEach(() => {
  clock = START;
  sandbox = createSandbox({ now: () => clock });
});

const DEALS = 'http://sandbox/globex.pipedrive.com/api/v2/deals?limit=2';
const deals = (init: RequestInit = {}) =>
  sandbox.fetch(new Request(DEALS, { headers: KEY, ...init }));
const control = async (method: string, path: string, body?: unknown) => {
  const response = await sandbox.fetch(
    new Request(`http://sandbox/_control/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

describe('control over HTTP', () => {
  it('does what the index page says', async () => {
    expect(
      await control('POST', 'faults', { provider: 'pipedrive', kind: '500', times: 1 }),
    ).toMatchObject({ status: 200 });
    expect((await control('GET', 'faults')).body).toEqual({
      faults: [{ provider: 'pipedrive', kind: '500', times: 1 }],
    });
    expect((await deals()).status).toBe(500);
    await control('POST', 'faults', { provider: 'pipedrive', kind: '500' });
    await control('DELETE', 'faults?provider=pipedrive');
    expect((await deals()).status).toBe(200);
    expect((await control('GET', 'requests?provider=pipedrive')).body).toEqual({
      total: 2,
      paths: { 'GET globex.pipedrive.com/api/v2/deals': 2 },
      statuses: { 200: 1, 500: 1 },
      faults: { 500: 1 },
    });
    expect(
      (
        await control('POST', 'mutate', {
          provider: 'pipedrive',
          account: 'globex',
          stream: 'deals',
          create: 1,
        })
      ).body.created,
    ).toHaveLength(1);
    expect(
      (await control('GET', 'records?provider=pipedrive&account=globex&stream=deals')).body.live,
    ).toHaveLength(61);
    await control('POST', 'revoke', { provider: 'pipedrive', account: 'globex' });
    expect((await deals()).status).toBe(401);
    await control('POST', 'reset');
    expect((await deals()).status).toBe(200);
    expect(
      (await control('GET', 'records?provider=pipedrive&account=globex&stream=deals')).body.live,
    ).toHaveLength(60);
  });

  it.each<[string, string, unknown]>([
    ['POST', 'faults', { provider: 'nobody', kind: '500' }],
    ['POST', 'faults', { provider: 'x', kind: 'meteor' }],
    ['POST', 'faults', { provider: 'x', kind: '500', times: 'two' }],
    ['POST', 'mutate', { provider: 'x', account: 'acme' }],
    ['POST', 'mutate', { provider: 'x', account: 'nobody', stream: 'posts' }],
    ['POST', 'revoke', 'text'],
    ['GET', 'records?provider=x', undefined],
    ['POST', 'token-life', {}],
  ])('%s %s with %j is told what is wrong', async (method, path, body) => {
    const answer = await control(method, path, body);
    expect(answer.status).toBe(400);
    expect(String(answer.body.error).length).toBeGreaterThan(10);
  });
});
