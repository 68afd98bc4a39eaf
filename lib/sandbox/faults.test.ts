import { beforeEach, describe, expect, it } from 'vitest';
import { COMPANIES } from '@/lib/sandbox/data/pipedrive';
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
