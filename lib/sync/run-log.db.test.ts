import { expect, test, vi } from 'vitest';
import { getConnectionStatus, getRunLog, listRuns, startSync } from '@/lib/connections/service';
import { newId } from '@/lib/platform/ids';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import { forgetOldLogs } from '@/lib/runs/service';
import { bulkKey, errorCode, freshPipedrive, useSandbox, work } from '@/lib/sync/testing';

useTestDatabase();
const sandbox = useSandbox();
const fault = (size: number, more: object) =>
  sandbox.current.sandbox.control.fault({
    provider: 'pipedrive',
    account: `bulk-${size}`,
    ...more,
  } as never);

async function onlyRun(principal: Parameters<typeof listRuns>[0], id: string) {
  const run_id = (await listRuns(principal, { id, limit: 1 })).runs[0]!.id;
  return { run_id, ...(await getRunLog(principal, { id, run_id })) };
}

test('a run leaves what it asked and what it waited for, without a secret', async () => {
  const { principal, id } = await freshPipedrive(sandbox, 21);
  fault(21, { kind: '429', path: '/api/v2/persons', times: 1, retry_after: 1 });
  await work(id);
  const { lines, left_out } = await onlyRun(principal, id);
  const said = lines.map(({ level, stream, status, message }) =>
    [level, stream, status, message].join(' | '),
  );
  expect(said[0]).toBe('info |  |  | The run begins.');
  expect(said.at(-1)).toContain('The run ends: completed');
  expect(said).toContainEqual(
    expect.stringMatching(/^warn \| persons \| 429 \| GET \S+pipedrive\.com\/api\/v2\/persons$/),
  );
  expect(said).toContainEqual(
    expect.stringMatching(/^warn \| persons \|  \| .*slow down\. Asked again in \d\.\d s\.$/),
  );
  expect(said).toContainEqual(
    expect.stringMatching(/^info \| persons \| 200 \| GET \S+\/api\/v2\/persons$/),
  );
  expect(left_out).toBe(0);
  const text = JSON.stringify(lines);
  expect(text).not.toContain(bulkKey(21));
  expect(lines.toSorted((a, b) => a.at.localeCompare(b.at))).toEqual(lines);
});

test('whoever looks at a run that stands still is told why, and until when', async () => {
  const { principal, id } = await freshPipedrive(sandbox, 22);
  fault(22, { kind: '429', path: '/api/v2/persons', times: 1, retry_after: 6 });
  const working = work(id);
  const waiting = await vi.waitUntil(
    async () => (await getConnectionStatus(principal, { id })).progress?.waiting,
    { timeout: 20_000 },
  );
  expect(waiting.cause).toContain('Pipedrive asked us to slow down');
  expect(Date.parse(waiting.until)).toBeGreaterThan(Date.now());
  await working;
  expect((await getConnectionStatus(principal, { id })).progress).toBeNull();
});

test('the log of another workspace, and of a run that is not there, cannot be read', async () => {
  const { principal, id } = await freshPipedrive(sandbox, 23);
  await work(id);
  const { run_id } = await onlyRun(principal, id);
  const stranger = await makePrincipal(await makeWorkspace());
  expect(await getRunLog(stranger, { id, run_id }).catch(errorCode)).toBe('connection_not_found');
  expect(await getRunLog(principal, { id, run_id: newId() }).catch(errorCode)).toBe(
    'run_not_found',
  );
});

test('of a run that ended well the log goes after two days, of another after two weeks', async () => {
  const { principal, id } = await freshPipedrive(sandbox, 24);
  await work(id);
  const { run_id, lines } = await onlyRun(principal, id);
  expect(lines.length).toBeGreaterThan(5);
  const linesAfter = async (days: number, status: string) => {
    await db.query(sql`
      WITH ended AS (
        UPDATE sync_runs SET status = ${status} WHERE id = ${run_id}
      )
      UPDATE run_logs
      SET began_at = now() - make_interval(days => ${days})
      WHERE run_id = ${run_id}`);
    await forgetOldLogs();
    return (await getRunLog(principal, { id, run_id })).lines.length;
  };
  expect(await linesAfter(1, 'completed')).toBe(lines.length);
  expect(await linesAfter(13, 'failed')).toBe(lines.length);
  expect(await linesAfter(3, 'completed')).toBe(0);
  await startSync(principal, { id, full_sync: false, streams: ['persons'] });
  await work(id);
  await forgetOldLogs();
  expect((await onlyRun(principal, id)).lines.length).toBeGreaterThan(0);
});
