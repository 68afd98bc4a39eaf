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

  it('drives answers, clocks, indexes, modes and records', async () => {
    const target = { provider: 'pipedrive', account: 'globex', stream: 'deals' };
    const raw = { provider: 'pipedrive', kind: 'raw', times: 1, headers: { 'x-odd': 'a' } };
    await control('POST', 'faults', { ...raw, status: 202, body: 'null' });
    const odd = await deals();
    expect([odd.status, await odd.text(), odd.headers.get('x-odd')]).toEqual([202, 'null', 'a']);
    await control('POST', 'clock', { provider: 'pipedrive', offset_ms: 60_000 });
    expect(Date.parse((await deals()).headers.get('date')!)).toBeGreaterThan(START);
    for (const [call, body] of [
      ['lag', { provider: 'pipedrive', ms: 1_500 }],
      ['mode', { provider: 'hubspot', name: 'id_sort', value: 'number' }],
      ['mutate', { ...target, archive: ['1'], silent: true }],
      ['mutate', { ...target, set: { 2: { title: 'Renamed' } } }],
      ['mutate', { ...target, merge: [{ from: '3', into: '4' }], erase: ['5'] }],
    ] as const)
      expect((await control('POST', call, body)).status).toBe(200);
    const { body } = await control('GET', 'records?provider=pipedrive&account=globex&stream=deals');
    const ids = (list: unknown) => (list as { id: string }[]).map((r) => r.id);
    expect(ids(body.archived)).toEqual(['1']);
    expect(ids(body.live).slice(0, 3)).toEqual(['2', '4', '6']);
    const { data } = (await (await deals()).json()) as { data: { title: string }[] };
    expect(data[0]!.title).toBe('Renamed');
  });

  it('names itself: every call, and the modes of each provider, are on the index page', async () => {
    const page = await (await sandbox.fetch(new Request('http://sandbox/'))).text();
    for (const word of ['/_control/clock', 'base64', 'silent', 'id_compare', 'paths'])
      expect(page).toContain(word);
    const lost = await control('GET', 'nothing');
    expect(lost.status).toBe(404);
    expect(Object.keys(lost.body.calls as object)).toContain('POST /_control/mode');
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
    ['POST', 'faults', { provider: 'x', kind: 'raw', status: 99 }],
    ['POST', 'faults', { provider: 'x', kind: 'raw', headers: { a: 1 } }],
    ['POST', 'faults', { provider: 'x', kind: '500', time: 1 }],
    ['POST', 'faults', { provider: 'x', kind: 'storm', kinds: ['wind'] }],
    ['POST', 'clock', { provider: 'x', offset_ms: 'late' }],
    ['POST', 'lag', { provider: 'x', seconds: 5 }],
    ['POST', 'mode', { provider: 'x', name: 'fields', value: 'newest' }],
    ['POST', 'mode', { provider: 'pipedrive', name: 'fields', value: 'old' }],
    ['POST', 'mutate', { provider: 'pipedrive', account: 'globex', stream: 'deals', merge: [1] }],
    ['POST', 'mutate', { provider: 'pipedrive', account: 'globex', stream: 'deals', erase: ['0'] }],
    ['POST', 'mutate', { provider: 'x', account: 'acme', stream: 'posts', archive: ['1'] }],
    ['GET', 'records?provider=x&account=acme&stream=posts&limit=5', undefined],
  ])('%s %s with %j is told what is wrong', async (method, path, body) => {
    const answer = await control(method, path, body);
    expect(answer.status).toBe(400);
    expect(String(answer.body.error).length).toBeGreaterThan(10);
  });
});
