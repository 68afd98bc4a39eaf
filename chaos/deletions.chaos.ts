import { beforeEach, describe, expect, it } from 'vitest';
import { each, measured, pause, scale, seeded } from '@/chaos/fixtures/scale';
import {
  connectMany,
  differences,
  lastRun,
  sizes,
  sumsAgree,
  sync,
  withPages,
  workWith,
  type Link,
} from '@/chaos/fixtures/world';
import type { Connector } from '@/lib/connectors/kit';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { useTestDatabase } from '@/lib/platform/testing';
import type { Fault } from '@/lib/sandbox/kit/faults';
import { dice, type Dice } from '@/lib/sandbox/kit/dice';
import { useSandbox } from '@/lib/sync/testing';

useTestDatabase();
const sandbox = useSandbox();
const control = () => sandbox.current.sandbox.control;
beforeEach(() => {
  control().reset();
  control().limits({ off: true });
});

const STREAM = 'persons';
const PATH = '/api/v2/persons';
const PAGE = 7;
const SCHEDULES = scale(300, 25);
/** At most so many faults and runs a schedule. */
const RUNS = 3;

/** Small pages, and error rules of the kinds a provider may have: nothing here, start again. */
const suspicious = (connector: Connector): Connector => {
  const small = withPages(PAGE, [STREAM])(connector);
  return {
    ...small,
    limits: [],
    errors: [
      {
        when: { status: 404 },
        then: 'empty_page',
        message: 'There is nothing here.',
        source: 'test',
      },
      {
        when: { status: 410 },
        then: 'restart_pass',
        message: 'The position is gone.',
        source: 'test',
      },
      ...small.errors,
    ],
  };
};

const gone = async (link: Link) =>
  new Set(
    (
      await db.query<{ id: string }>(sql`
        SELECT external_id AS id
        FROM records
        WHERE connection_id = ${link.id} AND stream = ${STREAM} AND deleted_at IS NOT NULL`)
    ).rows.map((r) => r.id),
  );
const full = (link: Link) => sync(link, { full_sync: true, streams: [STREAM] });

it(`a partial listing never deletes: ${SCHEDULES} schedules of faults over the pages of full passes`, async () => {
  const { seed } = seeded('deletions');
  const links = await connectMany('pipedrive', sizes(40, SCHEDULES));
  let runs = 0,
    deleted = 0,
    faulty = 0;
  await each(links, 40, async (link) => {
    const d = dice(`${seed}:${link.account}`); // its own, so that a lane replays whatever the others do
    const history: object[] = [];
    await workWith(link, suspicious);
    const pages = Math.ceil(control().records(at(link)).live.length / PAGE);
    const really = new Set<string>();
    for (let n = 0; n < RUNS; n++) {
      const change = control().mutate({
        ...at(link),
        create: d.int(0, 3),
        delete: d.int(0, 6),
        update: d.int(0, 5),
      });
      change.deleted.forEach((id) => really.add(id));
      const fault = aFault(d, link, pages);
      if (fault) {
        control().fault(fault);
        faulty++;
      }
      history.push({ ...change, fault });
      await full(link);
      await workWith(link, suspicious);
      runs++;
      // Whatever happened: only what is really gone is gone.
      expect(
        [...(await gone(link))].filter((id) => !really.has(id)),
        `${link.account}: ${JSON.stringify(history)}`,
      ).toEqual([]);
      control().clearFaults('pipedrive', link.account);
    }
    await full(link);
    await workWith(link, suspicious);
    expect(await lastRun(link.id)).toMatchObject({ status: 'completed' });
    // A record that came and went while no run got through was never stored.
    const ever = new Set(
      (
        await db.query<{ id: string }>(sql`
          SELECT external_id AS id
          FROM records
          WHERE connection_id = ${link.id} AND stream = ${STREAM}`)
      ).rows.map((r) => r.id),
    );
    expect([...(await gone(link))].sort()).toEqual([...really].filter((id) => ever.has(id)).sort());
    expect((await differences(control(), link)).filter((f) => f.includes(STREAM))).toEqual([]);
    deleted += [...really].filter((id) => ever.has(id)).length;
  });
  for (const link of links) await sumsAgree(link);
  measured(
    '8 deletions',
    `${faulty} of ${runs} full passes met a fault at a random page: 0 live records ` +
      `deleted; with the whole listing all ${deleted} gone ones were`,
  );

  function aFault(d: Dice, link: Link, pages: number): Fault | null {
    const skip = d.int(0, pages);
    const where = { provider: 'pipedrive', account: link.account, path: PATH, skip };
    switch (d.int(0, 7)) {
      case 0:
        return null;
      case 1:
        return { ...where, kind: '404', times: 1 };
      case 2:
        return { ...where, kind: '404' };
      case 3:
        return { ...where, kind: '410', times: 1 };
      case 4:
        return { ...where, kind: '410' };
      case 5:
        return {
          ...where,
          kind: d.pick(['truncate', 'reset', '502'] as const),
          times: d.int(1, 2),
        };
      case 6:
        return { ...where, kind: '500' };
      default:
        return { ...where, kind: 'loop', skip: Math.min(skip, 2) };
    }
  }
}, 300_000);

const at = (link: Link) => ({ provider: 'pipedrive', account: link.account, stream: STREAM });

describe('a complete listing', () => {
  it('that lacks more than a fifth and more than fifty is held back; less is deleted', async () => {
    const cases = [
      { of: 200, less: 60, held: true },
      { of: 201, less: 40, held: false },
      { of: 100, less: 50, held: false },
      { of: 1_000, less: 201, held: true },
      { of: 1_001, less: 200, held: false },
    ];
    for (const { of, less, held } of cases) {
      const [link] = await connectMany('pipedrive', [of]);
      await workWith(link!, (c) => c);
      control().mutate({ ...at(link!), delete: less });
      await full(link!);
      await workWith(link!, (c) => c);
      expect((await gone(link!)).size, `${less} of ${of}`).toBe(held ? 0 : less);
    }
    measured(
      '8 deletions',
      'the breaker holds at 60 of 200 and 201 of 1,000, and lets 40 of 201, 50 of 100 and 200 of 1,001 through',
    );
  });

  it('that has a record again brings it back', async () => {
    const [link] = await connectMany('pipedrive', [60]);
    await workWith(link!, (c) => c);
    const { deleted } = control().mutate({ ...at(link!), delete: 5 });
    await full(link!);
    await workWith(link!, (c) => c);
    expect((await gone(link!)).size).toBe(5);
    control().mutate({ ...at(link!), restore: deleted.slice(0, 3) });
    await pause(1_100);
    await sync(link!, { streams: [STREAM] }); // by its change time already
    await workWith(link!, (c) => c);
    expect([...(await gone(link!))].sort()).toEqual(deleted.slice(3).sort());
    expect(await differences(control(), link!)).toEqual([]);
  });
});
