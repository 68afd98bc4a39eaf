import { beforeEach, expect, test } from 'vitest';
import { getRunLog } from '@/lib/connections/service';
import { byPageToken, pages, type RequestSpec } from '@/lib/connectors/kit';
import type { UserPrincipal } from '@/lib/contract/principal';
import type { RunLogLine } from '@/lib/contract/runs';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import {
  connectFake,
  fakeConnector,
  useFakeProvider,
  type FakeAnswer,
} from '@/lib/sync/fixtures/provider';
import { API, messageStream } from '@/lib/sync/fixtures/walks';

useTestDatabase();
const provider = useFakeProvider();
let owner: UserPrincipal;
beforeEach(async () => {
  owner = await makePrincipal(await makeWorkspace());
});

const BUDGET_MS = 700;

/** Runs a connector of one stream that asks this, and answers the log of the run. */
async function logOf(request: (page: string | null) => RequestSpec, slow = false) {
  const connection = await connectFake(owner.workspace.id);
  const walk = pages<string>({
    request: ({ page }) => request(page),
    records: 'data',
    next: byPageToken('next'),
  });
  const limits = [{ name: 'all', scope: 'connection' as const, requests: 1, per_ms: BUDGET_MS }];
  const connector = fakeConnector([messageStream('notes', { full: walk })], slow ? { limits } : {});
  const { id: run_id } = await connection.sync(connector, { full: true });
  const log = await getRunLog(owner, { id: connection.id, run_id });
  return { run_id, ...log, calls: log.lines.filter((line) => line.call) };
}

test('each call has its address, its outcome, its size, and how often it was asked', async () => {
  let asked = 0;
  const answers: FakeAnswer[] = [
    { status: 429, headers: { 'retry-after': '0' }, body: {} },
    { status: 503, body: 'busy' },
    { headers: { 'x-request-id': 'req-3' }, body: { data: [{ id: 'a' }] } },
  ];
  provider.answer = () => answers[asked++] ?? { body: { data: [] } };
  const { calls } = await logOf(() => ({ url: `${API}/notes`, query: { limit: 50 } }));
  expect(calls.map(({ call, ...line }) => ({ ...call, status: line.status }))).toMatchObject([
    { verdict: 'rate_limited', status: 429, attempt: 1, bytes: 2 },
    { verdict: 'retry', status: 503, attempt: 2, bytes: 4 },
    {
      verdict: 'ok',
      status: 200,
      attempt: 3,
      method: 'GET',
      url: `${API}/notes?limit=50`,
      headers: ['x-key: $TOKEN'],
      sent: null,
      bytes: JSON.stringify({ data: [{ id: 'a' }] }).length,
    },
  ]);
  expect(calls.map((line) => line.level)).toEqual(['warn', 'warn', 'info']);
  expect(calls[2]).toMatchObject({ request_id: 'req-3', message: 'GET api.fake.example/notes' });
});

test('a call no answer came to is one too', async () => {
  let asked = 0;
  provider.answer = () => {
    asked += 1;
    return asked === 1
      ? { headers: { 'content-encoding': 'gzip' }, body: '', raw: 'this is not gzip' }
      : { body: { data: [] } };
  };
  const { calls } = await logOf(() => ({ url: `${API}/notes` }));
  expect(calls[0]).toMatchObject({
    status: null,
    level: 'warn',
    call: { verdict: 'no_answer', attempt: 1, bytes: null },
  });
  expect(calls[1]).toMatchObject({ status: 200, call: { verdict: 'ok', attempt: 2 } });
});

test('an answer without the list that was asked for is said to be one', async () => {
  let asked = 0;
  provider.answer = () => ({ body: (asked += 1) === 1 ? { other: [] } : { data: [] } });
  const { calls } = await logOf(() => ({ url: `${API}/notes` }));
  expect(calls.map((line) => line.call?.verdict)).toEqual(['no_list', 'ok']);
});

test('of the time a call took is said how long it waited for its budget', async () => {
  provider.answer = ({ query }) => ({
    body: { data: [], next: query.has('page') ? undefined : 'page-token-of-a-test' },
  });
  const { calls } = await logOf(
    (page) => ({ url: `${API}/notes`, query: { page: page ?? undefined } }),
    true,
  );
  const [first, second] = calls.map((line) => ({
    begun: Date.parse(line.at) - line.took_ms!,
    came: Date.parse(line.at),
    took: line.took_ms!,
    waited: line.call!.waited_ms,
  }));
  // A machine that stood still for as long had nothing to wait for.
  expect(second!.waited > 0 || second!.came - first!.begun > BUDGET_MS - 100).toBe(true);
  expect(second!.took).toBeGreaterThanOrEqual(second!.waited);
  expect(calls.at(-1)!.call!.url).toBe(`${API}/notes?page=page…`);
});

/** Secrets as providers make them, and what is of a person. */
const CANARIES = [
  'canary-9f8e7d6c5b4a39281706f5e4d3c2b1a0',
  'sk_live_CANARY51H8xYz0123456789abcdEFGH',
  'eyJhbGciOiJIUzI1NiJ9.eyJjYW5hcnkiOjF9.c2lnbmF0dXJlLW9mLWEtdGVzdA',
  '01a22e74-1384-767b-80b5-974230d537e9',
  'canary.person@example.com',
  '+49 170 1234567',
];

test.each(CANARIES)('%s is in no log, wherever a call has it', async (canary) => {
  const escaped = encodeURIComponent(canary);
  provider.answer = ({ query }) => ({
    headers: { 'x-trace': canary },
    body: { data: [], next: query.has('page') ? undefined : `${canary}` },
  });
  const { run_id, calls, lines } = await logOf((page) => ({
    method: 'POST',
    url: `${API}/notes/${escaped}/of/${escaped}?link=${escaped}&${escaped}=1`,
    query: {
      ...Object.fromEntries(
        ['q', 'filter', 'fields', 'sort', 'cursor', 'since', 'limit', 'api_key', 'x'].map(
          (name) => [name, canary],
        ),
      ),
      page: page ?? undefined,
    },
    headers: { 'X-Tenant-Secret': canary, 'X-Version': canary, Prefer: canary, Accept: canary },
    json: { query: canary, deep: [{ canary }] },
  }));
  expect(calls.map((line) => line.call?.sent)).toEqual(['json', 'json']);
  const { rows } = await db.query<{ stored: string }>(
    sql`SELECT lines::text AS stored FROM run_logs WHERE run_id = ${run_id}`,
  );
  for (const text of [JSON.stringify(lines), rows[0]!.stored]) {
    expect(text).toContain('[redacted]');
    for (const spelled of [canary, escaped, canary.slice(0, 12)])
      expect(text.toLowerCase()).not.toContain(spelled.toLowerCase());
    expect(text).not.toContain('fake-key-of-a-test');
  }
});

test('the log stays as long as it was, and what is left out of it is counted', async () => {
  let page = 0;
  provider.answer = () => {
    page += 1;
    return { body: { data: [], next: page < 200 ? `page-token-number-${page}` : undefined } };
  };
  const { lines, left_out } = await logOf((at) => ({
    url: `${API}/notes`,
    query: { cursor: at ?? undefined },
  }));
  expect(lines.length).toBeLessThanOrEqual(151);
  expect(left_out).toBeGreaterThan(40);
});

test('a log from before calls were kept reads as it was', async () => {
  provider.answer = () => ({ body: { data: [] } });
  const connection = await connectFake(owner.workspace.id);
  const walk = pages<string>({
    request: () => ({ url: `${API}/notes` }),
    records: 'data',
    next: byPageToken('next'),
  });
  const { id: run_id } = await connection.sync(
    fakeConnector([messageStream('notes', { full: walk })]),
  );
  const old: RunLogLine = {
    at: '2026-11-30T09:00:01.204Z',
    level: 'info',
    stream: 'notes',
    message: 'GET api.fake.example/notes',
    status: 200,
    took_ms: 4,
    request_id: null,
  };
  await db.query(sql`
    UPDATE run_logs
    SET lines = ${JSON.stringify([old])}::jsonb
    WHERE run_id = ${run_id}`);
  expect((await getRunLog(owner, { id: connection.id, run_id })).lines).toEqual([old]);
});
