import { afterAll, expect, it } from 'vitest';
import { endAll, startMirrorer } from '@/chaos/fixtures/processes';
import { measured, pause, scale, seeded } from '@/chaos/fixtures/scale';
import { startWriting } from '@/lib/mirror/outbound';
import { rows } from '@/lib/mirror/testing/remote';
import { deps, mirrorOnce, mirrorWorld, put, setUp, sourceOf } from '@/lib/mirror/testing/world';
import { db } from '@/lib/platform/db';
import { useTestDatabase } from '@/lib/platform/testing';
import { sql } from '@/lib/platform/sql';
import { runSync } from '@/lib/sync/service';
import { useSandbox } from '@/lib/sync/testing';

useTestDatabase();
const sandbox = useSandbox();
afterAll(() => endAll());

const KILLS = scale(200, 4);
const DOCUMENTS = scale(300, 60);
const ANSWER_MS = 15;

/** The live run of a connection, or a new one. */
async function liveRun(world: Parameters<typeof mirrorOnce>[0]): Promise<string> {
  const { rows: live } = await db.query<{ id: string }>(sql`
    SELECT id
    FROM sync_runs
    WHERE connection_id = ${world.id} AND status IN ('pending', 'running')`);
  const id = live[0]?.id ?? (await startWriting(world.owner, world.id));
  if (id === null) throw new Error('no run could be started');
  return id;
}

it(
  `makes one page of each document when the process that writes is killed ${KILLS} times`,
  async () => {
    const d = seeded('knowledge');
    const world = await mirrorWorld(sandbox);
    world.sandbox.control.fault({ provider: 'notion', kind: 'slow', delay_ms: ANSWER_MS });
    await setUp(world);
    let next = 0;
    const more = async (count: number) => {
      for (let i = 0; i < count; i++, next++) await put(world, `kb:${next}`, `Document ${next}.`);
    };
    await more(DOCUMENTS);
    let killed = 0;
    while (killed < KILLS) {
      await more(d.int(1, 6));
      // What is there already changes: a body that is half written is met, too.
      const changed = d.int(0, next - 1);
      await put(world, `kb:${changed}`, `Document ${changed}, edition ${killed}.\n\n- a\n- b`);
      const run_id = await liveRun(world);
      const child = startMirrorer({
        sandbox_url: sandbox.current.url,
        env: {
          MIRROR_RUN: JSON.stringify({
            workspace_id: world.owner.workspace.id,
            connection_id: world.id,
            run_id,
          }),
        },
      });
      const before = world.sandbox.control.requests('notion').total;
      while (world.sandbox.control.requests('notion').total === before) {
        await pause(5);
        if (child.child.exitCode !== null) break;
      }
      await pause(d.int(0, 400));
      if (child.child.exitCode === null) killed++;
      child.signal('SIGKILL');
      await child.gone;
    }
    const free = deps({ limits: [] });
    world.sandbox.control.clearFaults();
    // What is live ends first; the next run finds nothing left to do.
    const payload = { workspace_id: world.owner.workspace.id, connection_id: world.id };
    await runSync({ ...payload, run_id: await liveRun(world) }, new AbortController().signal, free);
    expect(await mirrorOnce(world, free)).toMatchObject({ status: 'completed' });
    const found = await rows(world.app, await sourceOf(world));
    expect(found.map((r) => r.external_id).toSorted()).toEqual(
      Array.from({ length: next }, (_, i) => `kb:${i}`).toSorted(),
    );
    const { rows: documents } = await db.query<{ external_id: string; hash: string }>(sql`
      SELECT external_id, hash
      FROM knowledge_documents
      WHERE workspace_id = ${world.owner.workspace.id}`);
    const wanted = new Map(documents.map(({ external_id, hash }) => [external_id, hash]));
    expect(found.filter((r) => r.hash !== wanted.get(r.external_id))).toEqual([]);
    const trashed = (await rows(world.app, await sourceOf(world), true)).length;
    measured(
      'knowledge sync',
      `${killed} kill -9 while ${next} documents were written: one page of each, ` +
        `${trashed} twins that had to be put away`,
    );
    expect(trashed).toBe(0);
  },
  scale(900_000, 180_000),
);
