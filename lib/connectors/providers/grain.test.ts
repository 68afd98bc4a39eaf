import { describe, expect, it } from 'vitest';
import grain from '@/lib/connectors/providers/grain';
import { openAccount } from '@/lib/connectors/testing/account';
import { bench, sorted, walk } from '@/lib/connectors/testing/walk';

const recordings = grain.streams.find(({ name }) => name === 'recordings')!;
const target = { provider: 'grain', account: 'globex', stream: 'recordings' };

describe.each(['as_named', 'as_described'])('Grain, whose filters by time are %s,', (value) => {
  it('gives what is new, and at most a page of what is not', async () => {
    const b = bench();
    b.sandbox.control.mode({ provider: 'grain', name: 'dates', value });
    const { headers, context } = await openAccount(b.sandbox, grain, 'globex');
    const since = new Date(b.clock.now).toISOString();
    b.clock.now += 60_000;
    const { created } = b.sandbox.control.mutate({ ...target, create: 12 });
    const read = await walk(b, grain, recordings.incremental!.walk, { headers, context, since });
    expect(sorted(read.ids)).toEqual(expect.arrayContaining(sorted(created)));
    expect(read.requests.length).toBeLessThanOrEqual(3);
  });

  it('gives nothing new where there is nothing', async () => {
    const b = bench();
    b.sandbox.control.mode({ provider: 'grain', name: 'dates', value });
    const { headers, context } = await openAccount(b.sandbox, grain, 'globex');
    const since = new Date(b.clock.now).toISOString();
    const read = await walk(b, grain, recordings.incremental!.walk, { headers, context, since });
    expect(read.requests.length).toBeLessThanOrEqual(2);
    expect(read.stopped).toBeNull();
  });
});
