import { afterAll, beforeEach, expect, it } from 'vitest';
import { ask, endAll, startRefresher, startWorker, type Process } from '@/chaos/fixtures/processes';
import { isLong, measured, pause, scale, seeded, until } from '@/chaos/fixtures/scale';
import {
  allSame,
  connectMany,
  idle,
  lastRun,
  sizes,
  sync,
  type Link,
} from '@/chaos/fixtures/world';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { useTestDatabase } from '@/lib/platform/testing';
import { useSandbox } from '@/lib/sync/testing';

useTestDatabase();
const sandbox = useSandbox();
const control = () => sandbox.current.sandbox.control;
beforeEach(() => {
  control().reset();
  control().limits({ off: true });
});
afterAll(() => endAll());

const ROUNDS = scale(100, 4);
const PROCESSES = 4;
const WANTS = scale(250, 100);
const DEATHS = scale(100, 8);
const LEASE_MS = 41_000;

const tokenCalls = () =>
  Object.entries(control().requests('hubspot').paths)
    .filter(([path]) => path.endsWith('/token'))
    .reduce((sum, [, n]) => sum + n, 0);
const expire = (ids: readonly string[]) =>
  db.query(sql`
    UPDATE credentials
    SET expires_at = now() - interval '1 second'
    WHERE connection_id = ANY(${ids})`);
const targets = (links: readonly Link[]) =>
  links.map((l) => ({ workspace_id: l.principal.workspace.id, connection_id: l.id }));

async function refresher(): Promise<Process> {
  const proc = startRefresher({ sandbox_url: sandbox.current.url });
  await ask(proc, {}, 'ready');
  return proc;
}

/** Runs what is queued to its end in a worker process. */
async function workOff(
  links: readonly Link[],
  options: { env?: Record<string, string>; node_args?: string[] } = {},
): Promise<void> {
  const worker = startWorker({ sandbox_url: sandbox.current.url, slots: 30, ...options });
  await until(
    'the end of all runs',
    () => idle(links),
    (free) => free.size === links.length,
    120_000,
    200,
  );
  worker.signal('SIGTERM');
  await worker.gone;
}

const reasons = async (links: readonly Link[]) =>
  (
    await db.query<{ reason: string | null; lost: boolean }>(sql`
      SELECT needs_reauth_reason AS reason, needs_reauth_at IS NOT NULL AS lost
      FROM connections
      WHERE id = ANY(${links.map((l) => l.id)})`)
  ).rows;

it(
  `${PROCESSES * WANTS} wants in ${PROCESSES} processes are one token call, ${ROUNDS} ` +
    'rounds, with rotation and reuse detection',
  async () => {
    control().rotation({ provider: 'hubspot', on: true });
    const links = await connectMany('hubspot', [10]);
    const processes = await Promise.all(Array.from({ length: PROCESSES }, refresher));
    control().fault({ provider: 'hubspot', path: '/oauth', kind: 'slow', delay_ms: 50 });
    const calls: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      await expire(links.map((l) => l.id));
      await Promise.all(
        processes.map((p) => ask(p, { open: targets(links), wants: WANTS }, 'opened')),
      );
      const before = tokenCalls();
      const answers = await Promise.all(
        processes.map((p) =>
          ask<{ tokens: string[]; errors: string[] }>(p, { go: true }, 'tokens'),
        ),
      );
      calls.push(tokenCalls() - before);
      expect(answers.flatMap((a) => a.errors)).toEqual([]);
      expect(new Set(answers.flatMap((a) => a.tokens)).size).toBe(1);
    }
    for (const p of processes) p.child.disconnect();
    expect(calls.filter((n) => n !== 1)).toEqual([]);
    measured(
      '4 refresh',
      `${ROUNDS} rounds of ${PROCESSES * WANTS} wants over ${PROCESSES} processes: exactly 1 token call in each`,
    );
  },
  300_000,
);

it.each([
  { grace: true, what: 'is recovered where the provider still takes the previous token' },
  { grace: false, what: 'asks for a reconnect and says why where it does not' },
])(
  'a process that dies between the rotation and our commit $what',
  async ({ grace }) => {
    const d = seeded('refresh death');
    control().rotation({ provider: 'hubspot', on: true, grace });
    const links = await connectMany('hubspot', sizes(10, DEATHS / 2));
    await expire(links.map((l) => l.id));
    const doomed = await refresher();
    await ask(doomed, { open: targets(links) }, 'opened');
    const before = tokenCalls();
    // The provider rotates; its answer never comes.
    control().fault({ provider: 'hubspot', path: '/oauth', kind: 'silent' });
    doomed.child.send({ go: true });
    await until(
      'every rotation',
      () => tokenCalls() - before,
      (n) => n === links.length,
      30_000,
    );
    await pause(d.int(0, 300));
    doomed.signal('SIGKILL');
    await doomed.gone;
    control().clearFaults();
    if (isLong && grace)
      await pause(LEASE_MS); // once for real
    else
      await db.query(sql`
        UPDATE credentials
        SET lease_until = now() - interval '1 second'
        WHERE lease_owner IS NOT NULL`);
    await workOff(links);
    const after = await reasons(links);
    if (grace) {
      expect(after.filter((c) => c.lost)).toEqual([]);
      await allSame(control(), links);
    } else {
      expect(after.filter((c) => !c.lost || !/interrupted/.test(c.reason ?? ''))).toEqual([]);
      for (const link of links)
        expect(await lastRun(link.id)).toMatchObject({ status: 'failed', error_reason: 'auth' });
    }
    measured(
      '4 refresh',
      `${links.length} deaths between rotation and commit, provider ` +
        `${grace ? 'with' : 'without'} grace: ` +
        (grace
          ? 'all recovered by themselves; '
          : 'all ask for a reconnect and say that a refresh was interrupted; ') +
        '0 silent',
    );
  },
  300_000,
);

it.each([true, false])(
  'a lost answer in a process that lives on is no different (grace: %s)',
  async (grace) => {
    control().rotation({ provider: 'hubspot', on: true, grace });
    const links = await connectMany('hubspot', sizes(10, scale(20, 4)));
    await expire(links.map((l) => l.id));
    control().fault({ provider: 'hubspot', path: '/oauth', kind: 'lost', times: links.length });
    await workOff(links);
    const after = await reasons(links);
    expect(after.filter((c) => (grace ? c.lost : !/interrupted/.test(c.reason ?? '')))).toEqual([]);
    if (grace) await allSame(control(), links);
  },
  120_000,
);

it('no call is made with an expired token when the clock of a worker is ten minutes off', async () => {
  const LIFE_S = 4;
  for (const shift of isLong ? [600_000, -600_000] : [600_000]) {
    control().reset();
    control().limits({ off: true });
    control().tokenLife({ provider: 'hubspot', seconds: LIFE_S });
    // Pipedrive’s overlap of a minute would not cover for a bookmark that is ten minutes ahead.
    const links = [
      ...(await connectMany('hubspot', sizes(shift > 0 ? 1_000 : 1_500, 4))),
      ...(await connectMany('pipedrive', [100])),
    ];
    control().fault({ provider: 'hubspot', kind: 'slow', delay_ms: 500 }); // the runs outlive several tokens
    const before = tokenCalls();
    await workOff(links, {
      env: { CLOCK_SHIFT_MS: String(shift) },
      node_args: ['--import', './chaos/fixtures/shift-clock.mjs'],
    });
    const { statuses } = control().requests('hubspot');
    expect(tokenCalls() - before).toBeGreaterThanOrEqual(links.length - 1);
    expect(statuses['401'] ?? 0).toBe(0);
    control().clearFaults();
    await allSame(control(), links);
    // What changes now is found by the next run of the same wrong clock, and of a right one.
    for (const options of [
      {
        env: { CLOCK_SHIFT_MS: String(shift) },
        node_args: ['--import', './chaos/fixtures/shift-clock.mjs'],
      },
      {},
    ]) {
      for (const link of links)
        control().mutate({
          provider: link.provider,
          account: link.account,
          stream: link.provider === 'hubspot' ? 'contacts' : 'persons',
          update: 5,
          create: 2,
        });
      await pause(1_100); // Pipedrive shows a change from the next second on
      for (const link of links) await sync(link);
      await workOff(links, options);
      await allSame(control(), links);
    }
  }
  measured(
    '4 refresh',
    'clocks 10 minutes ahead and behind: 0 calls with an expired token, nothing missed by later runs',
  );
}, 300_000);

it('an answer without a refresh token keeps the one we have', async () => {
  control().rotation({ provider: 'hubspot', on: false, omit: true });
  const links = await connectMany('hubspot', [10]);
  for (let round = 0; round < 3; round++) {
    await expire(links.map((l) => l.id));
    if (round > 0) await sync(links[0]!);
    const before = tokenCalls();
    await workOff(links);
    expect(tokenCalls() - before).toBe(1);
    expect(await lastRun(links[0]!.id)).toMatchObject({ status: 'completed' });
  }
}, 60_000);

it(
  'an app the provider no longer knows is the operator’s trouble: no customer is ' +
    'asked, and all recover by themselves',
  async () => {
    const links = await connectMany('hubspot', sizes(10, 5));
    await expire(links.map((l) => l.id));
    control().app({ provider: 'hubspot', accepted: false });
    const lines: string[] = [];
    const worker = startWorker({
      sandbox_url: sandbox.current.url,
      slots: 5,
      env: { LOG_LEVEL: 'error' },
      on_line: (line) => lines.push(line),
    });
    await until(
      'the end of all runs',
      () => idle(links),
      (free) => free.size === links.length,
      60_000,
      200,
    );
    expect((await reasons(links)).filter((c) => c.lost)).toEqual([]);
    for (const link of links)
      expect(await lastRun(link.id)).toMatchObject({ status: 'failed', error_reason: 'config' });
    expect(
      lines.filter((line) => /does not accept this installation/.test(line)).length,
    ).toBeGreaterThanOrEqual(links.length);
    control().app({ provider: 'hubspot', accepted: true });
    await db.query(sql`
    UPDATE connections
    SET next_sync_at = now() - interval '1 second'
    WHERE id = ANY(${links.map((l) => l.id)})`); // their retry, which comes by itself within minutes
    await until(
      'recovery',
      async () => (await Promise.all(links.map((l) => lastRun(l.id)))).map((r) => r.status),
      (all) => all.every((s) => s === 'completed'),
      30_000,
      200,
    );
    worker.signal('SIGTERM');
    await worker.gone;
    measured(
      '4 refresh',
      'invalid_client: 0 of 5 customers asked to reconnect, operator told in the log, all ' +
        'recovered once the app was right',
    );
  },
  120_000,
);
