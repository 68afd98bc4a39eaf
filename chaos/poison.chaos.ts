import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { heldBy, keepNotes } from '@/chaos/fixtures/notes';
import { endAll, startWorker } from '@/chaos/fixtures/processes';
import { measured, scale, seeded, until } from '@/chaos/fixtures/scale';
import { allSame, connectMany, idle, lastRun, sizes, sync, workWith } from '@/chaos/fixtures/world';
import { findConnector } from '@/lib/catalog/service';
import type { Connector } from '@/lib/connectors/kit';
import { withAnswers } from '@/lib/connectors/testing/change';
import type { Json } from '@/lib/contract/common';
import { jobs, stopJobs, syncJob } from '@/lib/jobs/service';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { useTestDatabase } from '@/lib/platform/testing';
import { runSync } from '@/lib/sync/service';
import { toRows } from '@/lib/sync/rows';
import { useSandbox } from '@/lib/sync/testing';

useTestDatabase();
const sandbox = useSandbox();
const control = () => sandbox.current.sandbox.control;
beforeEach(() => {
  control().reset();
  control().limits({ off: true });
});
afterAll(() => endAll());

const RECORDS = scale(10_000, 1_000);
/** Without our own rate budget: 10,000 records are a hundred pages. */
const unhurried = (c: Connector): Connector => ({ ...c, limits: [] });
/** A run is stopped after this many attempts that got nowhere. */
const ATTEMPTS = 5;
/** Each is found out after ten seconds of silence: the taste begins with the others behind it. */
const DEATHS = scale(ATTEMPTS, 2);

describe('a bad record', () => {
  it.each([
    ['hubspot', 'nul'],
    ['hubspot', 'surrogate'],
    ['hubspot', 'no_id'],
    ['pipedrive', 'surrogate'],
  ] as const)(
    `among ${RECORDS} of %s (%s) is quarantined alone, and blocks nothing`,
    async (provider, damage) => {
      const d = seeded(`poison ${provider} ${damage}`);
      const [link] = await connectMany(provider, [RECORDS]);
      const stream = provider === 'hubspot' ? 'contacts' : 'persons';
      const target = { provider, account: link!.account, stream };
      const bad = d.pick(control().records(target).live).id;
      control().fault({
        provider,
        account: link!.account,
        path: provider === 'hubspot' ? '/crm/*/contacts' : '/api/v2/persons',
        kind: 'bad_record',
        record: bad,
        damage,
      });
      await workWith(link!, unhurried);
      expect(await lastRun(link!.id)).toMatchObject({ status: 'completed', records_failed: 1 });
      const stored = async () =>
        (
          await db.query<{ id: string }>(sql`
            SELECT external_id AS id
            FROM records
            WHERE connection_id = ${link!.id} AND stream = ${stream} AND deleted_at IS NULL`)
        ).rows.map((r) => r.id);
      expect((await stored()).length).toBe(RECORDS - 1);
      expect(await stored()).not.toContain(bad);
      const { rows } = await db.query<{ reason: string; external_id: string | null }>(sql`
        SELECT reason, external_id
        FROM quarantined_records
        WHERE connection_id = ${link!.id} AND stream = ${stream}`);
      expect(rows).toHaveLength(1);
      expect(rows[0]!.reason).toMatch(
        { nul: /NUL character/, surrogate: /half of a surrogate pair/, no_id: /it has no id/ }[
          damage
        ],
      );
      if (damage !== 'no_id') expect(rows[0]!.external_id).toBe(bad);
      control().mutate({ ...target, update: 3 });
      await sync(link!);
      await workWith(link!, (c) => c);
      expect((await lastRun(link!.id)).status).toBe('completed');
      control().clearFaults();
      control().mutate({ ...target, ids: [bad] });
      await sync(link!, { full_sync: true });
      await workWith(link!, (c) => c);
      await allSame(control(), [link!]);
      measured(
        '7 poison',
        `1 bad record (${damage}) of ${RECORDS} at ${provider}: ${RECORDS - 1} stored, 1 ` +
          'quarantined with its reason, next runs not blocked',
      );
    },
    60_000,
  );

  it('is told from a good one as the database tells them, whatever is in them', async () => {
    const stream = { ...findConnector('hubspot')!.streams[0]!, transform: undefined };
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\0', 'a\\u0000b', '\\', '\\\\', '\ud800', '\udfff', '😀', '\\ud800'),
      fc
        .array(fc.constantFrom('\\', 'u0000', '\0', '\ud83d', '\ude00', 'x'), { maxLength: 6 })
        .map((parts) => parts.join('')),
    );
    const item = fc.record(
      {
        id: fc.oneof(fc.integer(), text),
        properties: fc.dictionary(
          text,
          fc.oneof(text, fc.double(), fc.constant(null), fc.array(text, { maxLength: 3 })),
        ),
      },
      { requiredKeys: [] },
    );
    const refused = async (json: string) =>
      await db.query(sql`SELECT ${json}::jsonb`).then(
        () => false,
        () => true,
      );
    let good = 0,
      bad = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(item, { minLength: 5, maxLength: 20 }), async (items) => {
        const sorted = toRows(stream, items as unknown as Json[], {
          account: { id: '1', details: {} },
          config: {},
        });
        good += sorted.rows.length;
        bad += sorted.bad.length;
        for (const row of sorted.rows) expect(await refused(row.text)).toBe(false);
        for (const b of sorted.bad) {
          expect(await refused(JSON.stringify(b.payload))).toBe(false);
          await db.query(sql`SELECT ${b.external_id}::text, ${b.reason}::text`);
        }
      }),
      { numRuns: scale(800, 25), seed: seeded('payloads').seed },
    );
    measured(
      '7 poison',
      `${good + bad} generated payloads: 0 crashes, ${bad} quarantined, all others accepted by the database`,
    );
  }, 120_000);
});

describe('a run that crashes', () => {
  it('by a bug in its connector is stopped after five attempts while others flow', async () => {
    const links = await connectMany('hubspot', sizes(400, 8));
    const [victim, ...others] = links;
    const buggy = (c: Connector): Connector => ({
      ...c,
      streams: c.streams.map((s) => ({
        ...s,
        full: withAnswers(s.full, (answer, spec) => {
          if (spec.query?.after !== undefined)
            throw new TypeError('cannot read properties of undefined');
          return answer;
        }),
      })),
    });
    const {
      rows: [row],
    } = await db.query<{ id: string }>(sql`
      SELECT id
      FROM sync_runs
      WHERE connection_id = ${victim!.id} AND status = 'pending'`);
    let attempts = 0;
    const engine = await jobs();
    await engine.work(
      syncJob,
      (payload, { signal }) => {
        const mine = payload.run_id === row!.id;
        if (mine) attempts++;
        return runSync(payload, signal, {
          connector: (type) => (mine ? buggy(findConnector(type)!) : findConnector(type)),
        });
      },
      { slots: 4, caps: {} },
    );
    await until(
      'the others',
      () => idle(others),
      (free) => free.size === others.length,
      30_000,
    );
    const end = await until(
      'stopping',
      () => lastRun(victim!.id),
      (run) => run.status === 'failed',
      30_000,
    );
    expect(end.error_message).toMatch(/was stopped/);
    // One attempt may get further than the one before; after that five that do not, and the one
    // that finds out.
    expect(attempts).toBeLessThanOrEqual(ATTEMPTS + 2);
    for (const link of others)
      expect(await lastRun(link.id)).toMatchObject({ status: 'completed' });
    await stopJobs(1_000); // what follows belongs to worker processes alone
    measured(
      '7 poison',
      `a connector with a bug: stopped after ${attempts - 1} crashes, ${others.length} others flowed`,
    );
  }, 90_000);

  it('by killing its worker is stopped after five attempts while others flow', async () => {
    await keepNotes();
    const links = await connectMany('hubspot', [700, 701, 702]);
    const [victim, ...others] = links;
    control().fault({ provider: 'hubspot', account: victim!.account, kind: 'timeout' }); // it never gets to a page
    const steady = startWorker({ sandbox_url: sandbox.current.url, slots: 2 });
    await until(
      'the others',
      () => idle(others),
      (free) => free.size === others.length,
      30_000,
    );
    steady.signal('SIGTERM');
    await steady.gone;
    await db.query(sql`
      UPDATE sync_runs
      SET attempts = ${ATTEMPTS - DEATHS}
      WHERE connection_id = ${victim!.id} AND status IN ('pending', 'running')`);
    let deaths = 0;
    for (;;) {
      const worker = startWorker({ sandbox_url: sandbox.current.url, slots: 2 });
      const run = await until(
        'a claim',
        async () => ({ held: await heldBy(worker.name), run: await lastRun(victim!.id) }),
        ({ held, run: r }) => (deaths < DEATHS && held.length > 0) || r.status === 'failed',
        60_000,
      );
      worker.signal(run.run.status === 'failed' ? 'SIGTERM' : 'SIGKILL');
      await worker.gone;
      if (run.run.status === 'failed') break;
      deaths++;
    }
    expect(deaths).toBe(DEATHS);
    expect((await lastRun(victim!.id)).error_message).toMatch(/was stopped/);
    measured(
      '7 poison',
      `a run that kills its worker: stopped after ${deaths} deaths, others done before and after`,
    );
  }, 180_000);
});
