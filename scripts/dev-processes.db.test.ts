import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillIn, MADE_UP } from '@/lib/connectors/testing/made-up';
import { scratchCopy } from '@/lib/connectors/testing/scratch';
import { provideSandbox, sandboxControl } from '@/lib/egress/sandbox-address';
import { sleep } from '@/lib/platform/clock';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import { bulkKey, connectPipedrive } from '@/lib/sync/testing';
import { startDevProcesses } from '@/scripts/dev-processes.mjs';
import { writeConnector } from '@/scripts/new-connector.mjs';

/** Processes are started and ended, on a machine shared with other tests. */
const PATIENT_MS = 180_000;
const PERSONS = 6_000;

useTestDatabase();
const said: string[] = [];
let root: string;
let beside: Awaited<ReturnType<typeof startDevProcesses>>;
beforeAll(async () => {
  root = scratchCopy();
  const { VITEST: _, ...env } = process.env;
  beside = await startDevProcesses({
    root,
    env: { ...env, NODE_ENV: 'development' },
    public_url: 'http://localhost:3000',
    worker: true,
    sandbox: true,
    say: (line) => said.push(line),
  });
  provideSandbox(async () => beside.sandbox_url!);
  await until(() => answers('/'));
}, PATIENT_MS);
afterAll(async () => {
  await beside.close();
  rmSync(root, { recursive: true, force: true });
}, PATIENT_MS);

/** Waits until something holds; the test's own time limit ends it. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(50);
}

const answers = async (path: string, headers: Record<string, string> = {}): Promise<boolean> =>
  fetch(`${beside.sandbox_url}${path}`, { headers }).then(
    (answer) => answer.ok,
    () => false,
  );

const edit = (file: string, from: string, to: string): void => {
  const text = readFileSync(join(root, file), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(root, file), text.replace(from, to));
};

interface RunRow {
  status: string;
  epoch: number;
  records_read: number;
}
const runsOf = async (id: string): Promise<RunRow[]> =>
  (
    await db.query<RunRow>(
      sql`SELECT status, epoch, records_read FROM sync_runs WHERE connection_id = ${id}`,
    )
  ).rows;

const personsOf = async (id: string, edited: boolean): Promise<number> => {
  const { rows } = await db.query<{ n: number }>(sql`
    SELECT count(*)::int AS n
    FROM records
    WHERE connection_id = ${id} AND stream = 'persons' AND (data ? 'edited') = ${edited}`);
  return rows[0]!.n;
};

describe('npm run dev', () => {
  it(
    'goes on with an edited connector where the run under way had got to',
    async () => {
      const path = '/api/v2/persons';
      await sandboxControl('limits', { off: true });
      await sandboxControl('faults', { provider: 'pipedrive', path, kind: 'slow', delay_ms: 300 });
      const principal = await makePrincipal(await makeWorkspace());
      const { id } = await connectPipedrive(principal, bulkKey(PERSONS));
      await until(async () => (await personsOf(id, false)) > 0);
      edit(
        'lib/connectors/providers/pipedrive.ts',
        'full: listing(name),\n    backfill',
        'full: listing(name),\n    transform: (item) => ({ ...(item as object), edited: true }),\n    backfill',
      );
      await until(async () => (await runsOf(id)).every(({ status }) => status === 'completed'));
      const runs = await runsOf(id);
      expect(runs).toHaveLength(1);
      expect(runs[0]!.epoch).toBeGreaterThan(1);
      const [before, after] = [await personsOf(id, false), await personsOf(id, true)];
      expect(before + after).toBe(PERSONS);
      expect(Math.min(before, after)).toBeGreaterThan(0);
    },
    PATIENT_MS,
  );

  it(
    'waits for what new:connector left open, and then knows the new provider',
    async () => {
      const files = writeConnector(root, 'half-made');
      await until(() => said.some((line) => line.includes('half-made.ts')));
      expect(said.at(-1)).toMatch(/^Not filled in yet: .*half-made\.ts:\d+ FILL_\w+, and \d+ more/);
      expect(await answers('/')).toBe(true);
      for (const file of files) rmSync(join(root, file));

      fillIn(root);
      const key = { authorization: 'Bearer desk_acme' };
      await until(() => answers('/api.acme-desk.example/v1/me', key));
      const registry = readFileSync(join(root, 'lib/connectors/registry.gen.ts'), 'utf8');
      expect(registry).toContain(`providers/${MADE_UP}`);
    },
    PATIENT_MS,
  );
});
