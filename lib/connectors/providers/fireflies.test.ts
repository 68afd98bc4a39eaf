import { expect, it } from 'vitest';
import fireflies from '@/lib/connectors/providers/fireflies';
import { openAccount } from '@/lib/connectors/testing/account';
import { bench, idsOf, sorted, walk } from '@/lib/connectors/testing/walk';

const meetings = fireflies.streams.find(({ name }) => name === 'meetings')!;

it('Fireflies gives all meetings where there are more than can be skipped', async () => {
  const b = bench();
  const { headers, context } = await openAccount(b.sandbox, fireflies, 'initech');
  const read = await walk(b, fireflies, meetings.full, { headers, context });
  const target = { provider: 'fireflies', account: 'initech', stream: 'meetings' };
  expect(read.stopped).toBeNull();
  expect(sorted([...new Set(read.ids)])).toEqual(idsOf(b.sandbox.control.records(target).live));
});

it('Fireflies is read up to when the walk began: what comes meanwhile shifts nothing', async () => {
  const b = bench();
  const { headers, context } = await openAccount(b.sandbox, fireflies, 'globex');
  const target = { provider: 'fireflies', account: 'globex', stream: 'meetings' };
  const before = idsOf(b.sandbox.control.records(target).live);
  const read = await walk(b, fireflies, meetings.full, {
    headers,
    context,
    between: (page) => {
      b.clock.now += 60_000;
      if (page === 1) b.sandbox.control.mutate({ ...target, create: 3 });
    },
  });
  expect(sorted(read.ids)).toEqual(before);
});
