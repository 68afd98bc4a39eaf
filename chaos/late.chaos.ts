import { beforeEach, expect, it } from 'vitest';
import { each, measured, pause, scale, seeded } from '@/chaos/fixtures/scale';
import {
  differences,
  connectMany,
  lastRun,
  sizes,
  sync,
  withOverlap,
  workWith,
} from '@/chaos/fixtures/world';
import { useTestDatabase } from '@/lib/platform/testing';
import { useSandbox } from '@/lib/sync/testing';

useTestDatabase();
const sandbox = useSandbox();
const control = () => sandbox.current.sandbox.control;
beforeEach(() => {
  control().reset();
  control().limits({ off: true });
});

const OVERLAP_S = 4;
/** Later than a bookmark would be without its overlap, within it. */
const LAG_S = 2.5;
const CONNECTIONS = scale(60, 8);
const PASSES = scale(5, 2);

it.each(['hubspot', 'pipedrive'] as const)(
  '%s: what changes while a pass runs, or shows late within the overlap, is not missed',
  async (provider) => {
    const d = seeded(`late ${provider}`);
    const stream = provider === 'hubspot' ? 'contacts' : 'persons';
    const links = await connectMany(provider, sizes(900, CONNECTIONS));
    await each(links, 30, (link) => workWith(link, withOverlap(OVERLAP_S)));
    control().lag({ provider, ms: LAG_S * 1000 });
    control().fault({ provider, kind: 'slow', delay_ms: 120 });
    let changes = 0;
    await each(links, 30, async (link) => {
      for (let pass = 0; pass < PASSES; pass++) {
        let walking = true;
        const change = () => {
          const { created, updated } = control().mutate({
            provider,
            account: link.account,
            stream,
            update: d.int(1, 300),
            create: d.int(0, 5),
          });
          changes += created.length + updated.length;
        };
        change(); // just before the pass: too late to be shown in it
        await sync(link, { streams: [stream] });
        const changing = (async () => {
          while (walking) {
            await pause(d.int(50, 700));
            if (walking) change();
          }
        })();
        await workWith(link, withOverlap(OVERLAP_S));
        walking = false;
        await changing;
      }
      await pause(LAG_S * 1000 + 1_100);
      await sync(link, { streams: [stream] });
      await workWith(link, withOverlap(OVERLAP_S));
      expect(await lastRun(link.id)).toMatchObject({ status: 'completed' });
      expect((await differences(control(), link)).filter((f) => f.includes(stream))).toEqual([]);
    });
    measured(
      '9 late data',
      `${provider}: ${changes} changes before and during ${CONNECTIONS * PASSES} passes, ` +
        `shown ${LAG_S} s late with an overlap of ${OVERLAP_S} s: 0 missed`,
    );
  },
  180_000,
);
