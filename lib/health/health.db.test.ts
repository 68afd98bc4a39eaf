import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { listConnections } from '@/lib/connections/service';
import { HEALTHS } from '@/lib/contract/state';
import { STATES, stateOf, TURNS, turnOf } from '@/lib/contract/state';
import { newId } from '@/lib/platform/ids';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';

useTestDatabase();

const hours = fc.option(fc.integer({ min: -100, max: 100 }), { nil: null });
/** Most facts are quiet, so that the verdicts at the end of the precedence come up too. */
const rarely = fc.constantFrom(false, false, false, true);
const Facts = fc.record({
  status: fc.constantFrom(
    'pending',
    'connected',
    'connected',
    'connected',
    'error',
    'paused',
    'disconnected',
  ),
  live: rarely,
  reauth: rarely,
  limited_hours: hours,
  auto_paused: rarely,
  held: rarely,
  stalled: rarely,
  quarantined: fc.constantFrom(0, 0, 0, 2),
  lacking: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  synced_hours: hours,
  run: fc.option(
    fc.record({
      status: fc.constantFrom('completed', 'completed', 'partial', 'failed', 'cancelled'),
      reason: fc.constantFrom(null, 'auth', 'rate_limit', 'transient', 'config', 'unknown'),
    }),
    { nil: null },
  ),
});

it('the verdict of a list filter and of the row itself is the same for any facts', async () => {
  const principal = await makePrincipal(await makeWorkspace());
  const all = fc.sample(Facts, { numRuns: 600, seed: 42 });
  for (const [i, f] of all.entries()) {
    const id = newId(),
      run = newId(),
      live = newId();
    await db.query(sql`
      INSERT INTO connections (
        workspace_id, id, connector_type, name, status, scope, external_account_id, needs_reauth_at,
        rate_limited_until, sweep_held, last_synced_at, last_run_id, live_run_id, stalled_streams,
        quarantined, missing_scopes, auto_paused_at
      )
      VALUES (
        ${principal.workspace.id}, ${id}, 'hubspot', ${`c${i}`}, ${f.status}, 'business',
        ${`c${i}`}, ${f.reauth ? new Date() : null},
        now() + make_interval(hours => ${f.limited_hours}),
        ${f.held ? { deals: { would_delete: 60, of: 100, since: new Date(), confirmed: null } } : null},
        now() + make_interval(hours => ${f.synced_hours}), ${f.run ? run : null},
        ${f.live ? live : null}, ${f.stalled ? ['deals'] : []}, ${f.quarantined},
        ${f.lacking ? ['crm.deals'] : []},
        ${f.auto_paused && f.status === 'paused' ? new Date() : null}
      )`);
    if (f.run)
      await db.query(sql`
        INSERT INTO sync_runs (
          workspace_id, id, connection_id, status, sync_type, triggered_by, error_reason
        )
        VALUES (
          ${principal.workspace.id}, ${run}, ${id}, ${f.run.status}, 'full', 'manual',
          ${f.run.reason}
        )`);
    if (f.live)
      await db.query(sql`
        INSERT INTO sync_runs (workspace_id, id, connection_id, status, sync_type, triggered_by)
        VALUES (${principal.workspace.id}, ${live}, ${id}, 'running', 'full', 'manual')`);
  }
  const { connections, counts, states, turns } = await listConnections(principal, { counts: true });
  expect(connections).toHaveLength(all.length);
  const seen = new Set<string>();
  for (const health of HEALTHS) {
    const filtered = await listConnections(principal, { counts: true, health });
    const want = connections.filter((c) => c.health === health).map((c) => c.id);
    expect(filtered.connections.map((c) => c.id)).toEqual(want);
    expect(counts![health]).toBe(want.length);
    expect(filtered.total).toBe(want.length);
    if (want.length > 0) seen.add(health);
  }
  expect([...seen].sort()).toEqual([...HEALTHS].sort()); // the sample reaches every verdict
  for (const state of STATES) {
    const want = connections.filter((c) => stateOf(c) === state).map((c) => c.id);
    expect(want.length, state).toBeGreaterThan(0);
    expect(
      (await listConnections(principal, { counts: true, state })).connections.map((c) => c.id),
      state,
    ).toEqual(want);
    expect(states![state], state).toBe(want.length);
  }
  const worst = await listConnections(principal, { counts: true, sort: 'worst' });
  const order = worst.connections.map((c) => TURNS.indexOf(turnOf(c)));
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  for (const [i, turn] of TURNS.entries()) {
    expect(turns![turn], turn).toBe(order.filter((at) => at === i).length);
    expect(turns![turn], turn).toBeGreaterThan(0);
  }
});
