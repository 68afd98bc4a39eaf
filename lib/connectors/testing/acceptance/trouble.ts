import {
  Connected,
  difference,
  troubleOf,
  type Bench,
  type Run,
} from '@/lib/connectors/testing/acceptance/bench';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import type { Fault } from '@/lib/sandbox/kit/faults';
import { WAIT_FORMS } from '@/lib/sandbox/kit/fault-forms';

const fault = ({ row, control }: Bench, trouble: Omit<Fault, 'provider' | 'account'>): void =>
  control.fault({ provider: row.connector.type, account: row.account, ...trouble });

/** What is stored is as it was, and a run after the trouble goes well and finds nothing new. */
async function unharmed(
  connected: Connected,
  before: Readonly<Record<string, string[]>>,
): Promise<string[]> {
  const lost = async (when: string) => {
    const now = await connected.everything();
    return Object.entries(before).flatMap(([stream, ids]) => {
      const found = difference(now[stream]!, ids);
      return found === null ? [] : [`${stream}: ${when} ${found}`];
    });
  };
  const faults = await lost('in the trouble');
  connected.bench.control.clearFaults();
  const run = await connected.sync().catch((error: unknown) => String(error));
  if (typeof run === 'string') return [...faults, `after the trouble no run can be made: ${run}`];
  const changed = run.records_written + run.records_deleted;
  return [
    ...faults,
    ...troubleOf(run).map((one) => `after the trouble ${one}`),
    ...(changed === 0 ? [] : [`the run after it changed ${changed} records`]),
    ...(await lost('after the trouble')),
  ];
}

/** A credential that dies ends the run at once, costs no record and names who has to act. */
export async function deadCredential(bench: Bench): Promise<string[]> {
  const connected = await Connected.synced(bench);
  const before = await connected.everything();
  const isHandle = bench.connector.auth.method === 'handle';
  if (isHandle) fault(bench, { kind: '401' });
  else bench.control.revoke({ provider: bench.connector.type, account: bench.row.account });
  const run = await connected.sync();
  const { health } = await connected.look();
  const reason = isHandle ? 'config' : 'auth';
  const now = await connected.everything();
  return [
    ...(run.status === 'failed' && run.error_reason === reason
      ? []
      : [
          `the run is ${run.status} by ${run.error_reason ?? 'nothing'}: ${run.error_message ?? ''}`,
        ]),
    ...((health === 'needs_reauth') === !isHandle ? [] : [`the connection is ${health}`]),
    ...(JSON.stringify(now) === JSON.stringify(before) ? [] : ['records were lost']),
  ];
}

/** A single 401 is repaired by a new access token inside the run. */
export async function expiredToken(bench: Bench): Promise<string[]> {
  const connected = await Connected.synced(bench);
  const { path, says } = bench.row.forbidden;
  fault(bench, { kind: '401', path, says, times: 1 });
  const run = await connected.sync({ streams: [bench.row.forbidden.stream] });
  return troubleOf(run);
}

/** A stream the account may not see is named; the others run. */
export async function forbiddenStream(bench: Bench): Promise<string[]> {
  const { stream, path, says, body } = bench.row.forbidden;
  const connected = await Connected.synced(bench);
  const before = await connected.everything();
  const headers = { 'content-type': 'application/json' };
  fault(bench, { kind: 'raw', path, says, status: 403, headers, body: JSON.stringify(body) });
  // In full: an increment may have nothing to ask the stream for.
  const run = await connected.sync({ full: true });
  const failed = run.streams.filter((one) => one.status !== 'completed');
  const asMeant = failed.length === 1 && failed[0]!.stream === stream;
  const reason = failed[0]?.error_reason;
  return [
    ...(asMeant ? [] : [`${stream} was refused, ${namesOf(failed)} failed`]),
    ...(reason === 'auth' ? [] : [`the reason is ${reason ?? 'none'}`]),
    ...(await unharmed(connected, before)),
  ];
}

const namesOf = (streams: Run['streams']): string =>
  streams.map((one) => one.stream).join(', ') || 'nothing';

const WAIT_SECONDS = 900;
/** Where the provider names no time, Inlet asks again within this. */
const MOST_SECONDS = 3_600;

/** A limit ends the run until the time the provider names, in whichever form it names it. */
export async function slowedDown(bench: Bench): Promise<string[]> {
  const faults: string[] = [];
  for (const form of WAIT_FORMS) {
    await db.query(sql`DELETE FROM rate_budgets`);
    const connected = await Connected.with(bench);
    fault(bench, { kind: '429', retry_after: WAIT_SECONDS, form, times: 1 });
    bench.clock.now = Math.floor(Date.now() / 1000) * 1000;
    const run = await connected.work();
    const { health, health_detail } = await connected.look();
    bench.control.clearFaults();
    const at = health_detail.retry_at;
    const wait_s = at ? (Date.parse(at) - Date.now()) / 1000 : null;
    const said = (text: string) => faults.push(`429 that names the time as ${form}: ${text}`);
    // A wait the provider does not name may be short enough to be sat out in the run.
    if (form === 'none' && run.status === 'completed') continue;
    if (health !== 'rate_limited') said(`${run.status}, ${health}, ${run.error_message ?? ''}`);
    else if (wait_s === null || wait_s > MOST_SECONDS) said(`waits ${wait_s} s`);
    else if (form !== 'none' && (wait_s > WAIT_SECONDS + 5 || wait_s < WAIT_SECONDS - 60))
      said(`waits ${wait_s} s instead of ${WAIT_SECONDS}`);
  }
  await db.query(sql`DELETE FROM rate_budgets`);
  return faults;
}

const HTML = '<!DOCTYPE html><html><body>Sorry, you have been blocked</body></html>';

/** Answers no provider means: they pass inside the run. */
const NONSENSE: Readonly<Record<string, Omit<Fault, 'provider' | 'account'>>> = {
  'a page of a proxy': { kind: 'raw', status: 200, body: HTML, times: 1 },
  'a page of a gateway': { kind: '502', times: 1 },
  'half an answer': { kind: 'raw', status: 200, body: '{"data":[{"id":"1"', times: 1 },
  'a line that breaks off': { kind: 'truncate', times: 1 },
};

/** 5xx, pages of proxies and garbage are nobody's fault but the provider's, and pass. */
export async function providerTrouble(bench: Bench): Promise<string[]> {
  const { stream } = bench.row.forbidden;
  const faults: string[] = [];
  const connected = await Connected.synced(bench);
  const before = await connected.everything();
  for (const [name, trouble] of Object.entries(NONSENSE)) {
    fault(bench, trouble);
    const run = await connected.sync({ streams: [stream], full: true });
    faults.push(...troubleOf(run).map((one) => `${name}: ${one}`));
  }
  fault(bench, { kind: '503' });
  const run = await connected.sync({ streams: [stream], full: true });
  const { health } = await connected.look();
  const { status, error_reason } = run;
  return [
    ...faults,
    ...(status === 'failed' && error_reason === 'transient' ? [] : [`503: the run is ${status}`]),
    ...(health === 'error' ? [] : [`503: the connection is ${health}`]),
    ...(await unharmed(connected, before)),
  ];
}

/** An answer without its list is no empty list: no stream loses a record by it. */
export async function shapelessAnswers(bench: Bench): Promise<string[]> {
  const connected = await Connected.synced(bench);
  const before = await connected.everything();
  fault(bench, { kind: 'raw', status: 200, body: '{"unexpected":true}' });
  const run = await connected.sync({ full: true });
  const good = run.streams.filter((stream) => stream.status === 'completed');
  return [
    ...good.map(({ stream }) => `${stream}: an answer without its list was taken for a good one`),
    ...(await unharmed(connected, before)),
  ];
}
