import { afterAll, expect, it } from 'vitest';
import { endAll, startWorker } from '@/chaos/fixtures/processes';
import { each, measured, onEngine, pause, scale, seeded, until } from '@/chaos/fixtures/scale';
import { allSame, connectMany, ended, idle, lastRun, sizes, sync } from '@/chaos/fixtures/world';
import { cancelRun } from '@/lib/connections/service';
import { useTestDatabase } from '@/lib/platform/testing';
import { useSandbox } from '@/lib/sync/testing';

useTestDatabase();
const sandbox = useSandbox();
const control = () => sandbox.current.sandbox.control;
afterAll(() => endAll());

const CANCELS = scale(100, 15);
/** In npm test other files keep the machine busy, which makes it slow, not wrong. */
const STOPS_MS = scale(5_000, 15_000);

it(
  `${CANCELS} runs cancelled at random points stop within ` +
    'seconds, and leave what the next run can go on from',
  async () => {
    const d = seeded('cancel');
    control().fault({ provider: 'hubspot', kind: 'slow', delay_ms: 150 });
    const links = await connectMany('hubspot', sizes(3_000, CANCELS));
    const worker = startWorker({ sandbox_url: sandbox.current.url, slots: 20 });
    const times: number[] = [];
    let before = 0;
    // All at once: in which order they start is the engine's.
    await each(links, links.length, async (link) => {
      await until(
        'its start',
        () => lastRun(link.id),
        (run) => run.status !== 'pending',
        onEngine(60_000),
        200,
      );
      await pause(d.int(0, 3_500));
      const { id } = await lastRun(link.id);
      if (ended(await lastRun(link.id))) {
        before++;
        return;
      }
      const from = performance.now();
      await cancelRun(link.principal, { id: link.id, run_id: id });
      const end = await until('its end', () => lastRun(link.id), ended, 20_000, 20);
      expect(end.id).toBe(id);
      // What has done all its work when it is told has nothing left to stop.
      if (end.status === 'completed') before++;
      else {
        times.push(performance.now() - from);
        expect(end.status).toBe('cancelled');
      }
    });
    control().clearFaults();
    for (const link of links) await sync(link);
    await until(
      'the end of the next runs',
      () => idle(links),
      (free) => free.size === links.length,
      120_000,
      250,
    );
    for (const link of links) expect(await lastRun(link.id)).toMatchObject({ status: 'completed' });
    await allSame(control(), links);
    worker.signal('SIGTERM');
    times.sort((a, b) => a - b);
    expect(times.length).toBeGreaterThan(CANCELS * 0.8);
    expect(times.at(-1)).toBeLessThan(STOPS_MS);
    measured(
      '11 cancel',
      `${times.length} cancels at random points: stopped in ` +
        `${(times[times.length >> 1]! / 1000).toFixed(1)} s median, ` +
        `${(times.at(-1)! / 1000).toFixed(1)} s at most; the next runs ended with exactly ` +
        `the provider’s records (${before} were done before it reached them)`,
    );
  },
  300_000,
);
