import { beforeEach, describe, expect, it } from 'vitest';
import { createSandbox } from '@/lib/sandbox/sandbox';
import { KEY, START } from '@/lib/sandbox/testing';

let sandbox: ReturnType<typeof createSandbox>;
beforeEach(() => {
  sandbox = createSandbox({ now: () => START });
});
const deals = () =>
  sandbox.fetch(
    new Request('http://sandbox/globex.pipedrive.com/api/v2/deals?limit=2', { headers: KEY }),
  );

describe('a provider’s own clock', () => {
  const MINUTES_MS = 60_000;
  it('is in the Date of every answer, refusals and faults too', async () => {
    const dates = async () =>
      Promise.all(
        [
          'globex.pipedrive.com/api/v2/deals',
          'api.x.com/2/nothing',
          'app.hubspot.com/oauth/authorize',
        ].map(async (path) => {
          const response = await sandbox.fetch(new Request(`http://sandbox/${path}`));
          return Date.parse(response.headers.get('date')!) - Math.floor(START / 1000) * 1000;
        }),
      );
    expect(await dates()).toEqual([0, 0, 0]);
    sandbox.control.clock({ provider: 'pipedrive', offset_ms: -3 * MINUTES_MS });
    sandbox.control.clock({ provider: 'x', offset_ms: 2 * MINUTES_MS });
    expect(await dates()).toEqual([-3 * MINUTES_MS, 2 * MINUTES_MS, 0]);
    sandbox.control.fault({ provider: 'pipedrive', kind: '500' });
    expect((await dates())[0]).toBe(-3 * MINUTES_MS);
    sandbox.control.reset();
    expect(await dates()).toEqual([0, 0, 0]);
  });

  it('stamps its changes, and decides what is past', async () => {
    const target = { provider: 'pipedrive', account: 'globex', stream: 'persons' };
    sandbox.control.clock({ provider: 'pipedrive', offset_ms: -3 * MINUTES_MS });
    const { created } = sandbox.control.mutate({ ...target, create: 1 });
    const note = sandbox.control.records(target).live.find((r) => r.id === created[0])!;
    expect(Date.parse(note.updated_at)).toBe(START - 3 * MINUTES_MS);
    sandbox.control.fault({
      provider: 'pipedrive',
      kind: '429',
      form: 'date',
      retry_after: 60,
      times: 1,
    });
    expect(Date.parse((await deals()).headers.get('retry-after')!)).toBe(
      Math.floor(START / 1000) * 1000 - 2 * MINUTES_MS,
    );
  });
});
