import { judge, type Verdict } from '@/lib/connectors/kit';
import {
  Connected,
  difference,
  type Bench,
  type Run,
} from '@/lib/connectors/testing/acceptance/bench';
import { answerOf, type ErrorRow } from '@/lib/connectors/testing/error-table';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';

/** Why the stream failed; null: the run goes well, because the trouble is met once and passes. */
const ENDS: Readonly<Record<Exclude<Verdict, 'rate_limited'>, string | null>> = {
  retry: null,
  restart_pass: null,
  bookmark_gone: null,
  empty_page: null,
  refresh_token: 'auth',
  needs_reauth: 'auth',
  missing_scope: 'auth',
  config: 'config',
  operator: 'config',
  fail: 'unknown',
  gone: 'unknown',
  not_ready: 'unknown',
};
/** Waits that are sat out in a run and take longer are played by `slowed_down` alone. */
const PATIENCE_S = { least: 5, sat_out: 65 };

/**
 * Every answer of the row, in a run: it ends as the declared rule says, with its sentence, and no
 * record is lost by it.
 */
export async function errorAnswers(bench: Bench): Promise<string[]> {
  const faults: string[] = [];
  const connected = await Connected.synced(bench);
  const { stream } = bench.row.forbidden;
  const before = (await connected.stored(stream)).map((record) => record.id);
  for (const row of bench.row.answers.filter(({ path }) => path === undefined)) {
    const wait_s = row.wait_s ?? 0;
    if (wait_s > PATIENCE_S.least && wait_s <= PATIENCE_S.sat_out) continue;
    const said = (fault: string) => faults.push(`${row.status} ${row.name}: ${fault}`);
    for (const fault of await played(bench, row)) said(fault);
  }
  const now = (await connected.stored(stream)).map((record) => record.id);
  const lost = difference(now, before);
  return lost === null ? faults : [...faults, `${stream}: ${lost}`];
}

/** Plays one answer to a connection of its own, since some answers put it on hold. */
async function played(bench: Bench, row: ErrorRow): Promise<string[]> {
  const { path, says, stream } = bench.row.forbidden;
  const connected = await Connected.synced(bench);
  const before = await connected.everything();
  const ends = row.verdict === 'rate_limited' ? null : ENDS[row.verdict];
  const isText = typeof row.body === 'string';
  bench.control.fault({
    provider: bench.row.connector.type,
    account: bench.row.account,
    kind: 'raw',
    path,
    says,
    status: row.status,
    headers: { 'content-type': isText ? 'text/html' : 'application/json', ...row.headers },
    body: isText ? String(row.body) : JSON.stringify(row.body),
    ...(ends === null ? { times: 1 } : {}),
  });
  const run = await connected.sync({ full: true, streams: [stream] });
  bench.control.clearFaults();
  await db.query(sql`DELETE FROM rate_budgets`);
  const lost = Object.entries(await connected.everything()).flatMap(([name, ids]) => {
    const found = difference(ids, before[name]!);
    return found === null ? [] : [`${name}: ${found}`];
  });
  return [...(await endedAs(bench, connected, row, run)), ...lost];
}

async function endedAs(
  { connector }: Bench,
  connected: Connected,
  row: ErrorRow,
  run: Run,
): Promise<string[]> {
  if (row.verdict === 'rate_limited') {
    const { health } = await connected.look();
    const borne = run.status === 'completed' || health === 'rate_limited';
    return borne ? [] : [`the run is ${run.status}, the connection ${health}`];
  }
  const ends = ENDS[row.verdict];
  const found = run.streams[0];
  const reason = found?.error_reason ?? run.error_reason;
  if (ends === null)
    return run.status === 'completed' ? [] : [`the run is ${run.status} by ${reason ?? 'nothing'}`];
  if (run.status === 'completed') return ['the run went well'];
  const message = judge(answerOf(row), connector.errors, Date.now())?.message ?? '';
  const told = `${found?.error_message ?? ''} ${run.error_message ?? ''}`;
  return [
    ...(reason === ends ? [] : [`the reason is ${reason ?? 'none'} instead of ${ends}`]),
    ...(told.includes(message) ? [] : [`people are told: ${told}`]),
  ];
}
