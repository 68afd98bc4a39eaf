import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { endAll, startCaller, startWorker, type Process } from '@/chaos/fixtures/processes';
import { measured, pause, scale, seeded, until } from '@/chaos/fixtures/scale';
import { allSame, connectMany, idle, lastRun, sizes, sync } from '@/chaos/fixtures/world';
import { connectPipedrive, useSandbox, work } from '@/lib/sync/testing';
import { createConnection, resolveHandle } from '@/lib/connections/service';
import type { UserPrincipal } from '@/lib/contract/principal';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import { COMPANIES } from '@/lib/sandbox/data/pipedrive';
import { tick } from '@/lib/schedule/service';

useTestDatabase();
const sandbox = useSandbox();
const control = () => sandbox.current.sandbox.control;

beforeEach(() => {
  control().reset();
});
afterAll(() => endAll());

const PROCESSES = scale(4, 2);
const SECONDS = scale(30, 3);

async function connectHandle(principal: UserPrincipal, handle: string): Promise<string> {
  const { account } = await resolveHandle(principal, { connector_type: 'x', handle });
  const made = await createConnection(principal, {
    connector_type: 'x',
    account_handle: account.handle,
    external_account_id: account.external_account_id,
    sync_immediately: true,
  });
  return made.connection!.id;
}

/** The most calls in any stretch of so long, wherever it begins. */
function fullest(calls: readonly number[], per_ms: number): number {
  let most = 0;
  for (let from = 0, to = 0; to < calls.length; to++) {
    while (calls[to]! - calls[from]! >= per_ms) from++;
    most = Math.max(most, to - from + 1);
  }
  return most;
}

it(`${PROCESSES} processes share two limits and pass neither, in any window`, async () => {
  const limits = [
    { name: 'second', scope: 'app', requests: 200, per_ms: 1_000 },
    { name: 'ten', scope: 'connection', requests: 1_500, per_ms: 10_000 },
  ];
  const told: number[][] = [];
  const callers: Process[] = Array.from({ length: PROCESSES }, () =>
    startCaller({
      sandbox_url: sandbox.current.url,
      env: { CALLER_LIMITS: JSON.stringify(limits) },
    }),
  );
  let ready = 0;
  for (const caller of callers)
    caller.child.on('message', (message: { ready?: true; calls?: number[] }) => {
      if (message.calls) told.push(message.calls);
      else ready++;
    });
  await until(
    'all at work',
    () => ready,
    (n) => n === PROCESSES,
    30_000,
  );
  await pause(SECONDS * 1_000);
  for (const caller of callers) caller.child.send({ end: true });
  await until(
    'all answers',
    () => told.length,
    (n) => n === PROCESSES,
    30_000,
  );
  for (const caller of callers) {
    caller.child.disconnect();
    await caller.gone;
  }
  const all = told.flat().sort((a, b) => a - b);
  const second = fullest(all, 1_000),
    ten = fullest(all, 10_000);
  expect(second).toBeLessThanOrEqual(200);
  expect(ten).toBeLessThanOrEqual(1_500);
  expect(
    Math.max(second / 200, ten / 1_500),
    'a budget nobody may use is no budget',
  ).toBeGreaterThan(0.7);
  expect(told.every((calls) => calls.length > 0)).toBe(true);
  measured(
    '6 limits',
    `${all.length} calls by ${PROCESSES} processes: at most ${second} of 200 in any ` +
      `second and ${ten} of 1,500 in any ten`,
  );
}, 120_000);

it('a provider that counts for itself never has to refuse, while runs move from worker to worker', async () => {
  const d = seeded('limits');
  control().limits({ off: false });
  const links = [
    ...(await connectMany('hubspot', sizes(scale(9_000, 2_500), 3))),
    ...(await connectMany('pipedrive', sizes(scale(9_000, 2_500), 2))),
  ];
  const boot = () => startWorker({ sandbox_url: sandbox.current.url, slots: 3 });
  let workers = [boot(), boot()];
  for (let moved = 0; moved < scale(12, 2); moved++) {
    await pause(d.int(1_500, 3_000));
    const victim = d.pick(workers);
    victim.signal('SIGTERM');
    workers = workers.map((w) => (w === victim ? boot() : w));
    await victim.gone;
  }
  await until(
    'the end of all runs',
    () => idle(links),
    (free) => free.size === links.length,
    240_000,
    250,
  );
  for (const worker of workers) {
    worker.signal('SIGTERM');
    await worker.gone;
  }
  const refused = control().requests().statuses['429'] ?? 0;
  expect(refused).toBe(0);
  await allSame(control(), links);
  measured(
    '6 limits',
    `${control().requests().total} calls with limits on and ${scale(12, 2)} hand-overs: ${refused} refused`,
  );
}, 300_000);

describe('a limit the provider names', () => {
  it('pauses the connection until then, and it goes on by itself', async () => {
    control().limits({ off: true });
    const [link] = await connectMany('hubspot', [300]);
    await work(link!.id);
    control().fault({
      provider: 'hubspot',
      account: link!.account,
      kind: '429',
      retry_after: 600,
      times: 1,
    });
    await sync(link!);
    await work(link!.id);
    const {
      rows: [row],
    } = await db.query<{ until_s: number; next_s: number }>(sql`
      SELECT extract(epoch FROM rate_limited_until - now())::float8 AS until_s,
        extract(epoch FROM next_sync_at - now())::float8 AS next_s
      FROM connections
      WHERE id = ${link!.id}`);
    expect(row!.until_s).toBeGreaterThan(590);
    expect(row!.until_s).toBeLessThanOrEqual(600);
    expect(row!.next_s).toBeGreaterThanOrEqual(row!.until_s - 0.1);
    expect(row!.next_s).toBeLessThan(row!.until_s + 6);
    expect((await tick()).started).toBe(0);
    await db.query(sql`
      UPDATE connections
      SET next_sync_at = now() - interval '1 second',
        rate_limited_until = now() - interval '1 second'
      WHERE id = ${link!.id}`); // ten minutes later; now() itself is rounded to milliseconds and may lie ahead
    expect((await tick()).started).toBe(1);
    await work(link!.id);
    expect(await lastRun(link!.id)).toMatchObject({ status: 'completed' });
  });

  it('of an app closes it for every connection of the app at once', async () => {
    control().limits({ off: true });
    const principal = await makePrincipal(await makeWorkspace());
    const [first, second] = [
      await connectHandle(principal, 'acme'),
      await connectHandle(principal, 'globex'),
    ];
    control().fault({ provider: 'x', path: '/2/users', kind: '429', retry_after: 600, times: 1 });
    await work(first);
    expect(await lastRun(first)).toMatchObject({ error_reason: 'rate_limit' });
    const before = control().requests('x').total;
    await work(second);
    expect(await lastRun(second)).toMatchObject({ error_reason: 'rate_limit' });
    expect(
      control().requests('x').total - before,
      'calls made although the app was turned away',
    ).toBe(0);
    await db.query(sql`DELETE FROM rate_budgets`);
  });

  it('for the day pauses until the allowance renews', async () => {
    control().limits({ off: false });
    const principal = await makePrincipal(await makeWorkspace());
    const { id } = await connectPipedrive(
      principal,
      COMPANIES.find((c) => c.name === 'wayne')!.key,
    );
    await work(id);
    const {
      rows: [row],
    } = await db.query<{ until_s: number; needs_reauth_at: Date | null; message: string }>(sql`
      SELECT extract(epoch FROM rate_limited_until - now())::float8 AS until_s, needs_reauth_at,
        last_error AS message
      FROM connections
      WHERE id = ${id}`);
    expect(row).toMatchObject({
      needs_reauth_at: null,
      message: expect.stringMatching(/allowance/),
    });
    expect(row!.until_s).toBeGreaterThan(60);
  });
});
