import { beforeEach, describe, expect, it } from 'vitest';
import { COMPANIES } from '@/lib/sandbox/data/pipedrive';
import { SANDBOX_PROVIDERS } from '@/lib/sandbox/registry.gen';
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

describe('faults', () => {
  it('answer in the provider’s own words, as often as told', async () => {
    sandbox.control.fault({
      provider: 'pipedrive',
      account: 'globex',
      path: '/api/v2/deals',
      kind: '429',
      times: 2,
      retry_after: 9,
    });
    for (let i = 0; i < 2; i++) {
      const response = await deals();
      expect([response.status, response.headers.get('x-ratelimit-reset')]).toEqual([429, '9']);
      expect(await response.json()).toMatchObject({ success: false });
    }
    expect((await deals()).status).toBe(200);
  });

  it('end with their time, and touch nobody else', async () => {
    sandbox.control.fault({ provider: 'pipedrive', account: 'globex', kind: '503', for_ms: 1_000 });
    const other = await sandbox.fetch(
      new Request('http://sandbox/acme.pipedrive.com/api/v2/deals', {
        headers: { 'x-api-token': COMPANIES[0]!.key },
      }),
    );
    expect([(await deals()).status, other.status]).toEqual([503, 200]);
    clock += 1_000;
    expect((await deals()).status).toBe(200);
  });

  it('break the wire', async () => {
    const once = (kind: 'reset' | 'truncate' | 'timeout' | 'slow' | 'html') =>
      sandbox.control.fault({ provider: 'pipedrive', kind, times: 1, delay_ms: 30 });
    once('reset');
    await expect(deals()).rejects.toThrow('fetch failed');
    once('truncate');
    await expect((await deals()).text()).rejects.toThrow('terminated');
    once('timeout');
    await expect(deals({ signal: AbortSignal.timeout(20) })).rejects.toMatchObject({
      name: 'TimeoutError',
    });
    once('slow');
    const from = performance.now();
    expect((await deals()).status).toBe(200);
    expect(performance.now() - from).toBeGreaterThan(25);
    once('html');
    expect(await (await deals()).text()).toContain('<!DOCTYPE html>');
  });
});

describe('faults that are hard to see', () => {
  const persons = (query = '') =>
    sandbox.fetch(
      new Request(`http://sandbox/globex.pipedrive.com/api/v2/persons?limit=5${query}`, {
        headers: KEY,
      }),
    );
  const read = async (response: Response) =>
    (await response.json()) as {
      data: { id: number; name: string }[];
      additional_data: { next_cursor: string | null };
    };

  it('a storm follows from its seed, in every kind and every form of a wait', async () => {
    const play = async () => {
      sandbox.control.reset();
      sandbox.control.limits({ off: true });
      sandbox.control.fault({ provider: 'pipedrive', kind: 'storm', share: 0.5, seed: 7 });
      const seen: string[] = [];
      for (let i = 0; i < 120; i++)
        seen.push(
          await persons().then(
            (r) => `${r.status} ${r.headers.get('retry-after')}`,
            () => 'broken',
          ),
        );
      return { seen, faults: sandbox.control.requests().faults };
    };
    const first = await play();
    expect(await play()).toEqual(first);
    expect(Object.keys(first.faults).length).toBeGreaterThan(5);
    for (const form of [
      /^200 null$/,
      /^429 \d$/,
      /^429 \w+, .*GMT$/,
      /^429 \d{10}$/,
      /^429 \d{13}$/,
      /^429 null$/,
    ])
      expect(
        first.seen.some((s) => form.test(s)),
        String(form),
      ).toBe(true);
  });

  it('a loop repeats the page after those let through', async () => {
    sandbox.control.fault({ provider: 'pipedrive', kind: 'loop', skip: 1 });
    const one = await read(await persons());
    const two = await read(await persons(`&cursor=${one.additional_data.next_cursor}`));
    const three = await read(await persons(`&cursor=${two.additional_data.next_cursor}`));
    expect(two.data).not.toEqual(one.data);
    expect(three).toEqual(two);
  });

  it('one record is damaged, the others are not; lost does the work and drops the answer', async () => {
    const whole = await read(await persons());
    const bad = whole.data[2]!;
    const with_ = async (damage: 'nul' | 'surrogate' | 'no_id') => {
      sandbox.control.clearFaults();
      sandbox.control.fault({
        provider: 'pipedrive',
        kind: 'bad_record',
        record: String(bad.id),
        damage,
      });
      return read(await persons());
    };
    expect((await with_('no_id')).data[2]).not.toHaveProperty('id');
    expect(JSON.stringify((await with_('nul')).data[2])).toContain('\\u0000');
    const torn = await with_('surrogate');
    expect(JSON.stringify(torn.data[2])).toContain('\\ud800');
    expect(torn.data.toSpliced(2, 1)).toEqual(whole.data.toSpliced(2, 1));
    sandbox.control.clearFaults();
    sandbox.control.fault({ provider: 'pipedrive', kind: 'lost', times: 1 });
    await expect(persons()).rejects.toThrow('fetch failed');
  });

  it('a change shows late in listings by change time, and a deleted record can come back', async () => {
    const target = { provider: 'pipedrive', account: 'globex', stream: 'persons' };
    const since = new Date(clock - 1_000).toISOString();
    clock += 2_000;
    sandbox.control.lag({ provider: 'pipedrive', ms: 10_000 });
    const {
      updated: [id],
    } = sandbox.control.mutate({ ...target, update: 1 });
    const shown = async () =>
      (await read(await persons(`&updated_since=${since}`))).data.some((r) => String(r.id) === id);
    expect(await shown()).toBe(false);
    clock += 10_000;
    expect(await shown()).toBe(true);
    const { deleted } = sandbox.control.mutate({ ...target, delete: 1 });
    expect(sandbox.control.records(target).live.map((r) => r.id)).not.toContain(deleted[0]);
    sandbox.control.mutate({ ...target, restore: deleted });
    expect(sandbox.control.records(target).live.map((r) => r.id)).toContain(deleted[0]);
  });
});

describe('answers a test writes itself', () => {
  const persons = (query = '') =>
    sandbox.fetch(
      new Request(`http://sandbox/globex.pipedrive.com/api/v2/persons?limit=2${query}`, {
        headers: KEY,
      }),
    );

  it('any status, headers and bytes, so many times, on the calls that match', async () => {
    sandbox.control.fault({
      provider: 'pipedrive',
      account: 'globex',
      path: '/api/v2/deals$',
      method: 'GET',
      kind: 'raw',
      status: 200,
      headers: { 'X-Odd': 'yes', 'content-type': 'text/plain' },
      body: '{"success":false,"error":"later","data":null}',
      times: 2,
    });
    expect((await persons()).headers.get('x-odd')).toBeNull();
    for (let i = 0; i < 2; i++) {
      const response = await deals();
      expect(await response.text()).toBe('{"success":false,"error":"later","data":null}');
      expect([response.headers.get('x-odd'), response.headers.get('content-type')]).toEqual([
        'yes',
        'text/plain',
      ]);
    }
    expect(await (await deals()).json()).toMatchObject({ success: true });
  });

  it.each(['{}', '[]', 'null', '"ok"', '', '\ufeff{"data":[]}', 'a\u0000b'])(
    'the body %j as it is',
    async (body) => {
      sandbox.control.fault({ provider: 'pipedrive', kind: 'raw', body, times: 1 });
      const bytes = Buffer.from(await (await deals()).arrayBuffer());
      expect(bytes.equals(Buffer.from(body))).toBe(true);
    },
  );

  it('bytes that are no text, and statuses without a body', async () => {
    const odd = Buffer.from([0xff, 0xfe, 0x00, 0x80]);
    sandbox.control.fault({
      provider: 'pipedrive',
      kind: 'raw',
      base64: odd.toString('base64'),
      times: 1,
    });
    expect(Buffer.from(await (await deals()).arrayBuffer()).equals(odd)).toBe(true);
    for (const status of [204, 304, 418, 599]) {
      sandbox.control.fault({ provider: 'pipedrive', kind: 'raw', status, times: 1 });
      expect((await deals()).status).toBe(status);
    }
  });

  it('only calls with these parameters, or without them', async () => {
    sandbox.control.fault({
      provider: 'pipedrive',
      path: '/api/*/persons',
      query: { sort_by: 'add_time', cursor: null },
      kind: 'raw',
      status: 299,
    });
    expect((await persons()).status).toBe(200);
    expect((await persons('&sort_by=add_time')).status).toBe(299);
    expect((await persons('&sort_by=add_time&cursor=x')).status).toBe(400);
  });

  it('the provider’s own answer with other values', async () => {
    sandbox.control.fault({
      provider: 'pipedrive',
      kind: 'alter',
      fields: { 'additional_data.next_cursor': 'again', 'made.up': 1 },
      drop: ['success'],
      headers: { 'x-ratelimit-limit': null, date: null },
      times: 1,
    });
    const response = await persons();
    const body = (await response.json()) as { data: unknown[] };
    expect(body.data).toHaveLength(2);
    expect(body).toMatchObject({ additional_data: { next_cursor: 'again' }, made: { up: 1 } });
    expect(body).not.toHaveProperty('success');
    expect([response.headers.get('x-ratelimit-limit'), response.headers.get('date')]).toEqual([
      null,
      null,
    ]);
    expect(response.headers.get('x-ratelimit-remaining')).not.toBeNull();
  });

  it.each([
    ['a status that cannot be sent', { status: 101 }],
    ['a header that cannot be sent', { headers: { 'bad name': 'x' } }],
    ['a header value that cannot be sent', { headers: { 'x-odd': 'a\nb' } }],
    ['bytes that are not base64', { base64: '***' }],
  ])('not %s', (_, answer) => {
    expect(() => sandbox.control.fault({ provider: 'x', kind: 'raw', ...answer })).toThrow();
  });

  it.each([
    ['globex.pipedrive.com/api/v2/deals', KEY, KEY['x-api-token']],
    [`globex.pipedrive.com/api/v2/deals?api_token=${'a'.repeat(40)}`, {}, 'a'.repeat(40)],
    ['api.hubapi.com/crm/v3/objects/contacts', { authorization: 'Bearer s3cret' }, 's3cret'],
    ['api.x.com/2/tweets?ids=1', { authorization: 'Bearer s3cret' }, 's3cret'],
  ])('a careless 400 at %s that repeats the secret', async (path, headers, secret) => {
    for (const { slug } of SANDBOX_PROVIDERS)
      sandbox.control.fault({ provider: slug, kind: 'echo' });
    const response = await sandbox.fetch(new Request(`http://sandbox/${path}`, { headers }));
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(secret);
  });

  it('a careless token endpoint repeats the refresh token and the client’s secret', async () => {
    sandbox.control.fault({ provider: 'hubspot', path: '/oauth', kind: 'echo' });
    const response = await sandbox.fetch(
      new Request('http://sandbox/api.hubapi.com/oauth/v3/token', {
        method: 'POST',
        body: new URLSearchParams({ refresh_token: 'r3fresh', client_secret: 'cl1ent' }),
      }),
    );
    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(/r3fresh.*cl1ent/);
  });
});
